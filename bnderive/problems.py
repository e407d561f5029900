"""What is odd about a document, beyond any one formula: sizes under several names, ranges, definitions that
nothing uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bnderive.entries import Entry
from bnderive.epochs import Epoch
from bnderive.layer import Layer, is_condition
from bnderive.lower import Remark
from bnderive.source.model import Problem
from bnderive.survey.hints import are_said_to_be_one
from bnderive.survey.survey import uses_in


def problems_of(parsed: Sequence[Entry], epochs: Sequence[Epoch]) -> Iterator[Problem]:
    """Everything that is odd, in no order; what several epochs share comes more than once."""
    for epoch in epochs:
        yield from problems_in(parsed, epoch.layer)
    for epoch in epochs[1:]:
        entry = parsed[epoch.first]
        text = f"${epoch.name}$ is defined again, otherwise than before, and has this meaning from here on"
        yield Problem("BN122", "redefinition", "warning", entry.start, entry.end, text)


def problems_in(parsed: Sequence[Entry], layer: Layer) -> Iterator[Problem]:
    yield from size_aliases(parsed, layer)
    for number, remarks in layer.remarks.items():
        yield from noted(parsed[number], remarks)
    yield from unused_definitions(parsed, layer)


def noted(entry: Entry, remarks: Sequence[Remark]) -> Iterator[Problem]:
    """What reading a row remarked as odd, at its place."""
    for remark in remarks:
        if remark.rule is not None:
            start, end = (entry.display.positions.at(offset) for offset in remark.span or (0, 0))
            yield Problem(remark.rule, remark.name, "warning", start, end, remark.text)


def size_aliases(parsed: Sequence[Entry], layer: Layer) -> Iterator[Problem]:
    """Every further letter for the size of the batch, where it is first used."""
    seen: dict[str, list[str]] = {}
    axes = layer.vocabulary.survey.axes
    for entry in parsed:
        if entry.row is None or (entry.row.relations and is_condition(entry.row, layer.vocabulary.survey)):
            continue
        letters = [use.name for use in uses_in(entry.row, layer.vocabulary.survey.spelling)]
        for name in (name for name in dict.fromkeys(letters) if name in layer.vocabulary.sizes):
            others = seen.setdefault(axes.size(name) or name, [])
            is_said = all(are_said_to_be_one(name, other, layer.vocabulary.survey.told.sizes) for other in others)
            if name not in others and not is_said:
                what = "the length of the batch" if axes.is_single else "the length of one axis"
                text = f"{name} is read as the same size as {' and '.join(others)}: {what}"
                yield Problem("BN101", "size-alias", "warning", entry.start, entry.end, text)
            others += [name] * (name not in others)


def unused_definitions(parsed: Sequence[Entry], layer: Layer) -> Iterator[Problem]:
    """A name that is defined and then never used, neither in a formula nor as a square."""
    uses = {
        k: {u.name for u in uses_in(e.row, layer.vocabulary.survey.spelling)} for k, e in enumerate(parsed) if e.row
    }
    for number, definition in layer.rows.items():
        elsewhere = {name for k, names in uses.items() if k != number for name in names}
        if (
            definition.name not in elsewhere
            and definition.name.removesuffix("^{2}") not in elsewhere
            and len(parsed) > 1
        ):
            entry = parsed[number]
            text = f"${definition.name}$ is defined, but no formula uses it"
            yield Problem("BN120", "unused-definition", "warning", entry.start, entry.end, text)
