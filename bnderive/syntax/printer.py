"""A tree in, LaTeX out, so that the LaTeX read again gives the same tree. Decides nothing about meaning.

A tree that no formula could give (a sum put in the place of a factor) is printed with the parentheses that it needs.
"""

from __future__ import annotations

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
    Shorthand,
    Slash,
    Text,
)
from bnderive.syntax.shapes import INVISIBLE_BASES, is_called, is_loose, is_open_ended, walk

_SIZED = ("|", "\\Vert")


def print_latex(node: Node) -> str:
    """LaTeX for `node`, without delimiters around it.

    >>> from bnderive.syntax import parse_formula, print_latex
    >>> print_latex(parse_formula("\\\\frac12x^2_i = y"))
    '\\\\frac{1}{2} x_i^2 = y'
    """
    match node:
        case Number(text=text):
            return text
        case Identifier():
            return _identifier(node)
        case Text(text=text):
            return f"\\text{{{text}}}"
        case Dots():
            return "\\ldots"
        case Accented(accent=accent, body=body):
            return f"\\{accent}{{{print_latex(body)}}}"
        case Primed(base=base, count=count):
            return _base(base) + "'" * count
        case Scripted():
            return _scripted(node)
        case Shorthand(written=written):
            return written
        case Fraction():
            return _fraction(node)
        case Root():
            return _root(node)
        case Bracketed():
            return _bracketed(node)
        case Boxed(body=body):
            return f"\\boxed{{{print_latex(body)}}}"
        case Braced():
            return _braced(node)
        case Cases():
            return _cases(node)
        case _:
            return _compound(node)


def _compound(node: Node) -> str:
    match node:
        case Negative(body=body):
            return "-" + _term(body)
        case Positive(body=body):
            return "+" + _term(body)
        case PlusMinus(body=body):
            return "\\pm " + _term(body)
        case Addition():
            return _addition(node)
        case Product():
            return _product(node)
        case Slash():
            return _slash(node)
        case BigOperator():
            return _big(node)
        case Applied():
            return _applied(node)
        case Listing(items=items):
            return ", ".join(print_latex(item) for item in items)
        case Row():
            return _row(node)
        case _:
            raise TypeError(f"{type(node).__name__} is no node of a formula")


def _identifier(node: Identifier) -> str:
    return f"\\{node.font}{{{node.text}}}" if node.font else node.text


def _parenthesised(text: str) -> str:
    return f"({text})"


def _term(node: Node) -> str:
    """After a sign or a sum over an index."""
    return _parenthesised(print_latex(node)) if is_loose(node) or isinstance(node, Row | Listing) else print_latex(node)


def _base(node: Node) -> str:
    if isinstance(node, INVISIBLE_BASES) or is_open_ended(node):
        return _parenthesised(print_latex(node))
    if node == Identifier("\\Sigma") or isinstance(node, Scripted):
        return f"{{{print_latex(node)}}}"
    return print_latex(node)


def _script(mark: str, node: Node | None) -> str:
    """A single letter or digit needs no braces: `x_i`, `\\sigma^2`."""
    if node is None:
        return ""
    text = print_latex(node)
    return f"{mark}{text}" if len(text) == 1 and text.isalnum() else f"{mark}{{{text}}}"


def _scripted(node: Scripted) -> str:
    base, sub, sup = _base(node.base), _script("_", node.sub), _script("^", node.sup)
    # TeX takes a prime and a superscript together only where they touch
    return base + (sup + sub if isinstance(node.base, Primed) else sub + sup)


def _fraction(node: Fraction) -> str:
    above, below = print_latex(node.numerator), print_latex(node.denominator)
    return f"{{{above} \\over {below}}}" if node.style == "over" else f"\\{node.style}{{{above}}}{{{below}}}"


def _root(node: Root) -> str:
    degree = "" if node.degree is None else print_latex(node.degree)
    option = f"[{{{degree}}}]" if "]" in degree else f"[{degree}]" if degree else ""
    return f"\\sqrt{option}{{{print_latex(node.radicand)}}}"


def _bracketed(node: Bracketed) -> str:
    body = print_latex(node.body)
    if node.left in _SIZED or node.left == ".":
        return f"\\left{node.left} {body} \\right{node.right}"
    if any(isinstance(part, Fraction | BigOperator) for part in walk(node.body)):
        return f"\\left{node.left} {body} \\right{node.right}"
    gap = " " if node.left.startswith("\\") else ""
    return f"{node.left}{gap}{body}{gap}{node.right}"


def _braced(node: Braced) -> str:
    mark = "_" if node.kind == "underbrace" else "^"
    label = (
        ""
        if node.label is None
        else f"{mark}{{{node.label.text if isinstance(node.label, Text) else print_latex(node.label)}}}"
    )
    return f"\\{node.kind}{{{print_latex(node.body)}}}{label}"


def _cases(node: Cases) -> str:
    rows = (
        f"{print_latex(value)} & {'' if condition is None else print_latex(condition)}"
        for value, condition in node.alternatives
    )
    return "\\begin{cases} " + " \\\\ ".join(row.rstrip() for row in rows) + " \\end{cases}"


def _addition(node: Addition) -> str:
    text = print_latex(node.terms[0])
    for sign, term in zip(node.signs[1:], node.terms[1:], strict=True):
        if isinstance(term, PlusMinus) and sign == "+":
            text += f" {print_latex(term)}"
        else:
            text += f" {sign} {_term(term)}"
    return text


def _product(node: Product) -> str:
    following = [*zip(node.operators, node.factors[1:], strict=True), None]
    text = _factor(node.factors[0], "", following[0])
    for index, (operator, factor) in enumerate(zip(node.operators, node.factors[1:], strict=True), start=1):
        piece = _factor(factor, operator, following[index], first=False)
        if operator:
            text += f" {operator} {piece}"
        elif is_called(node.factors[index - 1]) and piece.startswith(("(", "[", "\\{", "\\left")):
            text += f" {{{piece}}}"
        else:
            # "(a) b" at the start of a row would be a label
            text += piece if text.endswith(")") else f" {piece}"
    return text


def _factor(node: Node, operator: str, following: tuple[str, Node] | None, first: bool = True) -> str:
    text = print_latex(node)
    if is_loose(node) or isinstance(node, Row | Listing) or (following is not None and _swallows(node, *following)):
        return _parenthesised(text)
    if isinstance(node, Negative | Positive):
        if first:
            return f"{{{text}}}"
        return _signed_factor(node) if operator else _parenthesised(text)
    return f"{{{text}}}" if isinstance(node, Slash) and not first else text


def _swallows(node: Node, operator: str, following: Node) -> bool:
    """Whether what follows a factor would be read as a part of it."""
    while isinstance(node, Applied) and is_open_ended(node):
        named = isinstance(following, Applied) and not is_called(following.function)
        if operator == "" and not (named or isinstance(following, BigOperator)):
            return True
        node = node.argument
    return is_open_ended(node)


def _signed_factor(node: Negative | Positive) -> str:
    sign = "-" if isinstance(node, Negative) else "+"
    if isinstance(node.body, Negative | Positive):
        return sign + _signed_factor(node.body)
    return sign + (
        f"{{{print_latex(node.body)}}}" if isinstance(node.body, Product | Slash) else print_latex(node.body)
    )


def _slash(node: Slash) -> str:
    above, below = node.numerator, node.denominator
    last = above.factors[-1] if isinstance(above, Product) else above
    if _swallows(last, "/", below):
        numerator = _parenthesised(print_latex(above))
    else:
        numerator = print_latex(above) if isinstance(above, Product | Slash) else _factor(above, "", None)
    if isinstance(below, Product | Slash):
        return f"{numerator} / {{{print_latex(below)}}}"
    denominator = _factor(below, "/", None, first=False)
    gap = "" if isinstance(above, Number) and isinstance(below, Number) else " "
    return f"{numerator}{gap}/{gap}{denominator}"


def _big(node: BigOperator) -> str:
    return f"{node.operator}{_script('_', node.lower)}{_script('^', node.upper)} {_term(node.body)}"


def _applied(node: Applied) -> str:
    function, argument = print_latex(node.function), node.argument
    text = print_latex(argument)
    if isinstance(argument, Bracketed) and argument.left in ("(", "[", "\\{"):
        return f"{function}{text}" if function.endswith("}") else f"{function} {text}"
    if is_loose(argument) or isinstance(argument, Row | Listing):
        return f"{function} {_parenthesised(text)}"
    return f"{function} {{{text}}}" if _needs_group(argument) else f"{function} {text}"


def _needs_group(argument: Node) -> bool:
    """Whether an argument reaches further than the factors that a function takes without braces."""
    match argument:
        case Product(factors=factors, operators=operators):
            return any(operators) or any(isinstance(factor, BigOperator | Applied) for factor in factors)
        case Negative() | Positive() | Slash():
            return True
        case Scripted(base=Bracketed()):  # \log (a)^b is a power of the logarithm
            return True
        case _:
            return False


def _row(node: Row) -> str:
    pieces = ["" if side is None else print_latex(side) for side in node.sides]
    text = pieces[0]
    for relation, piece in zip(node.relations, pieces[1:], strict=True):
        text = f"{text} {relation} {piece}"
    return text.strip()
