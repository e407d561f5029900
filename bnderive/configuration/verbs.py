"""What each verb accepts: a table from verbs to the settings or requests that their arguments mean.

The same table serves the comments of documents and the keys of a project. Raises NotAccepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bnderive.configuration.grammar import LONGEST, one_of, quoted
from bnderive.configuration.mathematics import assumed, indices_of, name_of, sizes_of
from bnderive.configuration.model import Expected, NotAccepted
from bnderive.settings import Settings

LAYOUTS = ("numerator", "denominator")
VERDICTS = ("correct", "wrong", "undecided")
RULE = re.compile(r"BN\d{3}|[a-z]+(?:-[a-z]+)*")
IGNORED = re.compile(r"\[(?P<rules>[^\]]*)\]\s*(?P<reason>.*)", re.DOTALL)
SUPPRESSIBLE = re.compile(r"BN(?:1[0-24-9]|2\d)\d|[a-z]+(?:-[a-z]+)*")


def _name(argument: str) -> str:
    name_of(argument)
    return argument.strip("$ ")


def _layer(argument: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][\w -]{0,39}", argument):
        raise NotAccepted(
            "a layer is missing, such as `batchnorm`" if not argument else f"{quoted(argument)}: no layer"
        )
    return argument


def _assumed(argument: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in argument.split(",")) if len(argument) <= LONGEST else (argument,)
    for part in parts:
        assumed(part)
    return parts


SETTINGS: Mapping[str, Callable[[str], Settings]] = {
    "layer": lambda text: Settings(layer=_layer(text)),
    "sizes": lambda text: Settings(sizes=(sizes_of(text),)),
    "indices": lambda text: Settings(indices=indices_of(text)),
    "upstream": lambda text: Settings(upstream=_name(text)),
    "output": lambda text: Settings(output=_name(text)),
    "loss": lambda text: Settings(loss=_name(text)),
    "layout": lambda text: Settings(layout=one_of(text, LAYOUTS, "layout")),
    "assume": lambda text: Settings(assume=_assumed(text)),
}
COLLECTED = ("sizes", "indices", "assume")
REQUESTS = ("expect", "ignore", "ignore-file")
VERBS = (*SETTINGS, *REQUESTS)


def expected_of(argument: str) -> tuple[Expected, ...]:
    """What `expect` lists, a verdict a row with the rule that it may have."""
    return tuple(_expected(part.split()) for part in argument.split(","))


def _expected(words: list[str]) -> Expected:
    verdict = one_of(words[0] if words else "", VERDICTS, "verdict")
    rule = words[1] if len(words) > 1 else None
    if len(words) > 2 or (rule is not None and not RULE.fullmatch(rule)):
        raise NotAccepted(f"{quoted(' '.join(words))}: after a verdict one rule may stand, such as `{verdict} BN300`")
    return Expected(verdict, rule)


def ignored_of(argument: str) -> tuple[tuple[str, ...], str]:
    """The rules that `ignore[…] reason` hides, and the reason."""
    found = IGNORED.fullmatch(argument)
    rules = tuple(rule.strip() for rule in found["rules"].split(",")) if found else ()
    if found is None or not all(rules):
        raise NotAccepted("rules are missing: expected `ignore[BN101] reason`")
    if refused := next((rule for rule in rules if not SUPPRESSIBLE.fullmatch(rule)), None):
        raise NotAccepted(refusal(refused))
    if not found["reason"]:
        raise NotAccepted(f"a reason is missing after `[{', '.join(rules)}]`")
    return rules, found["reason"]


def refusal(rule: str) -> str:
    """Why a rule cannot be ignored."""
    if re.fullmatch(r"BN3\d\d", rule):
        return f"{rule} is a wrong verdict, which cannot be ignored; `expect wrong` says that it is known"
    if re.fullmatch(r"BN13\d", rule):
        return f"{rule} is about such comments themselves and cannot be ignored"
    return f"{quoted(rule)} is no rule that can be ignored: expected BN1xx, BN2xx or the name of such a rule"
