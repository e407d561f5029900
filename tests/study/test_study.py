"""The study of slips in a small size, and what it stands on: the planting, the oracle and the words for a repair."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from bnderive.judge import Judge
from bnderive.report import Edit, Formula, Repair
from bnderive.settings import Settings
from tests.study.__main__ import run
from tests.study.documents import paths, source
from tests.study.judging import AS_WRITTEN, NONE, OTHER, SAME, repaired, spelled
from tests.study.oracle import EQUAL, UNEQUAL, truth
from tests.study.planting import Mutant, changed_row, in_turn, mutants, pairs_of, singles_of, spoilt
from tests.study.sites import applied
from tests.study.slips import KINDS
from tests.study.table import table, totals

# A small study: raise what it reaches, never lower it.
SIZE, SEED = 125, 7
REFUTED, LOCATED, REPAIRED = 0.95, 0.95, 0.77

DOCUMENT = r"""
$$\mu = \frac{1}{N} \sum_{j=1}^{N} x_j$$

$$\sigma^2 = \frac{1}{N} \sum_{j=1}^{N} (x_j - \mu)^2$$

$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

$$\frac{\partial \hat{x}_i}{\partial \sigma^2} = -\frac{\hat{x}_i}{2 (\sigma^2 + \epsilon)}$$
"""


@pytest.fixture(scope="module")
def small():
    return run(mutants(SIZE, SEED))


def test_nothing_is_proved_that_is_not_equal(small):
    assert [each.mutant for each in small if each.is_false_accept] == []


def test_slips_are_refuted_located_and_repaired(small):
    found = totals(small)
    assert found.planted == SIZE
    assert found.unequal > SIZE * 3 / 4
    assert found.refuted >= REFUTED
    assert found.located >= LOCATED
    assert found.repaired >= REPAIRED


def test_every_kind_is_in_a_small_study_and_in_its_table(small):
    kinds = Counter(each.mutant.kind for each in small)
    assert kinds.keys() == KINDS.keys()
    assert [line.split("|")[1].strip() for line in table(small)][2:] == [*sorted(KINDS), "all"]


# -- planting


def slips_in(text: str) -> dict[str, set[str]]:
    """Kind to what the last row of a document reads after each slip of that kind."""
    base = replace(source(paths()[0]), path="text.md", text=text)
    found = replace(base, judge=Judge(base.read(text), Settings()))
    last = max(entry.number for entry in found.judge.entries)
    slips: dict[str, set[str]] = {}
    for plan in singles_of(found):
        row = changed_row(plan.entry, applied(plan.entry.display.latex, plan.ways[0].edits))
        if plan.entry.number == last and row is not None:
            slips.setdefault(plan.kind, set()).add(row)
    return slips


DERIVATIVE = r"\frac{\partial \hat{x}_i}{\partial \sigma^2} = "
SLIPS_OF_THE_DERIVATIVE = {
    "superfluous-accent": {r"-\frac{1}{2} (\hat{x}_i - \mu) (\sigma^2 + \epsilon)^{-3/2}"},
    "dropped-factor": {r"-\frac{1}{2} (\sigma^2 + \epsilon)^{-3/2}", r"-\frac{1}{2} (x_i - \mu)"},
    "dropped-number": {r"-(x_i - \mu) (\sigma^2 + \epsilon)^{-3/2}"},
    "doubled-minus": {r"-\frac{-1}{2} (x_i - \mu) (\sigma^2 + \epsilon)^{-3/2}"},
    "wrong-sign": {
        r"\frac{1}{2} (x_i - \mu) (\sigma^2 + \epsilon)^{-3/2}",
        r"-\frac{1}{2} (x_i + \mu) (\sigma^2 + \epsilon)^{-3/2}",
        r"-\frac{1}{2} (x_i - \mu) (\sigma^2 - \epsilon)^{-3/2}",
    },
    "wrong-exponent": {
        r"-\frac{1}{2} (x_i - \mu) (\sigma^2 + \epsilon)^{-1/2}",
        r"-\frac{1}{2} (x_i - \mu) (\sigma^2 + \epsilon)^{3/2}",
        r"-\frac{1}{2} (x_i - \mu) (\sigma + \epsilon)^{-3/2}",
    },
    "root-twice": {r"-\frac{1}{2} (x_i - \mu) \sqrt{\sigma^2 + \epsilon}^{-3/2}"},
    "missing-parentheses": {
        r"-\frac{1}{2} x_i - \mu (\sigma^2 + \epsilon)^{-3/2}",
        r"-\frac{1}{2} (x_i - \mu) \sigma^2 + \epsilon^{-3/2}",
    },
    "epsilon-left-out": {r"-\frac{1}{2} (x_i - \mu) (\sigma^2)^{-3/2}"},
}
SUM = r"\sum_{j=1}^{N} \hat{x}_j (x_j - x_i) = "
SLIPS_OF_THE_SUM = {
    "missing-sum": {r"\frac{1}{\sqrt{\sigma^2 + \epsilon}} (x_j - \mu)^2"},
    "diagonal-only": {r"\frac{1}{\sqrt{\sigma^2 + \epsilon}} (x_i - \mu)^2"},
    "wrong-index": {r"\frac{1}{\sqrt{\sigma^2 + \epsilon}} \sum_{j=1}^{N} (x_i - \mu)^2"},
    "sum-over-other-index": {r"\frac{1}{\sqrt{\sigma^2 + \epsilon}} \sum_{i=1}^{N} (x_j - \mu)^2"},
    "wrong-range": {
        r"\frac{1}{\sqrt{\sigma^2 + \epsilon}} \sum_{j=2}^{N} (x_j - \mu)^2",
        r"\frac{1}{\sqrt{\sigma^2 + \epsilon}} \sum_{j=1}^{N-1} (x_j - \mu)^2",
        r"\frac{1}{\sqrt{\sigma^2 + \epsilon}} \sum_{j \ne i} (x_j - \mu)^2",
    },
    "root-missing": {r"\frac{1}{\sigma^2 + \epsilon} \sum_{j=1}^{N} (x_j - \mu)^2"},
    "epsilon-elsewhere": {r"\frac{1}{\sqrt{\sigma^2} + \epsilon} \sum_{j=1}^{N} (x_j - \mu)^2"},
}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (DERIVATIVE, r"-\frac{1}{2} (x_i - \mu) (\sigma^2 + \epsilon)^{-3/2}", SLIPS_OF_THE_DERIVATIVE),
        (SUM, r"\frac{1}{\sqrt{\sigma^2 + \epsilon}} \sum_{j=1}^{N} (x_j - \mu)^2", SLIPS_OF_THE_SUM),
    ],
)
def test_the_slips_of_a_row(left, right, expected):
    found = slips_in(f"{DOCUMENT}\n$${left}{right}$$\n")
    right = {kind: {row.removeprefix(left).strip() for row in rows} for kind, rows in found.items()}
    assert {kind: right.get(kind) for kind in expected} == expected


@pytest.mark.parametrize(
    ("row", "kind", "expected"),
    [
        (r"x_i \sum_{j=1}^{N} x_j^2 = \sum_{j=1}^{N} x_i x_j^2", "index-clash", r"\sum_{i=1}^{N} x_i x_i^2"),
        (r"x_i \sum_{j=1}^{N} x_j^2 = \sum_{j=1}^{N} x_i x_j^2", "factor-outside-sum", r"x_i^2 \sum_{j=1}^{N} x_i"),
        (r"N x_i = \frac{N^2 x_i}{N}", "dropped-size", r"N^2 x_i"),
        (r"\frac{x_i}{N} = \frac{1}{N} x_i", "dropped-size", "x_i"),
        (r"\frac{x_i}{N} = \frac{1}{N} x_i", "size-minus-one", r"\frac{1}{N - 1} x_i"),
        (r"\sum_{j=1}^{N} (x_j - x_i) = \sum_{j=1}^{N} x_j - N x_i", "missing-cross-terms", "- N x_i"),
        (r"\hat{x}_i^2 = \hat{x}_i \hat{x}_i", "missing-accent", r"\hat{x}_i x_i"),
    ],
)
def test_a_slip_of_its_kind_is_planted(row, kind, expected):
    found = slips_in(f"{DOCUMENT}\n$$ {row} $$\n")
    assert expected in {mutated.split(" = ")[1].strip() for mutated in found[kind]}


def test_the_left_side_names_another_derivative_of_the_document():
    row = r"\frac{\partial \hat{x}_i}{\partial \mu} = -\frac{1}{\sqrt{\sigma^2 + \epsilon}}"
    found = slips_in(f"{DOCUMENT}\n$$ {row} $$\n")
    assert found["other-derivative-on-left"] == {row.replace(r"\mu", r"\sigma^{2}")}


@pytest.mark.parametrize("path", ["derivations/layer_norm.md", "tests/corpus/written/h08_adjoint_ln.ipynb"])
def test_only_one_row_of_a_copy_is_changed(path):
    found = source(path)
    before = [entry.latex for entry in found.judge.entries]
    for mutant in filter(None, map(spoilt, list(singles_of(found))[::12])):
        after = [entry.latex for entry in Judge(found.read(mutant.text), Settings()).entries]
        differing = [
            number for number, pair in enumerate(zip(before, after, strict=True), start=1) if len(set(pair)) > 1
        ]
        assert differing == [mutant.number]
        assert after[mutant.number - 1] == mutant.mutated


def test_what_is_drawn_depends_on_the_seed_alone():
    plans = list(singles_of(source("derivations/layer_norm.md")))
    assert list(in_turn(plans, 3)) == list(in_turn(plans, 3))
    assert list(in_turn(plans, 3)) != list(in_turn(plans, 4))
    assert sorted(in_turn(plans, 3)) == list(range(len(plans)))
    assert len({plans[number].kind for number in islice(in_turn(plans, 3), 10)}) == 10


def test_two_slips_of_different_kinds_do_not_touch():
    plans = list(pairs_of(source("derivations/layer_norm.md"), 1))
    assert len(plans) > 10
    for one, other in (plan.ways for plan in plans):
        assert one.kind != other.kind
        assert all(a.end < b.start or b.end < a.start for a in one.edits for b in other.edits)


def test_the_planting_knows_nothing_of_the_repairs():
    sources = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("*.py")]
    assert len(sources) > 10
    assert not any(f"import {module}" in text for text in sources for module in ("bnderive.repairs", "repairs"))
    assert not any(f"from bnderive.{module}" in text for text in sources for module in ("repairs", "diagnose"))


# -- the oracle, against values that need no program


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (r"\sum_{j=1}^{N} \hat{x}_j = 0", EQUAL),
        (r"\sum_{j=1}^{N} \hat{x}_j = 1", UNEQUAL),
        (r"\frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} (x_i - \mu)", EQUAL),
        (r"\frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N}", UNEQUAL),
        (r"\log(e^{x_i} e^{\mu}) = x_i + \mu", EQUAL),
        (r"\log(e^{x_i} + e^{\mu}) = x_i + \mu", UNEQUAL),
        (r"\log(\sigma^2 + \epsilon) = \log(\sigma^2) + \log(1 + \epsilon / \sigma^2)", EQUAL),
        (r"\frac{\partial \hat{x}_i}{\partial x_j} = -\frac{1}{N \sqrt{\sigma^2 + \epsilon}}", UNEQUAL),
    ],
)
def test_the_oracle_knows_what_is_true(row, expected):
    document = source(paths()[0]).read(f"{DOCUMENT}\n$$ {row} $$\n")
    assert truth(Judge(document, Settings()).verdicts[-1]) == expected


# -- repairs


@pytest.mark.parametrize(
    ("repair", "rules", "expected"),
    [
        (r"a_i = \hat{b}_i + c", ("BN301",), AS_WRITTEN),
        (r"a_i = \hat b_i+c", ("BN301",), AS_WRITTEN),
        (r"\boxed{a_i = \hat{b}_i + c}", ("BN301",), AS_WRITTEN),
        (r"a_i = c + \hat{b}_i", ("BN301",), SAME),
        (r"a_i = \frac{\hat{b}_i + c}{1}", ("BN301",), OTHER),
        (r"b_i + c = a_i", ("BN301",), OTHER),
        (r"a_i = \hat{b}_i + c", ("BN300",), NONE),
        (None, (), NONE),
    ],
)
def test_the_words_for_a_repair(repair, rules, expected):
    slip, right = r"a_i = b_i + c", r"a_i = \hat{b}_i + c"
    text = f"Before.\n\n$$ {slip} $$\n"
    mutant = Mutant("derivations/layer_norm.md", 1, 3, ("missing-accent",), 0, right, slip, text)
    edit = Edit(3, 4, 3, 4 + len(slip), repair or "")
    for edits in ((edit,), ()):
        formula = replace(A_FORMULA, repair=Repair(repair, rules, True, edits) if repair else None)
        assert repaired(formula, mutant, source(mutant.path))[0] == expected


def test_a_whole_range_may_be_left_out():
    assert spelled(r"a = \dfrac{1}{N} \sum_{i=1}^{N} x_i") == spelled(r"a = \frac1N \sum_i x_i")
    assert spelled(r"a = \sum_{i=2}^{N} x_i") != spelled(r"a = \sum_i x_i")


A_FORMULA = Formula("f1", "", 3, 4, 3, 17, "a_i = b_i + c", False, None, "claim", None, verdict="wrong")
