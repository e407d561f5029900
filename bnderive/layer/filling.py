"""What a document leaves out of a standard layer: the missing definitions, in its own spelling.

A layer is chosen by what the document defines, by its name where the text or the settings give it, never by a claim.
What the document defines is never replaced or contradicted. Where it may mean several things, each is a way of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bnderive.errors import Reason
from bnderive.layer.conventions import Template, templates
from bnderive.layer.evidence import Known, known_of, may_be, mentioned
from bnderive.layer.folding import reaches
from bnderive.layer.matching import Match, matches_of
from bnderive.layer.model import Layer, Rows
from bnderive.layer.spelling import is_statistic_by_looks, spelled
from bnderive.layers import StandardLayer, standard_layer, standard_layers
from bnderive.records import dataclass
from bnderive.terms import Definition, Index, Sum, Sym, Term, names_of, rebuild, rename

LETTERS = "ijklmn"


@dataclass(frozen=True, slots=True)
class Fill:
    """One way to complete a document: the template, the document's name for each of its names, what is supplied.

    `score` ranks ways: how many nodes the document defines itself, how many of its unknown names are explained.
    """

    template: Template
    names: Mapping[str, str]
    supplied: tuple[Definition, ...]
    score: tuple[int, int]


def completions(layer: Layer, source: Rows) -> tuple[Layer, ...]:
    """The layer completed in every way that the document may mean, the most likely first; itself if nothing is left
    out, or nothing can be said of it.
    """
    asked = standard_layer(source.standard) if source.standard is not None else None
    layer = replace(layer, standard=asked.names[0] if asked else None)
    known = known_of(layer, source)
    if not known.undefined:
        return (layer,)
    layer = replace(layer, failed={**layer.failed, **not_to_be_told(known)})
    fills = chosen(known, asked) if source.survey.axes.is_single else ()  # the templates have one axis
    if source.strict or not fills:
        return (without_what_is_missing(layer, known, fills),)
    ways = tuple(completed(layer, fill) for fill in fills)
    if len({way.standard for way in ways}) > 1:
        ways = tuple(replace(way, standard=None) for way in ways)
    return (*ways, layer) if may_be_otherwise(fills, known, asked) else ways


def may_be_otherwise(fills: Sequence[Fill], known: Known, asked: StandardLayer | None) -> bool:
    """Whether the document may mean something that no way of completing it says: its statistics are given numbers, or
    the layer that it names does not fit it.
    """
    named = (asked,) if asked is not None else mentioned(known.text)
    used = {fill.template.layer for fill in fills}
    misfits = bool(named) and not used & set(named) and any(templates(layer)[0].spread for layer in named)
    return misfits or known.may_be_given(fills[0].supplied, is_named=bool(named))


def not_to_be_told(known: Known) -> Mapping[str, Reason]:
    """Names that definitions use and that a row which could not be read may define."""
    text = "may be defined in a row that was not understood"
    names = sorted(name for name in known.inputs if known.may_be_defined_unread(name))
    return {name: Reason("BN236", "missing-definition", f"${name}$ {text}") for name in names}


def without_what_is_missing(layer: Layer, known: Known, fills: Sequence[Fill]) -> Layer:
    """The layer in which the statistics that its definitions use and that nothing defines are not known: no number that
    is given, and where no assumption is allowed nothing that a standard layer would supply.
    """
    text = "is used by a definition and is itself defined nowhere: a statistic of the inputs, or a number that is given"
    wanted = {d.name for fill in fills for d in fill.supplied} & known.inputs
    wanted |= {name for name in known.inputs if is_statistic_by_looks(name) and not known.survey.arity.get(name)}
    missing = () if known.speaks_of_given else sorted(wanted - layer.failed.keys())
    reasons = {name: Reason("BN236", "missing-definition", f"${name}$ {text}") for name in missing}
    return replace(layer, failed={**layer.failed, **reasons})


def chosen(known: Known, asked: StandardLayer | None) -> tuple[Fill, ...]:
    """The best ways to complete a document by the layer asked for, those that it mentions, else those that it shows."""
    named = (asked,) if asked is not None else mentioned(known.text)
    fills = best(known, named, is_named=True)
    if fills or asked is not None:
        return fills
    return best(known, tuple(layer for layer in standard_layers() if not layer.by_name_only), is_named=False)


def best(known: Known, layers: Sequence[StandardLayer], is_named: bool) -> tuple[Fill, ...]:
    """The ways of the highest score; those that supply the same count once."""
    ours = (template for layer in layers for template in templates(layer) if may_be(template, known, is_named))
    found = [fill for template in ours if (fill := filled(template, known, is_named)) is not None]
    top = max((fill.score for fill in found), default=(0, 0))
    fits = [fill for fill in found if fill.score == top]
    fits = [fill for fill in fits if known.adds_epsilon_as(fill.template, fill.names)] or fits
    return tuple({frozenset(fill.supplied): fill for fill in reversed(fits)}.values())[::-1]


def filled(template: Template, known: Known, is_named: bool) -> Fill | None:
    """How a template completes the document; None where it does not, or in two ways that are equally good."""
    fills = [fill for match in matches_of(template, known.written) if (fill := with_match(template, match, known))]
    fills = [fill for fill in fills if is_named or is_shown(fill, known)]
    top = max((fill.score for fill in fills), default=(0, 0))
    ways = {frozenset(fill.supplied): fill for fill in fills if fill.score == top}
    return next(iter(ways.values())) if len(ways) == 1 else None


def is_shown(fill: Fill, known: Known) -> bool:
    """Whether the document's own definitions are those of the layer: two nodes with a statistic among them, or what is
    made of two statistics at once; or what it normalises, to which a gain and a shift are put.
    """
    nodes = {node.name: node for node in fill.template.nodes}
    own = [nodes[name] for name in nodes if fill.names.get(name) in known.defined]
    supplied = {d.name for d in fill.supplied}
    statistics = {name for name, node in nodes.items() if node.is_statistic}
    return (len(own) > 1 and any(node.is_statistic for node in own)) or any(
        len(names_of(node.body) & statistics) > 1 or (fill.names[node.name] == known.sink and len(supplied) == 1)
        for node in own
    )


def with_match(template: Template, match: Match, known: Known) -> Fill | None:
    """How a template completes the document, given what of it the document defines."""
    names = spelled(template, match, known)
    if names is None:
        return None
    nodes = {node.name: node for node in template.nodes}
    missing = {name for name in nodes if name not in match.found}
    needed = {name for name in missing if names.get(name) in known.undefined}
    needed |= set(using_parameters(template, names, known)) & missing
    needed |= {name for name in missing if names.get(name) == known.survey.loss}
    names = apart_from_defined(template, by_position(template, names, needed, known), needed, known)
    if names is None:
        return None
    if is_told_apart_by_nothing(template, match, names, needed, known):
        return None
    needed = closed_downwards(needed, {name for name in missing if names.get(name) not in known.defined}, nodes)
    complete = all_named(template, names, needed, known) if needed else None
    if complete is None or not known.fits(template, complete):
        return None
    held = needed | match.found.keys() | ({name for name in nodes if complete.get(name) == known.sink})
    if any(names_of(nodes[name].body) & nodes.keys() - held for name in needed):
        return None
    supplied = tuple(in_its_spelling(nodes[name], complete, known) for name in nodes if name in needed)
    if any(known.may_be_defined_unread(definition.name) for definition in supplied):
        return None
    whole = {d.name: d for d in (*known.definitions.values(), *supplied)}
    if any(
        reaches(d.name, other, whole) for d in supplied for other in whole.values() if other.name in names_of(d.body)
    ):
        return None
    explained = sum(theirs in known.undefined for theirs in complete.values())
    return Fill(template, complete, supplied, (len(match.found), explained))


def using_parameters(template: Template, names: Mapping[str, str], known: Known) -> Iterator[str]:
    """The nodes that a parameter of the document's claims (γ) belongs to: the first that is made of it."""
    nodes = {node.name for node in template.nodes}
    below = frozenset[str]().union(*(names_of(node.body) for node in template.nodes if node.is_statistic))
    for name in template.arity:
        if name not in nodes | below and names.get(name) in known.unknown:
            yield next(node.name for node in template.nodes if name in names_of(node.body))


def by_position(template: Template, names: Mapping[str, str], needed: set[str], known: Known) -> Mapping[str, str]:
    """What the document normalises in a way of its own is what the gain and the shift of the last node are put to."""
    last = template.nodes[-1]
    below = [node.name for node in template.nodes if node.name in names_of(last.body)]
    gained = any(names.get(name) in known.unknown for name in names_of(last.body) - set(below))
    if last.name not in needed or len(below) != 1 or known.sink is None or not gained:
        return names
    (normalised,) = below
    taken = names.get(normalised, known.sink) != known.sink
    return names if taken else {**names, normalised: known.sink}


def is_told_apart_by_nothing(
    template: Template, match: Match, names: Mapping[str, str], needed: set[str], known: Known
) -> bool:
    """Whether what the gain and the shift are put to, and what comes of it, are both missing, and the document has one
    name that could be either's; where the layer was asked for, its own name for the one says which.
    """
    last = template.nodes[-1]
    below = {node.name for node in template.nodes if node.name in names_of(last.body)}
    gained = any(names.get(name) in known.undefined for name in names_of(last.body) - below)
    untold = {name for name in below & needed - match.names.keys() if not (known.is_asked and names.get(name) == name)}
    return gained and last.name in needed - names.keys() and bool(untold)


def apart_from_defined(
    template: Template, names: Mapping[str, str], needed: set[str], known: Known
) -> Mapping[str, str] | None:
    """Names without that of an output which is to be supplied and whose name has another meaning in the document; None
    where the document defines in a way of its own what is needed.
    """
    last = template.nodes[-1]
    taken = {name for name in needed if names.get(name) in known.defined}
    if taken - {last.name} or (taken and any(names.get(name) in known.inputs for name in names_of(last.body))):
        return None
    return {ours: theirs for ours, theirs in names.items() if ours not in taken}


def closed_downwards(needed: set[str], missing: set[str], nodes: Mapping[str, Definition]) -> set[str]:
    """The needed nodes with those that they are made of and that the document lacks."""
    found, waiting = set[str](), set(needed)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= (names_of(nodes[name].body) & missing) - found
    return found


def all_named(template: Template, names: Mapping[str, str], needed: set[str], known: Known) -> Mapping[str, str] | None:
    """A name for everything that is supplied: one that the document leaves free where it has none of its own."""
    used = needed.union(*(names_of(node.body) for node in template.nodes if node.name in needed))
    complete = dict(names)
    for name in (name for name in template.arity if name in used and name not in names):
        free = known.free_name(name, is_output=name == template.nodes[-1].name)
        if free is None or free in complete.values():
            return None
        complete[name] = free
    return complete


def in_its_spelling(node: Definition, names: Mapping[str, str], known: Known) -> Definition:
    """A node with the document's names and its index letter."""
    letter = known.letter(names.values())
    indices = tuple(Index(letter, index.axis) for index in node.indices)
    bound = Index(next(other for other in LETTERS if other != letter))
    body = rename(rebound(node.body, bound), dict(zip(node.indices, indices, strict=True)))
    return Definition(names[node.name], indices, renamed(body, names))


def rebound(term: Term, letter: Index) -> Term:
    inner = rebuild(term, lambda child: rebound(child, letter))
    return Sum(letter, rename(inner.body, {inner.index: letter})) if isinstance(inner, Sum) else inner


def renamed(term: Term, names: Mapping[str, str]) -> Term:
    if isinstance(term, Sym):
        return Sym(names.get(term.name, term.name), term.indices)
    return rebuild(term, lambda child: renamed(child, names))


def completed(layer: Layer, fill: Fill) -> Layer:
    """The layer with what is supplied."""
    arity = {fill.names[name]: count for name, count in fill.template.arity.items() if name in fill.names}
    new = {name: count for name, count in arity.items() if count and name not in layer.vocabulary.arity}
    vocabulary = replace(layer.vocabulary, arity={**layer.vocabulary.arity, **new})
    return replace(
        layer,
        vocabulary=vocabulary,
        supplied=fill.supplied,
        standard=fill.template.layer.names[0],
    )
