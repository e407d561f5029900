"""The layers of a document by place: a name that is given another definition has it from there on.

Definitions hold for the whole document unless given twice. A second `name = …` that is proved to say the same
is a claim;
one that a sign, a word or a new section marks as a definition, and that says something else, begins an epoch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bnderive.elaborate import Environment, elaborate
from bnderive.entries import Entry
from bnderive.errors import NotUnderstood, Reason
from bnderive.layer import Layer, Rows, read_layer
from bnderive.records import dataclass
from bnderive.survey.survey import defined_name
from bnderive.verdict import decide

MAX_EPOCHS = 24
DEFINING_WORDS = re.compile(
    r"\b(let|define|defined|redefine|write|denote|set|put|(is|are|be|becomes?) now|now (is|are|be|becomes?)|instead)\b"
    r"|[令设记]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Epoch:
    """A layer, the number of the first row that it holds for, and the name that is defined again there."""

    first: int
    layer: Layer
    name: str = ""


def say_the_same(epochs: Sequence[Epoch], others: Sequence[Epoch]) -> bool:
    """Whether two documents have the same definitions in the same places."""
    places, those = ([(epoch.first, epoch.name) for epoch in each] for each in (epochs, others))
    return places == those and all(a.layer.says_the_same(b.layer) for a, b in zip(epochs, others, strict=True))


def read_epochs(parsed: Sequence[Entry], source: Rows) -> tuple[Epoch, ...]:
    """The layers of a document in order; one, unless a name is defined again."""
    found = [Epoch(0, read_layer(source))]
    later: frozenset[int] = frozenset()
    for number, entry in enumerate(parsed):
        layer = found[-1].layer
        if is_marked_second(number, parsed, layer, source) and not repeats(entry, layer):
            later |= {number}
            use = defined_name(source.rows[number], source.survey.spelling)
            name = use.name if use is not None else ""
            followed = len(found) < MAX_EPOCHS
            found.append(Epoch(number, read_layer(source, later) if followed else without(layer, name), name))
    return tuple(found)


def without(layer: Layer, name: str) -> Layer:
    """The layer in which a name that is defined once more, after too many others were, is not known any longer."""
    text = f"more than {MAX_EPOCHS} second definitions in one document are not followed"
    return replace(layer, failed={**layer.failed, name: Reason("BN290", "limit", text)})


def is_marked_second(number: int, parsed: Sequence[Entry], layer: Layer, source: Rows) -> bool:
    """A row that gives a known name a second time, and by a sign, a word or its section may mean to define it."""
    row, display = parsed[number].row, parsed[number].display
    use = defined_name(row, source.survey.spelling) if row is not None else None
    if row is None or use is None or number in layer.names or number in source.hypotheses:
        return False
    first = next((k for k, name in layer.names.items() if name == use.name), None)
    if first is None or first > number:
        return False
    said = row.relations[0] != "=" or DEFINING_WORDS.search(display.before[-60:]) is not None
    return said or parsed[first].display.section != display.section


def repeats(entry: Entry, layer: Layer) -> bool:
    """Whether a second definition says what the first one said."""
    if entry.row is None or entry.head is None:
        return False
    try:
        return decide(elaborate(entry.row, Environment(layer, entry.head))).word == "correct"
    except NotUnderstood:
        return False
