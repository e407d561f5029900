"""Documents that cost their writer nothing: a limit is met, or the answer comes all the same."""

from __future__ import annotations

from tests.hostile.building import LAYER, Bad, claim, nested, text

WRONG = r"$$\mu + 0 = 1$$" + "\n"
TRUTH = "the true value"


def beside(claimless: str) -> str:
    """A document with a claim after something else."""
    return f"{claimless}\n\n{LAYER}{WRONG}"


def sum_of(body: str, count: int) -> str:
    """`body` with 1, 2, 3 … in the place of every `?`."""
    return " + ".join(body.replace("?", str(k)) for k in range(1, count + 1))


ROOTS_AND_FRACTIONS = (
    claim("sum_of_roots", sum_of(r"\sqrt{? + x_i^2}", 60), "BN300", TRUTH),
    claim("product_of_roots", sum_of(r"\sqrt{? + x_i^2}", 40).replace("} +", "}"), "BN300", TRUTH),
    claim("nested_roots", nested(r"\sqrt{1 + ", "x_i^2", "}", 30), "BN300", TRUTH),
    claim("denominators", sum_of(r"\frac{1}{? + x_i^2}", 40), "BN300", TRUTH),
    claim("denominators_of_sums", sum_of(r"\frac{1}{? + \sum_j x_j^2}", 40), "BN300", TRUTH),
    claim("denominators_in_two", sum_of(r"\frac{?}{? + x_i + \sum_j x_j^?}", 20), "BN300", TRUTH),
    claim("prime_under_a_root", r"\sqrt{340282366920938463463374607431768211507} + 1", "BN300", TRUTH),
)

FUNCTIONS = (
    claim("exponentials", r"\exp(\exp(\exp(\exp(\exp(9^9 x_i)))))", "BN250", "neither proved equal nor"),
    claim("large_exponents", r"\exp(999999999999 x_i) - \exp(x_i)", "BN300|BN250", ""),
    claim("logarithms", r"\log(\log(\log(\log(1 + x_i^2))))", "BN300|BN250", ""),
    claim("derivatives_of_derivatives", r"\frac{\partial}{\partial x_i}" * 30 + r"\hat{x}_i", "BN290", "too much work"),
    claim("ninety_ninth_derivative", r"\frac{\partial^{99} \hat x_i}{\partial x_i^{99}}", "BN217", "the order"),
    claim("product_of_a_billion", r"\prod_{i=1}^{1000000000} x_i", "BN210", r"\prod"),
    claim("binomial", r"\binom{1000000}{500000}", "BN202", r"\binom"),
)

NOTATION = (
    claim("accents", nested(r"\hat{", "x", "}", 60) + "_i", "BN211", "nothing defines it"),
    text(
        "slashes",
        f"{LAYER}$$\\mu + 0 = {' + '.join(['1/2x_i'] * 200)}$$\n",
        (7, 13),
        "BN113",
        "`1/2` before another factor",
    ),
    claim("chain_of_slashes", "/".join(["x_i"] * 300), "BN290", "more than 64 levels deep"),
    claim("sums_without_brackets", " ".join([r"\sum_j x_j + x_i"] * 40), "BN300", TRUTH),
    claim(
        "deltas",
        r"\sum_j \sum_k \sum_l " + r"(\delta_{ij} - 1/N)(\delta_{jk} - 1/N)(\delta_{kl} - 1/N)" * 4 + "x_l",
        "BN300",
        TRUTH,
    ),
    claim("cases", r"\begin{cases}" + r" \\ ".join(f"{k} & i = j" for k in range(500)) + r"\end{cases}", "BN210", ""),
    claim(
        "matrix", r"\begin{pmatrix}" + r" \\ ".join(["1 & " * 30] * 30) + r"\end{pmatrix}", "BN201", "is not understood"
    ),
    claim("long_name", r"\mathrm{" + "a" * 50_000 + "}", "BN290", "tokens, the limit is"),
    claim("decimals", "0." + "0" * 399 + "1", "BN290", "402 digits"),
    claim("range_of_numbers", r"\sum_{i=1}^{99999999999999999999} x_i", "BN216", "is no size"),
    claim("range_of_powers", r"\sum_{i=1}^{N^{N^{N}}} x_i", "BN216", "is no size"),
)

ROWS = (
    claim("links", "= ".join([r"\mu + 0 "] * 2000), "BN290", "tokens, the limit is"),
    text(
        "columns",
        f"{LAYER}$$\\begin{{aligned}}\n\\mu + 0 {'&' * 20_000} = 1\n\\end{{aligned}}$$\n",
        (5, 3),
        "BN120",
        "",
        status=0,
    ),
    text(
        "rows",
        LAYER + "$$\\begin{aligned}\n" + "\\\\\n".join([r"\mu + 0 &= 1"] * 500) + "\n\\end{aligned}$$\n",
        (8, 1),
        "BN300",
        TRUTH,
    ),
    text(
        "definitions_alike",
        beside("\n\n".join(rf"$$a_{{{k}}} = \sum_i x_i^{{{k % 7 + 1}}} + \frac{{{k}}}{{N}}$$" for k in range(60))),
        (127, 3),
        "BN300",
        TRUTH,
    ),
)

MARKDOWN = (
    text("comment", f"<!-- bnderive: {'assume x_i > 0; ' * 20_000}-->\n{LAYER}{WRONG}", (8, 3), "BN300", TRUTH),
    text("open_comments", "<!-- bnderive: " * 20_000 + LAYER + WRONG, (1, 1), "BN102", "<!-- without -->"),
    text(
        "sizes",
        f"<!-- bnderive: sizes {', '.join(f'N_{{{k}}}' for k in range(3000))} -->\n{LAYER}{WRONG}",
        (8, 3),
        "BN300",
        TRUTH,
    ),
    text("divisions", beside("<div>" * 50_000), (9, 3), "BN300", TRUTH),
    text("brackets", beside("[" * 50_000), (9, 3), "BN300", TRUTH),
    text("emphasis", beside("*a_" * 30_000), (9, 3), "BN300", TRUTH),
    text("table", beside("|" * 100_000 + "\n|-|"), (10, 3), "BN300", TRUTH),
)

OTHERS = (
    Bad("brackets.py", b"(" * 5000 + b")" * 5000 + b"\n", 0, (1, 1), "BN104", "no formula was found"),
    Bad("tabs.py", b"def f(:\n" + b"\t" * 1000 + b"x\n", 1, (3, 1), "BN119", "this is no Python"),
)

BOMBS = (*ROOTS_AND_FRACTIONS, *FUNCTIONS, *NOTATION, *ROWS, *MARKDOWN, *OTHERS)
