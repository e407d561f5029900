"""What the author says outright of the letters of a document: settings in, trees out, and names once spelling is known.

Whether the document has such a name is not asked here.
"""

from __future__ import annotations

from bnderive.configuration.mathematics import assumed, name_of
from bnderive.configuration.model import NotAccepted
from bnderive.errors import UsageError
from bnderive.layers import standard_layer
from bnderive.records import dataclass
from bnderive.settings import Settings
from bnderive.survey.names import NameUse, Spelling, read_name, subscript_items
from bnderive.syntax.nodes import Node

Axes = tuple[frozenset[str], ...]
LOSS = "loss"  # what layers call a loss that they end in


@dataclass(frozen=True, slots=True)
class GivenLayer:
    """The standard layer that was asked for: its name, and the stems of its quantities, `\\hat{x}` and `\\sigma`,
    without that of a loss.
    """

    name: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hints:
    """Letters that mean one size, index letters, names as trees, and pairs of indices that are assumed to differ."""

    sizes: Axes = ()
    indices: frozenset[str] = frozenset()
    loss: Node | None = None
    upstream: Node | None = None
    output: Node | None = None
    positive: tuple[Node, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    layer: GivenLayer | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The hints in the document's own spelling."""

    sizes: Axes = ()
    loss: NameUse | None = None
    upstream: NameUse | None = None
    output: NameUse | None = None
    positive: frozenset[str] = frozenset()
    apart: tuple[tuple[str, str], ...] = ()
    layer: GivenLayer | None = None


UNSAID = Hints()
NOTHING = Told()


def read_hints(settings: Settings) -> Hints:
    """The hints in some settings. Raises UsageError for one that is not understood."""
    try:
        return _hints(settings)
    except NotAccepted as error:
        raise UsageError(f"settings: {error}") from None


def _hints(settings: Settings) -> Hints:
    statements = [assumed(text) for text in settings.assume]
    return Hints(
        tuple(map(frozenset, settings.sizes)),
        frozenset(settings.indices),
        _name(settings.loss),
        _name(settings.upstream),
        _name(settings.output),
        tuple(each for each in statements if isinstance(each, Node)),
        tuple(each for each in statements if not isinstance(each, Node)),
        given_layer(settings.layer) if settings.layer is not None else None,
    )


def given_layer(name: str) -> GivenLayer:
    """What a standard layer has names for. Raises UsageError where there is no such layer."""
    layer = standard_layer(name)
    trees = (name_of(latex) for python, latex in layer.symbols if python != LOSS)
    return GivenLayer(layer.names[0], frozenset(items[0] for tree in trees if (items := subscript_items(tree))))


def _name(text: str | None) -> Node | None:
    return name_of(text) if text is not None else None


def told(hints: Hints, spelling: Spelling) -> Told:
    """The hints as uses of names."""

    def use(node: Node | None) -> NameUse | None:
        return read_name(node, spelling) if node is not None else None

    positive = frozenset(found.name for node in hints.positive if (found := use(node)))
    return Told(
        hints.sizes, use(hints.loss), use(hints.upstream), use(hints.output), positive, hints.apart, hints.layer
    )


def are_said_to_be_one(first: str, other: str, sizes: Axes) -> bool:
    return any({first, other} <= letters for letters in sizes)
