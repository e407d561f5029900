"""A term with some of the earlier claims put in: all of them first, then ever fewer of those that matter.

A term and rewritings in, other terms out, each with the rewritings that made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from bnderive.diagnose.rewriting import Rewriting, with_all
from bnderive.terms import Term

MAX_DROPPED = 6
MAX_VARIANTS = 64


def with_subsets(
    term: Term, rules: Sequence[Rewriting], is_wrong: Callable[[Rewriting], bool]
) -> Iterator[tuple[Term, tuple[Rewriting, ...]]]:
    """A term with rewritings, each result once, and with each those that found anything; with none of them last.

    Right claims keep the value, so that it matters to leave one out only where it stands in the way of a wrong one.
    """
    seen: set[Term] = set()
    for changed, used in repeating(term, rules, is_wrong):
        if changed not in seen:
            seen.add(changed)
            yield changed, used


def repeating(
    term: Term, rules: Sequence[Rewriting], is_wrong: Callable[[Rewriting], bool]
) -> Iterator[tuple[Term, tuple[Rewriting, ...]]]:
    """The same, some results several times."""
    waiting: list[frozenset[Rewriting]] = [frozenset()]
    for dropped in waiting:
        kept = [rule for rule in rules if rule not in dropped]
        changed, used = with_all(term, kept)
        yield changed, used
        if len(dropped) < MAX_DROPPED:
            idle = [rule for rule in kept if is_wrong(rule) and rule not in used]
            smaller = (dropped | {rule} for rule in used if is_wrong(rule) or is_in_the_way(rule, idle))
            waiting += [each for each in smaller if each not in waiting][: MAX_VARIANTS - len(waiting)]
    yield with_all(term, filter(is_wrong, rules))
    yield term, ()


def is_in_the_way(rule: Rewriting, others: Iterable[Rewriting]) -> bool:
    """Whether a rewriting takes a ∂ away that one of some others would find."""
    own = {slope for slope in rule.slopes if slope[1]}
    return any(own & other.slopes for other in others)
