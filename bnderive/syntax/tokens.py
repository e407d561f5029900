"""LaTeX of a formula in, a flat list of tokens with exact offsets out, in linear time.

Spacing, style and colour fall away here, spellings are made canonical, look-alike letters are normalised with a note.
No structure is decided here, and what is unknown stays in the list for the parser to decline.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import field, replace

from bnderive.errors import NotUnderstood, Span
from bnderive.records import dataclass
from bnderive.syntax.macros import (
    ALIGNMENTS,
    CLOSERS,
    COMBINING,
    INVISIBLE,
    LOOKALIKES,
    MACROS,
    REMARKS,
    SPELT,
    STARRED,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    TABLES,
    TYPED,
    UNICODE,
)  # fmt: skip

MAX_LENGTH = 64 * 1024
MAX_DIGITS = 200
MAX_TOKENS = 5000
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Note:
    """A recovery that was made; it becomes a problem of the document."""

    rule: str
    name: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` as the parser needs it, `text` canonical, `start` and `end` offsets of the author's spelling."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Tokens:
    items: list[Token] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


_PIECE = re.compile(
    r"""(?P<space>\s+)
    |(?P<newline>\\\\(?:\\\\)?\*?(?:[ \t]{0,4}\[\s{0,4}-?[0-9.]{1,9}\s{0,4}[a-z]{2}\s{0,4}\])?)
    |(?P<macro>\\(?:[A-Za-z]+\*?|.))
    |(?P<dots>\.\.\.)
    |(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)
    |(?P<relation>:=|==|!=|<=|>=)
    |(?P<character>.)""",
    re.VERBOSE | re.DOTALL,
)
_RELATIONS = {":=": ":=", "==": "=", "!=": "\\ne", "<=": "\\le", ">=": "\\ge", "=": "=", "<": "<", ">": ">"}
_CHARACTERS = {
    **dict.fromkeys("{}^_'&", "structure"),
    **dict.fromkeys("+-", "sign"),
    **dict.fromkeys("*/", "binary"),
    **dict.fromkeys(",;.:", "mark"),
    **dict.fromkeys("([", "open"),
    **dict.fromkeys(")]", "close"),
    **dict.fromkeys("=<>", "relation"),
    "|": "bar",
    "~": "space",
}
_OUTSIDE = {"bracket": "open", "closing": "close", "left-bar": "open", "right-bar": "close"}
_OPTION = re.compile(r"\s{0,8}\[[a-z]\]")
_WITHOUT_OPTION = TABLES.keys() - {"array"}
_ARGUMENT = re.compile(r"\s*\{")
_REMARK = re.compile(r"\s*\{\s*([A-Za-z]+)\s*\}")
_DOLLARS = re.compile(r"\s*\{\s*\$([^$]*)\$\s*\}")
_TELLING_TAG = re.compile(
    r"[=<>≠≤≥]|\\(neq?|leq?|geq?|lt|gt)\b|\b(if|for|when|where|unless|only|case)\b", re.IGNORECASE
)
_DEFINES = re.compile(r"def|\\triangle|\\Delta|Δ")
_MATHEMATICAL = range(0x1D400, 0x1D800)


def quote(latex: str, span: Span, around: int = 16) -> str:
    """The author's LaTeX at `span`, with a little of what stands around it, on one line."""
    start, end = max(span[0] - around, 0), min(span[1], span[0] + 60) + around
    text = " ".join(latex[start:end].split())
    return f"`{'…' if start else ''}{text}{'…' if end < len(latex) else ''}`"


def not_understood(latex: str, span: Span, expected: str) -> NotUnderstood:
    met = f"`{latex[span[0] : span[1]][:60]}`" if span[1] > span[0] else "the end"
    message = f"in {quote(latex, span)}: {met} is not understood here; expected {expected}"
    return NotUnderstood("BN201", "not-understood", message, span)


def unknown_macro(latex: str, span: Span, name: str) -> NotUnderstood:
    message = f"in {quote(latex, span)}: the macro `{name}` is not known; expected mathematics without it"
    return NotUnderstood("BN202", "unknown-macro", message, span)


def unclosed(latex: str, span: Span, expected: str) -> NotUnderstood:
    return NotUnderstood("BN203", "unclosed", f"in {quote(latex, span)}: expected {expected}", span)


def over_limit(span: Span, what: str) -> NotUnderstood:
    return NotUnderstood("BN290", "limit", f"{what}; expected a smaller formula", span)


def tokenize(latex: str) -> Tokens:
    """All tokens of `latex`. Raises NotUnderstood where an argument read as text is not closed, or beyond a limit."""
    if len(latex) > MAX_LENGTH:
        raise over_limit((0, len(latex)), f"the formula has {len(latex)} characters, the limit is {MAX_LENGTH}")
    return _Tokenizer(latex).run()


class _Tokenizer:
    def __init__(self, latex: str) -> None:
        self.latex = latex
        self.position = 0
        self.out = Tokens()

    def run(self) -> Tokens:
        while match := _PIECE.match(self.latex, self.position):
            self.position = match.end()
            self._piece(str(match.lastgroup), match.group(), match.start())
        self.out.items = list(_with_delimiters(self.out.items))
        return self.out

    def _piece(self, kind: str, text: str, start: int) -> None:
        match kind:
            case "space":
                return
            case "macro":
                self._macro(text[1:], start)
            case "number":
                self._number(text, start)
            case "relation":
                self._emit("relation", _RELATIONS[text], start)
            case "character":
                self._character(text, start)
            case _:
                self._emit(kind, text if kind == "newline" else "\\ldots", start)

    def _emit(self, kind: str, text: str, start: int) -> None:
        self.out.items.append(Token(kind, text, start, self.position))

    def _note(self, rule: str, name: str, start: int, message: str) -> None:
        self.out.notes.append(Note(rule, name, (start, self.position), message))

    def _number(self, text: str, start: int) -> None:
        if len(text) > MAX_DIGITS:
            raise over_limit((start, self.position), f"a number has {len(text)} digits, the limit is {MAX_DIGITS}")
        self._emit("number", text, start)

    def _character(self, char: str, start: int) -> None:
        if self.latex[self.position : self.position + 1] in COMBINING:
            self.position += 1
            self._spelt(f"\\{COMBINING[self.latex[self.position - 1]]}{{{char}}}", start)
        elif char in SPELT:
            self._spelt(SPELT[char], start)
        elif char in SUBSCRIPTS or char in SUPERSCRIPTS:
            self._small(SUBSCRIPTS if char in SUBSCRIPTS else SUPERSCRIPTS, start)
        elif (plain := _without_style(char)) != char:
            self._spelt(plain, start)
        elif char in INVISIBLE:
            self._note("BN115", "invisible-character", start, f"an invisible character (U+{ord(char):04X}) is left out")
        elif char in UNICODE:
            self._macro(UNICODE[char], start)
        elif char in LOOKALIKES:
            latin = LOOKALIKES[char]
            self._note(
                "BN114", "look-alike", start, f"`{char}` (U+{ord(char):04X}) is read as the Latin letter `{latin}`"
            )
            self._emit("letter", latin, start)
        elif char.isascii() and char.isalpha():
            self._emit("letter", char, start)
        else:
            self._sign(TYPED.get(char, char), start)

    def _spelt(self, latex: str, start: int) -> None:
        """What typed characters mean, every token of it standing where they do."""
        inner = _Tokenizer(latex)
        inner.run()
        self.out.items += [replace(token, start=start, end=self.position) for token in inner.out.items]

    def _small(self, letters: dict[str, str], start: int) -> None:
        """A run of small letters and digits below or above the line: one script."""
        while self.latex[self.position : self.position + 1] in letters and self.position < len(self.latex):
            self.position += 1
        script = "".join(letters[char] for char in self.latex[start : self.position])
        self._spelt(f"{'_' if letters is SUBSCRIPTS else '^'}{{{script}}}", start)

    def _sign(self, char: str, start: int) -> None:
        kind = _CHARACTERS.get(char, "unknown")
        if kind != "space":
            self._emit(char if kind == "structure" else kind, char, start)

    def _macro(self, name: str, start: int) -> None:
        if name.endswith("*") and name not in STARRED:
            name, self.position = name[:-1], self.position - 1
        if name in ("begin", "end"):
            self._environment(name, start)
            return
        macro = MACROS.get(name)
        if macro is None:
            self._emit("unknown-macro", "\\" + name, start)
            return
        for _ in range(macro.dropped):
            self._dropped(macro.name, self._raw_argument(start), start)
        if macro.kind == "stacked":
            self._stacked(name, start)
            return
        if macro.name in ("boxed", "colorbox") and (inside := _DOLLARS.match(self.latex, self.position)):
            self._framed(macro.kind, inside, start)
            return
        if macro.kind == "font" and (said := _REMARK.match(self.latex, self.position)) and said[1].lower() in REMARKS:
            self.position = said.end()
            self._emit("text:" + macro.name, said[1], start)
            return
        if macro.kind == "word":
            self._emit("text:text", macro.name + " ", start)
            return
        if macro.kind == "text":
            content = self._raw_argument(start)
            self._emit("text:" + macro.name, content, start)
        elif macro.kind != "space":
            self._emit(_OUTSIDE.get(macro.kind, macro.kind), macro.name, start)

    def _dropped(self, name: str, argument: str, start: int) -> None:
        """`\\tag{i \\ne j}`: what a tag says beyond a number or a name is a remark."""
        if name in {"tag", "tag*"} and _TELLING_TAG.search(argument):
            self._emit("text:text", argument, start)

    def _stacked(self, name: str, start: int) -> None:
        """`\\overset{(1)}{=}`: a relation with a remark above it, which defines where the remark says so."""
        position = self.position
        remark, below = self._raw_argument(start), self._raw_argument(start).strip()
        macro = MACROS.get(below[1:]) if below.startswith("\\") else None
        relation = macro.name if macro is not None and macro.kind == "relation" else _RELATIONS.get(below)
        if relation is not None and not set(remark) & set("!?"):
            self._emit("relation", ":=" if _DEFINES.search(remark) else relation, start)
            return
        self.position = position
        self._emit("unknown-macro", "\\" + name, start)

    def _framed(self, kind: str, inside: re.Match[str], start: int) -> None:
        """`\\fbox{$…$}`: mathematics in a box of text, as if it stood there without the dollars."""
        inner = _Tokenizer(inside[1])
        inner.run()
        offset, self.position = inside.start(1), inside.end()
        if kind == "boxed":
            self._emit("boxed", "boxed", start)
        self._emit("{", "{", start)
        self.out.items += [
            replace(token, start=token.start + offset, end=token.end + offset) for token in inner.out.items
        ]
        self.out.items.append(Token("}", "}", inside.end() - 1, inside.end()))
        self.out.notes += [
            replace(note, span=(note.span[0] + offset, note.span[1] + offset)) for note in inner.out.notes
        ]

    def _environment(self, kind: str, start: int) -> None:
        name = self._raw_argument(start).strip()
        if kind == "begin":
            option = _OPTION.match(self.latex, self.position) if name not in _WITHOUT_OPTION else None
            if option is not None:
                self.position = option.end()
            for _ in range(ALIGNMENTS.get(name, TABLES.get(name, 0))):
                self._raw_argument(start)
        self._emit(kind, name, start)

    def _raw_argument(self, start: int) -> str:
        opening = _ARGUMENT.match(self.latex, self.position)
        if opening is None:
            raise unclosed(self.latex, (start, self.position), "an argument in braces after it")
        end = _closing_brace(self.latex, opening.end())
        if end is None:
            raise unclosed(self.latex, (opening.end() - 1, opening.end()), "a `}` that closes this `{`")
        self.position = end + 1
        return self.latex[opening.end() : end]


def _without_style(char: str) -> str:
    """Letters of mathematical alphabets as plain ones, and letters with an accent taken apart: fonts make no name."""
    if ord(char) in _MATHEMATICAL:
        return unicodedata.normalize("NFKC", char)
    apart = unicodedata.normalize("NFD", char)
    return f"\\{COMBINING[apart[1]]}{{{apart[0]}}}" if len(apart) == 2 and apart[1] in COMBINING else char


def _closing_brace(latex: str, position: int) -> int | None:
    depth = 1
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(latex, position):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.start()
    return None


def _with_delimiters(tokens: list[Token]) -> Iterator[Token]:
    """`\\left(` and its like become one token, `\\not =` one relation."""
    waiting: Token | None = None
    for token in tokens:
        if waiting is not None:
            yield from _merged(waiting, token)
            waiting = None
        elif token.kind in ("left", "right", "size", "not"):
            waiting = token
        else:
            yield token
    if waiting is not None:
        yield replace(waiting, kind="unknown")


def _merged(size: Token, token: Token) -> Iterator[Token]:
    if size.kind == "not":
        if token.kind == "relation" and token.text == "=":
            yield Token("relation", "\\ne", size.start, token.end)
            return
        yield replace(size, kind="unknown")
        yield token
        return
    delimiter = {"<": "\\langle", ">": "\\rangle"}.get(token.text, token.text)
    if token.text == "/" and size.kind == "size":
        yield replace(token, start=size.start)
    elif delimiter in CLOSERS or delimiter in CLOSERS.values():
        kind = {"left": "open", "right": "close"}.get(size.kind, token.kind)
        yield Token(kind, delimiter, size.start, token.end)
    else:
        yield replace(size, kind="unknown")
        yield token
