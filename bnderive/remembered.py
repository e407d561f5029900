"""What a pure function has said of objects that never change, kept by their identity.

Nodes of a formula are equal wherever they stand, but what is said of one holds its own place: so equality is no key.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar

MANY = 1 << 12
MOST = 1 << 16  # of what one object keeps, which may live as long as its document is edited

_S = TypeVar("_S")
_T = TypeVar("_T")


class Keeping(Protocol):
    """An object that keeps what is said under it; each answer beside what it is about, which so keeps its identity."""

    @property
    def kept(self) -> dict[tuple[object, int], tuple[Any, object]]: ...


_K = TypeVar("_K", bound=Keeping)


def by_identity(function: Callable[[_S], _T]) -> Callable[[_S], _T]:
    """The function of a frozen object, asked once of the same one, as long as it is not asked of many others. Its
    answers are shared, so they must be frozen too.
    """
    known: dict[int, tuple[_T, _S]] = {}

    @wraps(function)
    def remembered(about: _S) -> _T:
        found = known.get(id(about))
        if found is None:
            if len(known) >= MANY:
                known.clear()
            found = known[id(about)] = function(about), about
        return found[0]

    return remembered


def once_under(function: Callable[[_S, _K], _T]) -> Callable[[_S, _K], _T]:
    """The same of a function of two frozen objects, for as long as the second lives, which keeps the answers, or until
    it keeps too many.
    """

    @wraps(function)
    def remembered(about: _S, under: _K) -> _T:
        key = (function, id(about))
        found = under.kept.get(key)
        if found is None:
            if len(under.kept) >= MOST:
                under.kept.clear()
            found = under.kept[key] = function(about, under), about
        answer: _T = found[0]
        return answer

    return remembered
