"""Claims over a vector that stands for any vector, since what defines it was not understood.

Terms of a claim and its layer in, a doubt out: such a claim may be proved, since it then holds for every vector, but
never be called wrong. Where it could tell the vector from an arbitrary one, NotUnderstood is raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bnderive.errors import NotUnderstood, Reason
from bnderive.layer import Layer
from bnderive.terms import Size, Term, names_of, varied_name, walk


def doubt_over(terms: Iterable[Term], layer: Layer) -> Reason | None:
    """The doubt about a claim over stand-ins; None where it is over none of them.

    A claim and a vector must have nothing in common that either is made of: no derivative then passes through what
    defines the vector. No size either, which might be that of what the matrix is multiplied with.
    """
    terms = tuple(terms)
    reached = made_of(set[str]().union(*map(names_of, terms)), layer, {})
    standing = sorted(reached & layer.stand_ins.keys())
    for name in standing:
        beneath = made_of(layer.stand_ins[name], layer, layer.stand_ins)
        is_apart = not beneath & (reached | (layer.failed.keys() - layer.stand_ins.keys()))
        if not is_apart or tells_apart(reached, layer) or holds_size((*terms, *bodies(reached, layer))):
            raise resting_on(name, layer.failed[name])
    return resting_on(standing[0], layer.failed[standing[0]]).reason if standing else None


def resting_on(name: str, reason: Reason) -> NotUnderstood:
    text = f"it rests on what ${name}$ is made of, which was not understood: {reason.message}"
    return NotUnderstood("BN233", "undecided-definition", text)


def made_of(names: Iterable[str], layer: Layer, stand_ins: Mapping[str, frozenset[str]]) -> set[str]:
    """Some names and all that they are made of, the outputs for the loss; through `stand_ins` too."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [*layer.graph.read_by(name, held=False), *stand_ins.get(name, ())]
    return found


def tells_apart(reached: set[str], layer: Layer) -> bool:
    """Whether a claim holds a differential, or an arbitrary loss that may read what another row failed to define."""
    is_open = any(map(layer.graph.is_opaque_loss, reached)) and len(layer.failed) > 1
    return is_open or any(varied_name(name) is not None for name in reached)


def bodies(names: Iterable[str], layer: Layer) -> list[Term]:
    return [found.body for name in names if (found := layer.graph.definition(name))]


def holds_size(terms: Iterable[Term]) -> bool:
    return any(isinstance(node, Size) for term in terms for node in walk(term))
