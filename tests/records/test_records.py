"""The quick dataclasses have the meaning of those of the standard library."""

import copy
import dataclasses
import pickle
from dataclasses import field
from typing import Any

import pytest

from bnderive import records

MAKERS = [dataclasses.dataclass, records.dataclass]


def classes(maker: Any) -> tuple[type, type, type]:
    @maker(frozen=True, slots=True)
    class Base:
        span: tuple[int, int] = field(default=(0, 0), compare=False, kw_only=True)

    @maker(frozen=True, slots=True)
    class Pair(Base):
        left: int
        right: list[int] = field(default_factory=list)
        label: str = ""

        def __repr__(self) -> str:
            return "a pair"

    @maker(slots=True)
    class Open:
        left: int

    return Base, Pair, Open


@pytest.mark.parametrize("maker", MAKERS)
def test_values_defaults_and_what_is_compared(maker: Any) -> None:
    base, pair, _ = classes(maker)
    one = pair(1, span=(2, 3))
    assert (one.left, one.right, one.label, one.span) == (1, [], "", (2, 3))
    assert one.right is not pair(1).right
    assert one == pair(1) != pair(1, [2])
    assert base() != pair(1)
    assert hash(pair(1, ())) == hash(pair(1, (), span=(4, 5)))
    assert dataclasses.replace(one, left=5) == pair(5)
    assert pair.__match_args__ == ("left", "right", "label")
    assert repr(one) == "a pair"
    assert repr(base()).endswith("Base(span=(0, 0))")
    with pytest.raises(TypeError):
        pair()
    with pytest.raises(TypeError):
        pair(1, [], "", (0, 0))


@pytest.mark.parametrize("maker", MAKERS)
def test_what_is_frozen_stays(maker: Any) -> None:
    _, pair, opened = classes(maker)
    one, other = pair(1), opened(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'left'"):
        one.left = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'left'"):
        del one.left
    other.left = 2
    assert other == opened(2)
    with pytest.raises(TypeError, match="unhashable"):
        hash(other)
    with pytest.raises(AttributeError):
        other.elsewhere = 1


@records.dataclass(frozen=True, slots=True)
class Kept:
    """At the top of a module, where a pickle finds it."""

    value: int
    under: Any = None
    asked: list[int] = field(init=False, repr=False, compare=False, default_factory=list)


def test_copies_and_pickles_are_equal() -> None:
    kept = Kept(1, Kept(2))
    assert copy.copy(kept) == copy.deepcopy(kept) == pickle.loads(pickle.dumps(kept)) == kept  # noqa: S301
    kept.asked.append(3)
    assert copy.copy(kept).asked == dataclasses.replace(kept, value=1).asked == Kept(1).asked == []
    assert repr(kept) == "Kept(value=1, under=Kept(value=2, under=None))"


def test_an_order_comes_from_the_standard_library() -> None:
    @records.dataclass(frozen=True, slots=True, order=True)
    class Ranked:
        rank: int

    assert Ranked(1) < Ranked(2)


def test_work_after_init_is_refused() -> None:
    with pytest.raises(TypeError, match="__post_init__"):

        @records.dataclass(frozen=True, slots=True)
        class Checked:
            def __post_init__(self) -> None: ...
