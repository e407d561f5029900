"""Every rule that withholds a verdict says what its author can do, in the table and in the report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bnderive
from bnderive.check import check_text
from bnderive.rules import ADVICE

LAYER = r"$$\mu = \frac1N \sum_i x_i$$" + "\n\n"
PLACES = (
    (r"$$2\mu = \mu + \nu$$", (3, 16), "BN211"),
    (r"$$2\mu = \mu + \foo{x} \mu$$", (3, 16), "BN202"),
    (r"$$2\mu = \mu + \mu^{x_i}$$", (3, 21), "BN214"),
    (r"$$2\mu = \mu + \frac{\partial \mu}{x_i}$$", (3, 22), "BN217"),
)


def test_every_rule_of_the_package_has_its_advice():
    folder = Path(bnderive.__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py") if path.name != "rules.py"]
    raised = {rule for text in texts for rule in re.findall(r'"(BN2\d\d)"', text)}
    assert raised == ADVICE.keys()


@pytest.mark.parametrize(("text", "place", "rule"), PLACES)
def test_an_undecided_row_tells_the_place_and_what_to_do(text, place, rule):
    (formula,) = (f for f in check_text(LAYER + text) if f.verdict == "undecided")
    assert formula.rule == rule
    assert formula.place is not None
    assert (formula.place.line, formula.place.column) == place
    assert formula.advice == ADVICE[rule]


def test_a_place_in_another_row_is_not_told():
    """The head of a chain stands in the display before: what is odd about it has no place in this row."""
    formulas = check_text(LAYER + "$$2\\nu = 2$$\n\n$$= \\mu$$").documents[0].formulas
    assert [f.verdict for f in formulas[1:]] == ["undecided", "undecided"]
    assert formulas[1].place is not None
    assert formulas[2].place is None
