"""The text of a Markdown document comes in, its displays, problems and directives go out.

Blocks are markdown-it's affair (`layout`), delimiters the scanner's (`delimiters`); here the two are put together.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from operator import attrgetter

from bnderive.source.delimiters import Scan, Stretch, scan
from bnderive.source.excerpt import running
from bnderive.source.faults import Fault
from bnderive.source.layout import layout, masked, sources
from bnderive.source.lines import Kind, Layout, Lines
from bnderive.source.model import Directive, Display, Document, Problem
from bnderive.source.parts import Part, document
from bnderive.source.tokens import tokens

BLOCK_MARK = re.compile(r"[ \t]*(?:>[ \t]?)*(?:[ \t]*(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$))*[ \t]*(?:#{1,6}(?:[ \t]+|$))?")
HEADING = re.compile(r"^[ \t>]*#{1,6}[ \t]", re.MULTILINE)
DIRECTIVE = re.compile(r"<!--\s*bnderive:(.*)-->", re.DOTALL)
DIRECTIVE_LEAD = 60


def read(text: str, path: str) -> Document:
    """The document in a Markdown text. Every text can be read; what is wrong with it is in the problems."""
    return document(path, text, [part_of(text)])


def part_of(text: str, indents_code: bool = True) -> Part:
    """What a text by itself holds; places are those in this text. In plain text an indented line is no code."""
    lines = Lines.of(text)
    page, found = _settled(lines, sources(lines) if indents_code else unindented(sources(lines)))
    pieces = list(_running_text(page, found.consumed))
    headings = [heading.start() for heading in HEADING.finditer(text)]
    displays = tuple(_displays(page, found, iter(pieces), headings))
    last = found.stretches[-1].opening if found.stretches else 0
    return Part(
        displays,
        tuple(_problem(lines, fault) for fault in found.faults),
        tuple(_directives(lines, found)),
        running(*(words for offset, words in pieces if offset >= last)),
        len(headings),
        max(page.blocks) + 1,
    )


def unindented(seen: list[str]) -> list[str]:
    return [line.lstrip() if line.startswith(("    ", "\t")) else line for line in seen]


def _settled(lines: Lines, seen: list[str]) -> tuple[Layout, Scan]:
    """Mathematics goes before blocks: what looks like a block inside a display is hidden, and all read once more."""
    delimiters = tokens(lines.text)
    page, fences = layout(lines, seen)
    found = scan(page, delimiters)
    hidden = masked(page, seen, [(stretch.opening, stretch.end) for stretch in found.stretches])
    if hidden is not None:
        page, fences = layout(lines, hidden)
        found = scan(page, delimiters)
    for first, end in fences:
        _take_fence(page, found, first, end)
    found.stretches.sort(key=attrgetter("opening"))
    found.consumed.sort()
    return page, found


def _take_fence(page: Layout, found: Scan, first: int, end: int) -> None:
    """A fence runs to its closing fence, or without one to the end of the document or of its quote or list item."""
    lines, last = page.lines, end - 1
    opening, close = lines.content(first, page.containers[first]), lines.ends[last]
    fence = re.compile(r"[ \t]*(`{3,}|~{3,})").match(lines.text, opening)
    mark = fence[1] if fence else "```"
    ending = lines.text[lines.content(last, page.containers[first]) : close].strip()
    if last == first or ending.strip(mark[0]) or len(ending) < len(mark):
        message = f"{mark}math without {mark} after it; nothing in it is read"
        found.faults.append(Fault("BN102", "unclosed-delimiter", "error", opening, lines.ends[first], message))
        return
    start = lines.content(first + 1, page.containers[first])
    if last > first + 1 and page.copy(start, lines.ends[last - 1])[0].strip():
        found.stretches.append(Stretch(opening, start, lines.ends[last - 1], close, "display"))
    else:
        found.faults.append(Fault("BN103", "empty-formula", "warning", opening, close, f"{mark}math holds no formula"))


def _displays(
    page: Layout, found: Scan, running_text: Iterator[tuple[int, str]], headings: Sequence[int]
) -> Iterator[Display]:
    pending = next(running_text, None)
    for stretch in found.stretches:
        before: list[str] = []
        while pending is not None and pending[0] < stretch.opening:
            before.append(pending[1])
            pending = next(running_text, None)
        latex, positions = page.copy(stretch.start, stretch.end)
        paragraph = page.blocks[page.lines.at(stretch.opening)]
        section = bisect(headings, stretch.opening)
        kind = "display" if is_set_apart(page.lines, stretch) else stretch.kind
        extent = page.lines.position(stretch.opening), page.lines.position(stretch.close)
        yield Display(latex, positions, kind, running(*before), paragraph, section, extent=extent)


def is_set_apart(lines: Lines, stretch: Stretch) -> bool:
    """Whether a formula stands alone between blank lines, whatever its delimiters."""
    first, last = lines.at(stretch.opening), lines.at(stretch.end)
    around = lines.text[lines.starts[first] : stretch.opening] + lines.text[stretch.close : lines.ends[last]]
    beside = [lines.line(k) for k in (first - 1, last + 1) if 0 <= k < len(lines)]
    return not around.strip(" \t.,;") and not any(line.strip() for line in beside)


def _running_text(page: Layout, consumed: Sequence[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """The pieces of text that are no mathematics, code or comments, without the marks of lists and headings."""
    lines, index = page.lines, 0
    for k in range(len(lines)):
        offset, end = lines.starts[k], lines.ends[k]
        mark = BLOCK_MARK.match(lines.text, offset, end)
        offset = mark.end() if mark else offset
        while index < len(consumed) and consumed[index][0] < end:
            start, stop = consumed[index]
            if page.kinds[k] in (Kind.TEXT, Kind.TABLE) and offset < start:
                yield offset, lines.text[offset:start]
            offset = max(offset, stop)
            if stop > end:
                break
            index += 1
        if page.kinds[k] in (Kind.TEXT, Kind.TABLE) and offset < end:
            yield offset, lines.text[offset:end]


def _directives(lines: Lines, found: Scan) -> Iterator[Directive]:
    for start, end in found.comments:
        match = DIRECTIVE.match(lines.text, start, end)
        if match:
            before = lines.text[max(lines.starts[lines.at(start)], start - DIRECTIVE_LEAD) : start]
            yield Directive(match[1].strip(), lines.position(start), before)


def _problem(lines: Lines, fault: Fault) -> Problem:
    span = lines.position(fault.start), lines.position(fault.end)
    return Problem(fault.rule, fault.name, fault.severity, *span, fault.message)
