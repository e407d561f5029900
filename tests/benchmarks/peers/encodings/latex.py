r"""Math-Verify, which compares an answer in LaTeX with a gold answer, by its own parser and SymPy's `simplify`.

*The page's rows*: the gold answer is the left side of a row, the answer its right side, as they stand. *True value
given*: the gold answer is the true value, worked out by a person, in the page's symbols. So Math-Verify is meant to be
used; what is asked then is no longer whether the row is true, but whether it equals a known truth. *Sums named*: the
gold answer is a LaTeX derivative that Math-Verify reads, in single letters (it differentiates by no other): s = S_i,
g = δ_i, m = μ, v = σ², k = γ, c = ε, p = Σ S_j, q = Σ S_j², u = Σ δ_j, w = Σ δ_j S_j, with the chain rule over the
batch and over the paths through μ and σ² written by hand, and Σ (S_j − μ) = 0 known. *A derivative in LaTeX*: L of N
inputs written out, differentiated by the first. Its own time limits are off. Where it reads a side as text only, there
is no answer; else its True and False are taken at their word, though False also stands for "not shown equal".
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from math_verify import parse, verify
from math_verify.parser import LatexExtractionConfig

from tests.benchmarks.peers.answers import CORRECT, NONE, WRONG, Answer, Question, sizes
from tests.benchmarks.peers.claims import claims

logging.disable()  # it warns that its time limits are off


def read(latex: str) -> list[object]:
    """What Math-Verify understands: an expression and the text, or the text alone."""
    return parse(f"${latex}$", extraction_config=[LatexExtractionConfig()], parsing_timeout=None)


def judged(gold: str, answer: str) -> Answer:
    sides = [read(gold), read(answer)]
    for side, found in (("left", sides[0]), ("right", sides[1])):
        if all(isinstance(each, str) for each in found):
            return Answer(NONE, f"it does not parse the {side} side")
    return Answer(CORRECT if verify(*sides, timeout_seconds=None) else WRONG)


def asked(pairs: Mapping[str, tuple[str, str]]) -> dict[str, Question]:
    return {name: (lambda pair=pair: judged(*pair)) for name, pair in pairs.items()}


# -- as it stands ------------------------------------------------------------------------------------------------------


def sides() -> dict[str, tuple[str, str]]:
    """Left and right of the page's rows, without the author's `a)`, `b)` and the frame; 71 to 79 go on from 67."""
    rows: dict[str, tuple[str, str]] = {}
    for claim in claims():
        left, right = (side.strip() for side in claim.bare.split("=", 1))
        rows[str(claim.line)] = (left or rows["67"][0], right)
    return rows


GRADIENT = r"\frac{\partial L}{\partial S_i}"
ROOT = r"\sqrt{\sigma^2 + \epsilon}"


def closed(size: str) -> str:
    others = r"\sum_{j=1}^{N} \delta_j - \hat{S}_i \sum_{j=1}^{N} \delta_j \hat{S}_j"
    return rf"\frac{{\gamma}}{{N {ROOT}}} \left( {size} \delta_i - {others} \right)"


def as_it_stands() -> dict[str, Question]:
    gradients = {"gradient": (GRADIENT, closed("N")), "slip": (GRADIENT, closed(""))}
    return asked({**sides(), **gradients})


# -- the true value given ----------------------------------------------------------------------------------------------

# The same truth in other words than the closed form's, that something is left to compare.
TRUTH = (
    rf"\frac{{\gamma}}{{{ROOT}}} \left( \delta_i - \frac{{1}}{{N}} \sum_{{j=1}}^{{N}} \delta_j "
    r"- \frac{\hat{S}_i}{N} \sum_{j=1}^{N} \delta_j \hat{S}_j \right)"
)
PRODUCTS = (
    rf"\delta \gamma \frac{{1}}{{{ROOT}}} - \frac{{1}}{{N {ROOT}}} "
    r"- \frac{(S_i - \mu)^2}{N (\sigma^2 + \epsilon)^{\frac{3}{2}}}"
)
TRUE_VALUES = {
    "29": rf"\frac{{1}}{{{ROOT}}}",
    "39": rf"-\frac{{1}}{{{ROOT}}}",
    "41": r"\frac{1}{N}",
    "45": rf"-\frac{{1}}{{N {ROOT}}}",
    "55": r"-\frac{S_i - \mu}{2 (\sigma^2 + \epsilon)^{\frac{3}{2}}}",
    "57": r"\frac{2 (S_i - \mu)}{N}",
    "61": r"-\frac{(S_i - \mu)^2}{N (\sigma^2 + \epsilon)^{\frac{3}{2}}}",
}


def true_value_given() -> dict[str, Question]:
    """The right sides are the page's own, but for the ∂'s in lines 23 and 67, which have their true values."""
    stated = {**{line: right for line, (_, right) in sides().items()}, "23": PRODUCTS, "67": PRODUCTS}
    pairs = {line: (TRUE_VALUES.get(line, TRUTH), right) for line, right in stated.items()}
    return asked({**pairs, "gradient": (TRUTH, closed("N")), "slip": (TRUTH, closed(""))})


# -- the sums named ----------------------------------------------------------------------------------------------------

STILL = r"\sqrt{v + c}"
HAT = rf"\frac{{s - m}}{{{STILL}}}"
MEAN = r"\left( \frac{p}{N} \right)"
VARIANCE = r"\left( \frac{q}{N} - \frac{2 m p}{N} + m^2 \right)"
PROJECTED = rf"\frac{{w - m u}}{{{STILL}}}"
LOSS = rf"\left( k \cdot {PROJECTED} \right)"


def derivative(of: str, by: str) -> str:
    return rf"\frac{{d}}{{d{by}}} {of}"


def product(*factors: str) -> str:
    return r" \cdot ".join(rf"\left( {factor} \right)" for factor in factors)


MEAN_BY_INPUT = derivative(MEAN, "p")
VARIANCE_BY_INPUT = f"{derivative(VARIANCE, 'p')} + {product('2 s', derivative(VARIANCE, 'q'))}"
GOLD = " + ".join(
    (
        product("g", derivative(LOSS, "w")),
        product(derivative(LOSS, "m"), MEAN_BY_INPUT),
        product(derivative(LOSS, "v"), VARIANCE_BY_INPUT),
    )
)


def closed_in_sums(size: str) -> str:
    return rf"\frac{{k}}{{N {STILL}}} \left( {size} g - u - {HAT} \cdot {PROJECTED} \right)"


PRODUCTS_IN_SUMS = " + ".join(
    (
        product("g k", derivative(HAT, "s")),
        product(derivative(HAT, "m"), MEAN_BY_INPUT),
        product(derivative(HAT, "v"), VARIANCE_BY_INPUT),
    )
)
SUMS_NAMED: dict[str, tuple[str, str]] = {
    "23": (GOLD, PRODUCTS_IN_SUMS),
    "29": (derivative(HAT, "s"), rf"\frac{{1}}{{{STILL}}}"),
    "39": (derivative(HAT, "m"), rf"\frac{{-1}}{{{STILL}}}"),
    "41": (MEAN_BY_INPUT, r"\frac{1}{N}"),
    "45": (product(derivative(HAT, "m"), MEAN_BY_INPUT), rf"\frac{{-1}}{{N {STILL}}}"),
    "55": (derivative(HAT, "v"), r"\frac{-1}{2} (s - m) (v + c)^{\frac{-3}{2}}"),
    "57": (VARIANCE_BY_INPUT, r"\frac{2}{N}"),
    "61": (product(derivative(HAT, "v"), VARIANCE_BY_INPUT), rf"\frac{{-s^2}}{{N {STILL}}}"),
    "67": (GOLD, PRODUCTS_IN_SUMS),
    "71": (
        GOLD,
        rf"g k * \left( \frac{{1}}{{{STILL}}} + \frac{{-1}}{{N {STILL}}} + \frac{{-s^2}}{{N {STILL}}} \right)",
    ),
    "75": (GOLD, rf"\frac{{g k}}{{{STILL}}} * \left( 1 + \frac{{-1}}{{N}} + \frac{{-s^2}}{{N}} \right)"),
    "79": (GOLD, rf"\frac{{g k}}{{N {STILL}}} * (N - 1 + -s^2)"),
    "gradient": (GOLD, closed_in_sums("N")),
    "slip": (GOLD, closed_in_sums("")),
}


def sums_named() -> dict[str, Question]:
    return asked(SUMS_NAMED)


# -- written out -------------------------------------------------------------------------------------------------------


def gradient_written_out(size: int) -> tuple[str, str]:
    """The first input is the letter a, by which it differentiates; the others are x_2, x_3, …"""
    inputs = ["a", *(f"x_{{{k}}}" for k in range(2, size + 1))]
    upstream = [f"g_{{{k}}}" for k in range(1, size + 1)]
    mean = rf"\frac{{{' + '.join(inputs)}}}{{{size}}}"
    squares = " + ".join(rf"\left( {x} - {mean} \right)^2" for x in inputs)
    root = rf"\sqrt{{\frac{{{squares}}}{{{size}}} + c}}"
    terms = (rf"{g} \left( {x} - {mean} \right)" for x, g in zip(inputs, upstream, strict=True))
    projected = rf"\frac{{{' + '.join(terms)}}}{{{root}}}"
    others = rf"\left( {' + '.join(upstream)} \right) - \frac{{a - {mean}}}{{{root}}} \cdot {projected}"
    closed = rf"\frac{{k}}{{{size} {root}}} \left( {size} {upstream[0]} - {others} \right)"
    return derivative(rf"\left( k \cdot {projected} \right)", "a"), closed


def written_out() -> dict[str, Question]:
    return sizes(lambda size: lambda: judged(*gradient_written_out(size)))
