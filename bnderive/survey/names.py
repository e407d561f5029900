"""Names as authors write them: a base, its accents and labels, its indices, a power. Syntax in, `NameUse` out;
nothing is looked up.

Which subscripts are indices and which superscripts belong to the name is told by the `Spelling` that the
survey collects.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from bnderive.records import dataclass
from bnderive.remembered import by_identity, once_under
from bnderive.syntax.nodes import (
    Accented,
    Bracketed,
    Identifier,
    Listing,
    Node,
    Number,
    Primed,
    Product,
    Scripted,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spelling:
    """What the whole document told about spellings: index letters, arrays (by base name), names with a power
    in them (`\\sigma^{2}`). What is said of nodes under it is kept with it.
    """

    index_letters: frozenset[str] = frozenset()
    arrays: frozenset[str] = frozenset()
    atoms: frozenset[str] = frozenset()
    has_differentials: bool = True
    kept: dict[tuple[object, int], tuple[Any, object]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )


@dataclass(frozen=True, slots=True)
class NameUse:
    """One use of a name: canonical LaTeX, the letters or digits of its indices, and what it is raised to (None
    if nothing).
    """

    name: str
    indices: tuple[str, ...] = ()
    power: Node | None = None
    node: Node | None = field(default=None, compare=False)


@once_under
def read_name(node: Node, spelling: Spelling) -> NameUse | None:
    """The use of a name that a node is, or None where it is none (a bracket, a number, a script that is neither)."""
    base, sub, sup, accents, primes = _parts(node)
    if base is None:
        return None
    stem = _accented(_letters(base), accents, primes)
    items = _items(sub)
    if items is None:
        return None
    is_array = stem in spelling.arrays
    indices = tuple(i for i in items if i.rstrip("'") in spelling.index_letters or (i.isdigit() and is_array))
    label = _label([i for i in items if i not in indices])
    name = f"{stem}_{{{label}}}" if label else stem
    use = _with_superscript(node, name, indices, sup, spelling)
    return None if use.indices and use.power is not None and _covers_power(node) else use


def _covers_power(node: Node) -> bool:
    """Whether an accent stands over a power: the estimate of x_i² is no square of that of x_i."""
    while isinstance(node, Scripted):
        node = node.base
    while isinstance(node, Accented):
        node = node.body
        if isinstance(node, Scripted) and node.sup is not None:
            return True
    return False


def _with_superscript(node: Node, name: str, indices: tuple[str, ...], sup: Node | None, spelling: Spelling) -> NameUse:
    raised = _index_letters(sup, spelling)
    if name == "\\delta" and raised and len(indices) + len(raised) == 2:
        return NameUse(name, (*indices, *raised), None, node)
    match sup:
        case None:
            return NameUse(name, indices, None, node)
        case Bracketed(left="(", body=Identifier(text=letter)):
            return NameUse(name, (*indices, letter), None, node)
        case Bracketed(left="(", body=Number(text=digit)):
            return NameUse(name, (*indices, digit), None, node)
        case Bracketed(left="[", body=Identifier(text=label) | Number(text=label)):
            return NameUse(f"{name}^{{[{label}]}}", indices, None, node)
        case Number(text="2") if f"{name}^{{2}}" in spelling.atoms:
            return NameUse(f"{name}^{{2}}", indices, None, node)
    return NameUse(name, indices, sup, node)


def _index_letters(sup: Node | None, spelling: Spelling) -> tuple[str, ...]:
    """The letters of a superscript that is nothing but indices: `\\delta_i^j`, `\\delta^{ij}`."""
    items = _items(sup) or []
    return tuple(items) if set(items) <= spelling.index_letters else ()


def _parts(node: Node) -> tuple[Identifier | None, Node | None, Node | None, tuple[str, ...], int]:
    """The letter, subscript, superscript, accents from the outside in, and primes of a name; no letter where
    it is none.
    """
    sub: Node | None = None
    sup: Node | None = None
    accents: list[str] = []
    primes = 0
    while True:
        match node:
            case Identifier():
                return node, sub, sup, tuple(accents), primes
            case Accented("bar", Scripted(sup=Number() | Identifier())):
                return None, None, None, (), 0  # the mean of a power is no power of the mean
            case Accented(accent, body):
                accents.append(accent)
                node = body
            case Primed(body, count):
                primes += count
                node = body
            case Scripted(base, inner_sub, inner_sup):
                if (inner_sub and sub) or (inner_sup and sup):
                    return None, None, None, (), 0
                sub, sup, node = inner_sub or sub, inner_sup or sup, base
            case _:
                return None, None, None, (), 0


def _letters(identifier: Identifier) -> str:
    text = identifier.text
    return text if len(text) == 1 or text.startswith("\\") else f"\\mathrm{{{text}}}"


def _accented(stem: str, accents: tuple[str, ...], primes: int) -> str:
    for accent in reversed(accents):
        stem = f"\\{accent}{{{stem}}}"
    return stem + "'" * primes


def _items(sub: Node | None) -> list[str] | None:
    """The letters, words and digits of a subscript; None where it is something else (`k-1`, `i=j`)."""
    match sub:
        case None:
            return []
        case Identifier():
            return [sub.text]
        case Number(text):
            return [text]
        case Primed(Identifier(text), count):
            return [text + "'" * count]
        case Listing(parts):
            nested = [_items(part) for part in parts]
        case Product(factors, operators) if not any(operators):
            if word := _word(factors):
                return [word]
            nested = [_items(factor) for factor in factors]
        case Bracketed(left="(", body=body):
            return _items(body)
        case _:
            return None
    return None if any(part is None for part in nested) else [item for part in nested for item in part or []]


def _word(factors: tuple[Node, ...]) -> str:
    """Three small letters or more, set without commas, are a word unless they are customary indices."""
    letters = [factor.text for factor in factors if isinstance(factor, Identifier) and len(factor.text) == 1]
    word = "".join(letters)
    return word if len(letters) == len(factors) > 2 and word.islower() and not set(word) <= set("abijklmn") else ""


def _label(items: list[str]) -> str:
    return ",".join(
        item if len(item) == 1 or item.startswith("\\") or item.isdigit() else f"\\mathrm{{{item}}}" for item in items
    )


@by_identity
def subscript_items(node: Node) -> tuple[str, tuple[str, ...]] | None:
    """The base name and the items of the subscript (and of a bracketed superscript) of a name, before anything
    is known.
    """
    base, sub, sup, accents, primes = _parts(node)
    items = _items(sub)
    if base is None or items is None:
        return None
    if isinstance(sup, Bracketed) and sup.left == "(":
        items += _items(sup.body) or []
    return _accented(_letters(base), accents, primes), tuple(items)


def stem_of(name: str) -> str:
    """A name without its label and without the power in it.

    >>> stem_of("\\sigma_{B}^{2}")
    '\\\\sigma'
    """
    return name.partition("_{")[0].removesuffix("^{2}")
