"""The text of a reStructuredText document comes in, its displays, problems and directives go out.

Mathematics stands in `.. math::` directives and `:math:` roles. Literal blocks, code and comments hold none; every
other directive is seen through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bnderive.source.excerpt import Excerpt, Piece, running
from bnderive.source.faults import Fault, problems_at, quoted
from bnderive.source.lines import Lines
from bnderive.source.model import Directive, Display, Document
from bnderive.source.parts import Part, document

MATHEMATICS = re.compile(r"[ \t]*\.\.[ \t]+math::[ \t]*")
DIRECTIVE = re.compile(r"[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?P<name>[A-Za-z][\w:.+-]*?)::(?:[ \t]|$)")
EXPLICIT = re.compile(r"[ \t]*\.\.[ \t]+(?:\[|_|\|)")
COMMENT = re.compile(r"[ \t]*\.\.(?:[ \t]+(?P<text>.*))?$")
OPTION = re.compile(r"[ \t]*:[A-Za-z][\w-]*:(?:[ \t]|$)")
ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*$")
INLINE = re.compile(
    r"``.+?``(?!`)"
    r"|:math:`(?P<role>[^`]+)`"
    r"|(?P<open>:math:`)"
    r"|`(?P<before>[^`]+)`:math:"
    r"|`(?P<plain>[^`]+)`_{0,2}",
    re.DOTALL,
)
_CODE = (
    "code code-block sourcecode code-cell parsed-literal raw literalinclude highlight plot ipython prompt testcode "
    "testoutput testsetup doctest jupyter-execute productionlist graphviz digraph mermaid figure image csv-table"
)
CODE = frozenset(_CODE.split())
WHERE = "in :math:`…` or below .. math::"


def read(text: str, path: str) -> Document:
    """The document in a reStructuredText text. Every text can be read."""
    return document(path, text, [part_of(Excerpt.whole(text))], WHERE)


def part_of(excerpt: Excerpt) -> Part:
    """What an excerpt of a file holds; places are those in the file."""
    reader = _Reader(excerpt)
    reader.run()
    return Part(
        tuple(reader.displays),
        tuple(problems_at(excerpt, reader.faults)),
        tuple(reader.directives),
        running(*reader.words),
        reader.section,
        reader.paragraph + 1,
    )


class _Reader:
    """One pass over the lines: `words` is the running text since the last display."""

    def __init__(self, excerpt: Excerpt) -> None:
        self.excerpt = excerpt
        self.lines = Lines.of(excerpt.text)
        self.indents = [_indent(self.lines.line(k)) for k in range(len(self.lines))]
        self.displays: list[Display] = []
        self.faults: list[Fault] = []
        self.directives: list[Directive] = []
        self.words: list[str] = []
        self.section = self.paragraph = 0
        self.is_default = False

    def run(self) -> None:
        k = 0
        while k < len(self.lines):
            k = self._block(k)

    def _block(self, k: int) -> int:
        """Reads what begins on a line, and returns the line after it."""
        line = self.lines.line(k)
        if self.indents[k] is None:
            return k + 1
        self.paragraph += 1
        if start := MATHEMATICS.match(line):
            end = self._below(k)
            self._mathematics(k, start.end(), end)
            return end
        if directive := DIRECTIVE.match(line):
            self.is_default = self.is_default or line.split() == ["..", "default-role::", "math"]
            return self._below(k) if directive["name"] in CODE else k + 1
        if (comment := COMMENT.match(line)) and not EXPLICIT.match(line):
            return self._comment(k, comment["text"] or "")
        return self._paragraph(k)

    def _below(self, k: int) -> int:
        """The line after all that is indented more than line `k`."""
        indent, end = self.indents[k] or 0, k + 1
        while end < len(self.lines) and ((found := self.indents[end]) is None or found > indent):
            end += 1
        return end

    def _comment(self, k: int, text: str) -> int:
        if text.startswith("bnderive:"):
            place = self.excerpt.positions.at(self.lines.starts[k] + (self.indents[k] or 0))
            below = "\n".join(self.lines.line(j) for j in range(k + 1, self._below(k)))
            self.directives.append(Directive(f"{text.removeprefix('bnderive:')}\n{below}".strip(), place))
        is_empty = not text.strip() and (k + 1 == len(self.lines) or self.indents[k + 1] is None)
        return k + 1 if is_empty else self._below(k)

    def _paragraph(self, k: int) -> int:
        """Lines up to a blank one; a `::` at its end makes what is indented below it literal, `>>>` makes it code."""
        end = k + 1
        while end < len(self.lines) and self.indents[end] is not None and not self._begins_block(end):
            end += 1
        if self.excerpt.text.startswith(">>> ", self.lines.starts[k] + (self.indents[k] or 0)):
            return end
        adorned = [j for j in range(k, end) if ADORNMENT.match(self.lines.line(j))]
        self.section += any(j > k for j in adorned)
        for first, last in zip([k, *(j + 1 for j in adorned)], [*adorned, end], strict=True):
            if first < last:
                self._inline(self.lines.starts[first], self.lines.ends[last - 1])
        is_literal = self.lines.line(end - 1).rstrip().endswith("::")
        return self._below(end - 1) if is_literal else end

    def _begins_block(self, k: int) -> bool:
        return self.excerpt.text.startswith(".. ", self.lines.starts[k] + (self.indents[k] or 0))

    def _inline(self, start: int, end: int) -> None:
        for match in INLINE.finditer(self.excerpt.text, start, end):
            self.words.append(self.excerpt.text[start : match.start()])
            start = match.end()
            group = match.lastgroup
            if group == "open":
                message = ":math:` without ` after it in its paragraph; it is read as text"
                self._fault("BN102", "unclosed-delimiter", "error", match.start(), match.end(), message)
            elif group in ("role", "before") or (group == "plain" and self.is_default):
                self._add(self.excerpt.part(*match.span(str(group))), "inline", match.start(), match.end())
            elif group == "plain":
                self.words.append(match["plain"])
        self.words.append(self.excerpt.text[start:end])

    def _mathematics(self, k: int, column: int, end: int) -> None:
        """The argument and the block below a directive; blank lines part formulas."""
        opening, formulas = self.lines.starts[k], list(self._formulas(k, column, end))
        close = self.lines.ends[end - 1]
        for pieces in formulas:
            self._add(self.excerpt.made_of(pieces), "display", pieces[0].start, pieces[-1].end)
        if not formulas:
            message = f"{quoted(self.excerpt.text[opening:close])} holds no formula"
            self._fault("BN103", "empty-formula", "warning", opening, self.lines.ends[k], message)

    def _formulas(self, k: int, column: int, end: int) -> Iterator[list[Piece]]:
        """Each with its lines less their common indentation; options stand before the first blank line."""
        inner = min((indent for indent in self.indents[k + 1 : end] if indent is not None), default=0)
        pieces = [] if not self.lines.line(k)[column:].strip() else [self._line(k, column)]
        may_be_option = True
        for j in range(k + 1, end):
            if self.indents[j] is None:
                may_be_option = False
                if pieces:
                    yield self._without_newline(pieces)
                pieces = []
            elif not (may_be_option and OPTION.match(self.lines.line(j))):
                pieces.append(self._line(j, inner))
        if pieces:
            yield self._without_newline(pieces)

    def _line(self, k: int, column: int) -> Piece:
        return Piece(self.lines.starts[k] + column, min(self.lines.ends[k] + 1, len(self.excerpt.text)))

    def _without_newline(self, pieces: list[Piece]) -> list[Piece]:
        start = pieces[-1].start
        return [*pieces[:-1], Piece(start, max(self.lines.ends[self.lines.at(start)], start))]

    def _add(self, part: Excerpt, kind: str, start: int, end: int) -> None:
        if part.text.strip():
            before = running(*self.words)
            extent = self.excerpt.span(start, end)
            self.displays.append(
                Display(part.text, part.positions, kind, before, self.paragraph, self.section, extent=extent)
            )
            self.words = []
        else:
            message = f"{quoted(self.excerpt.text[start:end])} holds no formula"
            self._fault("BN103", "empty-formula", "warning", start, end, message)

    def _fault(self, rule: str, name: str, severity: str, start: int, end: int, message: str) -> None:
        self.faults.append(Fault(rule, name, severity, start, end, message))


def _indent(line: str) -> int | None:
    """The columns of space before a line's text; None for a blank line."""
    text = line.lstrip(" \t")
    return len(line) - len(text) if text.strip() else None
