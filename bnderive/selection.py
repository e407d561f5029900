"""Rules that `select` and `ignore` of the settings name, by code, by the beginning of codes or by name.

A finding that is not selected stays in the report with its verdict, marked with the reason, and fails nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache

from bnderive.errors import UsageError
from bnderive.records import dataclass
from bnderive.repairs import repairs
from bnderive.report import Formula
from bnderive.rules import RULES
from bnderive.settings import Settings

CODE = re.compile(r"BN[0-9]{0,3}", re.IGNORECASE)
NAME_LENGTH = 5  # a name says as much as a whole code
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Selection:
    """The codes and names whose findings count, all where `select` is empty, and those whose findings do not."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def reason(self, rule: str | None, name: str | None) -> str | None:
        """Why a finding does not count; None if it does.

        >>> Selection(ignore=("BN3",)).reason("BN301", "missing-accent")
        'BN3 is ignored'
        >>> Selection(("BN301",), ("BN3",)).reason("BN301", "missing-accent")
        """
        by_select, by_ignore = (_longest(words, rule, name) for words in (self.select, self.ignore))
        if by_ignore is not None and (by_select is None or _weight(by_ignore) >= _weight(by_select)):
            return f"{by_ignore} is ignored"
        return f"{rule or name} is not selected" if self.select and by_select is None else None

    def formula(self, formula: Formula) -> Formula:
        """The row, with the reason for which it is to fail nothing, if there is one."""
        if formula.verdict not in ("wrong", "undecided") or formula.suppressed is not None:
            return formula
        reason = self.reason(formula.rule, formula.name)
        return formula if reason is None else replace(formula, suppressed=reason)


def _weight(word: str) -> int:
    return len(word) if CODE.fullmatch(word) else NAME_LENGTH


def _longest(words: Iterable[str], rule: str | None, name: str | None) -> str | None:
    """Of the words that mean a finding the one that says most."""
    meant = (word for word in words if word == name or (CODE.fullmatch(word) and (rule or "").startswith(word)))
    return max(meant, key=_weight, default=None)


def selection_of(settings: Settings) -> Selection:
    """Raises UsageError for what no rule is called, which names what is near."""
    return Selection(*(tuple(map(known, words)) for words in (settings.select, settings.ignore)))


def known(word: str) -> str:
    """A code or its beginning in capitals, or a name. Raises UsageError where no rule has it.

    >>> known("bn30"), known("Missing-Accent")
    ('BN30', 'missing-accent')
    """
    plain = word.upper() if CODE.fullmatch(word) else word.lower()
    if plain in names() or (CODE.fullmatch(plain) and any(code.startswith(plain) for code in codes())):
        return plain
    near = get_close_matches(plain, (*codes(), *names()), n=1) if len(plain) <= SHOWN else []
    proposal = f"; the nearest is {near[0]}" if near else ""
    raise UsageError(f"no rule {plain[:SHOWN]!r}{proposal}; `bnderive rule --all` shows every rule")


@cache
def codes() -> Sequence[str]:
    """The code of every rule."""
    return tuple(sorted({rule.code for rule in RULES} | {repair.rule for repair in repairs()}))


@cache
def names() -> Sequence[str]:
    """The name of every rule."""
    return tuple(sorted({name for rule in RULES for name in rule.names} | {repair.name for repair in repairs()}))
