"""The text of a LaTeX file comes in, its displays, problems and directives go out.

The body is read; of what stands before `\\begin{document}` only definitions of macros count. Other files are never
looked at. Environments that are no mathematics are seen through.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from bnderive.source.definitions import HEAD, braces, read_definition
from bnderive.source.excerpt import Excerpt, running
from bnderive.source.faults import Fault, problems_at, quoted
from bnderive.source.lines import next_in
from bnderive.source.macros import DEFINITION
from bnderive.source.model import Display, Document
from bnderive.source.parts import Part, document
from bnderive.source.tex_noise import cleaned
from bnderive.source.tokens import ENVIRONMENTS, Token, matched

TOKEN = re.compile(
    r"\\begin\s*\{(?P<begin>[A-Za-z]+\*?)\}|\\end\s*\{(?P<end>[A-Za-z]+\*?)\}"
    r"|(?P<word>\\[A-Za-z]+\*?)|(?P<bracket>\\[()\[\]])|\\."
    r"|(?P<dollars>\${5,})|(?P<dollar>\$)|(?P<brace>[{}])|(?P<blank>\n[ \t]*\n\s*)",
    re.DOTALL,
)
DOCUMENT = re.compile(r"\\(begin|end)\s*\{document\}")
HEADINGS = frozenset(
    f"\\{name}{star}"
    for name in ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph", "frametitle")
    for star in ("", "*")
)
BREAKS = frozenset(("\\item", "\\par", "\\caption", "\\footnote"))
FILES = frozenset(("\\input", "\\include", "\\subfile", "\\import", "\\subimport", "\\InputIfFileExists"))
MATHEMATICAL = frozenset(("\\frac", "\\dfrac", "\\tfrac", "\\partial", "\\nabla", "\\sum", "\\prod", "\\sqrt"))
UNREAD = "nothing up to the end of the paragraph is read"
LONGEST_BEFORE = 4000
COMMANDS = re.compile(
    r"\\(?:label|eqref|ref|autoref|[cC]ref|cite[a-z]*|begin|end|[vh]space|includegraphics)\*?(?:\[[^\[\]]*\])*\{[^{}]*\}"
    r"|\\[A-Za-z]+\*?|\\.|[{}~]",
    re.DOTALL,
)


def read(text: str, path: str) -> Document:
    """The document in a LaTeX text. Every text can be read; what is wrong with it is in the problems."""
    whole = Excerpt.whole(text)
    left = cleaned(whole)
    reader = _Reader(left.excerpt)
    reader.run()
    problems = (*problems_at(whole, left.faults), *problems_at(left.excerpt, reader.all_faults()))
    return document(path, text, [Part(tuple(reader.displays), problems, tuple(left.directives))])


class _Reader:
    """One pass over the tokens of the text: `position` is how far it is used up."""

    def __init__(self, excerpt: Excerpt) -> None:
        self.excerpt = excerpt
        self.text = excerpt.text
        self.start, self.end = _body(self.text)
        self.tokens = [_token(match) for match in TOKEN.finditer(self.text, 0, self.end)]
        self.starts = [token.start for token in self.tokens]
        self.closing = braces(self.text)
        self.environment_ends = matched([token for token in self.tokens if token.name in ENVIRONMENTS])
        self.brackets = {kind: [t.start for t in self.tokens if t.kind == kind] for kind in (r"\[", r"\]")}
        self.blanks = [token.start for token in self.tokens if token.kind == "blank"]
        self.position, self.since = 0, self.start
        self.section = self.paragraph = 0
        self.displays: list[Display] = []
        self.faults: list[Fault] = []
        self.outside: list[Token] = []

    def run(self) -> None:
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            self.position = token.end
            if token.kind == "word" and HEAD.fullmatch(token.name):
                self._definition(token)
            elif token.start >= self.start:
                self._token(token)
            index = bisect_left(self.starts, self.position, index + 1)

    def all_faults(self) -> list[Fault]:
        """With one for all the mathematics that stands in running text."""
        if not self.outside:
            return self.faults
        first = self.outside[0]
        message = f"{first.name} stands outside of mathematics, first here ({len(self.outside)} such places): not read"
        return [*self.faults, Fault("BN118", "outside-delimiters", "warning", first.start, first.end, message)]

    def _token(self, token: Token) -> None:
        match token.kind:
            case "dollar":
                self._dollar(token)
            case r"\(":
                self._inline(token, r"\)")
            case r"\[":
                self._bracket(token)
            case r"\)" | r"\]":
                self._fault("BN102", "unclosed-delimiter", "error", token, f"{token.kind} closes nothing")
            case "begin" | "end":
                self._environment(token)
            case "dollars":
                message = f"{token.end - token.start} dollar signs delimit nothing"
                self._fault("BN103", "empty-formula", "warning", token, message)
            case "blank":
                self.paragraph += 1
            case "word":
                self._word(token)

    def _word(self, token: Token) -> None:
        name = token.name
        if name in HEADINGS:
            self.section += 1
        if name in HEADINGS or name in BREAKS:
            self.paragraph += 1
        elif name in MATHEMATICAL:
            self.outside.append(token)
        elif name in FILES:
            message = f"{name} is not followed: what the other file holds is not read"
            self._fault("BN116", "not-followed", "warning", token, message)

    def _definition(self, token: Token) -> None:
        definition = read_definition(self.text, self.closing, token.start)
        self.position = definition.end if definition else token.end
        self.since = max(self.since, self.position)
        end = definition.end if definition else min(token.end + 40, len(self.text))
        part = self.excerpt.part(token.start, end)
        self.displays.append(Display(part.text, part.positions, DEFINITION))

    def _environment(self, token: Token) -> None:
        if token.name not in ENVIRONMENTS:
            self.paragraph += 1
            return
        end = self.environment_ends.get(token.start)
        if token.kind == "end":
            message = f"\\end{{{token.name}}} without \\begin{{{token.name}}} before it"
            self._fault("BN102", "unclosed-delimiter", "error", token, message)
        elif end is None:
            self._unclosed(token, f"\\end{{{token.name}}}")
        elif token.name == "math":
            self._add(token, token.end, self.text.rfind("\\end", token.end, end), end, "inline")
        else:
            self._add(token, token.start, end, end, "display")

    def _bracket(self, token: Token) -> None:
        """A `\\[` before the next `\\]` means that the first of them is the one without a partner."""
        end = next_in(self.brackets[r"\]"], token.end, self.end)
        if end is None or next_in(self.brackets[r"\["], token.end, end) is not None:
            self._unclosed(token, r"\]")
        else:
            self._add(token, token.end, end, end + 2, "display")

    def _dollar(self, token: Token) -> None:
        if self.text.startswith("$$", token.start):
            self._inline(Token("dollars", token.start, token.end + 1), "$$")
        else:
            self._inline(token, "$")

    def _inline(self, token: Token, closer: str) -> None:
        """Up to the closing delimiter outside of braces: `\\text{if $i = j$}` is part of what is around it."""
        limit = self._paragraph_end(token)
        index = bisect_left(self.starts, token.end)
        while index < len(self.tokens) and (following := self.tokens[index]).start < limit:
            if following.kind in ("dollar", r"\)") and self.text.startswith(closer, following.start):
                kind = "display" if closer == "$$" else "inline"
                self._add(token, token.end, following.start, following.start + len(closer), kind)
                return
            close = self.closing.get(following.start, limit) if following.kind == "brace" else limit
            index = bisect_left(self.starts, close, index + 1) if close < limit else index + 1
        self._unclosed(token, closer)

    def _paragraph_end(self, token: Token) -> int:
        end = next_in(self.blanks, token.end, self.end)
        return self.end if end is None else end

    def _add(self, token: Token, start: int, end: int, close: int, kind: str) -> None:
        """Takes the mathematics from `start` to `end` in, unless it is empty."""
        part = self.excerpt.part(start, end)
        if part.text.strip():
            text = COMMANDS.sub(" ", self.text[max(self.since, token.start - LONGEST_BEFORE) : token.start])
            extent = self.excerpt.span(token.start, close)
            self.displays.append(
                Display(part.text, part.positions, kind, running(text), self.paragraph, self.section, extent=extent)
            )
        else:
            message = f"{quoted(self.text[token.start : close])} holds no formula"
            fault = Fault("BN103", "empty-formula", "warning", token.start, close, message)
            self.faults.append(fault)
        self.position = self.since = close

    def _fault(self, rule: str, name: str, severity: str, token: Token, message: str) -> None:
        self.faults.append(Fault(rule, name, severity, token.start, token.end, message))

    def _unclosed(self, token: Token, partner: str) -> None:
        delimiter = self.text[token.start : token.end]
        message = f"{delimiter} without {partner} after it; {UNREAD}"
        self._fault("BN102", "unclosed-delimiter", "error", token, message)
        self.position = max(token.end, self._paragraph_end(token))


def _body(text: str) -> tuple[int, int]:
    """Where the body starts and ends; without a `\\begin{document}` it is all of the text."""
    start, end = 0, len(text)
    for match in DOCUMENT.finditer(text):
        if match[1] == "end":
            return start, match.start()
        start = start or match.end()
    return start, end


def _token(match: re.Match[str]) -> Token:
    """`name` is the environment, or the control word with its backslash."""
    kind = match.lastgroup or "escaped"
    name = match["begin"] or match["end"] or match["word"] or ""
    return Token(match[0] if kind == "bracket" else kind, match.start(), match.end(), name)
