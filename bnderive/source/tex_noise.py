"""A LaTeX file comes in; what is left of it goes out: no comments, nothing verbatim, no shorthands for delimiters.

What stays keeps its place in the file. Nothing is read of what is left; comments for the program are handed on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import field

from bnderive.records import dataclass
from bnderive.source.excerpt import Excerpt, Piece
from bnderive.source.faults import Fault
from bnderive.source.model import Directive

LONGEST_VERB = 500
VERB = "\\verb "
"""Stands for what is verbatim, so that a formula with such a text in it is not understood without it."""
VERBATIM = "verbatim|Verbatim|BVerbatim|LVerbatim|alltt|lstlisting|minted|tcblisting|comment|filecontents"
NOISE = re.compile(
    rf"\\begin\s*\{{(?P<verbatim>(?:{VERBATIM})\*?)\}}"
    r"|(?P<false>\\iffalse(?![A-Za-z]))"
    r"|\\(?:verb\*?|lstinline\*?|mintinline\{[a-z]+\})(?P<mark>[^\sA-Za-z*{\[])"
    r"|(?P<address>\\(?:url|path|nolinkurl|href)\s*\{[^{}\n]*\})"
    r"|\\."
    r"|(?P<comment>%[^\n]*)",
    re.DOTALL,
)
ENDS = re.compile(rf"\\end\s*\{{(?P<name>(?:{VERBATIM})\*?)\}}|\\(?P<fi>fi|else)(?![A-Za-z])")
DIRECTIVE = re.compile(r"%+\s*bnderive:(.*)")
DIRECTIVE_LEAD = 60
_DELIMITER = r"(?:\\begin\s*\{[A-Za-z]+\*?\}|\\end\s*\{[A-Za-z]+\*?\}|\\[\[\]]|\$)"
SHORTHAND = re.compile(
    r"\\(?:(?:re|provide)?newcommand\*?|providecommand\*?|[gex]?def)\s*\{?\s*\\(?P<name>[A-Za-z]+)\s*\}?\s*"
    rf"\{{\s*(?P<body>(?:{_DELIMITER}\s*)+)\}}"
)
WORD = re.compile(r"\\(?:([A-Za-z]+)|.)", re.DOTALL)


@dataclass(slots=True)
class Cleaned:
    """What is left of a file, with what was found in what was taken out. Faults are at offsets of the whole file."""

    excerpt: Excerpt
    directives: list[Directive] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def cleaned(whole: Excerpt) -> Cleaned:
    """Without comments and verbatim text, with delimiters put in for their shorthands (`\\be`)."""
    result = Cleaned(whole)
    result.excerpt = _without_shorthands(whole.made_of(_kept(whole, result)))
    return result


def _kept(whole: Excerpt, result: Cleaned) -> Iterator[Piece]:
    """One pass from left to right, since a `%` may be verbatim, and a `\\begin{verbatim}` in a comment."""
    text, ends, position = whole.text, _ends(whole.text), 0
    kept = 0
    while match := NOISE.search(text, position):
        start, position = match.span()
        if match.lastgroup is None:
            continue
        if match["comment"] is not None:
            start, position = _comment(whole, match, result)
        else:
            position = _end(text, match, ends, result)
        yield Piece(kept, start)
        yield Piece(start, position, "" if match["comment"] or match["false"] else VERB)
        kept = position
    yield Piece(kept, len(text))


def _ends(text: str) -> dict[str, list[tuple[int, int]]]:
    ends: dict[str, list[tuple[int, int]]] = {}
    for match in ENDS.finditer(text):
        ends.setdefault(match["name"] or "fi", []).append(match.span())
    return ends


def _comment(whole: Excerpt, match: re.Match[str], result: Cleaned) -> tuple[int, int]:
    """What goes with a comment: all of a line that is nothing else, so that no blank line comes of it."""
    start, end = match.span()
    directive = DIRECTIVE.match(match[0])
    line = whole.text.rfind("\n", 0, start) + 1
    if directive:
        before = whole.text[max(line, start - DIRECTIVE_LEAD) : start]
        result.directives.append(Directive(directive[1].strip(), whole.positions.at(start), before))
    is_alone = not whole.text[line:start].strip(" \t")
    return (line, min(end + 1, len(whole.text))) if is_alone else (start, end)


def _end(text: str, match: re.Match[str], ends: dict[str, list[tuple[int, int]]], result: Cleaned) -> int:
    """Where the verbatim text ends that a match begins; without an end, it is only the match."""
    if match["address"]:
        return match.end()
    if match["mark"]:
        line = text.find("\n", match.end(), match.end() + LONGEST_VERB)
        found = text.find(match["mark"], match.end(), line if line >= 0 else match.end() + LONGEST_VERB)
        return found + 1 if found >= 0 else match.end()
    name = match["verbatim"] or "fi"
    candidates = ends.get(name, [])
    index = bisect_left(candidates, (match.end(), 0))
    if index < len(candidates):
        return candidates[index][1]
    message = f"{match[0]} without an end; what stands after it is read"
    result.faults.append(Fault("BN102", "unclosed-delimiter", "error", *match.span(), message))
    return match.end()


def _without_shorthands(excerpt: Excerpt) -> Excerpt:
    bodies = {match["name"]: (match.start(), match.end(), match["body"]) for match in SHORTHAND.finditer(excerpt.text)}
    if not bodies:
        return excerpt
    pieces, position = [], 0
    for match in WORD.finditer(excerpt.text):
        start, end, body = bodies.get(match[1], (0, len(excerpt.text), ""))
        if body and not start <= match.start() < end and match.start() > start:
            pieces += [Piece(position, match.start()), Piece(match.start(), match.end(), " ".join(body.split()))]
            position = match.end()
    return excerpt.made_of([*pieces, Piece(position, len(excerpt.text))])
