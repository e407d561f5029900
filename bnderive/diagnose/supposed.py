"""Rows that are wrong as they stand, but true in a special case that words around them may speak of: undecided.

Judgements of a whole document go in and come out. The words are not understood here; they only keep a row from being
called wrong.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from bnderive.diagnose.special_cases import (
    SpecialCases,
    equal_elements,
    statistics,
    without_epsilon,
)
from bnderive.diagnose.special_cases.special_cases import Restriction
from bnderive.entries import Entry
from bnderive.errors import Reason
from bnderive.judgement import Judgement
from bnderive.source.lines import Lines
from bnderive.source.model import Display, Document

SUPPOSING = re.compile(
    r"\b(if|when(ever)?|where|suppos\w*|assum\w*|provided|providing|cases?|set(ting)?|put(ting)?|take|taking|let|for|with|given|wenn|falls"
    r"|sei(en)?|sind|für|si|quand|lorsque|soit|soient|pour|cuando|sea|sean|con|se|quando)\b|如果|当|若|假设|设",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.;!?。；]")
EQUAL = re.compile(
    r"\b(equals?|equal|same|common|shared?|constants?|scalars?|single|identical|uniform\w*|independent|not depend"
    r"|agree\w*|gleich\w*|gemeinsam\w*|konstant\w*|skalar\w*|égal\w*|égaux|valent|communs?|commune|constante?s?|scalaire|igual\w*"
    r"|común|ugual\w*|comune|costant\w*)\b|相等|相同|常数|标量",
    re.IGNORECASE,
)
SMALL = re.compile(
    r"\b(neglect\w*|ignor\w*|dropp?\w*|negligible|disregard\w*|omit\w*|leav\w* out|left out|is zero"
    r"|vanishing|vernachlässig\w*|négligea\w*|despreci\w*)\b|忽略",
    re.IGNORECASE,
)
CENTRED = re.compile(
    r"\b(cent(er|re)d|zero[- ]mean|mean zero|sum(s|ming)? to (zero|0)|zentriert\w*|centrées?|centrad[ao]s?)\b"
    r"|中心化|零均值|\bmean\b[^.;]{0,40}\b(zero|vanish\w*)\b|\b(zero|vanish\w*|neglect\w*|ignor\w*)\b[^.;]{0,20}\bmean\b",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"\b(unit[- ]variance|variance one|whitened|Einheitsvarianz|variance unité)\b|单位方差", re.IGNORECASE
)
SPOKEN: tuple[tuple[re.Pattern[str], tuple[Restriction, ...]], ...] = (
    (EQUAL, (equal_elements.upstream, equal_elements.gains)),
    (SMALL, (without_epsilon.restrictions,)),
    (CENTRED, (statistics.centred,)),
    (UNIT, (statistics.unit_variance,)),
)
EQUAL_ELEMENTS = SPOKEN[0][1]
CONSTANT_INPUT: tuple[re.Pattern[str], tuple[Restriction, ...]] = (
    re.compile(
        r"\b(constant|identical|equal|same)\s+(mini-?)?(batch|inputs?|samples|activations)\b"
        r"|\b(zero|no|vanishing) variance\b|\b(batch|inputs?|samples|activations)\b"
        r"[^.;]{0,30}\b(equal|identical|constant|same|coincide)\b|输入(都)?(相等|相同)",
        re.IGNORECASE,
    ),
    (equal_elements.inputs,),
)
GAINS = re.compile(r"\b(gains?|scales?|scaling|weights?|parameters?|coefficients?|factors?|gammas?)\b", re.IGNORECASE)
ALL_EQUAL = re.compile(rf"{EQUAL.pattern}|\b(coincid\w*|ones?|unity)\b", re.IGNORECASE)
OMITTED = "without an index is read elementwise"
SENTENCES = 2  # before a row
GOES_ON = re.compile(r"[\s$.,;)\]}\\]*(?=[(a-zäöüéà]|This|That|It |Here|Note|Dies|Das|Cela|Ceci|Esto|Questo|这|此)")
SENTENCE = re.compile(r"[^.;!?。；]{0,400}")
CLOSING = re.compile(r"\s*(\$\$|\\\]|\\end\{[^{}]*\}|\$|\\\))+")


def tempered(judgements: Sequence[Judgement], document: Document, special: SpecialCases) -> list[Judgement]:
    """The judgements, without a wrong row that the words around it may put in a special case in which it holds."""
    lines = Lines.of(document.text)
    conditions = {id(judgement.entry.display) for judgement in judgements if is_condition(judgement)}
    return [in_doubt(j, document, lines, conditions, special) if is_wrong(j) else j for j in judgements]


def is_condition(judgement: Judgement) -> bool:
    """Whether a row supposes something: one that no equality is in, such as `\\epsilon \\to 0`, too."""
    return judgement.role == "condition" or (judgement.reason is not None and judgement.reason.rule == "BN240")


def is_wrong(judgement: Judgement) -> bool:
    return judgement.verdict is not None and judgement.verdict.word == "wrong"


def in_doubt(
    judgement: Judgement, document: Document, lines: Lines, conditions: Container[int], special: SpecialCases
) -> Judgement:
    spoken = special_cases_spoken_of(judgement.entry, document, lines, conditions)
    if not leaves_an_index_out(judgement):
        words = words_around(judgement.entry, document, lines)
        spoken = tuple(each for each in spoken if each not in EQUAL_ELEMENTS)
        spoken += (equal_elements.arrays,) * any(speaks_of_equal_gains(text) for text in words)
    said = special.under(judgement, spoken)
    if said is None or judgement.verdict is None:
        return judgement
    text = f"as it stands it is false; it is true where {said}, which the words around it may suppose"
    reason = Reason("BN237", "supposition", text)
    return replace(judgement, verdict=replace(judgement.verdict, word="undecided", reason=reason))


def special_cases_spoken_of(
    entry: Entry, document: Document, lines: Lines, conditions: Container[int]
) -> tuple[Restriction, ...]:
    """Those that some words around a row name; all of them where a condition stands in a supposing sentence."""
    words = " ".join(words_around(entry, document, lines))
    near = (entry.display, *leading(entry, document), *following(entry, document, lines))
    stated = any(id(display) in conditions for display in near)
    beside = id(entry.display) in conditions
    is_supposed = beside or (stated and SUPPOSING.search(words))
    named = [row for row in SPOKEN if is_supposed or row[0].search(words)]
    named += [row for row in (CONSTANT_INPUT,) if row[0].search(words)]  # what is lost in it is too much to guess at
    return tuple(restriction for _, restrictions in named for restriction in restrictions)


def speaks_of_equal_gains(words: str) -> bool:
    """Whether a sentence says of gains that they are all alike."""
    return any(GAINS.search(part) and ALL_EQUAL.search(part) for part in SENTENCE_END.split(words))


def leaves_an_index_out(judgement: Judgement) -> bool:
    """Whether a row writes an array without its index, which may be one number for all of them."""
    remarks = judgement.claim.usual.remarks if judgement.claim is not None else ()
    return any(OMITTED in remark.text for remark in remarks)


def leading(entry: Entry, document: Document) -> Iterator[Display]:
    """The formulas in the running text between the display before and that of a row, the last one first."""
    place = next(k for k, display in enumerate(document.displays) if display is entry.display)
    return takewhile(lambda display: display.kind == "inline", reversed(document.displays[:place]))


def following(entry: Entry, document: Document, lines: Lines) -> tuple[Display, ...]:
    """The formula in running text that the sentence of a display goes on with."""
    place = next(k for k, display in enumerate(document.displays) if display is entry.display)
    after = document.displays[place + 1 : place + 2] if sentence_after(entry, document.text, lines) else ()
    return tuple(display for display in after if display.kind == "inline")


def words_around(entry: Entry, document: Document, lines: Lines) -> Iterator[str]:
    """What is said between the display before and this one, in it, and in the sentence that goes on after."""
    yield entry.display.latex
    yield sentence_after(entry, document.text, lines)
    before = " ".join(display.before for display in (*reversed([*leading(entry, document)]), entry.display))
    yield " ".join(SENTENCE_END.split(before.rstrip(" :,"))[-SENTENCES:])


def sentence_after(entry: Entry, text: str, lines: Lines) -> str:
    """The words after a display that go on with its sentence, or speak of it."""
    rest = text[lines.starts[entry.end.line - 1] + entry.end.column - 1 :][:600]
    closed = CLOSING.match(rest)
    rest = rest[closed.end() :] if closed is not None else rest
    start = GOES_ON.match(rest)
    found = SENTENCE.match(rest, start.end()) if start is not None else None
    return found[0] if found is not None else ""
