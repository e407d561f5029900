"""Every fault has a help page with an example: the wrong formula is refuted, and an edit makes it the right one."""

from __future__ import annotations

import re

import pytest

from bnderive.check import prove
from bnderive.diagnose.mending.variants import put
from bnderive.layers import standard_layer
from bnderive.repairs import Repair, repairs
from bnderive.source import read_text
from bnderive.syntax import parse_formula, print_latex
from bnderive.syntax.nodes import Node
from tests.repairs.places import proposals, sides_of

FAULTS = pytest.mark.parametrize("fault", repairs(), ids=lambda fault: fault.name)
NAMES = (
    "missing-accent wrong-index missing-sum factor-outside-sum numeric-factor size-factor dropped-factor wrong-sign "
    "doubled-minus wrong-exponent root-twice missing-parentheses index-clash wrong-range swapped-names "
    "wrong-left-side missing-cross-terms epsilon-place wrong-size missing-term missing-mean"
)


def printed(node: Node) -> str:
    return print_latex(parse_formula(print_latex(node)))


def test_every_fault_is_there_once_under_its_own_code() -> None:
    assert [fault.name for fault in repairs()] == NAMES.split()
    assert [fault.rule for fault in repairs()] == [f"BN{301 + k}" for k in range(len(repairs()))]


@FAULTS
def test_help_page_has_title_prose_wrong_and_right(fault: Repair) -> None:
    title, blank, *rest = fault.help.strip().splitlines()
    assert title
    assert not blank
    paragraphs = "\n".join(rest).strip().split("\n\n")
    assert len(paragraphs) == 3, "what it sees; why people slip there; an example"
    assert all(len(paragraph) > 80 and paragraph.rstrip().endswith(".") for paragraph in paragraphs[:2])
    assert re.fullmatch(r"wrong (.+)\nright (.+)", paragraphs[2])


@FAULTS
def test_wrong_example_is_refuted_and_right_one_proved(fault: Repair) -> None:
    verdicts = [prove(*fault.example(word).split(" = ", 1)).verdict for word in ("wrong", "right")]
    assert verdicts == ["wrong", "correct"]


@FAULTS
def test_an_edit_of_the_wrong_example_is_the_right_one(fault: Repair) -> None:
    wrong, right = fault.example("wrong"), parse_formula(fault.example("right"))
    document = read_text(f"{standard_layer('batchnorm').markdown}\n\n$$\n{wrong}\n$$\n", "<example>")
    head, sides, place = list(sides_of(document, claims=1))[-1]
    side, wanted = (head, right.sides[0]) if fault.on_left else (sides[0], right.sides[1])
    assert wanted is not None
    found = {printed(put(side, old, new)) for old, new in proposals(fault, side, place)}
    assert printed(wanted) in found
