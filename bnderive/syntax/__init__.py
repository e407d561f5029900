"""Text of a formula in, tree of frozen nodes with spans out, and back to LaTeX. No meaning is decided here."""

from bnderive.syntax.printer import print_latex
from bnderive.syntax.rows import RowResult, parse_formula, read_rows
from bnderive.syntax.tokens import Note

__all__ = ["Note", "RowResult", "parse_formula", "print_latex", "read_rows"]
