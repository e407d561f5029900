"""A page of terminal text: lines with styles come in, wrapped text comes out, with or without colour.

LaTeX to paste is never broken into lines. Markup and emoji codes in the text mean nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bnderive.reports import View

NARROWEST = 40
UNDER = "~"


class Page:
    """Collects lines; `line` leaves them whole, `hang` wraps them with a hanging indent."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.width = max(view.width, NARROWEST)
        self.stream = StringIO()
        self.console = Console(
            file=self.stream,
            width=self.width,
            force_terminal=view.color,
            force_jupyter=False,  # where it finds itself in a notebook, it would show its lines instead of giving them
            color_system="standard" if view.color else None,
            no_color=not view.color,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
            _environ={},
        )

    def line(self, text: Text) -> None:
        text.rstrip()
        self.console.print(text, soft_wrap=True)

    def gap(self) -> None:
        self.console.print()

    def hang(self, head: Text, body: Text) -> None:
        """The head, then the body beside it; further lines of the body stand under its first."""
        for k, part in enumerate(self._wrapped(head, body)):
            self.line(Text.assemble(head if k == 0 else " " * head.cell_len, part))

    def marked(self, head: Text, body: Text, stretches: Sequence[tuple[int, int]], style: str) -> None:
        """As `hang`, with these stretches of the body in a style, and marks under them that need no colour."""
        for start, end in stretches:
            body.stylize(style, start, end)
        for k, part in enumerate(self._wrapped(head, body)):
            self.line(Text.assemble(head if k == 0 else " " * head.cell_len, part.copy()))
            under = _under(part, style)
            if under:
                self.line(Text.assemble(" " * head.cell_len, (under, style)))

    def _wrapped(self, head: Text, body: Text) -> list[Text]:
        return list(body.wrap(self.console, max(self.width - head.cell_len, NARROWEST // 2)))

    def heading(self, title: str) -> None:
        self.line(Text(title, "bold"))

    def taken(self) -> str:
        """What was written since this was last asked."""
        text = self.stream.getvalue()
        self.stream.seek(0)
        self.stream.truncate()
        return text


def _under(part: Text, style: str) -> str:
    """The line of marks to stand under what has this style."""
    plain = part.plain.rstrip()
    line = ""
    for span in sorted(span for span in part.spans if span.style == style):
        end = min(span.end, len(plain))
        if span.start < end:
            line += " " * (cell_len(plain[: span.start]) - len(line)) + UNDER * cell_len(plain[span.start : end])
    return line
