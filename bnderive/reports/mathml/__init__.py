"""LaTeX in, MathML Core out, which browsers show without any script. Nothing is decided here.

What does not parse stands as the LaTeX it was, in `<mtext class="unread">`. What is marked has the class `changed`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bnderive.reports.differences import Stretch, difference
from bnderive.reports.markup import Child, Element, element

__all__ = ["changed", "formula", "mathml", "words"]

_QUOTED = re.compile(r"`([^`]*)`|\$([^$]+)\$")


def mathml(latex: str, display: bool = True, marked: Sequence[Stretch] = ()) -> str:
    """The formula, or its rows, as a `<math>` element; `marked` are stretches of the LaTeX to show as changed.

    >>> mathml("x_i", display=False)
    '<math display="inline"><semantics><msub><mi>x</mi><mi>i</mi></msub><annotation \
encoding="application/x-tex">x_i</annotation></semantics></math>'
    """
    return str(formula(latex, display, marked))


def formula(latex: str, display: bool = True, marked: Sequence[Stretch] = ()) -> Element:
    """As `mathml`, as an element to put into a page."""
    return _formula(latex, display, tuple(marked))


@lru_cache(maxsize=1024)
def _formula(latex: str, display: bool, marked: tuple[Stretch, ...]) -> Element:
    source = element("annotation", latex, encoding="application/x-tex")
    shown = element("semantics", _content(latex, marked), source)
    return element("math", shown, display="block" if display else "inline")


def changed(old: str, new: str, display: bool = True) -> Element:
    """The new formula, with what the old one has not marked."""
    return formula(new, display, difference(old, new).new)


def words(text: str) -> tuple[Child, ...]:
    """Running text for a page: what stands between dollar signs in it as mathematics, between backticks as code.

    >>> [str(part) for part in words("a `b`")]
    ['a ', '<code>b</code>']
    """
    parts: list[Child] = []
    place = 0
    for found in _QUOTED.finditer(text):
        quoted = element("code", found[1]) if found[2] is None else formula(found[2], display=False)
        parts += [text[place : found.start()], quoted]
        place = found.end()
    return tuple(part for part in (*parts, text[place:]) if part)


def _content(latex: str, marked: tuple[Stretch, ...]) -> Element:
    from bnderive.reports.mathml.printer import Printer
    from bnderive.syntax import read_rows

    rows = read_rows(latex)
    printer = Printer(latex, marked)
    shown = [unread(each.latex) if each.row is None else printer.row(each.row) for each in rows]
    if len(shown) == 1:
        return shown[0] if rows[0].row is not None else unread(latex)
    return element("mtable", *(element("mtr", element("mtd", row)) for row in shown), displaystyle="true")


def unread(latex: str) -> Element:
    return element("mtext", latex, class_="unread")
