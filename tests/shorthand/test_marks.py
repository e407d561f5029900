"""Marked names are gradients where their document makes them so, and ordinary names everywhere else.

The centred layer y = x − mean(x) has ∂L/∂x_i = g_i − mean(g) for g = ∂L/∂y, worked out by hand.
"""

from __future__ import annotations

import pytest

from tests.shorthand.documents import CENTRE, STANDARD, outcomes

EXPLAINED = [
    "A bar is an **adjoint** here.",
    "Adjoints carry a bar.",
    "A bar denotes the derivative of the loss with respect to the quantity under it.",
    r"Write $\bar{v}$ for $\partial L / \partial v$.",
    r"As always $\bar{q} = \frac{\partial L}{\partial q}$ for every quantity $q$.",
]


def backward(name: str) -> tuple[str, ...]:
    """Two true rows and two false ones; `name` holds {} where the quantity goes."""
    x, y, m = name.format("x") + "_i", name.format("y"), name.format("m")
    return (
        rf"{m} = -\sum_i {y}_i",
        rf"{x} = {y}_i - \frac1N \sum_j {y}_j",
        rf"{x} = {y}_i + \frac1N \sum_j {y}_j",
        rf"{m} = \sum_i {y}_i",
    )


VERDICTS = ["correct", "correct", "wrong", "wrong"]


@pytest.mark.parametrize("words", EXPLAINED)
def test_an_explained_bar_is_the_gradient(words: str) -> None:
    assert outcomes(words, *CENTRE, *backward(r"\bar{{{}}}"))[-4:] == VERDICTS


def test_a_row_that_explains_every_bar_claims_nothing() -> None:
    found = outcomes(EXPLAINED[-1], *CENTRE, *backward(r"\bar{{{}}}"))
    assert found[:3] == ["definition"] * 3


SCALED = (*CENTRE, "z_i = a_i y_i + b_i")


@pytest.mark.parametrize("words", EXPLAINED)
def test_a_row_about_an_explained_bar_claims_though_it_has_lost_the_bars_on_its_right(words: str) -> None:
    """The true rows beside it stay true, and nothing else rests on it."""
    rows = (r"\bar{y}_i = a_i z_i", r"\bar{a}_i = y_i \bar{z}_i", r"\bar{x}_i = \bar{y}_i - \frac1N \sum_j \bar{y}_j")
    assert outcomes(words, *SCALED, *rows)[-3:] == ["wrong", "correct", "correct"]


def test_an_explained_bar_defines_by_a_sign_that_defines() -> None:
    row = r"\bar{y}_i := a_i z_i"
    assert outcomes(EXPLAINED[0], *SCALED, row)[-1] == "definition"


@pytest.mark.parametrize(("word", "mark"), [("tilde", "tilde"), ("dot", "dot")])
def test_other_accents_can_be_explained_too(word: str, mark: str) -> None:
    assert outcomes(f"A {word} marks the gradient.", *CENTRE, *backward(rf"\{mark}{{{{{{}}}}}}"))[-4:] == VERDICTS


@pytest.mark.parametrize("name", [r"\mathrm{{d{}}}", r"\text{{d{}}}", "d{}"])
def test_names_in_code_are_gradients(name: str) -> None:
    assert outcomes("Backward:", *CENTRE, *backward(name))[-4:] == VERDICTS


def test_a_dimension_called_d_takes_no_gradient_away() -> None:
    rows = [row.replace("N", "d") for row in (r"m = \frac1N \sum_{i=1}^N x_i", r"y_i = x_i - m")]
    back = [row.replace("N", "d") for row in backward(r"\mathrm{{d{}}}")]
    assert outcomes("The width is $d$.", *rows, *back)[-4:] == VERDICTS


@pytest.mark.parametrize(
    ("code", "quantity"),
    [("gamma", r"\gamma"), ("mu", r"\mu"), ("xhat", r"\hat{x}"), ("sigma2", r"\sigma^2"), ("var", r"\sigma^2")],
)
def test_quantities_are_found_by_their_spelling_in_code(code: str, quantity: str) -> None:
    layer = (
        r"\mu = \frac1N \sum_i x_i",
        r"\sigma^2 = \frac1N \sum_i (x_i - \mu)^2",
        r"\hat{x}_i = (x_i - \mu) / \sqrt{\sigma^2 + \epsilon}",
        r"y_i = \gamma \hat{x}_i",
        r"g_i = \frac{\partial L}{\partial y_i}",
    )
    index = "_i" if code == "xhat" else ""
    claim = rf"\mathrm{{d{code}}}{index} = \frac{{\partial L}}{{\partial {quantity}{index}}} + g_1 - g_1"
    assert outcomes("", *layer, claim)[-1] == "correct"
    assert outcomes("", *layer, claim + " + 1")[-1] == "wrong"


def test_the_upstream_gradient_may_be_called_after_the_output() -> None:
    rows = (
        r"y_i = \gamma x_i + b",
        r"\text{dgamma} = \sum_i \text{dout}_i x_i",
        r"\text{dgamma} = \sum_i \text{dout}_i",
    )
    assert outcomes("", *rows)[-2:] == ["correct", "wrong"]


def test_numbered_pieces_are_defined_and_what_they_add_up_to_is_judged() -> None:
    pieces = (r"\mathrm{dx1}_i = \mathrm{dy}_i", r"\mathrm{dx2}_i = -\frac1N \sum_j \mathrm{dy}_j")
    whole = (r"\mathrm{dx}_i = \mathrm{dx1}_i + \mathrm{dx2}_i", r"\mathrm{dx}_i = \mathrm{dx1}_i - \mathrm{dx2}_i")
    found = outcomes("", *CENTRE, *pieces, *whole)
    assert found[2:] == ["definition", "definition", "correct", "wrong"]


# -- names that only look like gradients


def test_a_bar_over_a_mean_is_an_ordinary_name() -> None:
    rows = (r"\bar x = \frac1N \sum_i x_i", r"y_i = x_i - \bar x", r"\sum_i y_i = 0")
    for words in ("A bar is the mean.", "", r"A bar is an adjoint, but $\bar{x}$ is not."):
        assert outcomes(words, *rows) == ["definition", "definition", "correct"]


def test_the_mean_of_gradients_is_no_gradient() -> None:
    rows = (r"g_i = \frac{\partial L}{\partial y_i}", r"\bar g = \frac1N \sum_i g_i")
    claim = r"\frac{\partial L}{\partial x_i} = g_i - \bar g"
    assert outcomes("", *CENTRE, *rows, claim)[-3:] == ["definition", "definition", "correct"]


@pytest.mark.parametrize("name", ["dx_i", r"\mathrm{dx}_i"])
def test_a_deviation_may_be_called_dx(name: str) -> None:
    rows = (
        r"m = \frac1N \sum_i x_i",
        rf"{name} = x_i - m",
        rf"v = \frac1N \sum_i {name}^2",
        rf"\frac{{\partial v}}{{\partial x_i}} = \frac2N {name}",
        rf"\frac{{\partial v}}{{\partial x_i}} = \frac1N {name}",
    )
    assert outcomes("", *rows) == ["definition", "definition", "definition", "correct", "wrong"]


def test_an_accent_that_nothing_explains_is_an_ordinary_name_though_gradients_are_in_it() -> None:
    rows = (r"\tilde y_i = 2 \frac{\partial L}{\partial y_i}", r"\frac{\partial L}{\partial x_i} = \tilde y_i")
    assert outcomes("", *CENTRE, *rows)[-2:] == ["definition", "wrong"]


def test_a_prime_may_be_any_derivative() -> None:
    rows = (r"y_i' = 1 - \frac1N", r"\frac{\partial y_i}{\partial x_i} = 1 - \frac1N")
    assert outcomes("A prime denotes the derivative with respect to time.", *CENTRE, *rows)[-2:] == [
        "definition",
        "correct",
    ]


def test_bars_over_what_was_not_understood_are_undecided() -> None:
    rows = (r"y_i = \foo x_i", r"\bar r = \sum_i \bar y_i", r"\bar r = 2 \sum_i \bar y_i")
    assert outcomes("A bar is an adjoint.", *rows)[-2:] == ["undecided", "undecided"]


def test_a_gradient_name_before_a_bracket_is_a_factor() -> None:
    rows = (
        r"\mathrm{dv} = -\frac{1}{2(v+\epsilon)} \sum_i \mathrm{dy}_i y_i",
        r"\mathrm{dm} = -\frac{1}{\sqrt{v+\epsilon}} \sum_i \mathrm{dy}_i",
        r"\mathrm{dx}_i = \frac{\mathrm{dy}_i}{\sqrt{v+\epsilon}} + \frac2N \mathrm{dv}(x_i - m) + \frac1N \mathrm{dm}",
    )
    assert outcomes("", *STANDARD, *rows)[-3:] == ["correct"] * 3


def test_a_gradient_gathered_in_several_rows_is_undecided_and_its_sum_is_used() -> None:
    first = r"\mathrm{dm} = -\frac{1}{\sqrt{v+\epsilon}} \sum_i \mathrm{dy}_i + 1"
    more = r"\mathrm{dm} = \mathrm{dm} - 1"
    variance = r"\mathrm{dv} = -\frac{1}{2(v+\epsilon)} \sum_i \mathrm{dy}_i y_i"
    use = (
        r"\mathrm{dx}_i = \frac{\mathrm{dy}_i}{\sqrt{v+\epsilon}} + \frac2N \mathrm{dv}(x_i - m) + \frac1N \mathrm{dm}"
    )
    assert outcomes("", *STANDARD, variance, first, more, use)[-3:] == ["undecided", "undecided", "correct"]
