"""The text of a Python file comes in, the displays in its docstrings and comments go out. Nothing of it is executed.

Each docstring and each run of comments is read by itself, as reStructuredText where it has its marks, else as
Markdown. A string that stands as a statement anywhere counts as a docstring.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from tokenize import (
    COMMENT,
    DEDENT,
    ENCODING,
    ENDMARKER,
    INDENT,
    NEWLINE,
    NL,
    STRING,
    TokenError,
    TokenInfo,
    generate_tokens,
)

from bnderive.source import markdown, rst
from bnderive.source.excerpt import Excerpt, Piece
from bnderive.source.faults import Fault, problems_at
from bnderive.source.model import Directive, Document
from bnderive.source.parts import Part, carried, document

RST = re.compile(r":math:`|^[ \t]*\.\.[ \t]+(?:math::|bnderive:)", re.MULTILINE)
MARKDOWN = re.compile(r"\$|\\[(\[]|\\begin\{|<!--\s*bnderive:|```\s*math")
QUOTES = re.compile(r"(?P<prefix>[A-Za-z]*)(?P<quotes>\"\"\"|'''|\"|')")
SINGLE_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\(?P<letter>[A-Za-z])")
CHANGING = frozenset("abfnrtvxuUN")
SIMPLE = re.compile(r"\\(?:(?P<kept>[\\'\"])|(?P<newline>\n)|.)", re.DOTALL)
LEAD = re.compile(r"#+[:!]?")
DIRECTIVE = re.compile(r"#+\s*bnderive:(.*)")
WHERE = "in docstrings and comments, between `$…$`, `$$…$$` and the like, or in :math:`…` and below .. math::"


def read(text: str, path: str) -> Document:
    """The document in a Python file. Every text can be read; where it stops being Python is a problem."""
    whole = Excerpt.whole(text)
    reader = _Reader(whole)
    reader.run()
    parts = [*reader.parts, Part((), tuple(problems_at(whole, reader.faults)), tuple(reader.directives))]
    return document(path, text, parts, WHERE)


class _Reader:
    """One pass over the tokens; comments on lines of their own, one below another, make a run."""

    def __init__(self, whole: Excerpt) -> None:
        self.whole = whole
        self.starts = whole.positions.offsets
        self.parts: list[Part] = []
        self.faults: list[Fault] = []
        self.directives: list[Directive] = []
        self.comments: list[tuple[int, int, int]] = []
        self.is_warned = False

    def run(self) -> None:
        try:
            self._tokens()
        except (TokenError, SyntaxError, RecursionError, MemoryError) as fault:
            place = self._end_of(fault)
            message = "from here on this is no Python, and nothing of it is read"
            self.faults.append(Fault("BN119", "not-python", "error", place, place + 1, message))
        self._end_of_run()

    def _tokens(self) -> None:
        is_statement, waiting = True, None
        for token in generate_tokens(StringIO(self.whole.text).readline):
            if token.type == COMMENT:
                self._comment(token)
            elif waiting is not None and token.type in (NEWLINE, ENDMARKER):
                self._docstring(waiting)
            if token.type in (NL, COMMENT):
                continue
            waiting = token if token.type == STRING and is_statement else None
            is_statement = token.type in (NEWLINE, INDENT, DEDENT, ENCODING)

    def _end_of(self, fault: BaseException) -> int:
        """The place that an error of the tokenizer names, as (line, column) or as attributes."""
        line = getattr(fault, "lineno", None)
        if isinstance(fault, TokenError) and len(fault.args) > 1:
            line = fault.args[1][0]
        return self.starts[min(max((line or 1) - 1, 0), len(self.starts) - 1)]

    def _offset(self, place: tuple[int, int]) -> int:
        return self.starts[place[0] - 1] + place[1] if place[0] <= len(self.starts) else len(self.whole.text)

    # -- comments

    def _comment(self, token: TokenInfo) -> None:
        """A comment after code is a run by itself."""
        line, column = token.start
        start, end = self._offset(token.start), self._offset(token.end)
        if directive := DIRECTIVE.match(token.string):
            self.directives.append(Directive(directive[1].strip(), self.whole.positions.at(start)))
            return
        is_alone = not self.whole.text[self.starts[line - 1] : start].strip()
        if not is_alone or not self.comments or self.comments[-1][0] != line - 1 or column != self._column():
            self._end_of_run()
        self.comments.append((line, start, end))
        if not is_alone:
            self._end_of_run()

    def _column(self) -> int:
        line, start, _ = self.comments[-1]
        return start - self.starts[line - 1]

    def _end_of_run(self) -> None:
        texts = []
        for _, start, end in self.comments:
            lead = LEAD.match(self.whole.text, start, end)
            texts.append((lead.end() if lead else start, end))
        self.comments = []
        indents = [_indent(self.whole.text[start:end]) for start, end in texts if start < end]
        common = min((indent for indent in indents if indent is not None), default=0)
        self._part([Piece(min(start + common, end), min(end + 1, len(self.whole.text))) for start, end in texts])

    # -- docstrings

    def _docstring(self, token: TokenInfo) -> None:
        self._end_of_run()
        quotes = QUOTES.match(token.string)
        if quotes is None or set(quotes["prefix"].lower()) & {"b", "f"}:
            return
        start = self._offset(token.start) + quotes.end()
        end = self._offset(token.end) - len(quotes["quotes"])
        is_raw = "r" in quotes["prefix"].lower() or self._is_meant_raw(start, end)
        lines = list(_dedented(self.whole.text, start, end))
        self._part(lines if is_raw else [piece for line in lines for piece in _unescaped(self.whole.text, line)])

    def _is_meant_raw(self, start: int, end: int) -> bool:
        """Whether a backslash stands before a letter: then the author wrote LaTeX, and the source is what was meant."""
        letters = list(SINGLE_BACKSLASH.finditer(self.whole.text, start, end))
        changing = next((match for match in letters if match["letter"] in CHANGING), None)
        holds = changing is not None and (
            MARKDOWN.search(self.whole.text, start, end) or RST.search(self.whole.text, start, end)
        )
        if changing is not None and holds and not self.is_warned:
            self.is_warned = True
            place = changing.end()
            message = (
                f"\\{changing['letter']} is an escape in this string, which is read as it stands; expected r before it"
            )
            self.faults.append(Fault("BN117", "escapes", "warning", place - 2, place, message))
        return bool(letters)

    def _part(self, pieces: list[Piece]) -> None:
        excerpt = self.whole.made_of(pieces)
        if RST.search(excerpt.text):
            self.parts.append(rst.part_of(excerpt))
        elif MARKDOWN.search(excerpt.text):
            self.parts.append(carried(markdown.part_of(excerpt.text), excerpt))


def _indent(line: str) -> int | None:
    text = line.lstrip(" \t")
    return len(line) - len(text) if text else None


def _dedented(text: str, start: int, end: int) -> Iterator[Piece]:
    """The lines of a docstring, all but the first less their common indentation."""
    lines, position = [], start
    while (newline := text.find("\n", position, end)) >= 0:
        lines.append((position, newline + 1))
        position = newline + 1
    lines.append((position, end))
    indents = [_indent(text[begin:stop].rstrip("\n")) for begin, stop in lines[1:]]
    common = min((indent for indent in indents if indent is not None), default=0)
    yield Piece(*lines[0])
    for begin, stop in lines[1:]:
        yield Piece(min(begin + common, max(stop - 1, begin) if stop < end else stop), stop)


def _unescaped(text: str, line: Piece) -> Iterator[Piece]:
    """A line of a string that is not raw, with `\\\\` and quotes as they are meant."""
    position = line.start
    for match in SIMPLE.finditer(text, line.start, line.end):
        if match["kept"] or match["newline"]:
            yield Piece(position, match.start())
            yield Piece(match.start(), match.end(), match["kept"] or "")
            position = match.end()
    yield Piece(position, line.end)
