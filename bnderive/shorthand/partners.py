"""How the quantities of a document are spelt in code: gamma for \\gamma, xhat for \\hat{x}, sigma2 for \\sigma^2.

A spelling that would fit two quantities fits none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bnderive.survey.names import NameUse
from bnderive.syntax.nodes import Accented, Bracketed, Identifier, Listing, Node, Number, Scripted

SYNONYMS = {"\\mu": ("mean",), "\\epsilon": ("eps",), "\\varepsilon": ("eps", "epsilon"), "\\sigma": ("std",)}
VARIANCE = "var"


def spellings_of(uses: Iterable[NameUse]) -> Mapping[str, Node]:
    """What each spelling in code stands for: a scalar with its label and power, or an array without its index."""
    found: dict[str, dict[str, Node]] = {}
    for use in uses:
        template = _template(use)
        if template is None:
            continue
        for text in _spelt(template):
            found.setdefault(text, {}).setdefault(use.name, template)
    return {text: next(iter(nodes.values())) for text, nodes in found.items() if len(nodes) == 1}


def _template(use: NameUse) -> Node | None:
    """The name without indices and without a power that is none of the name; None where it cannot take an index."""
    node = use.node
    if not isinstance(node, Scripted):
        return node
    if isinstance(node.sup, Bracketed):
        return node.base if node.sub is None else None
    if use.indices:
        return node.base if len(_labels(node.sub)) == len(use.indices) and use.power == node.sup else None
    return node if use.power is None else Scripted(node.base, node.sub, span=node.span) if node.sub else node.base


def _spelt(node: Node) -> Iterator[str]:
    match node:
        case Identifier(text) if text.startswith("\\"):
            yield from (text[1:], *SYNONYMS.get(text, ()))
        case Identifier(text):
            yield from {text.replace("\\_", "_"), text.replace("\\_", "").replace("_", "")}
        case Accented(accent, body) if not isinstance(body, Accented):
            yield from (spelling for plain in _spelt(body) for spelling in (plain + accent, f"{plain}_{accent}"))
        case Scripted(base, sub, Number("2") | None as power):
            label = "".join(_labels(sub))
            for plain in _spelt(base):
                full = {plain, plain + label, f"{plain}_{label}"} if label else {plain}
                yield from (text + "2" for text in full) if power is not None else full
            if power is not None:
                yield VARIANCE


def _labels(sub: Node | None) -> list[str]:
    match sub:
        case Identifier(text) | Number(text):
            return [text.removeprefix("\\")]
        case Listing(items):
            return [label for item in items for label in _labels(item)]
        case _:
            return []
