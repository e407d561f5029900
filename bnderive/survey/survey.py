"""The whole document at once: which letters are indices and sizes, which names are arrays or have a power in
them, what the loss is.

Syntax in, one frozen `Survey` out. Nothing is lowered before this is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import field, replace

from bnderive.records import dataclass
from bnderive.remembered import once_under
from bnderive.survey.axes import Axes, read_axes
from bnderive.survey.compounds import letters_of_compound
from bnderive.survey.derivatives import read_derivative, read_operator
from bnderive.survey.hints import NOTHING, UNSAID, Hints, Told, told
from bnderive.survey.names import NameUse, Spelling, read_name, stem_of, subscript_items
from bnderive.survey.ranges import left_out, lower_letters, upper_letter
from bnderive.survey.vectors import VectorNotation, read_vectors, sizes_of_spaces
from bnderive.syntax.nodes import (
    Applied,
    BigOperator,
    Boxed,
    Dots,
    Fraction,
    Identifier,
    Listing,
    Node,
    Number,
    Product,
    Row,
    Scripted,
    Slash,
)  # fmt: skip
from bnderive.syntax.shapes import children, walk

DEFINING = frozenset({":=", "\\leftarrow", "\\equiv", "\\triangleq"})
CONVENTIONAL_INDICES = frozenset("ijkl")
CAPITAL = re.compile(r"(\\[a-z]+\{)?[A-Z](?![a-z])")
CONVENTIONAL_SIZES = ("N", "n", "m", "M", "B", "D", "H", "K", "C", "d")
CUSTOMARY_ALIASES = ("N", "n", "m")
CONVENTIONAL_LOSSES = ("L", "\\ell", "C", "J", "E", "f", "l")


@dataclass(frozen=True, slots=True)
class Survey:
    """What the document's own use of its letters tells, before any formula is given a meaning."""

    spelling: Spelling
    sizes: frozenset[str]
    loss: str
    defined: frozenset[str]
    arity: Mapping[str, int]
    differentiated: frozenset[str]
    axes: Axes = field(default_factory=Axes)
    d_means: tuple[bool, ...] = (False,)
    varied: frozenset[str] = frozenset()
    told: Told = NOTHING
    counts: frozenset[str] = frozenset()
    vectors: VectorNotation | None = None
    left_out: str = ""


def survey(
    rows: Sequence[Row],
    hypotheses: frozenset[int] = frozenset(),
    hints: Hints = UNSAID,
    d_means: tuple[bool, ...] | None = None,
) -> Survey:
    """What the rows of a document say about its letters, and what its author says outright. Never raises: what it
    cannot place stays unknown.

    `d_means` tells whether `d` before a name is a differential: no, yes, or either; where it is not known, either if no
    loss is written. `varied` are the names that it stands before then.
    """
    nodes = [node for row in rows for node in walk(row)]
    bound = bound_letters(nodes)
    spelling = _spelling(rows, nodes, bound | hints.indices)
    said = told(hints, spelling)
    uses = [use for row in rows for node in _names_in(row, spelling) if (use := read_name(node, spelling))]
    names = frozenset(use.name for use in uses)
    above, below, after_d = _derivative_names(nodes, spelling)
    above = frozenset(name for name in above if not is_in_given_layer(name, said))
    uppers = uppers_of(nodes)
    counting = [counted_through(row, uppers) for row in rows]
    stating = [
        row
        for number, (row, counted) in enumerate(zip(rows, counting, strict=True))
        if number not in hypotheses and not counted and not equates_sizes(row, nodes)
    ]
    counts = frozenset[str]().union(*counting)
    counts |= frozenset[str]().union(*map(letters_of_compound, uppers))
    defined = frozenset(use.name for row in stating if (use := defined_name(row, spelling)))
    maybe = above | _only_after_d(after_d, defined, rows, spelling)
    loss = _told_loss(said, stating, defined, spelling) or _loss(maybe, below, defined, names, rows, spelling)
    arity = {name: max(len(use.indices) for use in uses if use.name == name) for name in names}
    taken = defined | below | after_d | {loss}
    defining = defining_first(rows, hypotheses, spelling)
    definitions = [rows[number] for number in defining]
    vectors = read_vectors(rows, nodes, spelling, defined, below | after_d, definitions)
    spaces = sizes_of_spaces(rows, nodes) & set(CONVENTIONAL_SIZES) if vectors else frozenset[str]()
    sizes = _sizes(stating, nodes, arity, taken | counts, spelling, spaces) | _told_sizes(said, arity, taken, spelling)
    carried = arity | arity_in(definitions, spelling)
    axes = read_axes(rows, frozenset(defining), spelling, carried, sizes, "\\delta" not in defined, said.sizes)
    axes = axes if vectors is None or len(set(axes.sizes.values())) > 1 else Axes()
    below |= frozenset() if d_means == (True,) else after_d - {loss}
    means = ((False, True) if loss not in above and after_d else (False,)) if d_means is None else d_means
    varied = after_d if True in means else frozenset[str]()
    return Survey(
        spelling, sizes, loss, defined, arity, below, axes, means, varied, said, counts, vectors, left_out(nodes)
    )


def is_in_given_layer(name: str, said: Told) -> bool:
    """Whether the standard layer that the author gives has a quantity of this name: `\\sigma^{2}`, `\\mu_{B}`."""
    return said.layer is not None and stem_of(name) in said.layer.stems


def defining_first(rows: Sequence[Row], hypotheses: frozenset[int], spelling: Spelling) -> tuple[int, ...]:
    """The first row that may define each bare name."""
    found: dict[str, int] = {}
    for number, row in enumerate(rows):
        if number not in hypotheses and (use := defined_name(row, spelling)) is not None:
            found.setdefault(use.name, number)
    return tuple(found.values())


def arity_in(rows: Sequence[Row], spelling: Spelling) -> dict[str, int]:
    """How many indices the names that carry any do so in some definitions, whatever claims do with them."""
    found: dict[str, int] = {}
    for use in (use for row in rows for side in row.sides[:2] if side for use in uses_in(side, spelling)):
        if use.indices:
            found[use.name] = max(found.get(use.name, 0), len(use.indices))
    return found


def equates_sizes(row: Row, nodes: Sequence[Node]) -> bool:
    """`N = m`: every side a letter for a size."""
    sides = [unboxed(side) for side in row.sides]
    letters = {side.text for side in sides if isinstance(side, Identifier)}
    return len(sides) == len(letters) > 1 and letters <= uppers_of(nodes) | set(CONVENTIONAL_SIZES)


def counted_through(row: Row, uppers: Set[str]) -> frozenset[str]:
    """H and W in `m = H \\cdot W`, where sums run to m and to neither of them: a size that is told by others."""
    first, *others = (unboxed(side) for side in row.sides)
    letters = frozenset[str]().union(*map(_factors, others))
    is_told = isinstance(first, Identifier) and first.text in uppers and row.relations == ("=",) * len(others)
    is_made = len(others) > 0 and all(map(_factors, others)) and not letters & uppers
    return letters if is_told and is_made and any(isinstance(side, Product) for side in others) else frozenset()


def _factors(node: Node | None) -> frozenset[str]:
    """The letters of a product of bare letters; none where it is anything else."""
    factors = node.factors if isinstance(node, Product) else (node,)
    letters = frozenset(factor.text for factor in factors if isinstance(factor, Identifier))
    return letters if len(letters) == len(factors) else frozenset()


def uppers_of(nodes: Sequence[Node]) -> set[str]:
    return {letter for node in nodes if isinstance(node, BigOperator) and (letter := upper_letter(node.upper))}


def is_range(row: Row) -> bool:
    """`i = 1, \\dots, N`: says over what an index runs."""
    last = unboxed(row.sides[-1])
    listed = isinstance(last, Listing) and any(isinstance(item, Dots) for item in last.items)
    return listed and len(row.sides) == 2 and isinstance(unboxed(row.sides[0]), Identifier)


def unboxed(node: Node | None) -> Node | None:
    return unboxed(node.body) if isinstance(node, Boxed) else node


@once_under
def defined_name(row: Row, spelling: Spelling) -> NameUse | None:
    """The bare name that a row may define: `name = …`, no power, something after it."""
    first = unboxed(row.sides[0])
    if first is None or len(row.sides) < 2 or row.sides[1] is None or row.relations[0] not in DEFINING | {"="}:
        return None
    use = None if is_operator(first) else read_name(first, spelling)
    plain = use is not None and use.power is None and not any(index.isdigit() for index in use.indices)
    return use if use and plain and use.name not in spelling.index_letters else None


def bound_letters(nodes: Iterable[Node]) -> frozenset[str]:
    """Every letter that stands under a Σ as its index (both letters of `j \\ne i`)."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, BigOperator) and node.lower is not None:
            found |= set(lower_letters(node.lower))
    return frozenset(found)


def unbound_letters(node: Node, spelling: Spelling) -> frozenset[str]:
    """The index letters that no Σ of a formula binds; those of `i \\ne j` under a Σ are not counted there."""
    if isinstance(node, BigOperator) and node.lower is not None:
        return unbound_letters(node.body, spelling) - set(lower_letters(node.lower))
    if isinstance(node, BigOperator) and len(inside := unbound_letters(node.body, spelling)) == 1:
        return frozenset[str]() if node.lower is None else inside
    if subscript_items(node) is not None and (use := read_name(node, spelling)) is not None:
        return frozenset(use.indices)
    return frozenset[str]().union(*(unbound_letters(child, spelling) for child in children(node)))


def _spelling(rows: Sequence[Row], nodes: Sequence[Node], bound: frozenset[str]) -> Spelling:
    """Index letters spread: an array is what carries an index letter; a small letter on an array is an index."""
    subscripts = [found for node in nodes if isinstance(node, Scripted) and (found := subscript_items(node))]
    uppers = {u.text for n in nodes if isinstance(n, BigOperator) and isinstance(u := n.upper, Identifier)}
    letters = bound | CONVENTIONAL_INDICES
    arrays: frozenset[str] = frozenset()
    while True:
        arrays = frozenset(stem for stem, items in subscripts if letters & set(items))
        more = {
            i
            for stem, items in subscripts
            if stem in arrays
            for i in items
            if len(i) == 1 and i.isalpha() and i.islower()
        }
        if more - uppers <= letters:
            break
        letters |= more - uppers
    base = Spelling(letters, arrays, has_differentials=not is_quantity("d", rows, nodes))
    return replace(base, atoms=_atoms(rows, nodes, base))


def is_quantity(letter: str, rows: Sequence[Row], nodes: Sequence[Node]) -> bool:
    """Whether a letter is defined, the end of a sum, stands alone in a fraction or is an exponent: `\\frac{1}{d}`."""
    alone: list[Node | None] = [unboxed(row.sides[0]) for row in rows if len(row.sides) > 1]
    for node in nodes:
        match node:
            case BigOperator(upper=upper):
                alone.append(upper)
            case Fraction(numerator, denominator) | Slash(numerator, denominator) if read_derivative(node) is None:
                alone += [numerator, denominator] if _first_letter(numerator) != letter else [denominator]
            case Scripted(sup=sup):
                alone.append(sup)
    return any(upper_letter(node) == letter for node in alone)


def _first_letter(node: Node) -> str:
    return node.text if isinstance(node, Identifier) else ""


def _atoms(rows: Sequence[Row], nodes: Sequence[Node], spelling: Spelling) -> frozenset[str]:
    """Squares that are names: what the document defines or differentiates by as `\\sigma^2`, and not as
    `\\sigma` too.
    """
    by = [part for node in nodes if (found := read_derivative(node)) for part in found.by]
    inside = {id(part) for node in nodes if read_derivative(node) for part in children(node)}
    products = [node for node in nodes if isinstance(node, Product) and id(node) not in inside]
    after_d = [part for node in products if spelling.has_differentials for part in _after_differentials(node)]
    by += [part for part in after_d if not _is_element_squared(part, nodes, spelling)]
    by += [part for node in nodes if is_operator(node) and (found := read_operator(node)) for part in found.by]
    defining = [use for row in rows if (use := _squared_name(row, rows, spelling))]
    differentiating = [use for node in by if (use := read_name(node, spelling))]
    uses = defining + differentiating
    squares = [use for use in uses if isinstance(use.power, Number) and use.power.text == "2"]
    return frozenset(f"{use.name}^{{2}}" for use in squares)


def _is_element_squared(node: Node, nodes: Sequence[Node], spelling: Spelling) -> bool:
    """`x_i^2` of an array that has elements x_i: after a `d` it is no name."""
    use = read_name(node, spelling)
    if use is None or use.power is None or not use.indices:
        return False
    plain = (read_name(other, spelling) for other in nodes if isinstance(other, Scripted))
    return any(other.name == use.name and other.indices and other.power is None for other in plain if other)


def _squared_name(row: Row, rows: Sequence[Row], spelling: Spelling) -> NameUse | None:
    """`\\sigma^2 = …` of what is not defined by itself (`\\sigma = \\sqrt{\\sigma^2 + \\epsilon}` apart)."""
    first = unboxed(row.sides[0]) if len(row.sides) > 1 else None
    use = read_name(first, spelling) if first is not None else None
    if use is None or use.power is None or isinstance(unboxed(row.sides[1]), Number):
        return None
    if use.indices and is_read_before(use, row, rows, spelling):
        return None
    for other in rows:
        own = defined_name(other, spelling)
        if own is not None and own.name == use.name:
            inside = [n for side in other.sides[1:] if side is not None for n in uses_in(side, spelling)]
            if not any(n.name == use.name and n.power is not None for n in inside):
                return None
    return use


def is_read_before(use: NameUse, row: Row, rows: Sequence[Row], spelling: Spelling) -> bool:
    """Whether a row, or one before it, uses the name of a square without the square: `x_i^2 = …` of an input."""
    until = next(k for k, other in enumerate(rows) if other is row)
    sides = [side for other in rows[:until] for side in other.sides] + list(row.sides[1:])
    return any(n.name == use.name and n.power is None for side in sides if side for n in uses_in(side, spelling))


def _after_differentials(product: Product) -> list[Node]:
    """What stands right after a `d` in a product."""
    pairs = zip(product.factors, product.factors[1:], product.operators, strict=False)
    return [after for d, after, operator in pairs if not operator and is_differential(d)]


@once_under
def _names_in(node: Node, spelling: Spelling) -> tuple[Node, ...]:
    """The nodes of a formula that are uses of names, in reading order, without the letters inside their scripts."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if is_sign(current, spelling):
            continue
        below = children(current)
        if isinstance(current, Applied):
            below = tuple(child for child in below if child is not current.function)
        elif is_operator(current):
            below = tuple(child for child in below if not isinstance(child, Identifier))
        elif subscript_items(current) is not None:
            found.append(current)
            continue
        waiting += below[::-1]
    return tuple(found)


def gradient_names(node: Node, spelling: Spelling) -> list[NameUse]:
    """The names that a `d` stands before in a product, outside a fraction of differentials: `d\\hat{x}_i` for
    ∂L/∂x̂_i.
    """
    if not isinstance(node, Product) or not spelling.has_differentials:
        return []
    return [use for after in _after_differentials(node) if (use := read_name(after, spelling))]


def is_sign(node: Node, spelling: Spelling) -> bool:
    """∂, and d where it is no quantity of the document."""
    return isinstance(node, Identifier) and (
        node.text == "\\partial" or (node.text == "d" and spelling.has_differentials)
    )


def is_operator(node: Node) -> bool:
    """`\\partial_x`, `\\nabla_x`: no name, though it looks like one."""
    return isinstance(node, Scripted) and read_operator(node) is not None


def is_differential(node: Node) -> bool:
    return isinstance(node, Identifier) and node.text == "d"


def uses_in(node: Node, spelling: Spelling) -> list[NameUse]:
    """The names that a formula uses, in reading order, each whole: `\\hat{S}_i` and not the S in it; those in the
    exponent of `e^{z_i}` too.
    """
    found: list[NameUse] = []
    for use in (read_name(name, spelling) for name in _names_in(node, spelling)):
        if use is not None:
            found += [use, *(uses_in(use.power, spelling) if use.name == "e" and use.power is not None else ())]
    return found


def gradients_in(node: Node, spelling: Spelling) -> list[NameUse]:
    """The names that a `d` stands before anywhere in a formula, outside fractions of differentials."""
    inside = {id(part) for below in walk(node) if read_derivative(below) for part in children(below)}
    return [use for below in walk(node) if id(below) not in inside for use in gradient_names(below, spelling)]


def _only_after_d(
    after_d: frozenset[str], defined: frozenset[str], rows: Sequence[Row], spelling: Spelling
) -> frozenset[str]:
    """L of `dL = …` where nothing else is said of it: a loss, if it has the letter of one."""
    scalars = after_d & frozenset(CONVENTIONAL_LOSSES) - defined - spelling.arrays
    return scalars - _standing_names(rows, spelling) if scalars else scalars


def _derivative_names(
    nodes: Sequence[Node], spelling: Spelling
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What stands above ∂, what stands below one, and what stands after a `d` outside a fraction."""
    above: set[str] = set()
    below: set[str] = set()
    after_d: set[str] = set()
    inside = {id(part) for node in nodes if read_derivative(node) for part in children(node)}
    for node in nodes:
        if found := read_derivative(node):
            use = read_name(found.of, spelling) if found.of is not None else None
            above |= {use.name} if use else set()
            below |= {by.name for part in found.by if (by := read_name(part, spelling))}
        after_d |= {use.name for use in gradient_names(node, spelling)} if id(node) not in inside else set()
        if is_operator(node) and (found := read_operator(node)):
            below |= {by.name for part in found.by if (by := read_name(part, spelling))}
        if isinstance(node, Product):
            above |= _after_operators(node, spelling)
    return frozenset(above), frozenset(below), frozenset(after_d)


def _after_operators(product: Product, spelling: Spelling) -> set[str]:
    """L in `\\nabla_x L`."""
    pairs = zip(product.factors, product.factors[1:], product.operators, strict=False)
    uses = [read_name(after, spelling) for operator, after, sign in pairs if is_operator(operator) and not sign]
    return {use.name for use in uses if use}


def _loss(
    above: frozenset[str],
    below: frozenset[str],
    defined: frozenset[str],
    names: frozenset[str],
    rows: Sequence[Row],
    spelling: Spelling,
) -> str:
    """The symbol that stands only above ∂, without an index; where the document defines it, that is used."""
    candidates = [name for name in above - below if name not in spelling.arrays and name not in defined]
    standing = _standing_names(rows, spelling)
    alone = sorted(name for name in candidates if name not in standing)
    ranked = [name for name in CONVENTIONAL_LOSSES if name in alone] + alone
    ranked += [name for name in CONVENTIONAL_LOSSES if name in above & defined and name not in spelling.arrays]
    return ranked[0] if ranked else next((name for name in CONVENTIONAL_LOSSES if name not in names), "L")


def _told_loss(said: Told, rows: Sequence[Row], defined: frozenset[str], spelling: Spelling) -> str:
    """The loss that the author names, or '': nothing that an array is called or that other definitions are made of."""
    name = said.loss.name if said.loss is not None and not said.loss.indices else ""
    bodies = [side for row in rows if defined_name(row, spelling) for side in row.sides[1:] if side is not None]
    made_of = _standing_names(bodies, spelling)
    is_free = name not in spelling.arrays | spelling.index_letters and (name in defined or name not in made_of)
    return name if is_free else ""


def _standing_names(formulas: Sequence[Node], spelling: Spelling) -> frozenset[str]:
    """Names that stand somewhere else in some formulas than directly above a ∂."""
    covered: set[int] = set()
    for node in (node for formula in formulas for node in walk(formula)):
        found = read_derivative(node)
        if found and found.of is not None and read_name(found.of, spelling):
            covered |= {id(below) for below in walk(found.of)}
        if isinstance(node, Product):
            after = [b for a, b in zip(node.factors, node.factors[1:], strict=False) if is_operator(a)]
            after += _after_differentials(node) if spelling.has_differentials else []
            covered |= {id(below) for part in after for below in walk(part)}
    names = (name for formula in formulas for name in _names_in(formula, spelling))
    outside = [name for name in names if id(name) not in covered]
    return frozenset(use.name for node in outside if (use := read_name(node, spelling)))


def _sizes(
    rows: Sequence[Row],
    nodes: Sequence[Node],
    arity: Mapping[str, int],
    taken: frozenset[str],
    spelling: Spelling,
    spaces: frozenset[str],
) -> frozenset[str]:
    """Upper ends of sums, what divides a sum in a definition, and customary letters that no definition is made of.

    Never a letter that is indexed, defined or differentiated by.
    """
    dividing = {letter for node in nodes for letter in _dividing(node)} & set(CONVENTIONAL_SIZES)
    bodies = [side for row in rows if defined_name(row, spelling) for side in row.sides[1:2] if side is not None]
    made_of = {use.name for body in bodies for use in uses_in(body, spelling)}
    customary = {name for name in CUSTOMARY_ALIASES if name in arity and name not in made_of}
    plain = {name for name in uppers_of(nodes) | dividing | customary | spaces if not arity.get(name)}
    return frozenset(plain - taken - spelling.index_letters)


def _told_sizes(said: Told, arity: Mapping[str, int], taken: frozenset[str], spelling: Spelling) -> frozenset[str]:
    """The letters that are said to mean a size, but none that is indexed, defined or differentiated by."""
    letters = frozenset[str]().union(*said.sizes) & arity.keys()
    return frozenset(name for name in letters if not arity[name]) - taken - spelling.index_letters


def may_be_sizes(row: Row, survey: Survey) -> frozenset[str]:
    """Capital letters that divide a Σ, as S in `\\frac{1}{S} \\sum_s x_s`, where nothing says that they count terms
    or what they are.
    """
    known = survey.sizes | survey.counts | survey.defined | survey.differentiated
    below = [part for node in walk(row) for part in _below_sums(node)]
    names = {use.name for part in below for use in uses_in(part, survey.spelling) if not use.indices}
    return frozenset(name for name in names - known if CAPITAL.match(name) and not survey.arity.get(name))


def _dividing(node: Node) -> set[str]:
    """m in `\\frac{1}{m} \\sum …`, `\\frac{\\sum …}{m}` and `\\frac{1}{m-1} \\sum …`."""
    return {letter for part in _below_sums(node) if (letter := upper_letter(part))}


def _below_sums(node: Node) -> list[Node]:
    """What a Σ is divided by."""
    match node:
        case Product(factors) if any(isinstance(factor, BigOperator) for factor in factors):
            return [factor.denominator for factor in factors if isinstance(factor, Fraction | Slash)]
        case Fraction(numerator, denominator) if isinstance(numerator, BigOperator):
            return [denominator]
    return []
