"""Reading: a file or a text comes in, a document of displays with exact positions goes out.

No LaTeX is understood here, and nothing is skipped without a problem that says so.
"""

from __future__ import annotations

from bnderive.source.files import read_bytes, read_file, read_text
from bnderive.source.model import Directive, Display, Document, Position, Problem, SourceMap

__all__ = [
    "Directive",
    "Display",
    "Document",
    "Position",
    "Problem",
    "SourceMap",
    "read_bytes",
    "read_file",
    "read_text",
]
