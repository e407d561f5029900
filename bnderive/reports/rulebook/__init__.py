"""The help pages of all rules: those of the table, and the faults that have a repair, whose docstring is the page.

A code or a name comes in, text for a person goes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from bnderive.errors import UsageError
from bnderive.repairs import Repair, repairs
from bnderive.reports.unicode_math import readable
from bnderive.rules import RULES, Rule

NEAR = 0.6  # how much of a name must agree for it to be proposed


@cache
def rules() -> tuple[Rule | Repair, ...]:
    """Every rule, by its code."""
    return tuple(sorted((*RULES, *repairs()), key=code_of))


def code_of(rule: Rule | Repair) -> str:
    return rule.code if isinstance(rule, Rule) else rule.rule


def names_of(rule: Rule | Repair) -> tuple[str, ...]:
    return rule.names if isinstance(rule, Rule) else (rule.name,)


def summary_of(rule: Rule | Repair) -> str:
    """What the rule says, on one line."""
    return rule.summary if isinstance(rule, Rule) else f"{rule.title[:1].lower()}{rule.title[1:]}"


def name_of_rule(code: str) -> str:
    return next(" or ".join(names_of(rule)) for rule in rules() if code_of(rule) == code)


def pages(wanted: str | None = None) -> str:
    """The page of a rule by its code or name, of each where several go under a name; every page if none is wanted.
    Raises UsageError, which names what is near.
    """
    found = [rule for rule in rules() if wanted is None or wanted.lower() in called(rule)]
    if wanted is not None and not found:
        known = dict.fromkeys(name for rule in rules() for name in called(rule))
        near = get_close_matches(wanted.lower(), known, n=1, cutoff=NEAR)
        names = [name.upper() if name.startswith("bn") and name[2:].isdigit() else name for name in near]
        proposal = f"the nearest is {names[0]}, and " if names else ""
        raise UsageError(f"no rule {wanted!r}; {proposal}--all shows every rule")
    return "\n".join(map(page, found))


def called(rule: Rule | Repair) -> tuple[str, ...]:
    return code_of(rule).lower(), *names_of(rule)


def page(rule: Rule | Repair) -> str:
    """The help page of one rule."""
    title = f"{code_of(rule)} {', '.join(names_of(rule))}\n{summary_of(rule)}\n"
    if isinstance(rule, Rule):
        return f"{title}\n  given when  {rule.when}\n  what to do  {rule.advice}\n"
    return title + "\n" + "\n".join(explained(rule)) + "\n"


def explained(fault: Repair) -> Iterator[str]:
    """The text of a fault's page, and its examples, for reading and as LaTeX."""
    _, _, text = fault.help.strip().partition("\n\n")
    yield text.rpartition("\n\n")[0]
    yield ""
    for word in ("wrong", "right"):
        yield f"  {word}  {readable(fault.example(word))}"
        yield f"         {fault.example(word)}"


def table() -> str:
    """Every rule in one line, as Markdown."""
    rows = (f"| {code_of(rule)} | {', '.join(names_of(rule))} | {summary_of(rule)} |" for rule in rules())
    return "\n".join(("| rule | name | what it says |", "| --- | --- | --- |", *rows))
