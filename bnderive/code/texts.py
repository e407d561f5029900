"""What a document says made fit for a comment or a docstring of generated code: one line, nothing that ends it."""

from __future__ import annotations

from textwrap import wrap

from bnderive.escape import one_line

WIDTH = 100
LONGEST = 2000


def in_comment(text: str) -> list[str]:
    """The text as lines of comments.

    >>> in_comment("a" + chr(10) + "import os")
    ['# a import os']
    """
    shown = shortened(one_line(text))
    return [f"# {line}" for line in wrap(shown, WIDTH, subsequent_indent="    ", break_on_hyphens=False)] or ["#"]


def in_docstring(text: str) -> str:
    """The text within a docstring.

    >>> print(in_docstring('a' + '"' * 3 + chr(92) + chr(10) + 'b'))
    a'''\\\\ b
    """
    return shortened(one_line(text)).replace("\\", "\\\\").replace('"', "'")


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def indented(lines: list[str], by: int = 4) -> list[str]:
    return [" " * by + line if line else "" for line in lines]
