"""Limits that count work, at their edges: what is within is done, what is beyond is left out and nothing else."""

from __future__ import annotations

import pytest

from bnderive.check import check_text, read_documents
from bnderive.closed_form import closed_form
from bnderive.diagnose import follows
from bnderive.diagnose.mending import lacking, scopes, search
from bnderive.diagnose.mending.lacking import Lacking
from bnderive.layer import folding
from bnderive.settings import Settings
from bnderive.source import read_text
from bnderive.terms import Definition, Index, Sym, Term, add, mul, num
from tests.benchmarks.growing import FAMILIES, document
from tests.benchmarks.made import DEFINITIONS

I = Index("i")  # noqa: E741
X, MU = Sym("x", (I,)), Sym("m")


def claims(text: str) -> list:
    return [formula for formula in check_text(text).documents[0].formulas if formula.verdict is not None]


@pytest.mark.parametrize(("most", "is_shown"), [(2, True), (1, False)])
def test_a_closed_form_of_too_many_terms_is_not_shown(monkeypatch, most, is_shown):
    monkeypatch.setattr(closed_form, "MAX_TERMS", most)
    text = f"{DEFINITIONS}\n$$\\sum_j (x_j - \\delta_j) = 3 N$$\n"
    [formula] = claims(text)
    assert formula.verdict == "wrong"
    assert formula.counterexample is not None
    assert (formula.truth is not None) is is_shown
    assert formula.message.endswith("its closed form is too large to be shown") is not is_shown


def test_of_many_wrong_rows_the_first_are_searched(monkeypatch):
    rows = (r"\frac{\partial \mu}{\partial x_i} = \frac{2}{N}", r"\sum_j \hat x_j = 1", r"\sum_j (x_j - \mu) = 2")
    text = "\n\n".join((DEFINITIONS, *(f"$${row}$$" for row in rows)))
    monkeypatch.setattr(search, "MAX_ALLOWANCE", 1)
    first, second, third = claims(text)
    assert "no small edit was looked for" not in first.message
    assert "no small edit was looked for" in second.message
    assert "no small edit was looked for" in third.message


@pytest.mark.parametrize(("most", "follows_from_it"), [(3, False), (2, None)])
def test_a_row_of_too_many_relations_is_not_read_again_with_parentheses(monkeypatch, most, follows_from_it):
    """2μ + 2 is not μ + 1, wherever parentheses are put; where that is not looked at, nothing is said."""
    text = f"{DEFINITIONS}\n$$\\mu + 0 = \\mu + 1 = 2 \\mu + 2$$\n"
    monkeypatch.setattr(follows, "MAX_SIDES", most)
    [formula] = claims(text)
    assert formula.verdict == "wrong"
    assert formula.relations[1].follows is follows_from_it


@pytest.mark.parametrize(("most", "fit"), [(10, 2), (0, 1)])
def test_batches_are_tried_for_so_many_steps(monkeypatch, most, fit):
    class Cell:
        def __init__(self, size: int) -> None:
            self.evaluator = type("Evaluator", (), {"steps": 0})()
            self.evaluator.point = type("Point", (), {"sizes": {"": size}})()

    def is_fit(cells: tuple) -> bool:
        cells[0].evaluator.steps += 5
        return True

    monkeypatch.setattr(scopes, "MAX_STEPS", most)
    assert len(scopes.fit([(Cell(3),), (Cell(4),), (Cell(5),)], is_fit)) == fit


@pytest.mark.parametrize("truth", [None, add(X, MU)])
def test_what_is_lacking_is_computed_beside_a_short_truth_only(monkeypatch, truth):
    """Nothing of the side is looked at otherwise, so that it may be None here."""
    monkeypatch.setattr(lacking, "MAX_TRUTH", 2)
    forms = type("Forms", (), {"of": lambda self, head: truth})()
    assert not list(Lacking(X, (), None, None, forms, None).by_difference(None))


def test_what_is_put_into_other_definitions_is_looked_at_only_where_its_parts_are_met(monkeypatch):
    """A hundred definitions, each of which could be put into every other one by its names alone."""
    looked: list[Term] = []
    real = folding.put_in
    monkeypatch.setattr(folding, "put_in", lambda term, other: looked.append(term) or real(term, other))
    found = {k: Definition(f"a{k}", (I,), add(mul(num(k), X), MU)) for k in range(2, 102)}
    found[0] = Definition("b", (I,), mul(num(3), add(mul(num(2), X), MU)))
    assert folding.folded(found)[0].body == mul(num(3), Sym("a2", (I,)))
    assert len(looked) < 20


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_of_the_benchmark_is_read(name):
    family = FAMILIES[name]
    text, wanted = document(family, family.sizes[0])
    formulas = read_documents([read_text(text)], Settings()).documents[0].formulas
    assert sum(formula.role == "claim" for formula in formulas) == len(wanted)
    assert not any(formula.rule for formula in formulas)
