"""The arguments that are mathematics: a name, letters for sizes and indices, what is assumed. Text in, trees out.

Raises NotAccepted with what was expected. Which name a tree is, the survey of a document says.
"""

from __future__ import annotations

import re

from bnderive.configuration.grammar import LONGEST, quoted
from bnderive.configuration.model import NotAccepted
from bnderive.syntax import read_rows
from bnderive.syntax.nodes import Accented, Bracketed, Identifier, Node, Number, Primed, Row, Scripted

LETTERS = re.compile(r"\\?[A-Za-z]+|[^\W\d_]")
SIZES = re.compile(r"(?P<first>[^=]+)=(?P<others>.+)")
INDEX = re.compile(r"[^\W\d_]")
MOST = 26
ASSUMABLE = "expected the sign of a name (`x_i > 0`), or two indices that differ (`i \\ne j`)"


def row_of(text: str) -> Row | None:
    """The one row that a text is, or None."""
    results = read_rows(text) if len(text) <= LONGEST else ()
    return results[0].row if len(results) == 1 and not results[0].notes else None


def name_of(text: str) -> Node:
    """The tree of a name such as `\\delta_i`. Raises NotAccepted."""
    row = row_of(text.strip("$ "))
    match row:
        case Row(sides=(Node() as only,), relations=()) if is_name(only) and not row.label and not row.remarks:
            return only
    raise NotAccepted(f"{quoted(text)} is no name" if text else "a name is missing, such as `y_i`")


def is_name(node: Node) -> bool:
    """A letter with accents, primes, indices."""
    match node:
        case Identifier():
            return True
        case Accented(_, body) | Primed(body, _):
            return is_name(body)
        case Scripted(base, _, None | Number("2") | Bracketed()):
            return is_name(base)
    return False


def sizes_of(text: str) -> tuple[str, ...]:
    """The letters that mean one size. Raises NotAccepted.

    >>> sizes_of("N = n, m")
    ('N', 'n', 'm')
    """
    found = SIZES.fullmatch(text) if len(text) <= LONGEST else None
    words = [found["first"], *re.split("[,=]", found["others"])] if found else [text]
    letters = tuple(dict.fromkeys(word.strip(" $") for word in words))
    if not all(LETTERS.fullmatch(letter) for letter in letters):
        raise NotAccepted(f"{quoted(text)}: expected letters that mean one size, such as `N = n, m`")
    return letters


def indices_of(text: str) -> tuple[str, ...]:
    """Letters that run over an axis. Raises NotAccepted.

    >>> indices_of("i, j k")
    ('i', 'j', 'k')
    """
    letters = tuple(dict.fromkeys(re.split(r"[\s,]+", text.strip(" $")))) if len(text) <= LONGEST else ()
    if not 0 < len(letters) <= MOST or not all(INDEX.fullmatch(letter) for letter in letters):
        raise NotAccepted(f"{quoted(text)}: expected single letters, such as `i j k`")
    return letters


def assumed(text: str) -> Node | tuple[str, str]:
    """What is assumed: a name that is positive, or a pair of indices that differ. Raises NotAccepted."""
    match row_of(text.strip("$ ")):
        case Row(sides=(Node() as name, Number("0")), relations=(">",)) if is_name(name):
            return name
        case Row(sides=(Identifier(text=a), Identifier(text=b)), relations=("\\ne",)) if a != b:
            if INDEX.fullmatch(a) and INDEX.fullmatch(b):
                return a, b
    raise NotAccepted(f"{quoted(text)} is nothing that a proof can use: {ASSUMABLE}")
