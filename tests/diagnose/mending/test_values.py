"""Values of a side part by part are those of its term as a whole: for every side of the documents of `derivations/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnderive.diagnose.mending.scopes import Samples, exactly
from bnderive.diagnose.mending.values import Valuing
from bnderive.elaborate.claims import taken_apart
from bnderive.elaborate.readings import TOTAL, marked
from bnderive.errors import NotUnderstood
from bnderive.judge import Judge
from bnderive.lower import Choices
from bnderive.lower.lower import Lowering
from bnderive.settings import Settings
from bnderive.source import read_file
from bnderive.source.folders import documents_in

DOCUMENTS = sorted(documents_in("derivations") or ())
SCALARS = [path for path in DOCUMENTS if Judge(read_file(path), Settings()).survey.vectors is None]


def test_there_are_documents() -> None:
    assert len(SCALARS) >= 12
    assert Path(SCALARS[0]).is_file()


@pytest.mark.parametrize("path", SCALARS)
def test_parts_have_the_value_of_the_whole(path: str) -> None:
    judge, samples = Judge(read_file(path), Settings()), Samples()
    compared = 0
    for judgement in judge.judgements(False):
        claim, row = judgement.claim, judgement.entry.row
        if claim is None or row is None:
            continue
        graph, vocabulary = claim.environment.layer.graph, claim.environment.layer.vocabulary
        setting = taken_apart(row, claim.environment)
        for k, (node, term) in enumerate(zip(setting.sides, claim.usual.sides, strict=True), start=1):
            whole = marked(term, TOTAL, graph)
            try:
                scope = samples.outermost(claim, whole)
            except NotUnderstood:
                continue
            if scope is None:
                continue
            lowering = Lowering(vocabulary, Choices(), setting.here, setting.free, k, axes=setting.axes)
            valuing = Valuing(lowering, lambda t, graph=graph: marked(t, TOTAL, graph))
            values = valuing(node, scope)
            assert values is not None
            cells = [scope.at(place) for place in range(len(scope.cells))]  # kept: scopes are known by their identity
            assert [valuing(node, cell) for cell in cells] == [(value,) for value in values]
            expected = tuple(exactly(whole, cell) for cell in scope.cells)
            known = [(a, b) for a, b in zip(values, expected, strict=True) if a is not None]
            assert all(a == b for a, b in known), row
            compared += len(known)
    assert compared
