r"""A sum over the wrong range: j ≠ i for every j, or from 0

Sees a Σ that leaves out the row's own index, or takes it in, without need; and one that begins or ends one step off.

The own contribution of a sample is often worked out by itself, and it is then easily counted twice or not at all when
the others are summed.

wrong \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} \left( x_i - \frac{1}{N} \sum_{j \ne i} x_j \right)
right \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} \left( x_i - \frac{1}{N} \sum_j x_j \right)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.survey.ranges import lower_letters
from bnderive.syntax.building import ONE, letter_node
from bnderive.syntax.nodes import Addition, BigOperator, Identifier, Node, Number, Row


def edits(node: Node, place: Place) -> Iterator[Node]:
    if not isinstance(node, BigOperator) or node.operator != "\\sum" or node.lower is None:
        return
    match node.lower:
        case Row(sides=(Identifier() as letter, Identifier()), relations=("\\ne",)):
            yield BigOperator(node.operator, letter, node.upper, node.body)
        case Row(sides=(letter, Number(start)), relations=("=",)) if start != "1":
            yield BigOperator(node.operator, Row((letter, ONE), ("=",)), node.upper, node.body)
        case lower:
            bound = lower_letters(lower)
            for index in place.in_scope if len(bound) == 1 else ():
                if index != bound[0]:
                    others = Row((letter_node(bound[0]), letter_node(index)), ("\\ne",))
                    yield BigOperator(node.operator, others, None, node.body)
    if isinstance(node.upper, Addition) and (size := place.size(node.upper)) is not None:
        yield BigOperator(node.operator, node.lower, size, node.body)


REPAIR = Repair("BN314", "wrong-range", __doc__, edits)
