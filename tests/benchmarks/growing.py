r"""Documents that grow in one direction: the definitions of batch normalisation, one true row and one false one.

A family makes the rows of any size; what is too large has to be undecided for a limit, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase

from tests.benchmarks.made import DEFINITIONS

TRUE, FALSE = "correct", "wrong"
Rows = list[tuple[str, str | None]]
"""Each with the verdict that it must get, if it is not too large; none for what a row defines."""
LETTERS = tuple("ijklmpqrst")


@dataclass(frozen=True, slots=True)
class Family:
    """How the rows of a size are made, what is counted, and the sizes that are measured, the last of them beyond a
    limit where there is one.
    """

    unit: str
    rows: Callable[[int], Rows]
    sizes: tuple[int, ...]


def document(family: Family, size: int) -> tuple[str, list[str]]:
    """The text, and the verdict that each claim must get.

    >>> document(FAMILIES["roots"], 1)[1]
    ['correct', 'wrong']
    """
    rows = family.rows(size)
    text = "\n\n".join((DEFINITIONS, *(f"$$\n{row}\n$$" for row, _ in rows)))
    return text + "\n", [verdict for _, verdict in rows if verdict is not None]


def both(left: str, right: str, wrong: str) -> Rows:
    return [(f"{left} = {right}", TRUE), (f"{left} = {wrong}", FALSE)]


def joined(joint: str, parts: Iterable[str]) -> str:
    return joint.join(parts)


def turned(joint: str, parts: list[str]) -> Rows:
    """Parts in one order and in the other; the false row has one of them changed."""
    return both(joined(joint, parts), joined(joint, reversed(parts)), joined(joint, (*parts[:-1], r"\gamma")))


# -- one formula -------------------------------------------------------------------------------------------------------


def terms(size: int) -> Rows:
    total = sum(range(2, size + 2))
    left = rf"\sum_j ({joined(' + ', (f'{k} x_j' for k in range(2, size + 2)))})"
    return both(left, rf"{total} N \mu", rf"{total + 1} N \mu")


def products(size: int) -> Rows:
    return turned(" ", [rf"(x_i + {k} \mu + \delta_i)" for k in range(1, size + 1)])


def powers(size: int) -> Rows:
    left = rf"(x_i + \mu + \delta_i + \gamma)^{{{size}}}"
    return both(left, rf"(\gamma + \delta_i + \mu + x_i)^{{{size}}}", rf"(\gamma + \delta_i + \mu - 2 x_i)^{{{size}}}")


def links(size: int) -> Rows:
    right = [rf"N \mu + N + {k} - {k}" for k in range(2, size + 2)]
    return both(r"\sum_j (x_j + 1)", joined(" = ", right), joined(" = ", (*right[:-1], r"N \mu")))


def fractions(size: int) -> Rows:
    return turned(" + ", [rf"\frac{{1}}{{{k} + x_i^2}}" for k in range(1, size + 1)])


def nested_fractions(size: int) -> Rows:
    opening, closing = r"\frac{x_i}{1 + " * size, "}" * size
    return both(f"{opening}x_i^2{closing}", f"{opening}x_i x_i{closing}", f"{opening}x_i^2{closing} + 1")


# -- sums, roots, indices ----------------------------------------------------------------------------------------------


def nested_sums(size: int) -> Rows:
    letters = LETTERS[:size]
    left = joined(" ", (*(rf"\sum_{k}" for k in letters), *(f"x_{k}" for k in letters)))
    right = rf"N^{{{size}}} \mu^{{{size}}}"
    return both(left, right, f"{right} + 1")


def sums_of_roots(size: int) -> Rows:
    letters = LETTERS[:size]
    sums, squares = joined(" ", (rf"\sum_{k}" for k in letters)), [f"x_{k}^2" for k in letters]
    left, right = (rf"{sums} \sqrt{{1 + {joined(' + ', parts)}}}" for parts in (squares, squares[::-1]))
    return both(left, right, right.replace("1 +", "2 +"))


def roots(size: int) -> Rows:
    return turned(" + ", [rf"\sqrt{{{k} + x_i^2}}" for k in range(1, size + 1)])


def nested_roots(size: int) -> Rows:
    opening, closing = r"\sqrt{1 + " * size, "}" * size
    return both(f"{opening}x_i^2{closing}", f"{opening}x_i x_i{closing}", f"{opening}x_i^2{closing} + 1")


def indices(size: int) -> Rows:
    return turned(" ", [r"\mu", *(f"x_{k}" for k in LETTERS[:size])])


def jacobians(size: int) -> Rows:
    pairs = list(pairwise(LETTERS[:size]))
    left = joined(" ", (rf"\frac{{\partial \hat x_{j}}}{{\partial x_{k}}}" for j, k in pairs))
    right = joined(
        " ",
        (
            rf"\frac{{1}}{{N \sqrt{{\sigma^2 + \epsilon}}}} (N \mathbb{{1}}[{j} = {k}] - 1 - \hat x_{j} \hat x_{k})"
            for j, k in pairs
        ),
    )
    return both(left, right, right.replace("- 1 -", "+ 1 -", 1))


# -- many rows ---------------------------------------------------------------------------------------------------------


def name(number: int) -> str:
    return rf"\mathrm{{w{ascii_lowercase[number // 26]}{ascii_lowercase[number % 26]}}}"


def definitions_apart(size: int) -> Rows:
    made: Rows = [(rf"{name(k)}_i := {k + 2} x_i + \mu", None) for k in range(size)]
    return [*made, *both(rf"{name(0)}_i - \mu", "2 x_i", "3 x_i")]


def definitions_in_a_row(size: int) -> Rows:
    made: Rows = [(rf"{name(k)}_i := 2 {name(k - 1)}_i + {k}", None) for k in range(1, size)]
    value = 2 ** (size - 1)
    slope = rf"\frac{{\partial {name(size - 1)}_i}}{{\partial x_i}}"
    return [
        (rf"{name(0)}_i := x_i^2 + \mu", None),
        *made,
        *both(slope, rf"{value} (2 x_i + \frac{{1}}{{N}})", rf"{value} (2 x_i + 1)"),
    ]


def wrong_rows(size: int) -> Rows:
    """Gradients with several slips each, so that no small edit mends them."""
    root = r"\sqrt{\sigma^2 + \epsilon}"
    return [
        (
            rf"{k} \frac{{\partial L}}{{\partial x_i}} = \frac{{{k + 1} \gamma}}{{N {root}}} "
            rf"(N \delta_i - \sum_j \delta_j + {k % 5} \hat x_i \sum_j \delta_j \hat x_j^2)",
            FALSE,
        )
        for k in range(2, size + 2)
    ]


def macros(size: int) -> Rows:
    defined: Rows = [(r"\newcommand{\rt}{\sqrt{\sigma^2 + \epsilon}} x_i - \mu = \hat x_i \rt", TRUE)]
    return [*defined, *((rf"{k} \hat x_i \rt = {k} (x_i - \mu)", TRUE) for k in range(2, size + 1))]


FAMILIES = {
    "terms": Family("terms of a sum", terms, (2, 16, 128, 512, 2048)),
    "products": Family("factors multiplied out", products, (2, 4, 8, 16, 32, 64)),
    "powers": Family("as an exponent", powers, (2, 4, 8, 16, 24, 25)),
    "links": Family("relations in a chain", links, (2, 10, 100, 400, 1000)),
    "fractions": Family("fractions in a sum", fractions, (1, 4, 16, 32, 64)),
    "nested-fractions": Family("fractions one in another", nested_fractions, (1, 4, 16, 30, 64)),
    "nested-sums": Family("sums one in another", nested_sums, (1, 2, 3, 4, 5, 6, 8, 10)),
    "sums-of-roots": Family("sums one in another, over a root", sums_of_roots, (1, 2, 3, 4, 5, 6)),
    "roots": Family("roots in a sum", roots, (1, 4, 16, 60)),
    "nested-roots": Family("roots one in another", nested_roots, (1, 4, 16, 30, 64)),
    "indices": Family("free indices", indices, (1, 2, 3, 4, 5, 6)),
    "jacobians": Family("free indices of Jacobians", jacobians, (2, 3, 4, 5, 6)),
    "definitions-apart": Family("definitions side by side", definitions_apart, (10, 100, 400)),
    "definitions-in-a-row": Family("definitions, each of the one before", definitions_in_a_row, (1, 4, 16, 32)),
    "wrong-rows": Family("wrong rows without a repair", wrong_rows, (10, 50, 200)),
    "macros": Family("rows with a macro", macros, (10, 100, 1000)),
}
