"""Two ways to write one formula in, what differs between them out: stretches of the one and of the other.

Works on tokens, of LaTeX or of mathematics in Unicode; space takes no part. Decides nothing about what formulas mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from bnderive.records import dataclass

LONGEST = 200  # tokens that are compared one by one; of more, all that lies between the first and the last difference

_SCRIPTS = (
    "\u0300-\u036f\u20d0-\u20ff"  # accents
    "\u00b2\u00b3\u00b9\u2070-\u209c\u1d2c-\u1d6a\u1d78-\u1dbf\u2c7c\u2c7d"  # raised and lowered
    "\u2032-\u2034"  # primes
)
_TOKEN = re.compile(rf"\\[A-Za-z]+|\\\S|[0-9]+(?:\.[0-9]+)?|[^\W\d_][{_SCRIPTS}]*|[{_SCRIPTS}]+|\S")

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """Half-open stretches of the two texts, in order, outside of which they have the same tokens."""

    old: tuple[Stretch, ...]
    new: tuple[Stretch, ...]


def difference(old: str, new: str) -> Difference:
    """The stretches that differ; where most of the formula does, one stretch of each.

    >>> difference("2/N", "2/N (Sᵢ − μ)")
    Difference(old=(), new=((4, 12),))
    """
    ours, theirs = list(_TOKEN.finditer(old)), list(_TOKEN.finditer(new))
    left, right = [token[0] for token in ours], [token[0] for token in theirs]
    runs = list(_runs(left, right))
    return Difference(
        tuple((ours[a].start(), ours[b - 1].end()) for a, b, _, _ in runs if a < b),
        tuple((theirs[c].start(), theirs[d - 1].end()) for _, _, c, d in runs if c < d),
    )


Run = tuple[int, int, int, int]


def _runs(left: Sequence[str], right: Sequence[str]) -> Iterator[Run]:
    """The runs of tokens a to b of the one that stand as c to d in the other."""
    start = _shared(left, right)
    end = min(_shared(left[::-1], right[::-1]), min(len(left), len(right)) - start)
    whole, longest = (start, len(left) - end, start, len(right) - end), max(len(left), len(right))
    left, right = left[start : whole[1]], right[start : whole[3]]
    if not left and not right:
        return
    found = list(_matched(left, right)) if max(len(left), len(right)) <= LONGEST else []
    changed = sum(max(b - a, d - c) for a, b, c, d in found)
    if not found or 2 * changed > longest:
        yield whole
    else:
        yield from ((start + a, start + b, start + c, start + d) for a, b, c, d in found)


def _shared(left: Sequence[str], right: Sequence[str]) -> int:
    """How many tokens the two begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def _matched(left: Sequence[str], right: Sequence[str]) -> Iterator[Run]:
    from difflib import SequenceMatcher

    for word, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if word != "equal":
            yield a, b, c, d
