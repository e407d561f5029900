"""Proved closed forms as code: formulas of a standard layer or a document, written for a library of arrays, as SymPy
expressions or as LaTeX.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bnderive.code.dialects import DIALECTS
from bnderive.errors import UsageError

if TYPE_CHECKING:
    from bnderive.code.formulas import Formulas
    from bnderive.settings import Settings

TARGETS = (*DIALECTS, "latex", "sympy")


def code_of_layer(name: str, target: str, with_test: bool = False) -> str:
    """The code of a standard layer: its forward pass and its gradients. Raises UsageError for one that is unknown."""
    from bnderive.code.standard import of_layer

    return written((of_layer(name),), target, with_test)


def code_of_document(
    name: str, content: bytes, format: str | None, settings: Settings, target: str, with_test: bool = False
) -> str:
    """The code of a document, of which the content comes in: its definitions and what it claims of gradients. Raises
    UsageError for what is no document.
    """
    from bnderive.code.document import of_document
    from bnderive.judge import Judge
    from bnderive.source import read_bytes

    judge = Judge(read_bytes(content, name, format), settings)
    judge.refuse_empty_lines()
    return written(of_document(judge), target, with_test)


def written(sources: Sequence[Formulas], target: str, with_test: bool) -> str:
    """The text for a target. Raises UsageError for a test that there is none of."""
    if with_test and target not in DIALECTS:
        raise UsageError(f"--with-test goes with {', '.join(DIALECTS)}; there is no test of {target}")
    if target == "latex":
        from bnderive.code.latex_text import latex_text

        return latex_text(sources)
    if target == "sympy":
        from bnderive.code.sympy_module import sympy_module

        return sympy_module(sources)
    from bnderive.code.python_module import python_module

    return python_module(sources, DIALECTS[target], with_test)
