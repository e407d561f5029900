"""The text of a plain text file comes in, its displays, problems and directives go out: Markdown, but for indentation.

Who writes plain text sets formulas off by indenting them; in Markdown that would be code.
"""

from __future__ import annotations

from bnderive.source.markdown import part_of
from bnderive.source.model import Document
from bnderive.source.parts import document


def read(text: str, path: str) -> Document:
    """The document in a plain text."""
    return document(path, text, [part_of(text, indents_code=False)])
