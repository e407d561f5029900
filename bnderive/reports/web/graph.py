"""Pictures of a derivation: which name is made of which, and which row follows from, or has its error from, which.

Cost is linear in names, rows and what leads from one to another.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bnderive.report import DocumentReport, Formula, NameRow
from bnderive.reports.markup import Element, element
from bnderive.reports.unicode_math import readable

if TYPE_CHECKING:
    from bnderive.reports.web.row import Rows

Place = tuple[int, int]
MARGIN, LETTER, BOX, PAD, GAP, LEVEL = 10, 9, 28, 12, 18, 58
ARCS, LINE, LONGEST = 96, 24, 44
NARROWEST = 330  # the legend takes as much
MOST = 400
"""Names or rows that are drawn; of more there is no picture to be made out."""

SIGNS = {"correct": "✓", "wrong": "✗", "undecided": "?"}


def names_graph(document: DocumentReport, rows: Rows) -> Element | None:
    """Every name in a box, those that it is made of above it. A box leads to the row that defines its name."""
    named = [row for row in document.names if row.role != "size"]
    if not 1 < len(named) <= MOST:
        return None
    levels = _levels(named)
    widths = {row.name: LETTER * len(readable(row.name)) + PAD for row in named}
    total = max(sum(widths[row.name] + GAP for row in level) for level in levels) + 2 * MARGIN
    places = {name: place for k, level in enumerate(levels) for name, place in _placed(level, k, widths, total)}
    arrows = (_arrow(places[read], places[row.name]) for row in named for read in row.reads if read in places)
    defined = {row.line: row for row in document.formulas if row.role == "definition"}
    boxes = (_box(row, places[row.name], widths[row.name], defined.get(row.line or 0), rows) for row in named)
    height = 2 * MARGIN + LEVEL * (len(levels) - 1) + BOX
    title = element("title", "which name is made of which")
    return _picture("names", total, height, title, *arrows, *boxes)


def _placed(level: Sequence[NameRow], k: int, widths: Mapping[str, int], total: int) -> Iterator[tuple[str, Place]]:
    """The names of a level side by side, in the middle: where the top of each box has its middle."""
    x = (total - sum(widths[row.name] + GAP for row in level) + GAP) // 2
    for row in level:
        yield row.name, (x + widths[row.name] // 2, MARGIN + LEVEL * k)
        x += widths[row.name] + GAP


def _levels(named: Sequence[NameRow]) -> list[list[NameRow]]:
    """The names by how far they are from what is given; what is made of none stands just above its first reader."""
    own = {row.name for row in named}
    readers: dict[str, list[str]] = defaultdict(list)
    for row in named:
        for read in row.reads:
            readers[read].append(row.name)
    depth = _depths(readers, {row.name: sum(read in own for read in row.reads) for row in named})
    for row in named:
        if not row.reads and readers[row.name]:
            depth[row.name] = max(min(depth[reader] for reader in readers[row.name]) - 1, 0)
    found: dict[int, list[NameRow]] = defaultdict(list)
    for row in named:
        found[depth[row.name]].append(row)
    return [found[level] for level in sorted(found)]


def _depths(readers: Mapping[str, Sequence[str]], missing: dict[str, int]) -> dict[str, int]:
    """The longest way to every name. `missing` counts what each is made of; in a circle no name gets to its end."""
    depth = dict.fromkeys(missing, 0)
    waiting = deque(name for name in missing if not missing[name])
    while waiting:
        name = waiting.popleft()
        for reader in readers.get(name, ()):
            depth[reader] = max(depth[reader], depth[name] + 1)
            missing[reader] -= 1
            if not missing[reader]:
                waiting.append(reader)
    return depth


def _arrow(start: Place, end: Place) -> Element:
    """From under one box to the top of another; to one beside or above it as well."""
    (x, y), (u, v) = (start[0], start[1] + BOX), end
    bend = max((v - y) // 2, 12)
    head = f"M{u - 4} {v - 6}L{u} {v}L{u + 4} {v - 6}"
    return element("path", d=f"M{x} {y}C{x} {y + bend} {u} {v - bend} {u} {v}{head}", class_="arrow")


def _box(row: NameRow, place: Place, width: int, defined: Formula | None, rows: Rows) -> Element:
    x, y = place
    box = element("rect", x=str(x - width // 2), y=str(y), width=str(width), height=str(BOX), rx="5")
    text = element("text", readable(row.name), x=str(x), y=str(y + BOX // 2 + 5), text_anchor="middle")
    is_suspect = defined is not None and defined.rule is not None
    where = f", line {row.line}" if row.line is not None else ""
    title = element("title", f"{readable(row.name)}: {row.role}{where}")
    shown = element("g", title, box, text, class_=f"name {'suspect' if is_suspect else row.role}")
    return shown if defined is None else element("a", shown, href=f"#{rows.place(defined.id)}")


# -- rows --------------------------------------------------------------------------------------------------------------


def rows_graph(document: DocumentReport, rows: Rows) -> Element | None:
    """Every definition and every judged row on a line, with arcs from what it follows from or has its error from."""
    shown = [row for row in document.formulas if row.verdict is not None or row.role == "definition"]
    if not 1 < len(shown) <= MOST:
        return None
    at = {row.id: MARGIN + LINE * k + LINE // 2 for k, row in enumerate(shown)}
    wrong = {row.id for row in shown if row.verdict == "wrong"}
    arcs = [arc for row in shown for arc in _arcs(row, at, wrong)]
    lines = (_line(row, at[row.id], rows) for row in shown)
    width = max(NARROWEST, ARCS + LETTER * (min(max(len(readable(row.latex)) for row in shown), LONGEST) + 8))
    legend = _legend(2 * MARGIN + LINE * len(shown) + 8) if arcs else ()
    title = element("title", "which row follows from, or has its error from, which")
    return _picture("rows", width, 2 * MARGIN + LINE * (len(shown) + 1), title, *arcs, *lines, *legend)


def _arcs(row: Formula, at: Mapping[str, int], wrong: Container[str]) -> Iterator[Element]:
    """What a row follows from; an error is drawn from the row that passes it on, else from where it came in."""
    handed = [name for name in row.grounds if name in wrong] if row.root_causes else []
    sources = dict.fromkeys(row.grounds, "follows") | dict.fromkeys(handed or row.root_causes, "inherits")
    for name, kind in sources.items():
        if name in at:
            yield _arc(at[name], at[row.id], kind)


def _arc(start: int, end: int, kind: str) -> Element:
    x = ARCS - 6
    reach = min(14 + abs(end - start) // 4, ARCS - 14)
    curve = f"M{x} {start}C{x - reach} {start} {x - reach} {end} {x} {end}"
    return element("path", d=f"{curve}M{x - 6} {end - 4}L{x} {end}L{x - 6} {end + 4}", class_=f"arrow {kind}")


def _line(row: Formula, y: int, rows: Rows) -> Element:
    text = readable(row.latex)
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    mark = SIGNS.get(row.verdict or "", "≔")
    kind = row.verdict or ("suspect" if row.rule else "definition")
    written = element("text", f"{mark} {row.line}  {short}", x=str(ARCS), y=str(y + 5))
    title = element("title", f"line {row.line}: {row.verdict or row.role}: {text}")
    return element("a", title, written, href=f"#{rows.place(row.id)}", class_=kind)


def _legend(y: int) -> Iterator[Element]:
    for x, kind, text in ((MARGIN, "follows", "follows from"), (MARGIN + 150, "inherits", "has its error from")):
        yield element("path", d=f"M{x} {y}L{x + 24} {y}", class_=f"arrow {kind}")
        yield element("text", text, x=str(x + 30), y=str(y + 5))


def _picture(kind: str, width: int, height: int, *parts: Element) -> Element:
    drawn = element(
        "svg", *parts, class_=kind, viewBox=f"0 0 {width} {height}", width=str(width), height=str(height), role="img"
    )
    return element("div", drawn, class_="scroll")
