"""What the running text says of marks: "a bar is an adjoint", "write \\bar{v} for ∂L/∂v".

Rules of language only, none about any document. Displays and their text in, marks out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bnderive.shorthand.marks import PRIME
from bnderive.source.model import Display
from bnderive.survey.derivatives import read_derivative
from bnderive.syntax import read_rows
from bnderive.syntax.nodes import Accented, Node, Primed, Scripted

MARKS = {"bar": "bar", "overline": "bar", "overbar": "bar", "dot": "dot", "tilde": "tilde", "prime": PRIME}
_MARK = r"(?:over)?(bar|line|dot|tilde|prime)s?"
_GRADIENT = (
    r"(?:(?:adjoint|co-?tangent)s?\b|(?:gradient|derivative|sensitivit(?:y|ie))s?\W+of\W+(?:(?:the|a|final|scalar"
    r"|total|training|overall)\W+)*(?:loss|cost|objective|error|$)|gradients?\b(?!\W+(?:of|in|along)\b))"
)
_IS = r"(?:is|are|means?|denotes?|marks?|indicates?|represents?|stands?\s+for)"
SAYS = re.compile(
    rf"\b{_MARK}\W+{_IS}\W+(?!not\b)(?:(?:the|an|a|its|their|loss|partial|total|reverse|mode)\W+)*{_GRADIENT}"
    rf"|\b{_GRADIENT}\W+(?:\w+\W+){{0,3}}?(?:with|by|carry|carries|wears?|gets?|ha(?:s|ve))\W+an?\W+{_MARK}\b",
    re.IGNORECASE,
)
NAMES = re.compile(rf"^\W*{_IS}\W+(?!not\b)(?:(?:the|an|a)\W+)*{_GRADIENT}", re.IGNORECASE)
RULING = re.compile(
    r"\b(for (?:every|any|all|each)|every|any|each|whatever|generic|in general|convention|notation|throughout)\b",
    re.IGNORECASE,
)
STANDS_FOR = re.compile(
    rf"\W*(?:for|to\s+mean|to\s+be|as|instead\s+of|short\s+for|is\s+short\s+for|{_IS})\W*(?:the\W+)?", re.IGNORECASE
)
DIFFERENTIALS = re.compile(
    r"(?<!not )\b(differentials?|var(?:y|ies|ied|iations?)|perturb\w*|infinitesimal\w*|to first order)\b", re.IGNORECASE
)
ASIDE = re.compile(r"\b(not|no|never|except|unless)\b", re.IGNORECASE)


def ruling(displays: Sequence[Display]) -> frozenset[int]:
    """The displays, by their place, that words such as `for every` stand before or after."""
    said = [RULING.search(display.before) is not None for display in displays]
    return frozenset(k for k, own in enumerate(said) if own or any(said[k + 1 : k + 2]))


def speaks_of_differentials(displays: Sequence[Display]) -> bool:
    return any(DIFFERENTIALS.search(display.before) for display in displays)


def marks_said(displays: Sequence[Display]) -> frozenset[str]:
    """The marks that the text says are gradients."""
    return frozenset([*_described(displays), *_shown(displays)])


def _described(displays: Sequence[Display]) -> Iterator[str]:
    for display in displays:
        for found in SAYS.finditer(display.before):
            word = (found.group(1) or found.group(2)).lower()
            if not ASIDE.search(found.group()):
                yield MARKS["bar" if word == "line" else word]


def _shown(displays: Sequence[Display]) -> Iterator[str]:
    """`$\\bar{v}$ is the adjoint of`, and `$\\bar{v}$ for $\\partial L/\\partial v$`: the mark of the formula."""
    for display, after in pairwise(displays):
        if display.kind != "inline" or display.paragraph != after.paragraph:
            continue
        node = _expression(display) if NAMES.search(after.before) or STANDS_FOR.fullmatch(after.before) else None
        inner, mark = _unmarked(node)
        if mark and (NAMES.search(after.before) or _differentiates_by(inner, _expression(after))):
            yield mark


def _expression(display: Display) -> Node | None:
    rows = [result.row for result in read_rows(display.latex)]
    return rows[0].sides[0] if len(rows) == 1 and rows[0] is not None and not rows[0].relations else None


def _unmarked(node: Node | None) -> tuple[Node | None, str]:
    match node:
        case Scripted(base, sub, None):
            inner, mark = _unmarked(base)
            return (Scripted(inner, sub) if inner is not None else None), mark
        case Accented(accent, body):
            return body, accent
        case Primed(body, 1):
            return body, PRIME
    return None, ""


def _differentiates_by(quantity: Node | None, node: Node | None) -> bool:
    derivative = read_derivative(node) if node is not None else None
    return derivative is not None and derivative.of is not None and derivative.by == (quantity,)
