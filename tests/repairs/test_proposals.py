"""What faults propose for the nodes of every claim of the documents: it prints, reads back, differs, and is little."""

from __future__ import annotations

import pytest

from bnderive.diagnose.mending.variants import put
from bnderive.layers import standard_layer
from bnderive.place import Place
from bnderive.repairs import Repair, repairs
from bnderive.source import read_file, read_text
from bnderive.source.folders import documents_in
from bnderive.survey.survey import unboxed
from bnderive.syntax import parse_formula, print_latex
from bnderive.syntax.nodes import Node
from tests.repairs.places import nodes_of, proposals, sides_of

DOCUMENTS = [read_file(path) for path in sorted(documents_in("derivations") or ()) if path.endswith(".md")]
EXAMPLES = "".join(f"\n\n$$\n{fault.example('wrong')}\n$$\n" for fault in repairs())
SIDES = [
    (unboxed(side) or side, place)
    for document in (*DOCUMENTS, read_text(standard_layer("batchnorm").markdown + EXAMPLES, "<examples>"))
    for head, sides, place in sides_of(document)
    for side in (*sides, head)
]
FAULTS = pytest.mark.parametrize("fault", repairs(), ids=lambda fault: fault.name)


def bare(text: str) -> str:
    """The text without the sizes of its brackets."""
    return "".join(text.replace("\\left", "").replace("\\right", "").split())


def proposed(fault: Repair) -> list[tuple[Node, Node, Node]]:
    return [(side, old, new) for side, place in SIDES for old, new in proposals(fault, side, place)]


def test_there_are_sides() -> None:
    assert len(SIDES) > 200


@FAULTS
def test_each_fault_proposes_something(fault: Repair) -> None:
    assert proposed(fault)


@FAULTS
def test_proposals_read_back_as_they_are(fault: Repair) -> None:
    for text, new in {print_latex(new): new for _, _, new in proposed(fault)}.items():
        assert parse_formula(text).sides == (new,), text


@FAULTS
def test_sides_with_a_proposal_read_back_as_they_are_printed(fault: Repair) -> None:
    for text in {print_latex(put(side, old, new)) for side, old, new in proposed(fault)}:
        assert bare(print_latex(parse_formula(text))) == bare(text)


@FAULTS
def test_no_proposal_is_the_node_itself(fault: Repair) -> None:
    assert all(new != old for _, old, new in proposed(fault))


@FAULTS
def test_what_is_kept_stays_the_same_object(fault: Repair) -> None:
    """A proposal copies no part of more than a name: what it holds of the node, it holds as it was."""
    for side, place in SIDES:
        known = {id(node): node for node, _ in nodes_of(side, place)}
        for _, new in proposals(fault, side, place):
            copies = [part for part, _ in nodes_of(new, place) if part.span != (0, 0) and id(part) not in known]
            assert all(any(part is not node for node in known.values()) for part in copies)


def count(side: Node, place: Place) -> int:
    return sum(len(list(proposals(fault, side, place))) for fault in repairs() if not fault.on_left)


def test_proposals_are_few() -> None:
    for side, place in SIDES:
        nodes = len(list(nodes_of(side, place)))
        assert count(side, place) <= 40 + 12 * nodes, print_latex(side)
