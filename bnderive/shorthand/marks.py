"""Names that look like a gradient of another name: `\\bar{x}_i`, `x'`, `\\mathrm{dgamma}`, `\\mathrm{grad\\_x}`.

Syntax in, the mark with the quantity that it would be the gradient of out. Whether it is one is not decided here.
"""

from __future__ import annotations

from collections.abc import Mapping

from bnderive.records import dataclass
from bnderive.survey.names import NameUse, Spelling, read_name
from bnderive.syntax.nodes import Accented, Bracketed, Identifier, Node, Number, Primed, Scripted
from bnderive.syntax.shapes import spread

D = "d"
PRIME = "prime"
PREFIXES = ("dL_d", "dl_d", "grad_", "grad", "d_", "d")

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark on a quantity, what it is raised to, and the key that all its uses share: the mark and the quantity."""

    key: Key
    of: Node
    power: Node | None = None


def read_marked(node: Node, spelling: Spelling, spelt: Mapping[str, Node]) -> Marked | None:
    """The mark and the quantity that a name is made of; `spelt` leads from spellings in code to quantities."""
    base, sub, sup = (node.base, node.sub, node.sup) if isinstance(node, Scripted) else (node, None, None)
    power = None if isinstance(sup, Bracketed) else sup
    index = sup if power is None else None
    match base:
        case Accented(accent, body):
            return _on(accent, body, sub, index, power, node, spelling)
        case Primed(body, 1):
            inner = body.base if isinstance(body, Scripted) and sub is None else body
            below = body.sub if isinstance(body, Scripted) and sub is None else sub
            return _on(PRIME, inner, below, index, power, node, spelling)
        case Identifier(text) if len(text) > 1 and not text.startswith("\\"):
            quantity = _spelt_out(text.replace("\\_", "_"), spelt)
            return _on(D, quantity, sub, index, power, node, spelling) if quantity is not None else None
    return None


def _spelt_out(word: str, spelt: Mapping[str, Node]) -> Node | None:
    rests = (word.removeprefix(prefix) for prefix in PREFIXES if word.startswith(prefix))
    return next((spelt[rest] for rest in rests if rest in spelt), None)


def _on(
    mark: str, body: Node, sub: Node | None, index: Node | None, power: Node | None, node: Node, spelling: Spelling
) -> Marked | None:
    """`\\bar{\\sigma}^2` is a mark on σ² where that is a name and σ is none."""
    body = spread(body, node.span)
    squared = _scripted(body, sub, power, node) if isinstance(power, Number) else None
    whole = read_name(squared, spelling) if squared is not None else None
    if squared is not None and whole is not None and whole.power is None:
        return Marked((mark, whole.name), squared)
    of = _scripted(body, sub, index, node)
    use: NameUse | None = read_name(of, spelling)
    return Marked((mark, use.name), of, power) if use is not None and use.power is None else None


def _scripted(body: Node, sub: Node | None, sup: Node | None, node: Node) -> Node:
    return Scripted(body, sub, sup, span=node.span) if sub is not None or sup is not None else body
