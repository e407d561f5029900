"""Sheets of output as Markdown, its mathematics between `$$` and `$`.

Only LaTeX that this program's own tree prints goes between dollar signs; all else is text, in which nothing is markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bnderive.errors import NotUnderstood
from bnderive.escape import one_line
from bnderive.reports.blocks.style import MARKS, UNJUDGED
from bnderive.reports.display.parts import Card, Code, Line, Math, Part, Section, Sheet

# What some reader of Markdown takes for markup, an address, an emoji, a formula or a place to put one.
MARKUP = re.compile(r"[\\`*_{}\[\]<>#|$&~^@!]|:(?=\S)")
# What ends a formula early, or is HTML before it is a formula.
UNFIT = re.compile(r"[$`@~\n]|\\text[^$]*[<>]")
SIGNS = {"<": r"\lt ", ">": r"\gt "}
SIGN = re.compile("([<>]) ?")
TICKS = re.compile("`+")


def page(sheets: Iterable[Sheet]) -> str:
    return "\n\n".join(block for sheet in sheets for block in _sheet(sheet)) + "\n"


def written(text: str) -> str:
    """The text, with nothing in it that is markup.

    >>> written("a*b <i>")
    'a&#42;b &#60;i&#62;'
    """
    return MARKUP.sub(lambda found: f"&#{ord(found[0])};", one_line(text))


def formula(latex: str, fence: str = "$") -> str:
    """Mathematics between these signs; as code where it is not read, or cannot stand there."""
    from bnderive.syntax import parse_formula, print_latex
    from bnderive.syntax.nodes import Row

    try:
        tree = parse_formula(one_line(latex))
    except NotUnderstood:
        return code(latex)
    source = print_latex(tree)
    if UNFIT.search(source):
        return code(latex)
    remarks = "".join(f" ({written(remark)})" for remark in (tree.remarks if isinstance(tree, Row) else ()))
    return f"{fence}{SIGN.sub(lambda found: SIGNS[found[1]], source)}{fence}{remarks}"


def code(text: str) -> str:
    """The text between more ticks than it has in a row."""
    text = one_line(text)
    ticks = "`" * (1 + max(map(len, TICKS.findall(text)), default=0))
    return f"{ticks} {text} {ticks}" if "`" in text else f"{ticks}{text}{ticks}"


def _sheet(sheet: Sheet) -> Iterator[str]:
    if sheet.title:
        remark = f" ({written(sheet.remark)})" if sheet.remark else ""
        counts = ", ".join(written(text) for _, text in sheet.counts)
        yield f"**{written(sheet.title)}**{remark}" + (f": {counts}" if counts else "")
    for section in sheet.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    if section.title:
        yield f"**{written(section.title)}**"
    for row in section.rows:
        yield from _card(row) if isinstance(row, Card) else (_line(row),)


def _card(card: Card) -> Iterator[str]:
    mark, _ = MARKS.get(card.verdict or "", UNJUDGED)
    yield f"{mark} **{written(card.place)}** · {written(card.status)}"
    yield formula(card.row.latex, "$$") if isinstance(card.row, Math) else _part(card.row)
    yield from map(_line, (*card.lines, *card.folded))
    for each in card.under:
        yield from _card(each)


def _line(line: Line) -> str:
    """A label before it keeps a line from beginning with what Markdown takes for a list."""
    label = f"*{written(line.label)}*" if line.label else "·"
    return f"{label} {''.join(map(_part, line.parts))}"


def _part(part: Part) -> str:
    match part:
        case Math(latex):
            return formula(latex)
        case Code(text):
            return code(text)
    return written(part.text)
