r"""The contributions of the other samples are missing

Sees a chain rule that follows one sample only, from x_i to its own output, where the sum over all outputs is meant.
Every output and every gradient from above turns to an index that is summed over, what is differentiated by keeps its
own. Parentheses are put around what the sum has to take in.

Through the mean and the variance each input of a batch moves every output. In a layer without batch statistics one
output depends on one input, and the chain rule that is known from there has a single path.

wrong \frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i} \frac{\partial y_i}{\partial x_i}
right \frac{\partial L}{\partial x_i} = \sum_j \frac{\partial L}{\partial y_j} \frac{\partial y_j}{\partial x_i}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bnderive.place import Place
from bnderive.records import dataclass
from bnderive.repairs import Repair
from bnderive.repairs.missing_parentheses import reaching
from bnderive.survey.derivatives import Derivative, read_derivative
from bnderive.syntax.building import terms_of
from bnderive.syntax.nodes import Addition, Fraction, Node, Product, Slash
from bnderive.syntax.shapes import rebuilt, walk


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case Product() if place.is_ordinary(node):
            yield from over_outputs(node, place)
        case Addition(terms=(first, *_)):
            yield from over_outputs(node, place)
            for whole in reaching(first, terms_of(node)[1:]):
                yield from over_outputs(whole, place)


def over_outputs(node: Node, place: Place) -> Iterator[Node]:
    """The sum of a chain rule over every output that an input reaches."""
    if any(part for part in walk(node) if is_step(part, place)):
        for letter in place.free:
            fresh = place.spare_letter(node)
            turned = Turning(place, letter, fresh)(node)
            if turned is not node:
                yield place.summed(fresh, turned)


def is_step(node: Node, place: Place) -> bool:
    """Whether a node is a derivative of something else than the loss."""
    found = read_derivative(node)
    return found is not None and found.of is not None and not is_loss(found, place)


def is_loss(found: Derivative, place: Place) -> bool:
    use = place.use(found.of) if found.of is not None else None
    return use is not None and use.name == place.loss


@dataclass(frozen=True, slots=True)
class Turning:
    """Outputs and gradients from above with a new index in the place of an old one."""

    place: Place
    old: str
    new: str

    def __call__(self, node: Node) -> Node:
        if isinstance(node, Fraction | Slash) and (found := read_derivative(node)) is not None:
            return self.derivative(node, found)
        use = self.place.use(node)
        if use is None:
            return rebuilt(node, self)
        if not use.indices and self.place.arity[use.name] == 1:
            return self.place.named(use.name, (self.new,), use.power) or node
        return self.place.renamed(node, self.old, self.new)

    def derivative(self, node: Fraction | Slash, found: Derivative) -> Node:
        if is_loss(found, self.place):
            return replace(node, denominator=self.place.renamed(node.denominator, self.old, self.new))
        return replace(node, numerator=self.place.renamed(node.numerator, self.old, self.new))


REPAIR = Repair("BN317", "missing-cross-terms", __doc__, edits)
