r"""A sum over the batch is missing, or one too many

Sees what carries an index that nothing binds, or the row's own index, where the elements of the whole batch belong;
and a sum where one element was meant.

A parameter, the mean and the variance touch every sample, so that their gradients collect a term from each of them.
Code that works on one sample, or that sums by broadcasting, shows no sum that could be copied.

wrong \frac{\partial L}{\partial \beta} = \frac{\partial L}{\partial y_i}
right \frac{\partial L}{\partial \beta} = \sum_i \frac{\partial L}{\partial y_i}
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.survey.derivatives import read_derivative
from bnderive.survey.ranges import lower_letters
from bnderive.syntax.building import inside, letter_node, of_factors, with_body
from bnderive.syntax.nodes import Applied, BigOperator, Bracketed, Fraction, Identifier, Node, Product, Row, Scripted


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case BigOperator("\\sum", lower, _, body) if lower is not None:
            yield from without_sum(body, lower_letters(lower), place)
        case Product() if place.is_ordinary(node):
            yield from over_tails(node, place)
        case Fraction() if read_derivative(node) is None:
            return
        case Scripted(Bracketed()) | Bracketed("(") | Fraction():
            yield from over_batch(node, place)
        case _ if place.indices(node) is not None and not isinstance(node, Row):
            yield from over_batch(node, place)
        case Scripted(Identifier("e"), None, _) | Applied():
            yield from over_batch(node, place)


def without_sum(body: Node, bound: tuple[str, ...], place: Place) -> Iterator[Node]:
    """The summand for each index that it may have been meant for."""
    for letter in place.in_scope:
        if len(bound) == 1 and letter not in bound:
            yield place.renamed(inside(body), bound[0], letter)


def over_tails(node: Product, place: Place) -> Iterator[Node]:
    """A sum over the product, or over its last factors: all but one or more in front."""
    yield from over_batch(node, place)
    for k in range(1, len(node.factors) - 1):
        for total in over_batch(Product(node.factors[k:], node.operators[k:]), place):
            pieces = zip(("", *node.operators[:k]), (*node.factors[:k], total), strict=True)
            yield of_factors(list(pieces))


def over_batch(node: Node, place: Place) -> Iterator[Node]:
    """The sum over a letter that nothing binds, or over a new one in the place of one in scope."""
    letters = place.letters(node)
    unbound = [letter for letter in letters if letter not in place.in_scope]
    for letter in unbound:
        yield place.summed(letter, node)
        yield from barred(letter, node, place)
    for letter in letters:
        if letter in place.in_scope and not unbound:
            fresh = place.spare_letter(node)
            yield place.summed(fresh, place.renamed(node, letter, fresh))


def barred(letter: str, node: Node, place: Place) -> Iterator[Node]:
    """The sum that leaves out the row's own index, where the document has such sums."""
    if any(isinstance(known.lower, Row) and known.lower.relations == ("\\ne",) for known in place.sums):
        for own in place.in_scope:
            lower = Row((letter_node(letter), letter_node(own)), ("\\ne",))
            yield with_body(BigOperator("\\sum", lower, None, node), node)


REPAIR = Repair("BN303", "missing-sum", __doc__, edits)
