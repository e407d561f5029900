"""A term as an expression over whole arrays: each free index is an array axis, Σ a sum along one, δ an identity matrix.

In: a term without ∂; the names of its symbols. Out: text with its axes in order. Decides and simplifies nothing but
signs and the order of factors. Where every array has one axis, that is the first one; any further ones are carried
along, each element of them by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from itertools import permutations

from bnderive.code.dialects import Dialect
from bnderive.code.keys import key_of
from bnderive.code.signs import flipped, is_below, is_binary, is_negative, without_sign
from bnderive.errors import NotUnderstood
from bnderive.records import dataclass
from bnderive.terms import (
    Add,
    Delta,
    Fun,
    Index,
    Mul,
    Num,
    Partial,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    free_indices,
    is_representative,
    mul,
    neg,
)  # fmt: skip

SUM, PRODUCT, POWER, ATOM = range(4)  # how tightly the outermost sign of a text binds
MAX_AXES = 4
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of an expression, how tightly it binds, its axes in order, and whether it is a plain number: made of
    numerals and sizes alone, without any array or argument.
    """

    text: str
    binds: int = ATOM
    axes: tuple[Index, ...] = ()
    plain: bool = False

    def within(self, level: int) -> str:
        """The text, in parentheses where it binds less tightly than its place needs."""
        return self.text if self.binds >= level else f"({self.text})"


@dataclass(slots=True)
class Arrays:
    """Writes terms in one dialect. `known` are the values that have a name already, by their keys; `used` collects the
    keys of what was read. `like` is the key of an array whose kind of numbers an identity matrix has.
    """

    dialect: Dialect
    name: Callable[[str], str]
    size: Callable[[str], str]
    known: dict[str, str] = field(default_factory=dict)
    used: dict[str, None] = field(default_factory=dict)
    like: str = ""

    def __call__(self, term: Term) -> Piece:
        """The expression. Raises NotUnderstood for what has none."""
        found = self.known.get(key_of(term))
        if found is not None:
            return self.symbol(found, tuple(sorted(free_indices(term))))
        match term:
            case Num(value):
                return number(value)
            case Size(axis):
                self.used[f"size {axis}"] = None
                return Piece(self.size(axis), plain=True)
            case Sym(name, indices):
                return self.symbol(name, indices)
            case Add(terms):
                return self.addition(terms)
            case Mul(factors):
                return self.product(factors)
            case Pow(base, exponent):
                return self.product((term,)) if exponent < 0 else self.raised(base, exponent)
            case Sum(index, body):
                return self.total(index, body)
            case Delta(left, right):
                return self.identity(left, right)
            case Fun(name, argument):
                return self.applied(name, self(argument))
            case Partial():
                raise NotUnderstood("BN220", "open-derivative", "a derivative that was not carried out is no array")

    def symbol(self, name: str, indices: tuple[Index, ...]) -> Piece:
        if len(set(indices)) != len(indices):
            raise NotUnderstood("BN210", "not-understood", "the diagonal of an array has no form here")
        if any(map(is_representative, indices)):
            raise NotUnderstood("BN210", "not-understood", "a numbered element of an array has no form here")
        self.used[name] = None
        return Piece(self.name(name), axes=indices)

    def addition(self, terms: Sequence[Term]) -> Piece:
        pieces = [self(neg(t) if is_negative(t) else t) for t in terms]
        axes = common([piece.axes for piece in pieces])
        texts = [self.along(piece, axes).within(PRODUCT) for piece in pieces]
        signs = ["-" if is_negative(term) else "+" for term in terms]
        first = f"-{texts[0]}" if signs[0] == "-" else texts[0]
        rest = "".join(f" {sign} {text}" for sign, text in zip(signs[1:], texts[1:], strict=True))
        return Piece(first + rest, SUM, axes, all(piece.plain for piece in pieces))

    def product(self, factors: Sequence[Term]) -> Piece:
        """A product with one division: what has no axes comes first, so that arrays are met as late as possible."""
        negative, factors = without_sign(factors)
        above = [self(f) for f in factors if not is_below(f)]
        below = [self(flipped(f)) for f in factors if is_below(f)]
        axes = common([piece.axes for piece in (*above, *below)])
        over, under = [[self.along(p, axes) for p in pieces] for pieces in (above, below)]
        scalars, arrays = [p for p in over if not p.axes], [p for p in over if p.axes]
        if scalars and arrays:
            over = [quotient(scalars, [p for p in under if not p.axes]), *arrays]
            under = [p for p in under if p.axes]
        whole = quotient(over, under)
        plain = all(piece.plain for piece in (*above, *below))
        text = f"-{whole.within(PRODUCT)}" if negative else whole.text
        return Piece(text, SUM if negative else whole.binds, axes, plain)

    def raised(self, base: Term, exponent: Fraction) -> Piece:
        inner = self(base)
        if exponent == HALF and not inner.plain:
            return Piece(self.dialect.function("sqrt", inner.text), axes=inner.axes)
        whole = exponent.denominator == 1
        text = str(exponent) if whole else str(float(exponent)) if is_binary(exponent) else f"({exponent})"
        return Piece(f"{inner.within(ATOM)} ** {text}", POWER, inner.axes, inner.plain)

    def total(self, index: Index, body: Term) -> Piece:
        """Σ: factors that do not depend on its index stand before it."""
        factors = body.factors if isinstance(body, Mul) else (body,)
        apart = [f for f in factors if index not in free_indices(f)]
        within = [f for f in factors if index in free_indices(f)]
        if not within:
            return self(mul(Size(index.axis), *apart))
        if apart:
            return self.product((*apart, Sum(index, mul(*within))))
        inner = self(body)
        place = inner.axes.index(index)
        axes = tuple(i for i in inner.axes if i != index)
        return Piece(self.dialect.total.format(inner.within(ATOM), place), axes=axes)

    def identity(self, left: Index, right: Index) -> Piece:
        if is_representative(left) or is_representative(right):
            raise NotUnderstood("BN210", "not-understood", "a numbered element of an array has no form here")
        if left == right:
            return number(Fraction(1))
        self.used[self.like] = None
        size = self(Size(left.axis)).text
        return Piece(self.dialect.identity.format(size, self.name(self.like)), axes=(left, right))

    def applied(self, name: str, inner: Piece) -> Piece:
        if inner.plain:
            raise NotUnderstood("BN210", "not-understood", f"{name} of a plain number has no form here")
        return Piece(self.dialect.function(name, inner.text), axes=inner.axes)

    def along(self, piece: Piece, axes: tuple[Index, ...]) -> Piece:
        """The same values where an array with these axes is expected, of which it may lack some."""
        held = [i for i in axes if i in piece.axes]
        for place, index in enumerate(held):
            at = piece.axes.index(index)
            if at != place:
                moved = self.dialect.swapped.format(piece.text, at, place)
                rest = [i for i in piece.axes if i != index]
                return self.along(Piece(moved, axes=(*rest[:place], index, *rest[place:])), axes)
        first = next((k for k, index in enumerate(axes) if index in piece.axes), len(axes))
        lacking = axes[first:]
        if all(index in piece.axes for index in lacking):
            return piece
        slots = ", ".join(":" if index in piece.axes else "None" for index in lacking)
        return Piece(f"{piece.within(ATOM)}[{slots}]", axes=axes)

    def spread(self, piece: Piece, axes: tuple[Index, ...], like: Mapping[str, str]) -> Piece:
        """The values as an array with all of these axes in this order, also where they are the same along some."""
        ones = [
            Piece(self.dialect.ones.format(self.name(like[i.axis])), axes=(i,)) for i in axes if i not in piece.axes
        ]
        for i in axes:
            if i not in piece.axes:
                self.used[like[i.axis]] = None
        if not ones:
            return self.along(piece, axes)
        if len(ones) == 1 and piece.text == "1":
            return ones[0]
        texts = [self.along(p, axes).within(PRODUCT) for p in (piece, *ones)]
        return Piece(" * ".join(texts), PRODUCT, axes)


# -- pieces ------------------------------------------------------------------------------------------------------------


def number(value: Fraction) -> Piece:
    if value.denominator == 1:
        return Piece(str(value), ATOM if value >= 0 else SUM, plain=True)
    return Piece(f"{value.numerator} / {value.denominator}", PRODUCT if value >= 0 else SUM, plain=True)


def quotient(above: Sequence[Piece], below: Sequence[Piece]) -> Piece:
    """The text of a product of pieces over a product of pieces."""
    top = above[0] if len(above) == 1 else Piece(" * ".join(p.within(PRODUCT) for p in above) or "1", PRODUCT)
    if not below:
        return top
    bottom = below[0].within(POWER) if len(below) == 1 else f"({' * '.join(p.within(PRODUCT) for p in below)})"
    return Piece(f"{top.within(PRODUCT)} / {bottom}", PRODUCT)


# -- axes --------------------------------------------------------------------------------------------------------------


def common(found: Sequence[tuple[Index, ...]]) -> tuple[Index, ...]:
    """One order of all axes, such that the fewest arrays have to be turned or filled."""
    every = tuple(dict.fromkeys(index for axes in found for index in axes))
    if len(every) > MAX_AXES:
        raise NotUnderstood("BN290", "limit", f"an array of more than {MAX_AXES} axes")
    return min(permutations(every), key=lambda order: sum(cost(axes, order) for axes in found)) if every else ()


def cost(axes: tuple[Index, ...], order: tuple[Index, ...]) -> int:
    """What it takes to bring an array into an order: nothing where its axes are the last ones of it."""
    turned_ = [index for index in order if index in axes] != list(axes)
    return 2 * turned_ + bool(axes) * (order[len(order) - len(axes) :] != axes)
