"""Displays in document order come in; they go out with the author's own macros expanded, and without definitions.

Every character of an expansion stands where the macro is used. No expansion goes deeper than 16 levels, writes more
than 64 KiB for a formula or 2 MiB for a document, or uses a macro within itself: such a use becomes
`\\unexpanded\\name`, which no later step understands, and a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bnderive.source.arguments import Failure, Waiting, apart, arguments, runs_on
from bnderive.source.definitions import DEFINING, Definition, Scanned, braces, read_definition
from bnderive.source.excerpt import Excerpt, Piece, running
from bnderive.source.faults import Fault, problems_at, quoted
from bnderive.source.model import Display, Problem, Use

DEPTH = 16
SIZE = 64 * 1024
TOTAL = 2 * 1024 * 1024
DEFINITION = "definition"
"""The kind of a display that is no mathematics but a definition in running text."""

BUILT_IN = {
    "ensuremath": Definition("ensuremath", 1, None, Scanned("#1")),
    "xspace": Definition("xspace", 0, None, Scanned("")),
}
USE = re.compile(r"\\(?:([A-Za-z]+)|.)", re.DOTALL)
Arguments = tuple[tuple[str, bool], ...]
"""What stands for `#1`, `#2`, …: expanded, and whether it was written as a single macro."""


def expanded(displays: Iterable[Display]) -> tuple[list[Display], list[Problem]]:
    """The displays that hold mathematics, with macros expanded; a definition applies from its place on."""
    macros, waiting = _Macros(), ""
    found: list[Display] = []
    for display in displays:
        result = macros.display(display)
        before = running(waiting, display.before) if waiting else display.before
        if result is not None:
            found.append(replace(result, before=before) if waiting else result)
        waiting = "" if result is not None else before
    return found, macros.problems


class _Macros:
    """The definitions so far, and how much may still be written."""

    def __init__(self) -> None:
        self.table = dict(BUILT_IN)
        self.problems: list[Problem] = []
        self.reported: set[str] = set()
        self.total = TOTAL
        self.left = SIZE

    def display(self, display: Display) -> Display | None:
        """The display as it reads; None where it only defines."""
        if "\\" not in display.latex:
            return display
        excerpt = Excerpt(display.latex, display.positions)
        if DEFINING.search(display.latex):
            excerpt = self._without_definitions(excerpt)
            if display.kind == DEFINITION or not excerpt.text.strip():
                return None
        uses: tuple[Use, ...] = ()
        if self._is_used(excerpt.text):
            self.left = SIZE
            excerpt, uses = _Formula(self, excerpt).expanded()
        if excerpt.text == display.latex:
            return display
        return replace(display, latex=excerpt.text, positions=excerpt.positions, uses=uses)

    def _is_used(self, latex: str) -> bool:
        return len(latex) <= SIZE and any(match[1] in self.table for match in USE.finditer(latex))

    def _without_definitions(self, excerpt: Excerpt) -> Excerpt:
        """What is taken out leaves its line ends behind, so that lines go on being counted."""
        text, closing, pieces, position = excerpt.text, braces(excerpt.text), [], 0
        for match in DEFINING.finditer(text):
            start = match.start("definition")
            if start < position:
                continue
            definition = read_definition(text, closing, start)
            if definition is None:
                self.report(excerpt, start, quoted(text[start : start + 40]), "this is no plain definition")
                continue
            lines = "\n" * text.count("\n", start, definition.end)
            pieces += [Piece(position, start), Piece(start, definition.end, lines)]
            position = definition.end
            self._define(definition)
        return excerpt.made_of([*pieces, Piece(position, len(text))])

    def _define(self, definition: Definition) -> None:
        if definition.is_provided and definition.name in self.table:
            return
        if definition.is_alias:
            known = self.table.get(definition.body.text[1:])
            definition = replace(known, name=definition.name) if known else definition
        self.table[definition.name] = definition

    def charge(self, size: int) -> None:
        """Called before a body or an argument is put in, so that no work is done beyond the limits."""
        self.left -= size
        self.total -= size
        if self.left < 0:
            raise Failure(f"its expansion takes more than {SIZE // 1024} KiB in one formula")
        if self.total < 0:
            raise Failure(f"the expansions of the document take more than {TOTAL // 1024 // 1024} MiB")

    def report(self, excerpt: Excerpt, start: int, name: str, reason: str) -> None:
        """Once for each macro, at its first place."""
        if name not in self.reported:
            self.reported.add(name)
            fault = Fault("BN108", "macro", "error", start, start + len(name), f"{name}: {reason}")
            self.problems += problems_at(excerpt, [fault])


class _Formula:
    """One formula on its way to its expansion."""

    def __init__(self, macros: _Macros, excerpt: Excerpt) -> None:
        self.macros = macros
        self.excerpt = excerpt
        self.scanned = Scanned(excerpt.text)

    def expanded(self) -> tuple[Excerpt, tuple[Use, ...]]:
        latex, pieces, kept, length = self.excerpt.text, list[Piece](), 0, 0
        uses: list[Use] = []
        for first, end, text in self._uses():
            start, stop = self.scanned.starts[first], self.scanned.starts[end]
            text = apart(latex[max(start - 80, 0) : start], text)
            text += " " if runs_on(text, latex[stop : stop + 1]) else ""
            text += "\n" * latex.count("\n", start, stop)
            pieces += [Piece(kept, start), Piece(start, stop, text)]
            length += start - kept + len(text)
            uses.append(Use(length - len(text), length, latex[start:stop]))
            kept = stop
        return self.excerpt.made_of([*pieces, Piece(kept, len(latex))]), tuple(uses)

    def _uses(self) -> Iterator[tuple[int, int, str]]:
        """The first token, the end and the expansion of every use in the formula itself."""
        index, waiting, tokens = 0, Waiting(), self.scanned.tokens
        while index < len(tokens):
            if self._macro(tokens[index]) is None:
                waiting.take(tokens[index])
                index += 1
                continue
            end, text = self._use_or_failure(index)
            yield index, end, waiting.argument(text)
            index = end

    def _use_or_failure(self, index: int) -> tuple[int, str]:
        token = self.scanned.tokens[index]
        try:
            return self._use(self.scanned, index, len(self.scanned.tokens), (), ())
        except Failure as failure:
            self.macros.report(self.excerpt, self.scanned.starts[index], token, f"not expanded, since {failure}")
            return index + 1, f"\\unexpanded{token} "

    def _macro(self, token: str) -> Definition | None:
        return self.macros.table.get(token[1:]) if token[:1] == "\\" else None

    def _use(
        self, scanned: Scanned, index: int, end: int, outer: Arguments, active: tuple[str, ...]
    ) -> tuple[int, str]:
        """The index after a use with its arguments, and its expansion. `outer` are the arguments of the macro in whose
        body it stands, `active` the macros that are being expanded.
        """
        token = scanned.tokens[index]
        macro = self._macro(token)
        if macro is None or token in active:
            raise Failure(f"{token} uses itself")
        if len(active) >= DEPTH:
            raise Failure(f"it is more than {DEPTH} levels deep")
        self.macros.charge(len(macro.body.text) + 1)
        following, spans = arguments(scanned, index + 1, end, macro.parameters, macro.default)
        # An argument belongs to the place of the use, so the macro may be used in it again; its level counts as one.
        inner = tuple((self._run(*span, outer, (*active, "")), self._is_macro(*span)) for span in spans)
        body = macro.body
        text = body.text if macro.is_alias else self._run(body, 0, len(body.tokens), inner, (*active, token))
        return following, text

    def _run(self, scanned: Scanned, index: int, end: int, outer: Arguments, active: tuple[str, ...]) -> str:
        """The expansion of some tokens of an argument or of a body."""
        parts: list[str] = []
        waiting, last = Waiting(), ""
        while index < end:
            token, following = scanned.tokens[index], index + 1
            if self._macro(token) is not None:
                following, text = self._use(scanned, index, end, outer, active)
                text = waiting.argument(text)
            elif len(token) == 2 and token[0] == "#":
                text, is_macro = _argument(token, outer)
                self.macros.charge(len(text))
                text = waiting.argument(text, is_macro)
            else:
                waiting.take(token)
                text = token
            parts.append(apart(last, text))
            last, index = text or last, following
        return "".join(parts)

    def _is_macro(self, scanned: Scanned, first: int, last: int) -> bool:
        tokens = [token for token in scanned.tokens[first:last][:3] if not token.isspace()]
        return last - first <= 3 and len(tokens) == 1 and self._macro(tokens[0]) is not None


def _argument(token: str, outer: Arguments) -> tuple[str, bool]:
    if int(token[1]) > len(outer):
        raise Failure(f"there is no argument {token}")
    return outer[int(token[1]) - 1]
