"""Words in a row that add a value to it, turn its case round or change what it says: nothing is proved without them."""

from __future__ import annotations

import pytest

from bnderive.check import check_text

BN = r"""
$$\mu = \frac1N\sum_{j=1}^N x_j$$
$$\sigma^2 = \frac1N\sum_{j=1}^N (x_j-\mu)^2$$
$$\hat x_i = \frac{x_i-\mu}{\sqrt{\sigma^2+\epsilon}}$$
$$y_i = \gamma\hat x_i+\beta$$

"""
MU, X = r"\frac{\partial \mu}{\partial x_j}", r"\frac{\partial x_i}{\partial x_j}"
HALF_READ = (
    rf"{MU} = \frac1N \text{{ and }} \frac2N",
    rf"{MU} = \frac1N \text{{ or }} \frac2N",
    rf"{MU} = \frac1N \text{{ resp.\ }} 7",
    rf"{X} = \delta_{{ij}} \text{{ or }} 7",
    rf"{X} = 1 \text{{ if }} i=j \text{{ and }} 5 \text{{ if }} i\neq j",
    rf"{X} = 1 \text{{ if }} i=j \text{{ and }} 1 \text{{ otherwise}}",
    rf"{X} = 1 \text{{ if }} i=j \text{{, }} 7 \text{{ otherwise}}",
    rf"{X} = 1 \text{{ if }} i=j \text{{ else }} 1",
    rf"{X} = 1 \text{{ when }} i=j, \text{{ and also }} 1 \text{{ when }} i \ne j",
)
TURNED = (
    rf"{X} = 0 \text{{ unless }} i \ne j",
    rf"{X} = 0, \text{{ not only for }} i\neq j",
    rf"{X} = 0 \text{{ for all }} i, \text{{ in particular }} i\neq j",
    rf"{X} = 0 \quad\text{{whether or not }} i \ne j",
    rf"{X} = 1 \quad\text{{regardless of whether }} i = j",
    rf"{X} = 1 \quad\text{{(not just }} i=j\text{{)}}",
    rf"{X} = 1,\quad i=j \text{{ or }} i\ne j",
)
CHANGED = (
    rf"\text{{Twice }} {MU} = \frac1N",
    rf"\text{{Half of }} {MU} = \frac1N",
    rf"\text{{It is false that }} {MU} = \frac1N",
    rf"{MU} = \frac1N \text{{ (times 2)}}",
    rf"{MU} = \frac1N \text{{ multiplied by }} N",
    rf"{MU} = \frac1N \text{{ squared}}",
    rf"{MU} = \frac1N \quad\text{{up to a factor }} 2",
)
PLAIN = (
    rf"{X} = 0 \text{{ for }} i \ne j",
    rf"{X} = 1 \quad\text{{if }} i = j",
    rf"{X} = 1, \quad i = j",
    rf"{MU} = \frac1N \quad\text{{by linearity}}",
    rf"{MU} = \frac1N \text{{ for every }} j",
)


def verdicts(row: str) -> list[str | None]:
    return [f.verdict for f in check_text(f"{BN}$${row}$$") if f.line >= 7 and f.role == "claim"]


@pytest.mark.parametrize("row", [*HALF_READ, *TURNED, *CHANGED])
def test_nothing_is_proved_without_them(row):
    found = verdicts(row)
    assert found
    assert "correct" not in found


@pytest.mark.parametrize("row", PLAIN)
def test_words_that_change_nothing_are_remarks(row):
    assert verdicts(row) == ["correct"]


@pytest.mark.parametrize("words", ["Half of", "It is twice", "Three times", "This is minus", "It is false that"])
@pytest.mark.parametrize("dollars", ["$", "\n$$"])
def test_words_right_before_a_formula_that_change_it_leave_it_undecided(words, dollars):
    row = rf"{MU} = \frac1N"
    assert [f.verdict for f in check_text(f"{BN}Then {dollars}{row}{dollars}") if f.role == "claim"] == ["correct"]
    assert [f.verdict for f in check_text(f"{BN}{words} {dollars}{row}{dollars}") if f.role == "claim"] == ["undecided"]


@pytest.mark.parametrize("tag", [r"i \ne j", r"i \neq j", r"$i \ne j$", r"if $i \ne j$"])
def test_a_tag_that_says_a_case_narrows_the_row(tag):
    """0 = δ_ij for two different indices, and else not."""
    assert verdicts(rf"{X} = 0 \tag{{{tag}}}") == ["correct"]
    assert verdicts(rf"{X} = 1 \tag{{{tag}}}") != ["correct"]


@pytest.mark.parametrize("tag", ["1", "1a", "BN", "*"])
def test_a_tag_that_is_a_number_says_nothing(tag):
    assert verdicts(rf"{X} = 0 \tag{{{tag}}}") == ["wrong"]
