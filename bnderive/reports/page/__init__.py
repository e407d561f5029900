"""A page of terminal text: lines with styles come in, wrapped text comes out, with or without colour.

LaTeX to paste is never broken into lines. Markup and emoji codes in the text mean nothing here.
"""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from rich.text import Text

from bnderive.reports import View

NARROWEST = 40


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
        lines = body.wrap(self.console, max(self.width - head.cell_len, NARROWEST // 2))
        for k, part in enumerate(lines):
            self.line(Text.assemble(head if k == 0 else " " * head.cell_len, part))

    def heading(self, title: str) -> None:
        self.line(Text(title, "bold"))

    def text(self) -> str:
        return self.stream.getvalue()
