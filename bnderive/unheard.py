"""Settings in the comments of a document that nothing in it answers to: each is a problem at its comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bnderive.configuration import Hint
from bnderive.configuration.grammar import quoted
from bnderive.configuration.mathematics import assumed, sizes_of
from bnderive.epochs import Epoch
from bnderive.errors import UsageError
from bnderive.layers import standard_layer
from bnderive.source.model import Problem
from bnderive.survey import Survey
from bnderive.survey.names import read_name
from bnderive.syntax.nodes import Node
from bnderive.terms import Graph


def unheard(hints: Sequence[Hint], survey: Survey, epochs: Sequence[Epoch]) -> Iterator[Problem]:
    """The settings that had no effect, with the reason."""
    for hint in hints:
        reasons = [reason(hint, survey, epoch.layer.graph) for epoch in epochs]
        if all(reasons):
            text = f"{quoted(f'{hint.verb} {hint.argument}')} is not heard: {reasons[0]}"
            yield Problem("BN134", "unheard-comment", "warning", hint.comment.start, hint.comment.start, text)


def reason(hint: Hint, survey: Survey, graph: Graph) -> str:
    """Why a setting has no effect; '' where it has one."""
    match hint.verb:
        case "layer":
            return unknown_layer(hint.argument)
        case "sizes":
            strange = [letter for letter in sizes_of(hint.argument) if letter not in survey.sizes]
            return f"{strange[0]} is no size in the document" if strange else ""
        case "loss":
            told = survey.told.loss
            known = told is not None and told.name == survey.loss
            return "" if known else "it is something else in the document"
        case "output":
            told = survey.told.output
            return "" if told is not None and told.name in graph.outputs else "the document defines no such quantity"
        case "upstream":
            return not_upstream(survey, graph)
        case "assume":
            faults = (not_assumed(assumed(part.strip()), survey, graph) for part in hint.argument.split(","))
            return next(filter(None, faults), "")
    return ""


def unknown_layer(name: str) -> str:
    try:
        standard_layer(name)
    except UsageError as error:
        return str(error)
    return ""


def not_upstream(survey: Survey, graph: Graph) -> str:
    told = survey.told.upstream
    found = graph.definition(told.name) if told is not None else None
    if found is None:
        return "it is something else in the document, or what the loss is a function of is not clear"
    return "" if found.line is None else "the document defines it"


def not_assumed(assumption: Node | tuple[str, str], survey: Survey, graph: Graph) -> str:
    if isinstance(assumption, tuple):
        strange = [letter for letter in assumption if letter not in survey.spelling.index_letters]
        return f"{strange[0]} is no index in the document" if strange else ""
    use = read_name(assumption, survey.spelling)
    if use is not None and use.power is None and use.name in graph.positive:
        return ""
    return "only of a name that the document uses and does not define a sign can be assumed"
