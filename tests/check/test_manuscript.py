"""The document's own text in its report: every formula where it stands with its delimiters, and no part left out.

Numbers are worked on paper at S = (0, 1, 2), ε = 1/3: μ = 1, σ² = 2/3, √(σ²+ε) = 1, Ŝ = (−1, 0, 1).
"""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from bnderive import check_text
from bnderive.report import DocumentReport

MEAN = r"\mu = \frac{1}{N} \sum_i x_i"
CLAIM = r"\frac{\partial \mu}{\partial x_i} = \frac{2}{N}"


def document(text: str, format: str = "markdown") -> DocumentReport:
    return check_text(text, "a", format).documents[0]


def pieces(found: DocumentReport, passage: int = 0) -> list[str]:
    part = found.passages[passage]
    return [part.text[shown.start : shown.end] for shown in part.shown]


@pytest.mark.parametrize(
    ("format", "text", "expected"),
    [
        ("markdown", f"Let\n\n$${MEAN}$$\n\nof $x_i$.\n", [f"$${MEAN}$$", "$x_i$"]),
        ("markdown", f"> $$\n> {MEAN}\n> $$\n", [f"$$\n> {MEAN}\n> $$"]),
        ("markdown", f"a\r\n\r\n\\[{MEAN}\\]\r\n", [f"\\[{MEAN}\\]"]),
        ("markdown", f"```math\n{MEAN}\n```\n", [f"```math\n{MEAN}\n```"]),
        ("text", f"    $${MEAN}$$\n", [f"$${MEAN}$$"]),
        ("tex", f"Let % $b$\n\\begin{{align}}{MEAN}\\end{{align}} of $x_i$\n",
         [f"\\begin{{align}}{MEAN}\\end{{align}}", "$x_i$"]),
        ("rst", f"Let :math:`{MEAN}` be\n", [f":math:`{MEAN}`"]),
        ("python", f'def f():\n    r"""Let\n\n    $${MEAN}$$\n    """\n', [f"$${MEAN}$$"]),
    ],
)  # fmt: skip
def test_every_formula_stands_in_the_text_with_its_delimiters(format: str, text: str, expected: list[str]) -> None:
    found = document(text, format)
    assert pieces(found) == expected
    assert (found.passages[0].text, found.passages[0].language) == (text, format)


def test_the_rows_of_a_display_are_those_of_the_report() -> None:
    found = document(f"$${MEAN} \\\\ {CLAIM}$$ and $x_i$\n")
    display, name = found.passages[0].shown
    assert display.rows == tuple(row.id for row in found.formulas) == ("f1", "f2")
    assert (display.is_display, name.is_display, name.rows, name.latex) == (True, False, (), "x_i")


def test_front_matter_is_no_text() -> None:
    found = document(f"---\ntitle: a\n---\n$${MEAN}$$\n")
    assert [(part.text, part.language) for part in found.passages] == [
        ("---\ntitle: a\n---\n", "code"),
        (f"$${MEAN}$$\n", "markdown"),
    ]
    assert pieces(found, 1) == [f"$${MEAN}$$"]


def test_a_notebook_has_its_cells_each_with_its_own_text() -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["Let\n", f'"$${MEAN}$$"']},
        {"cell_type": "code", "metadata": {}, "source": "x = 1", "outputs": [], "execution_count": None},
        {"cell_type": "markdown", "metadata": {}, "source": f"$${CLAIM}$$"},
    ]
    text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
    found = document(text, "notebook")
    assert [(part.text, part.language) for part in found.passages] == [
        (f'Let\n"$${MEAN}$$"', "markdown"),
        ("x = 1", "code"),
        (f"$${CLAIM}$$", "markdown"),
    ]
    assert [pieces(found, k) for k in range(3)] == [[f"$${MEAN}$$"], [], [f"$${CLAIM}$$"]]
    assert [part.shown[0].rows for part in (found.passages[0], found.passages[2])] == [("f1",), ("f2",)]


def test_what_is_only_looked_at_is_not_printed() -> None:
    report = check_text(f"$${MEAN}$$\n\n$${CLAIM}$$\n")
    printed = report.to_dict()["documents"][0]
    assert "passages" not in printed
    assert not {"grounds", "profile"} & printed["formulas"][0].keys()


VARIANCE = r"""
$$\mu = \frac{1}{N} \sum_i S_i$$ $$\sigma^2 = \frac{1}{N} \sum_i (S_i - \mu)^2$$
$$\hat S_i = \frac{S_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$
$$\frac{\partial \sigma^2}{\partial S_i} = \frac{2}{N}$$
$$= \frac{4}{2N}$$
"""


def test_a_refutation_is_told_at_every_place_of_its_index() -> None:
    *_, claim, repeated = check_text(VARIANCE)
    assert claim.counterexample is not None
    assert claim.counterexample.values["S"] == ("0", "1", "2")
    profile = claim.profile
    assert profile is not None
    third = Fraction(1, 3)
    assert (profile.index, profile.places) == ("i", (1, 2, 3))
    assert profile.claimed == (2 * third, 2 * third, 2 * third)
    assert profile.true == (-2 * third, 0, 2 * third)
    at = claim.counterexample.indices["i"] - 1
    assert (str(profile.claimed[at]), str(profile.true[at])) == (
        claim.counterexample.claimed,
        claim.counterexample.true,
    )
    assert repeated.grounds == (claim.id,)


def test_a_claim_without_an_index_has_no_profile() -> None:
    *_, claim = check_text(f"$${MEAN}$$ $$\\sum_i x_i = 2 N \\mu$$")
    assert claim.verdict == "wrong"
    assert claim.profile is None
