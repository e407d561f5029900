"""Prints a syntax tree on one line: `γ/(N√(σ²+ε)) (Nδᵢ − Σⱼ δⱼ − Ŝᵢ Σⱼ δⱼ Ŝⱼ)`.

Brackets are added wherever leaving LaTeX's two dimensions would change the meaning. Trees are at most 64 deep.
"""

from __future__ import annotations

from enum import IntEnum
from unicodedata import normalize

from bnderive.reports.unicode_math.letters import (
    ACCENTS,
    BIG_OPERATORS,
    BRACKETS,
    LOWERED,
    OPERATORS,
    RAISED,
    RELATIONS,
    SYMBOLS,
)
from bnderive.syntax.nodes import (
    Accented,
    Addition,
    Applied,
    BigOperator,
    Boxed,
    Braced,
    Bracketed,
    Cases,
    Dots,
    Fraction,
    Identifier,
    Listing,
    Negative,
    Node,
    Number,
    PlusMinus,
    Positive,
    Primed,
    Product,
    Root,
    Row,
    Scripted,
    Slash,
    Text,
)


class Binding(IntEnum):
    """How tightly the printed form of a node holds together."""

    ROW = 0
    ADDITION = 1
    PRODUCT = 2
    FRACTION = 3
    POWER = 4
    ATOM = 5


def show(node: Node) -> str:
    """The node in Unicode, on one line."""
    match node:
        case Number(text) | Text(text):
            return text
        case Identifier(text, font):
            return "𝟙" if (text, font) == ("1", "mathbb") else SYMBOLS.get(text, text)
        case Accented(accent, body):
            return _accented(accent, body)
        case Scripted(base, sub, sup):
            return _at_least(base, Binding.ATOM) + _script(sub, LOWERED, "_") + _script(sup, RAISED, "^")
        case Primed(base, count):
            return _at_least(base, Binding.ATOM) + "′" * count
        case Listing(items):
            return ", ".join(map(show, items))
        case Fraction(numerator, denominator) | Slash(numerator, denominator):
            return _fraction(numerator, denominator)
        case Root(radicand, degree):
            return _script(degree, RAISED, "^") + "√" + _radicand(radicand)
        case Bracketed(left, body, right):
            return BRACKETS.get(left, left) + show(body) + BRACKETS.get(right, right)
        case Negative(body):
            return "−" + _at_least(body, Binding.PRODUCT)
        case Positive(body):
            return "+" + _at_least(body, Binding.PRODUCT)
        case PlusMinus(body):
            return "±" + _at_least(body, Binding.PRODUCT)
        case Addition(terms, signs):
            return _addition(terms, signs)
        case Product(factors, operators):
            return _product(factors, operators)
        case BigOperator(operator, lower, upper, body):
            sign = BIG_OPERATORS.get(operator, operator.removeprefix("\\"))
            return (
                f"{sign}{_script(lower, LOWERED, '_')}{_script(upper, RAISED, '^')} {_at_least(body, Binding.PRODUCT)}"
            )
        case Applied(function, argument):
            return _applied(function, argument)
        case Boxed(body) | Braced(body):
            return show(body)
        case Dots():
            return "…"
        case Cases(alternatives):
            return "{" + "; ".join(_alternative(value, condition) for value, condition in alternatives) + "}"
        case Row():
            return _row(node)
    raise TypeError(f"no way to print a {type(node).__name__}")


def binding(node: Node) -> Binding:
    match node:
        case Row() | Listing():
            return Binding.ROW
        case Addition() | Negative() | Positive() | PlusMinus():
            return Binding.ADDITION
        case Product() | BigOperator():
            return Binding.PRODUCT
        case Fraction() | Slash():
            return Binding.FRACTION
        case Scripted(sup=None):
            return Binding.ATOM
        case Scripted() | Applied():
            return Binding.POWER
        case Boxed(body) | Braced(body):
            return binding(body)
    return Binding.ATOM


def _at_least(node: Node, needed: Binding) -> str:
    text = show(node)
    return text if binding(node) >= needed else f"({text})"


def _tight(text: str) -> str:
    return text.replace(" + ", "+").replace(" − ", "−").replace(" = ", "=").replace(", ", ",").replace(" ≠ ", "≠")


def _script(node: Node | None, letters: dict[str, str], mark: str) -> str:
    if node is None:
        return ""
    text = _tight(show(node))
    if all(letter in letters for letter in text):
        return "".join(letters[letter] for letter in text)
    return mark + (text if _is_one(text) else f"({text})")


def _is_one(text: str) -> bool:
    return text.isalnum() or (text.startswith("(") and text.find(")") == len(text) - 1)


def _accented(accent: str, body: Node) -> str:
    if isinstance(body, Scripted):
        return show(Scripted(Accented(accent, body.base), body.sub, body.sup))
    text = show(body)
    if accent in ACCENTS and len(text) == 1:
        return normalize("NFC", text + ACCENTS[accent])
    return f"{accent}({text})"


def _radicand(node: Node) -> str:
    text = _tight(show(node))
    return text if isinstance(node, Number | Identifier | Accented) and len(text) <= 2 else f"({text})"


def _fraction(numerator: Node, denominator: Node) -> str:
    if _is_differential(numerator) and _is_differential(denominator):
        below = show(denominator)
        return f"{show(numerator)}/{below if ' ' not in below else f'({below})'}"
    return f"{_numerator(numerator)}/{_at_least(denominator, Binding.POWER)}"


def _numerator(node: Node) -> str:
    match node:
        case Negative(body):
            return "−" + _numerator(body)
        case Product(factors) if not isinstance(factors[-1], BigOperator | Fraction | Slash):
            return show(node)
    return _at_least(node, Binding.POWER)


def _is_differential(node: Node) -> bool:
    match node:
        case Product(factors=(first, *_)):
            return _is_differential(first)
        case Scripted(base=base):
            return _is_differential(base)
        case Identifier(text):
            return text in ("\\partial", "d")
    return False


def _addition(terms: tuple[Node, ...], signs: tuple[str, ...]) -> str:
    text = show(terms[0])
    for sign, term in zip(signs[1:], terms[1:], strict=True):
        text += " − " if sign == "-" else " + "
        text += f"({show(term)})" if isinstance(term, Addition) else show(term)
    return text


def _product(factors: tuple[Node, ...], operators: tuple[str, ...]) -> str:
    text = _factor(factors, 0)
    for k, operator in enumerate(operators, start=1):
        text += _between(factors[k - 1], operator, factors[k]) + _factor(factors, k)
    return text


def _factor(factors: tuple[Node, ...], k: int) -> str:
    """A factor in its place: a sum in the middle and a sign after the first place need brackets."""
    node, is_last = factors[k], k == len(factors) - 1
    text = show(node)
    if k == 0 and isinstance(node, Negative):
        return text
    needs_brackets = (
        binding(node) < Binding.PRODUCT
        or (isinstance(node, BigOperator) and not is_last)
        or (isinstance(node, Fraction | Slash) and k > 0 and _is_partial(factors[k - 1]))
    )
    return f"({text})" if needs_brackets or (k > 0 and text.startswith("−")) else text


def _between(left: Node, operator: str, right: Node) -> str:
    if operator:
        return f" {OPERATORS.get(operator, operator)} "
    if _is_partial(left):
        return ""
    if isinstance(right, Number | Fraction | Slash):
        return " · "
    if isinstance(right, BigOperator):
        return " "
    if isinstance(left, Fraction | Slash) and not isinstance(right, Bracketed):
        return " · "
    return "" if _is_bare(left) else " "


def _is_partial(node: Node) -> bool:
    base = node.base if isinstance(node, Scripted) else node
    return isinstance(base, Identifier) and base.text == "\\partial"


def _is_bare(node: Node) -> bool:
    """A number or a single letter: what follows may stand directly beside it."""
    return isinstance(node, Number) or (isinstance(node, Identifier | Accented) and len(show(node)) == 1)


def _applied(function: Node, argument: Node) -> str:
    gap = "" if isinstance(argument, Bracketed) else " "
    return show(function).removeprefix("\\") + gap + _at_least(argument, Binding.PRODUCT)


def _alternative(value: Node, condition: Node | None) -> str:
    return show(value) if condition is None else f"{show(value)} if {show(condition)}"


def _row(row: Row) -> str:
    pieces = [show(row.sides[0])] if row.sides[0] is not None else []
    for relation, side in zip(row.relations, row.sides[1:], strict=True):
        pieces.append(RELATIONS.get(relation, relation))
        pieces += [show(side)] if side is not None else []
    return " ".join([*pieces, *(f"({remark})" for remark in row.remarks)])
