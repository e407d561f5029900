"""What a pure function has said of objects that never change, kept by their identity.

Nodes of a formula are equal wherever they stand, but what is said of one holds its own place: so equality is no key.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

MANY = 1 << 12

_P = ParamSpec("_P")
_T = TypeVar("_T")


def by_identity(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """The function of frozen objects, asked once of the same ones, as long as it is not asked of many others. Its
    answers are shared, so they must be frozen too.
    """
    known: dict[tuple[int, ...], tuple[_T, object]] = {}

    @wraps(function)
    def remembered(*objects: _P.args, **named: _P.kwargs) -> _T:
        key = tuple(map(id, objects))
        found = known.get(key)
        if found is None:
            if len(known) >= MANY:
                known.clear()
            found = known[key] = function(*objects, **named), objects  # objects that are kept keep their identities
        return found[0]

    return remembered
