"""What a mended row should not hold: a quotient or a difference of equals, a derivative that is 1 or 0 by definition.

Rows in, a count or a yes out. Such a row may be true, and yet it is not what anyone meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from bnderive.survey.derivatives import Derivative, read_derivative
from bnderive.survey.names import Spelling, read_name
from bnderive.syntax.building import inside, terms_of
from bnderive.syntax.nodes import Addition, Fraction, Node, Scripted, Slash
from bnderive.syntax.shapes import walk
from bnderive.terms import Graph


def idle(node: Node) -> int:
    """How many parts of a node are a quotient or a difference of equals, or a derivative of an element by another."""
    return sum(map(is_idle, walk(node)))


def is_idle(node: Node) -> bool:
    match node:
        case Fraction(above, below) | Slash(above, below):
            if (found := read_derivative(node)) is not None:
                return len(found.by) == 1 and are_of_one_array(found.of, found.by[0])
            return inside(above) == inside(below)
        case Addition():
            terms = terms_of(node)
            return any(one[1] == other[1] and one[0] != other[0] for one, other in pairwise(terms))
    return False


def are_of_one_array(one: Node | None, other: Node) -> bool:
    match one, other:
        case Scripted(base, sub, None), Scripted(same, subscript, None):
            return base == same and sub is not None and subscript is not None
    return False


def has_empty_link(new: Node, old: Node, graph: Graph, spelling: Spelling) -> bool:
    """Whether a node has a derivative, which another has not, of a name by itself, or by one that does not reach it."""
    added = Counter(links(new)) - Counter(links(old))
    return any(is_empty(of, by, graph, spelling) for of, by in added)


def links(node: Node) -> Iterator[tuple[Node, Node]]:
    """What is differentiated and by what, for every derivative in a node."""
    for part in walk(node):
        match read_derivative(part):
            case Derivative(of=Node() as of, by=(by,)):
                yield of, by


def is_empty(of: Node, by: Node, graph: Graph, spelling: Spelling) -> bool:
    above, below = read_name(of, spelling), read_name(by, spelling)
    if of == by:
        return True
    if above is None or below is None or above.name not in graph.definitions:
        return False
    return not (above.name == below.name or graph.reaches(below.name, above.name))
