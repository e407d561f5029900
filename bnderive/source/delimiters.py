"""A layout comes in; the mathematics in it, the comments, and every delimiter that came to nothing go out.

One pass over the tokens, each search a bisection: the cost is linear in the text. LaTeX itself is not read here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import field

from bnderive.records import dataclass
from bnderive.source.faults import Fault, quoted
from bnderive.source.lines import Kind, Layout, next_in
from bnderive.source.tokens import CLOSERS, INLINE, LONGEST_DOLLARS, Token, Tokens

AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9.+-]{1,31}:[^<>\x00-\x20]*>")
TAG = re.compile(
    r"""</[A-Za-z][A-Za-z0-9-]*\s*>"""
    r"""|<[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*(?:[^"'=<>`\s]+|'[^']*'|"[^"]*"))?)*\s*/?>"""
)
DESTINATION = re.compile(r"\]\([ \t]*(?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?=[\s)])")
BAR = re.compile(r"(?<!\\)\|")
LOOKS_LIKE_MATHEMATICS = re.compile(r"\\[A-Za-z]|[\^_=]")
UNREAD = "nothing up to the end of the paragraph is read"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Mathematics from offset `start` to `end`, with its delimiters from `opening` to `close`."""

    opening: int
    start: int
    end: int
    close: int
    kind: str


@dataclass(slots=True)
class Scan:
    """What one pass found. `consumed` are the offsets of all that is no running text."""

    stretches: list[Stretch] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    consumed: list[tuple[int, int]] = field(default_factory=list)
    odd_dollars: int | None = None


def scan(layout: Layout, tokens: Tokens) -> Scan:
    """The mathematics between delimiters.

    Where the last `$$` has no partner, the one to blame is the first of the displays directly before it that
    all run over a blank line: from there on the pairs are out of step.
    """
    first = _Scanner(layout, tokens, None).run()
    if first.odd_dollars is None:
        return first
    blame = None
    for stretch in reversed([s for s in first.stretches if s.opening < first.odd_dollars]):
        if layout.lines.text.startswith("$$", stretch.opening):
            if not layout.has_blank(stretch.start, stretch.end):
                break
            blame = stretch.opening
    return first if blame is None else _Scanner(layout, tokens, blame).run()


class _Scanner:
    """The state of one pass: how far the text is used up, and what was found so far."""

    def __init__(self, layout: Layout, tokens: Tokens, broken: int | None) -> None:
        self.layout = layout
        self.text = layout.lines.text
        self.tokens = tokens
        self.broken = broken
        self.position = 0
        self.warned: dict[str, int] = {}
        self.found = Scan()

    def run(self) -> Scan:
        for token in self.tokens.all:
            while self.position < token.end and (token.start >= self.position or token.kind == "dollars"):
                start = max(self.position, token.start)
                self.position = start
                self._token(token, self.layout.lines.at(start))
                if self.position == start:
                    self.position = token.end
        return self.found

    def _token(self, token: Token, line: int) -> None:
        kind = self.layout.kinds[line]
        if kind is Kind.CODE or (kind is Kind.HTML and token.kind != "comment"):
            return
        match token.kind:
            case "dollars":
                self._dollars(token, line)
            case "begin" | "end":
                self._environment(token, line)
            case "code":
                self._code(token, line)
            case "comment":
                self._comment(token, line)
            case "angle":
                self._angle(token, line)
            case "link":
                self._consume_match(DESTINATION.match(self.text, token.start, self.layout.reach[line]))
            case delimiter if delimiter in CLOSERS:
                self._delimited(delimiter, line)

    def _consume(self, end: int) -> None:
        self.found.consumed.append((self.position, end))
        self.position = end

    def _consume_match(self, match: re.Match[str] | None) -> None:
        if match is not None:
            self._consume(match.end())

    def _fault(self, rule: str, name: str, severity: str, end: int, message: str) -> None:
        self.found.faults.append(Fault(rule, name, severity, self.position, end, message))

    def _add(self, start: int, end: int, close: int, kind: str) -> None:
        """Takes the stretch in, unless it is empty or a table cuts it."""
        opening = self.position
        if self._is_empty(start, end):
            message = f"{quoted(self.text[opening:close])} holds no formula"
            self._fault("BN103", "empty-formula", "warning", close, message)
        elif self.layout.kind(opening) is Kind.TABLE and BAR.search(self.text, start, end):
            message = f"the bar in {quoted(self.text[opening:close])} ends the table cell; write \\| or \\vert"
            self._fault("BN106", "table-cell", "error", close, message)
        else:
            self.found.stretches.append(Stretch(opening, start, end, close, kind))
        self._consume(close)

    def _is_empty(self, start: int, end: int) -> bool:
        return not self.text[start:end].strip(" \t\r\n>") and not self.layout.copy(start, end)[0].strip()

    def _unclosed(self, delimiter: str, partner: str, line: int) -> None:
        end = self.position + len(delimiter)
        message = f"{delimiter} without {partner} after it; {UNREAD}"
        self._fault("BN102", "unclosed-delimiter", "error", end, message)
        self._consume(max(end, self.layout.reach[line]))

    def _unclosed_inline(self, delimiter: str, partner: str) -> None:
        """In running text these may be an escaped parenthesis, or money: a warning, and the text goes on after it."""
        end = self.position + len(delimiter)
        message = f"{delimiter} without a closing {partner} in its paragraph; it is read as text"
        self._fault("BN102", "unclosed-delimiter", "warning", end, message)
        self.position = end

    def _delimited(self, delimiter: str, line: int) -> None:
        """Where an inline delimiter lacks its partner, so do all after it in the paragraph: one warning for them."""
        start, closer, is_inline = self.position + len(delimiter), CLOSERS[delimiter], delimiter in INLINE
        limit = self.layout.reach[line] if is_inline else self.layout.barrier[line]
        end = next_in(self.tokens.closers[closer], start, limit)
        if end is not None and not self._is_out_of_step(delimiter, start, end):
            self._add(start, end, end + len(closer), "inline" if is_inline else "display")
        elif is_inline and self.warned.get(delimiter) == limit:
            self.position = start
        elif is_inline:
            self.warned[delimiter] = limit
            self._unclosed_inline(delimiter, closer)
        else:
            self._unclosed(delimiter, closer, line)

    def _is_out_of_step(self, delimiter: str, start: int, end: int) -> bool:
        """Whether the closing delimiter rather belongs to another display, a blank line away."""
        if not self.layout.has_blank(start, end):
            return False
        if delimiter != "$$":
            return next_in(self.tokens.closers[delimiter], start, end) is not None
        line_end = self.layout.lines.ends[self.layout.lines.at(end)]
        return self.layout.is_first(end) and next_in(self.tokens.closers["$$"], end + 2, line_end) is not None

    def _dollars(self, token: Token, line: int) -> None:
        length = token.end - self.position
        if length > LONGEST_DOLLARS:
            self._fault("BN103", "empty-formula", "warning", token.end, f"{length} dollar signs delimit nothing")
            self._consume(token.end)
        elif length == 1:
            self._inline_dollar(line)
        elif length == LONGEST_DOLLARS:
            self._add(self.position + 2, self.position + 2, token.end, "display")
        elif self.position == self.broken:
            self._unclosed("$$", "$$", line)
        else:
            self._display_dollars(line)

    def _display_dollars(self, line: int) -> None:
        opening = self.position
        if next_in(self.tokens.closers["$$"], opening + 2, self.layout.barrier[line]) is None:
            self.found.odd_dollars = opening
        self._delimited("$$", line)

    def _inline_dollar(self, line: int) -> None:
        start, limit = self.position + 1, self.layout.reach[line]
        if self.text.startswith("`", start) and self._code_dollar(start, limit):
            return
        end = next_in(self.tokens.dollars, start, limit)
        if end is not None and (self._closes(start, end) or self._is_spaced(start, end)):
            self._add(start, end, end + 1, "inline")
        elif LOOKS_LIKE_MATHEMATICS.search(self.text, start, limit if end is None else end):
            self._unclosed_inline("$", "$")

    def _closes(self, start: int, end: int) -> bool:
        """Pandoc's rule: no space after the opening `$`, none before the closing one, and no digit after that."""
        after = self.text[end + 1 : end + 2]
        is_money = self.text[start].isdecimal() and after == "$"
        is_tight = not (self.text[start].isspace() or self.text[end - 1].isspace() or after.isdecimal())
        return is_tight and not is_money and self._runs_of_backticks(start, end) % 2 == 0

    def _is_spaced(self, start: int, end: int) -> bool:
        """`$ x_i = 1 $`, with space on both inner sides: read if it looks like mathematics, not like an amount."""
        after, before = self.text[end + 1 : end + 2], self.text[max(start - 3, 0) : start - 1].rstrip()
        has_space = self.text[start].isspace() and self.text[end - 1].isspace()
        if not has_space or after.isalnum() or after == "\\" or before[-1:].isdecimal():
            return False
        is_mathematics = LOOKS_LIKE_MATHEMATICS.search(self.text, start, end) is not None
        return is_mathematics and self._runs_of_backticks(start, end) % 2 == 0

    def _runs_of_backticks(self, start: int, end: int) -> int:
        runs = self.tokens.backtick_runs
        return bisect_left(runs, end) - bisect_left(runs, start)

    def _code_dollar(self, start: int, limit: int) -> bool:
        """The form with a dollar sign and a backtick on either side."""
        end = next_in(self.tokens.backticks.get(1, []), start + 1, limit)
        if end is None or not self.text.startswith("`$", end):
            return False
        self._add(start + 1, end, end + 2, "inline")
        return True

    def _environment(self, token: Token, line: int) -> None:
        name = f"\\{token.kind}{{{token.name}}}"
        if token.kind == "end":
            message = f"{name} without \\begin{{{token.name}}} before it"
            self._fault("BN102", "unclosed-delimiter", "error", token.end, message)
            return
        end = self.tokens.environment_ends.get(token.start)
        if end is None or end > self.layout.barrier[line]:
            self._unclosed(name, f"\\end{{{token.name}}}", line)
        else:
            self._add(token.start, end, end, "display")

    def _code(self, token: Token, line: int) -> None:
        length = token.end - token.start
        end = next_in(self.tokens.backticks.get(length, []), token.end, self.layout.reach[line])
        if end is not None:
            self._consume(end + length)

    def _comment(self, token: Token, line: int) -> None:
        end = next_in(self.tokens.comment_ends, token.end, len(self.text) + 1)
        if end is not None:
            self.found.comments.append((token.start, end))
            self._consume(end)
            return
        self._fault("BN102", "unclosed-delimiter", "error", token.end, f"<!-- without --> after it; {UNREAD}")
        self._consume(max(token.end, self.layout.reach[line]))

    def _angle(self, token: Token, line: int) -> None:
        limit = self.layout.reach[line]
        self._consume_match(AUTOLINK.match(self.text, token.start, limit) or TAG.match(self.text, token.start, limit))
