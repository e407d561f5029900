"""Documents that mean no good, or are no documents, and what has to be said of each."""

from __future__ import annotations

from itertools import pairwise

from tests.hostile.attacks import ATTACKS
from tests.hostile.bombs import BOMBS
from tests.hostile.building import FOURTH, LAYER, MEBIBYTE, claim, nested, text, unread


def doubled(body: str, letters: str = "xabcdeghpqrstuvwz") -> str:
    """Each quantity is made twice from the one before, sixteen times; then the last is differentiated by the first."""
    steps = (f"{new}_i = {body.replace('?', old)}" for old, new in pairwise(letters))
    return "\n\n".join(f"$${row}$$" for row in (*steps, r"\frac{\partial z_i}{\partial x_j} = 0"))


TWELVE = "abcdefghklmp"
TWELVE_SUMS = " ".join((*(rf"\sum_{letter}" for letter in TWELVE), *(f"x_{letter}" for letter in TWELVE)))

UNREAD = (
    unread("binary", bytes(range(256)) * 50, "NUL byte: a binary file"),
    unread("nul", b"$$a = b$$\n\0\n", "NUL byte: a binary file"),
    unread("utf16", "$$a = b$$".encode("utf-16"), "is UTF-16, expected UTF-8"),
    unread("latin1", "caf\xe9 $$a = b$$".encode("latin-1"), "is no UTF-8 text (byte 0xe9 at 3)"),
    unread("two_mebibytes_and_one", b"x" * (2 * MEBIBYTE + 1), "larger than 2 MiB"),
)

WITHOUT_FORMULAS = (
    text("empty", "", (1, 1), "BN104", "no formula was found", status=0),
    text("words", "# A title\n\nWords, $5 and $6.\n", (1, 1), "BN104", "no formula was found", status=0),
    text("backticks", "`" * 100_000 + "\n$$x_i = x_j$$", (1, 1), "BN104", "no formula was found", status=0),
    text("dollars", "$" * 300_000 + "\n", (1, 1), "BN103", "300000 dollar signs delimit nothing", status=0),
    text("dollars_apart", "$ a" * 100_000 + "\n", (1, 1), "BN104", "no formula was found", status=0),
)

DELIMITERS = (
    text(
        "unclosed",
        "Words.\n\n$$x_i = y_i\n\nMore words.\n",
        (3, 1),
        "BN102",
        "nothing up to the end of the paragraph is read",
    ),
    text(
        "unclosed_later",
        f"{LAYER}Words, and $$\\mu = 1\n",
        (7, 12),
        "BN102",
        "nothing up to the end of the paragraph is read",
    ),
    text(
        "unclosed_bracket",
        "Words.\n\n\\[x_i = y_i\n\nMore words.\n",
        (3, 1),
        "BN102",
        "nothing up to the end of the paragraph is read",
    ),
    text("begin", "\\begin{align}\n" * 20_000, (1, 1), "BN102", r"\begin{align} without \end{align}"),
)

NOT_UNDERSTOOD = (
    claim("macro", r"\frobnicate{\mu}", "BN202", r"the macro `\frobnicate` is not known"),
    claim("undefined", r"\mu + \kappa", "BN211", r"$\kappa$ is used but nothing defines it"),
    claim("tower_without_braces", "x^x^x", "BN201", "a single superscript"),
    claim("factorial", "10000000!", "BN201", "`!` is not understood"),
    claim("unclosed_brace", "{x_i", "BN203", "expected a `}`"),
    claim("unclosed_parenthesis", "(x_i", "BN203", "expected a `)`"),
    claim("stray_brace", "x_i}", "BN203", "expected a `{`"),
    claim("control_characters", "\x1b[31m x_i", "BN201", "is not understood"),
    claim("nothing_to_divide_by", r"\frac{1}{x_i - x_i}", "BN222", "a denominator is zero"),
    claim("root_of_nothing", r"\sqrt{}", "BN201", "expected"),
    text("through_itself", "$$a_i = b_i$$\n\n$$b_i = a_i$$\n", (1, 3), "BN231", "$a$ is defined through itself"),
)

TOO_LARGE = (
    claim("braces", nested("{", "y", "}", 10_000), "BN290", "more than 64 levels deep"),
    claim("open_braces", "{" * 10_000, "BN290", "more than 64 levels deep"),
    claim("parentheses", nested("(", r"\mu", ")", 1000), "BN290", "more than 64 levels deep"),
    claim("many_parentheses", nested("(", r"\mu", ")", 10_000), "BN290", "tokens, the limit is"),
    claim("left_right", nested(r"\left(", r"\mu", r"\right)", 5000), "BN290", "tokens, the limit is"),
    claim("subscripts", nested("x_{", "a", "}", 1000), "BN290", "more than 64 levels deep"),
    claim("roots", nested(r"\sqrt{", r"\mu", "}", 1000), "BN290", "more than 64 levels deep"),
    claim("primes", "x" + "'" * 50_000, "BN290", "tokens, the limit is"),
    claim("tower", "9^{9^{9^9}}", "BN290", "the exponent"),
    claim("power", r"(\mu + x_i)^{99999999}", "BN290", "is larger than 64"),
    claim("power_of_a_number", "2^{1000000000000}", "BN290", "is larger than 64"),
    claim("odd_power", r"\mu^{-3000/7}", "BN290", "the exponent"),
    claim("digits", "9" * 60_000, "BN290", "a number has 60000 digits"),
    claim("fractions", nested(r"\frac{1}{1 + ", r"\mu", "}", 64), "BN290", "more than 64 levels deep"),
    claim("sums", " + ".join([r"\sum_i x_i"] * 3000), "BN290", "tokens, the limit is"),
    claim("sums_in_sums", r"\sum_i " * 3000 + "x_i", "BN290", "tokens, the limit is"),
    claim("very_long", "x_i + " * 60_000 + "x_i", "BN290", "characters, the limit is 65536"),
    claim(
        "free_indices",
        r"\mu + x_a x_b x_c x_d x_e x_f x_g x_h - x_h x_g x_f x_e x_d x_c x_b x_a",
        "BN290",
        "8 free indices",
    ),
)

# Large but harmless: judged like any other claim, and wrong.
LARGE = (
    claim("power_of_a_sum", r"(x_i + x_j + \mu + N + \sigma^2)^{60}", "BN300", "the true value"),
    claim("powers_of_powers", r"(((((x_i + \mu + 1)^9)^9)^9)^9)^9", "BN300", "the true value"),
    claim("six_hundred_sums", " + ".join([r"\sum_i x_i"] * 600), "BN300", "the true value"),
    claim("twenty_fractions", nested(r"\frac{1}{1 + ", "x_i^2", "}", 20), "BN300", "the true value"),
    text(
        "two_mebibytes",
        "words " * (2 * MEBIBYTE // 6 - 100) + "\n\n" + LAYER + "$$\\mu + 0 = 1$$\n",
        (9, 3),
        "BN300",
        "the true value",
    ),
    text("long_line", "a" * 1_500_000 + f" $$y = 1$$\n\n{LAYER}$$\\mu + 0 = 1$$\n", (9, 3), "BN300", "the true value"),
    text("quotes", "> " * 5000 + "words\n\n" + LAYER + "$$\\mu + 0 = 1$$\n", (9, 3), "BN300", "the true value"),
    text("five_hundred", LAYER + "$$\\mu + 0 = 1$$\n\n" * 500, FOURTH, "BN300", "the true value"),
)

# Small to write and large to write out: a limit is met, or the answer comes at once.
EXPLOSIONS = (
    text("doubling", doubled("?_i ?_i + x_i"), (33, 3), "BN290|BN300", ""),
    text("doubling_sums", doubled(r"?_i + \sum_j ?_j ?_i"), (33, 3), "BN290|BN300", ""),
    claim("twelve_sums", TWELVE_SUMS, "BN290|BN300", ""),
)

DOCUMENTS = (
    *UNREAD,
    *WITHOUT_FORMULAS,
    *DELIMITERS,
    *NOT_UNDERSTOOD,
    *TOO_LARGE,
    *LARGE,
    *EXPLOSIONS,
    *ATTACKS,
    *BOMBS,
)
