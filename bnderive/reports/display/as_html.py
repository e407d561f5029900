"""Sheets of output as HTML for a notebook: MathML, no script, no style sheet, nothing to load.

Text is escaped by the elements that hold it. Colours stand on grounds of their own or tint the reader's, so that all is
legible in light and in dark. The classes of the whole keep MathJax off the text. A notebook that is not trusted, which
would make a heap of letters of MathML, shows its formulas on a line each, as a terminal does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bnderive.escape import one_line
from bnderive.reports.blocks.style import MARKS, UNJUDGED
from bnderive.reports.display.parts import Card, Code, Line, Math, Part, Section, Sheet
from bnderive.reports.markup import Child, Element, element
from bnderive.reports.mathml import changed, formula
from bnderive.reports.unicode_math import readable

GROUNDS = {"correct": "#1a7f37", "wrong": "#cf222e", "undecided": "#8a5a00"}
UNJUDGED_GROUND = "#6e7781"
OLD, NEW = "rgba(255,70,60,.3)", "rgba(50,190,90,.3)"
GRID = "display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15em .8em;align-items:baseline"
FAINT = "opacity:.75;font-size:.92em"
FOLD = f"cursor:pointer;{FAINT}"
# What JupyterLab strips of an output that is not trusted is MathML, `revert` and variables, and not `none`.
WHERE_TRUSTED, WHERE_NOT = "display:none;display:revert", "--not:none;display:var(--not)"
WIDE = "overflow-x:auto;overflow-y:hidden;padding:.15em 0"


def page(sheets: Iterable[Sheet]) -> str:
    body = [each for sheet in sheets for each in _sheet(sheet)]
    return str(element("div", styled("div", "line-height:1.5", *body), class_="tex2jax_ignore mathjax_ignore"))


def styled(tag: str, style: str, *children: Child | None) -> Element:
    """An element with a style, which no page has: a notebook has no sheet for it to stand in. No document writes it."""
    return replace(element(tag, *children), attributes=(("style", style),))


def _sheet(sheet: Sheet) -> Iterator[Element]:
    if sheet.title:
        remark = styled("span", FAINT, f" ({sheet.remark})") if sheet.remark else None
        badges = [each for verdict, text in sheet.counts for each in (" ", _badge(verdict, text))]
        yield styled("div", "margin:.6em 0 .3em", element("strong", sheet.title), remark, *badges)
    for section in sheet.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[Element]:
    rows = tuple(_rows(section.rows))
    if section.is_folded:
        summary = styled("summary", FOLD, f"{section.title} ({len(section.rows)})")
        yield styled("details", "margin:.35em 0", summary, *rows)
        return
    if section.title:
        yield styled("div", "margin:.6em 0 .2em", element("strong", section.title))
    yield from rows


def _rows(rows: Iterable[Line | Card]) -> Iterator[Element]:
    """The cards, and the lines between them side by side."""
    lines: list[Line] = []
    for row in rows:
        if isinstance(row, Line):
            lines.append(row)
            continue
        yield from _grid(lines)
        lines = []
        yield _card(row)
    yield from _grid(lines)


def _card(card: Card) -> Element:
    ground = GROUNDS.get(card.verdict or "", UNJUDGED_GROUND)
    place = styled("span", FAINT, " · ".join(filter(None, (card.place, card.status))))
    inside = [
        element("div", _badge(card.verdict), " ", place),
        styled("div", WIDE, _part(card.row, OLD, is_whole=True)),
        *_grid(card.lines),
    ]
    if card.folded:
        inside.append(element("details", styled("summary", FOLD, "more"), *_grid(card.folded)))
    inside += map(_card, card.under)
    return styled("div", f"border-left:.25em solid {ground};padding:.1em 0 .1em .8em;margin:.6em 0", *inside)


def _grid(lines: Iterable[Line]) -> Iterator[Element]:
    """Labels to the left, what they label beside them; a line without a label takes the whole width."""
    cells: list[Element] = []
    for line in lines:
        body = [_part(part, NEW, is_whole=len(line.parts) == 1) for part in line.parts]
        if line.label:
            cells += [styled("div", FAINT, line.label), styled("div", WIDE, *body)]
        else:
            cells.append(styled("div", f"grid-column:1/-1;{WIDE}", *body))
    if cells:
        yield styled("div", GRID, *cells)


def _part(part: Part, tint: str, is_whole: bool) -> Child:
    """What stands alone (`is_whole`) is shown in its full size."""
    match part:
        case Math():
            text = styled("span", WHERE_NOT, readable(one_line(part.latex)))
            return element("span", text, styled("span", WHERE_TRUSTED, _mathml(part, tint, is_whole)))
        case Code(text):
            return styled("code", "white-space:pre-wrap;overflow-wrap:anywhere", text)
    return part.text


def _mathml(part: Math, tint: str, is_whole: bool) -> Element:
    shown = changed(part.beside, part.latex, display=False) if part.beside else formula(part.latex, display=False)
    size = (("displaystyle", "true"),) if is_whole else ()
    return _tinted(replace(shown, attributes=(*shown.attributes, *size)), tint)


def _tinted(node: Element, tint: str) -> Element:
    """The element with its classes as styles: there is no sheet that they could stand in."""
    styles = {"changed": f"background:{tint}", "unread": "font-family:monospace"}
    children = tuple(_tinted(child, tint) if isinstance(child, Element) else child for child in node.children)
    said = ((n, v) if n != "class" else ("style", styles[v]) for n, v in node.attributes if n != "class" or v in styles)
    return replace(node, children=children, attributes=tuple(said))


def _badge(verdict: str | None, text: str = "") -> Element:
    mark, _ = MARKS.get(verdict or "", ("", "") if text else UNJUDGED)
    ground = GROUNDS.get(verdict or "", UNJUDGED_GROUND)
    style = f"background:{ground};color:#fff;border-radius:.3em;padding:.05em .45em;white-space:nowrap"
    return styled("span", style, f"{mark} {text}".strip())
