"""A graph on K elements: a term and the places of its indices come in, SymPy over x_1 … x_K goes out.

Sums are written out; ∂ is SymPy's `diff`. Independent of calculus, kernel and evaluate: nothing of theirs is used here.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy

from bnderive.errors import NotUnderstood
from bnderive.sympy_view import FUNCTIONS, Expression, Names, assumptions, raised, rational
from bnderive.terms import (
    Add,
    Definition,
    Delta,
    Fun,
    Graph,
    Index,
    Mul,
    Num,
    Partial,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    upstream_name,
)  # fmt: skip

MAX_STEPS = 100_000
MAX_DEPTH = 200
Places = Mapping[Index, int]


class Batch:
    """One graph on `size` elements: every element is a symbol, and those that the graph defines have a body.

    >>> from bnderive.terms import Index, Sum, Sym, mul
    >>> k = Index("k")
    >>> Batch(Graph(shapes={"x": ("N",)}), 3).expression(Sum(k, mul(Sym("x", (k,)), Sym("x", (k,)))), {})
    x_1**2 + x_2**2 + x_3**2
    """

    def __init__(
        self,
        graph: Graph,
        size: int,
        names: Mapping[str, str] | None = None,
        lengths: Mapping[str, int] | None = None,
    ) -> None:
        """`lengths` are those of the axes that are not of the size of the batch."""
        self.graph = graph
        self.size = size
        self.lengths = dict(lengths or {})
        self.names = Names(names)
        self.symbols: dict[tuple[str, tuple[int, ...]], Expression] = {}
        self.elements: dict[Expression, tuple[str, tuple[int, ...]]] = {}
        self.taken: set[str] = set()
        self.bodies: dict[Expression, Expression | None] = {}
        self.slopes: dict[tuple[Expression, Expression, bool], Expression] = {}
        self.weights: dict[tuple[Expression, Expression, bool], int] = {}
        self.reached: dict[tuple[Expression, Expression, bool], bool] = {}
        self.steps = 0
        self.depth = 0

    # -- terms ---------------------------------------------------------------------------------------------------------

    def expression(self, term: Term, at: Places) -> Expression:
        """The term in symbols of elements, every sum written out, every ∂ carried out. Raises NotUnderstood."""
        self.steps += 1
        self.depth += 1
        try:
            self.bound(self.steps, self.depth)
            return self.written(term, at)
        finally:
            self.depth -= 1

    def bound(self, size: int, depth: int = 0) -> None:
        if size > MAX_STEPS or depth > MAX_DEPTH:
            raise NotUnderstood("BN290", "limit", f"it is too large to write out for a batch of {self.size}")

    def written(self, term: Term, at: Places) -> Expression:
        match term:
            case Num(value):
                return rational(value)
            case Sym(name, indices):
                return self.symbol(name, tuple(self.place(i, at) for i in indices))
            case Size(axis):
                return sympy.Integer(self.length(axis))
            case Add(terms):
                return sympy.Add(*(self.expression(t, at) for t in terms))
            case Mul(factors):
                return sympy.Mul(*(self.expression(f, at) for f in factors))
            case Pow(base, exponent):
                return raised(self.expression(base, at), exponent)
            case Sum(index, body):
                return sympy.Add(*(self.expression(body, {**at, index: k}) for k in self.line(index.axis)))
            case Delta(left, right):
                return sympy.Integer(int(self.place(left, at) == self.place(right, at)))
            case Fun(name, argument):
                return FUNCTIONS[name](self.expression(argument, at))
            case Partial(of, by, reading):
                return self.derivative(of, by, reading == "direct", at)

    def place(self, index: Index, at: Places) -> int:
        place = at[index] if index in at else int(index.name)
        if place not in self.line(index.axis):
            raise NotUnderstood("BN290", "limit", f"a batch of {self.size} has no element {place}")
        return place

    def length(self, axis: str) -> int:
        return self.lengths.get(axis, self.size)

    def line(self, axis: str) -> range:
        """The places along an axis."""
        return range(1, self.length(axis) + 1)

    # -- elements ------------------------------------------------------------------------------------------------------

    def symbol(self, name: str, places: tuple[int, ...]) -> Expression:
        """The symbol of one element; different elements have different symbols, whatever they are called."""
        if (name, places) not in self.symbols:
            text = "_".join((self.names(name), *map(str, places)))
            while text in self.taken:
                text += "_"
            self.taken.add(text)
            made = sympy.Symbol(text, **assumptions(name, self.graph))
            self.symbols[name, places], self.elements[made] = made, (name, places)
        return self.symbols[name, places]

    def body(self, symbol: Expression) -> Expression | None:
        """What an element is defined as, in the symbols of other elements; None for an input."""
        if symbol not in self.bodies:
            name, places = self.elements[symbol]
            found = self.graph.definition(name)
            if found is not None:
                self.bodies[symbol] = self.expression(found.body, dict(zip(found.indices, places, strict=True)))
            else:
                self.bodies[symbol] = self.loss() if self.graph.is_opaque_loss(name) else None
        return self.bodies[symbol]

    def loss(self) -> Expression:
        """Σ g·y: only first derivatives of the loss are decided, and g may be anything."""
        terms = []
        for output in self.graph.outputs:
            places: list[tuple[int, ...]] = [()]
            for axis in self.graph.axes(output):
                places = [(*p, k) for p in places for k in self.line(axis)]
            gradient = upstream_name(self.graph.loss or "", output)
            terms += [self.symbol(gradient, p) * self.symbol(output, p) for p in places]
        return sympy.Add(*terms)

    # -- derivatives ---------------------------------------------------------------------------------------------------

    def derivative(self, of: Term, by: Sym, direct: bool, at: Places) -> Expression:
        """∂of/∂by: `by` cut loose from its own definition, the other statistics held where it is direct."""
        variable = self.expression(by, at)
        above = self.expression(of, at)
        body = self.body(above) if above in self.elements and above != variable else None
        return self.differentiated(above if body is None else body, variable, direct)

    def differentiated(self, expression: Expression, by: Expression, direct: bool) -> Expression:
        """SymPy's `diff`, with every element that depends on the variable put in as a function of it."""
        live = sorted((s for s in expression.free_symbols if self.depends(s, by, direct)), key=str)
        functions = {s: sympy.Function(f"{s.name}_of", real=True)(by) for s in live}
        slope = sympy.diff(expression.xreplace(functions), by)
        known = {sympy.Derivative(f, by): self.slope(s, by, direct) for s, f in functions.items()}
        self.bound(self.weight(slope, {sympy.Derivative(f, by): (s, by, direct) for s, f in functions.items()}))
        return slope.xreplace(known | {f: s for s, f in functions.items()})

    def weight(self, slope: Expression, inner: Mapping[Expression, tuple[Expression, Expression, bool]]) -> int:
        """The nodes that a slope will have once the slopes inside it are put in."""
        parts = sympy.preorder_traversal(slope)
        return sum(self.weights[inner[part]] if part in inner else 1 for part in parts)

    def slope(self, symbol: Expression, by: Expression, direct: bool) -> Expression:
        """∂ of one element by the variable."""
        key = symbol, by, direct
        if key not in self.slopes:
            self.slopes[key] = self.differentiated(self.body(symbol), by, direct)
            self.weights[key] = sum(1 for _ in sympy.preorder_traversal(self.slopes[key]))
        return self.slopes[key]

    def depends(self, symbol: Expression, by: Expression, direct: bool) -> bool:
        """Whether an element, the variable itself left out, changes with the variable."""
        key = symbol, by, direct
        if key not in self.reached:
            self.reached[key] = symbol != by and not (direct and self.is_statistic(symbol)) and self.reaches(*key)
        return self.reached[key]

    def reaches(self, symbol: Expression, by: Expression, direct: bool) -> bool:
        body = self.body(symbol)
        return body is not None and any(s == by or self.depends(s, by, direct) for s in body.free_symbols)

    def is_statistic(self, symbol: Expression) -> bool:
        found: Definition | None = self.graph.definition(self.elements[symbol][0])
        return found is not None and found.is_statistic
