r"""A document comes in; it goes out with what its running text says of a name written as a definition.

`Write $g_i$ for $\partial L/\partial y_i$` and `$g_i$ denotes the gradient of the loss with respect to $y_i$` become
`g_i := …`, every part of it standing where its author wrote it. Rules of language only; nothing else is touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bnderive.records import dataclass
from bnderive.source.model import Display, Document, SourceMap, Use

LEADING = re.compile(r"\b(write|writing|let|use|using|put|set|introduce|schreiben?|écrivons)\b[^.;:]*$|用\s*$", re.I)
FOR = re.compile(r"\s*(as shorthand |as short |short )?(for|instead of|be|für|pour|表示)\s*", re.I)
DENOTING = re.compile(r"\s*(to denote|denotes?|stands? for|is short for|abbreviates?|bezeichne[nt]?|désigne)\s*", re.I)
NAMING = re.compile(r"\b(denote|denoting|abbreviate|call|write|rename|bezeichne\w*|notons)\b[^.;:]*$|记\s*$", re.I)
BY_LEADING = re.compile(r"\b(denote|abbreviate|write|call)\s+by\s*$", re.I)
THE_WORDS = re.compile(r"\W*(the|a|an)?(\s+\w+){0,3}\s*", re.I)
BY = re.compile(r"\s*(by|as|simply as|just|mit|par|als|为|作)\s*", re.I)
NAMED = re.compile(r"\s*(is|are|will be)\s+(denoted|abbreviated|written|called)(\s+(by|as))?\s*", re.I)
GRADIENT = re.compile(
    r"\s*(denotes?|be|is|for|stands for|means)\s+(the\s+)?(\w+\s+)?(gradient|derivative)s?\s+(of\s+the\s+loss\s+)?"
    r"(with\s+respect\s+to|w\.?r\.?t\.?)(\s+the\s+\w+)?\s*",
    re.I,
)
ACCENTED = re.compile(r"\\(bar|overline|dot|tilde|hat)\b|'|\\prime")
NAME = re.compile(r"[^=<>+\-/&]{1,40}")
VALUE = re.compile(r"\\frac|\\partial|\\sum|\\sqrt|/|\+|-|\(")
RELATION = re.compile(r"[=<>]|\\(ne|le|ge|in|to|approx|sim)\b")
LOSS = re.compile(r"\\partial\s*(?:\\mathcal\s*\{?\s*)?(\\ell|[LJCE])(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class _Part:
    """A display within a definition, with the LaTeX that is put before and after it."""

    display: Display
    before: str = ""
    after: str = ""


def with_abbreviations(document: Document) -> Document:
    """The document with a definition in the place of two formulas of which the text says that one names the other."""
    out: list[Display] = []
    for display in document.displays:
        made = _definition(out[-1], display, document.displays) if out else None
        if made is None:
            out.append(display)
        else:
            out[-1] = made
    return replace(document, displays=tuple(out)) if len(out) < len(document.displays) else document


def _definition(first: Display, second: Display, displays: Sequence[Display]) -> Display | None:
    if not first.kind == second.kind == "inline" or first.paragraph != second.paragraph or _relates(first, second):
        return None
    lead, between = first.before[-200:], second.before
    if GRADIENT.fullmatch(between) and _is_name(first):
        loss = next((found[1] for d in displays if (found := LOSS.search(d.latex))), "L")
        return _joined(_Part(first), _Part(second, rf"\frac{{\partial {loss}}}{{\partial {{", "}}"))
    led = BY_LEADING.search(lead[-80:]) and THE_WORDS.fullmatch(between)
    if ACCENTED.search(first.latex) and r"\partial" in second.latex:
        return None  # says what an accent means, of any quantity
    forward = led or DENOTING.fullmatch(between) or (FOR.fullmatch(between) and LEADING.search(lead))
    if forward and _is_name(first) and VALUE.search(second.latex):
        return _joined(_Part(first), _Part(second))
    backward = NAMED.fullmatch(between) or (BY.fullmatch(between) and NAMING.search(lead))
    if backward and _is_name(second) and VALUE.search(first.latex):
        return replace(_joined(_Part(second), _Part(first)), before=first.before)
    return None


def _relates(*displays: Display) -> bool:
    return any(RELATION.search(display.latex) for display in displays)


def _is_name(display: Display) -> bool:
    return NAME.fullmatch(display.latex) is not None and not re.search(r"\\(frac|sum|partial|sqrt)", display.latex)


def _joined(name: _Part, value: _Part) -> Display:
    """`name := value`, in the place of the name."""
    texts, offsets, positions, fixed = [""], [0], [name.display.positions.at(0)], [True]
    uses: list[Use] = []
    for part, joint in ((name, ""), (value, " := ")):
        start = sum(map(len, texts)) + len(joint) + len(part.before)
        source = part.display.positions
        texts += [joint, part.before, part.display.latex, part.after]
        offsets += [start + offset for offset in source.offsets]
        positions += source.positions
        fixed += [source.is_fixed(piece) for piece in range(len(source.offsets))]
        uses += [replace(use, start=use.start + start, end=use.end + start) for use in part.display.uses]
    placed = SourceMap(tuple(offsets), tuple(positions), tuple(fixed))
    return replace(name.display, latex="".join(texts), positions=placed, uses=tuple(uses))
