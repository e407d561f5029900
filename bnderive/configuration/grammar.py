"""The grammar of a comment: `verb argument; verb argument`, also one statement a line. Text in, statements out.

A line that ends in a comma goes on in the next. What a verb accepts is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from bnderive.configuration.model import NotAccepted

LONGEST = 400
LONGEST_WORD = 40
SHOWN = 60
PARTING = re.compile("[;\n]")
CONTINUED = re.compile(r",[ \t\r]*\n")
VERB = re.compile(r"(?P<verb>[^\s\[]*)[ \t]*(?P<argument>.*)", re.DOTALL)


def statements(text: str) -> Iterator[str]:
    """The statements of a comment, each on one line.

    >>> list(statements("layer batchnorm; sizes N = n,\\n m"))
    ['layer batchnorm', 'sizes N = n, m']
    """
    for statement in PARTING.split(CONTINUED.sub(", ", text)):
        if words := statement.split():
            yield " ".join(words)


def parted(statement: str) -> tuple[str, str]:
    """The verb of a statement and its argument.

    >>> parted("ignore[BN101] a reason")
    ('ignore', '[BN101] a reason')
    """
    match = VERB.match(statement)
    assert match is not None  # every text matches
    return match["verb"], match["argument"]


def quoted(text: str) -> str:
    return f"`{text}`" if len(text) <= SHOWN else f"`{text[: SHOWN - 1]}…`"


def proposal(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?` where a known word is near.

    >>> proposal("lyaer", ("layer", "loss"))
    '; did you mean `layer`?'
    """
    near = get_close_matches(word, sorted(known), n=1) if len(word) <= LONGEST_WORD else []
    return f"; did you mean `{near[0]}`?" if near else ""


def one_of(word: str, known: tuple[str, ...], what: str) -> str:
    """The word, which is to be one of those known. Raises NotAccepted."""
    if word in known:
        return word
    said = f"{quoted(word)} is no {what}" if word else f"a {what} is missing"
    raise NotAccepted(f"{said}{proposal(word, known) or ': expected ' + ', '.join(known)}")
