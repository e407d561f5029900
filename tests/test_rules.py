"""The table of rules and the code hold each other to what they say; a withheld verdict says what its author can do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import bnderive
from bnderive.check import check_text
from bnderive.repairs import repairs
from bnderive.rules import ADVICE, RULES

PACKAGE = Path(bnderive.__file__).parent
CODE = re.compile(r"BN\d{3}")
LAYER = r"$$\mu = \frac1N \sum_i x_i$$" + "\n\n"
PLACES = (
    (r"$$2\mu = \mu + \nu$$", (3, 16), "BN211"),
    (r"$$2\mu = \mu + \foo{x} \mu$$", (3, 16), "BN202"),
    (r"$$2\mu = \mu + \mu^{x_i}$$", (3, 21), "BN214"),
    (r"$$2\mu = \mu + \frac{\partial \mu}{x_i}$$", (3, 22), "BN217"),
)


def trees() -> list[ast.Module]:
    files = [path for path in PACKAGE.rglob("*.py") if path.name != "rules.py" and path.parent.name != "repairs"]
    return [ast.parse(path.read_text(encoding="utf-8")) for path in files]


def constants(modules: list[ast.Module]) -> dict[str, str]:
    """What the constants of the package say: UNMET is BN131."""
    assigned = [node for tree in modules for node in tree.body if isinstance(node, ast.Assign)]
    return {
        node.targets[0].id: node.value.value
        for node in assigned
        if isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def given(modules: list[ast.Module]) -> Iterator[tuple[str, str]]:
    """Every code with the name that it is given with: the next argument, or the keyword `name`."""
    known = constants(modules)
    for call in (node for tree in modules for node in ast.walk(tree) if isinstance(node, ast.Call)):
        values = [*call.args, *(word.value for word in call.keywords if word.arg in ("rule", "name"))]
        words = [said(value, known) for value in values]
        for code, name in pairwise(words):
            if CODE.fullmatch(code) and name:
                yield code, name


def said(value: ast.expr, known: dict[str, str]) -> str:
    match value:
        case ast.Constant(str() as text):
            return text
        case ast.Name(name):
            return known.get(name, "")
    return ""


def test_the_table_has_what_the_package_gives_and_nothing_else() -> None:
    modules = trees()
    texts = [n.value for tree in modules for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    codes = {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}
    assert codes == {rule.code for rule in RULES}
    assert set(given(modules)) == {(rule.code, name) for rule in RULES for name in rule.names}


def test_codes_are_in_order_and_no_repair_has_one_of_them() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert not set(codes) & {repair.rule for repair in repairs()}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_says_what_it_is_when_it_is_given_and_what_helps(rule) -> None:
    for text in (rule.summary, rule.when, rule.advice):
        assert len(text) > 7
        assert not text.endswith(".")
    assert len(rule.summary) < 80


def test_advice_is_that_of_the_rules_that_withhold_a_verdict() -> None:
    assert {code: ADVICE[code] for code in ADVICE} == {r.code: r.advice for r in RULES if r.code.startswith("BN2")}


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
