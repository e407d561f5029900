"""The names that a document has for the names of a standard layer, where its definitions do not tell: by their looks.

`\\hat{h}` is to h what `\\hat{x}` is to x; labels such as the B of `\\mu_B` make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bnderive.layer.conventions import EPSILON, EPSILONS, SQUARE, Template
from bnderive.layer.evidence import OUTPUTS, Known
from bnderive.layer.matching import Match
from bnderive.terms import names_of

LABEL = re.compile(r"_\{(?:[^{}]|\{[^{}]*\})*\}")
LOSS, GAINS = "L", ("\\gamma", "\\beta")
HAT = re.compile(r"\\hat\{(.+)\}")


def spelled(template: Template, match: Match, known: Known) -> Mapping[str, str] | None:
    """The document's name for each name of a template that it knows; None where it contradicts the template."""
    if contradicts(template, match, known):
        return None
    names = dict(match.names)
    letters = input_letters(template, names, known)
    for ours in (name for name in template.arity if name not in names):
        if not template.arity[ours] and len(ours) == 1 and not known.is_asked:
            continue  # a plain letter for a number may be anything
        free = (known.undefined | known.defined) - set(names.values())
        looks = [name for name in sorted(free) if looks_like(name, ours, letters, known)]
        if len(looks) > 1:
            return None
        if looks:
            names[ours] = looks[0]
    return with_loss(template, names, known)


def with_loss(template: Template, names: Mapping[str, str], known: Known) -> Mapping[str, str]:
    """The loss that the layer ends in is that of a document which defines none and has what it is made of."""
    last = template.nodes[-1]
    below = names_of(last.body) & {node.name for node in template.nodes}
    open_loss = last.name == LOSS and known.survey.loss not in known.defined
    return {**names, LOSS: known.survey.loss} if open_loss and below & names.keys() else names


def contradicts(template: Template, match: Match, known: Known) -> bool:
    """Whether a node has the name of another definition of the document, or a parameter that of what is normalised."""
    nodes = {node.name for node in template.nodes}
    return any(
        theirs in known.defined and (ours in nodes or reads_statistic(theirs, known))
        for ours, theirs in match.names.items()
        if ours not in match.found
    )


def reads_statistic(name: str, known: Known) -> bool:
    seen, waiting = set[str](), {name}
    while waiting:
        found = known.definitions.get(current := waiting.pop())
        seen.add(current)
        if found is not None and found.is_statistic:
            return True
        waiting |= names_of(found.body) - seen if found is not None else set()
    return False


def input_letters(template: Template, names: Mapping[str, str], known: Known) -> Mapping[str, str]:
    """The letter of the template that bears a hat, and what the document has in its place."""
    hatted = next((found[1] for name in template.arity if (found := HAT.fullmatch(name))), None)
    if hatted is None:
        return {}
    theirs = {found[1] for name in known.undefined if (found := HAT.fullmatch(name))}
    return {hatted: names.get(hatted) or (theirs.pop() if len(theirs) == 1 else hatted)}


def looks_like(theirs: str, ours: str, letters: Mapping[str, str], known: Known) -> bool:
    return LABEL.sub("", theirs) in {LABEL.sub("", name) for name in spellings(ours, letters, known)}


def spellings(ours: str, letters: Mapping[str, str], known: Known) -> Iterator[str]:
    """How a document may write a name. `\\hat{y}` is more often a prediction, and y a label: an output is something
    that is differentiated by, or that stands beside a gain or a shift.
    """
    found = HAT.fullmatch(ours)
    if found:
        letter = letters.get(found[1], found[1])
        yield from () if letter == OUTPUTS[0] else (f"\\hat{{{letter}}}",)
    elif ours == EPSILON:
        yield from EPSILONS
    elif ours == OUTPUTS[0]:
        affine = any(name in known.survey.arity for name in GAINS)
        yield from (name for name in OUTPUTS if name in known.survey.differentiated or (affine and name == ours))
    else:
        yield letters.get(ours, ours)


def is_statistic_by_looks(name: str) -> bool:
    """μ, σ and σ², with or without a label."""
    return LABEL.sub("", name) in {"\\mu", "\\sigma", f"\\sigma{SQUARE}"}
