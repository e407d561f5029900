"""The text of a Jupyter notebook (format 4) comes in, the displays of its Markdown cells go out.

Places are those of the JSON text itself, through every escape; beside them stands the line in the cell. What is no
such notebook is an error of usage, with the place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NoReturn

from bnderive.errors import UsageError
from bnderive.source import markdown
from bnderive.source.excerpt import Excerpt, Piece
from bnderive.source.lines import Lines
from bnderive.source.model import CellLine, Document
from bnderive.source.parts import Part, carried, document

JSON_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
ESCAPE = re.compile(r"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\.", re.DOTALL)
UNIT = len("\\uXXXX")
DEPTH = len(("cells", 0, "source", 0))
SIMPLE = {"n": "\n", "r": "\n", "t": "\t", "b": "\b", "f": "\f"}
REPLACEMENT = "\ufffd"
"""Stands for what is no character of a text: half a surrogate pair, or NUL."""
Keys = tuple[str | int | None, ...]
WHERE = "in Markdown cells, between `$…$`, `$$…$$`, \\(…\\), \\[…\\] or \\begin{…}…\\end{…}"


def read(text: str, path: str) -> Document:
    """The document in a notebook. Raises `UsageError` for malformed JSON, and for JSON of another shape."""
    notebook = _checked(text, path)
    whole = Excerpt.whole(text)
    found = enumerate(_sources(whole.text))
    texts = {index: whole.made_of(_unescaped(whole.text, sources)) for index, sources in found}
    kinds = {index: notebook["cells"][index]["cell_type"] for index in texts}
    written = {index: excerpt for index, excerpt in texts.items() if kinds[index] == "markdown"}
    parts = [_cell(excerpt, index) for index, excerpt in written.items()]
    lines = tuple(line for index, excerpt in written.items() for line in _lines(excerpt, index))
    cells = tuple((kinds[index], excerpt.text) for index, excerpt in texts.items())
    return replace(document(path, text, parts, WHERE), lines=lines, cells=cells)


def _lines(excerpt: Excerpt, index: int) -> Iterator[CellLine]:
    offset = 0
    for number, line in enumerate(excerpt.text.split("\n"), start=1):
        yield CellLine(excerpt.positions.at(offset), index, number)
        offset += len(line) + 1


def _cell(excerpt: Excerpt, index: int) -> Part:
    """The places of its displays lead back to the file, their extents stay those in the cell."""
    part = markdown.part_of(excerpt.text)
    displays = (replace(d, cell=index, cell_line=d.positions.at(0).line) for d in part.displays)
    directives = (replace(d, cell=index, cell_line=d.start.line) for d in part.directives)
    moved = carried(replace(part, displays=tuple(displays), directives=tuple(directives)), excerpt)
    pairs = zip(moved.displays, part.displays, strict=True)
    return replace(moved, displays=tuple(replace(display, extent=own.extent) for display, own in pairs))


def _checked(text: str, path: str) -> Any:
    """The notebook as the standard library reads it, of the shape that is asked for."""
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as fault:
        raise UsageError(f"{path}:{fault.lineno}:{fault.colno}: is no JSON: {fault.msg}") from None
    except RecursionError:
        raise UsageError(f"{path}:1:1: is nested too deeply for a notebook") from None
    except ValueError as fault:
        raise UsageError(f"{path}:1:1: cannot be read as JSON: {fault}") from None
    for keys, message in _shape(notebook):
        _refuse(text, path, keys, message)
    return notebook


def _shape(notebook: Any) -> Iterator[tuple[Keys, str]]:
    """What is wrong with the shape: the way to it, and what was expected there."""
    if not isinstance(notebook, dict):
        yield (), "a notebook is a JSON object"
        return
    version = notebook.get("nbformat")
    if not isinstance(version, int) or version != 4:
        yield ("nbformat",), f"the notebook is of format {json.dumps(version)[:20]}, expected nbformat 4"
    if not isinstance(notebook.get("cells"), list):
        yield ("cells",), "expected a list of cells under the key cells"
        return
    for index, cell in enumerate(notebook["cells"]):
        if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
            yield ("cells", index), f"cell {index} is no object with a cell_type"
        elif not _is_text(cell.get("source")):
            yield ("cells", index, "source"), f"the source of cell {index} is neither a string nor a list of strings"


def _is_text(source: object) -> bool:
    return isinstance(source, str) or (isinstance(source, list) and all(isinstance(line, str) for line in source))


def _refuse(text: str, path: str, keys: Keys, message: str) -> NoReturn:
    """Names the place of what the keys lead to or, where that is missing, of what they last lead to."""
    place = 0
    for found, start, _ in _values(text):
        if found == keys[: len(found)]:
            place = start
    position = Lines.of(text).position(place)
    raise UsageError(f"{path}:{position.line}:{position.column}: {message}")


def _values(text: str) -> Iterator[tuple[Keys, int, str]]:
    """Every value of a JSON text down to the lines of a source: the keys that lead to it, its place, its token."""
    keys: list[str | int | None] = []
    for match in JSON_TOKEN.finditer(text):
        token = match[0]
        match token[0]:
            case "}" | "]":
                keys.pop()
            case ",":
                last = keys[-1]
                keys[-1] = last + 1 if isinstance(last, int) else None
            case '"' if keys and keys[-1] is None:
                keys[-1] = json.loads(token)
            case opening if opening != ":":
                if len(keys) <= DEPTH:
                    yield tuple(keys), match.start(), token
                if opening in "{[":
                    keys.append(None if opening == "{" else 0)


def _sources(text: str) -> list[list[tuple[int, int]]]:
    """For each cell the places of the strings that its source is made of. Of a key given twice the last counts."""
    cells: list[list[tuple[int, int]]] = []
    for keys, start, token in _values(text):
        match keys:
            case ("cells",):
                cells = []
            case ("cells", int()):
                cells.append([])
            case ("cells", int() as index, "source"):
                cells[index] = [(start, start + len(token))] if token[0] == '"' else []
            case ("cells", int() as index, "source", int()):
                cells[index].append((start, start + len(token)))
    return cells


def _unescaped(text: str, strings: list[tuple[int, int]]) -> Iterator[Piece]:
    """The text of a cell: what is written with an escape stands where the escape begins."""
    for start, end in strings:
        position = start + 1
        for match in ESCAPE.finditer(text, position, end - 1):
            yield Piece(position, match.start())
            yield Piece(match.start(), match.end(), _meant(match[0], text.startswith("\\n", match.end())))
            position = match.end()
        yield Piece(position, end - 1)


def _meant(escape: str, is_before_newline: bool) -> str:
    match escape[1]:
        case "u" if len(escape) > UNIT:
            return json.loads(f'"{escape}"')  # type: ignore[no-any-return]
        case "u":
            character = chr(int(escape[2:], 16))
            return REPLACEMENT if "\ud800" <= character <= "\udfff" or character == "\0" else character
        case "r" if is_before_newline:
            return ""
    return SIMPLE.get(escape[1], escape[1])
