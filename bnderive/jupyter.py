"""`%load_ext bnderive`: a cell or a file comes in, its report goes out and is shown. Nothing here loads IPython.

A cell is read as a cell of a notebook, with its number in the session; which other cells it rests on, it says itself.
"""

from __future__ import annotations

import json
import shlex
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from bnderive.cli.arguments import DOCUMENT_FORMATS, how_to_judge, isolated
from bnderive.cli.documents import asked_of, settings_of
from bnderive.cli.targets import Target, targets
from bnderive.errors import UsageError
from bnderive.escape import one_line
from bnderive.records import dataclass
from bnderive.report import Report, summarise, together

HELP = """\
%%bnderive [OPTIONS]: judges every formula of the cell, Markdown with LaTeX.
%bnderive FILE... [OPTIONS]: judges documents, FILE:39 a line of one.

Both give the report: what is shown, and the value `_`. `report = %bnderive FILE` keeps it. Lines are counted from that
of the magic, cells by the numbers that the notebook gives them.

  --as NAME           keep the cell under a name (of cells)
  --after NAME        read the cell after the one of that name, and after what that was read after: what they define
                      is known, and so are their mistakes; may be given again (of cells)
  --format NAME       what the cell holds: markdown, text, tex, rst or python; default: markdown (of cells)
  --layer NAME        the standard layer that supplies what is left out
  --boxed             judge boxed formulas only
  --strict            allow no assumption: what needs one is undecided
  --batch-size K      also check on an explicit batch of K inputs
  --trust kernel      what the kernel proves needs no second engine
  --select RULES      findings that count: codes, their beginnings or names, with commas between; --ignore: that do not
  --ignore-expectations, --ignore-suppressions, --isolated
                      do not hear such comments, read no pyproject.toml
"""


@dataclass(frozen=True, slots=True)
class Cell:
    number: int
    name: str | None
    text: str


class Options(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


class Magic:
    """The magic of one session. `kept` has by its name each cell that was kept, after those that it was read after."""

    def __init__(self, count: Callable[[], int]) -> None:
        """`count` gives the number of the cell that is run."""
        self.count = count
        self.kept: dict[str, tuple[Cell, ...]] = {}
        self.last = 0

    def __call__(self, line: str, cell: str | None = None) -> Report:
        """The report on a cell, or on the files of a line. Raises UsageError."""
        return self.of_files(line) if cell is None else self.of_cell(line, cell)

    def of_files(self, line: str) -> Report:
        from bnderive.check import check_again
        from bnderive.source import read_file

        options = _options()
        options.add_argument("files", nargs="+")
        arguments = options.parse_args(_split(line))
        asked = asked_of(arguments)
        reports = []
        for target in targets(arguments.files):
            settings = settings_of(target, target.path, asked)
            reports.append(check_again([read_file(target.path)], settings))
        return together(reports)

    def of_cell(self, line: str, text: str) -> Report:
        from bnderive.check import check_again
        from bnderive.source import read_text

        options = _options()
        options.add_argument("--as", dest="name")
        options.add_argument("--after", action="append", default=[])
        options.add_argument("--format", choices=[each for each in DOCUMENT_FORMATS if each != "notebook"])
        arguments = options.parse_args(_split(line))
        self.last = max(self.count(), self.last + 1)
        title, format = f"cell {self.last}", arguments.format or "markdown"
        settings = settings_of(Target(title), title, asked_of(arguments))
        own = Cell(self.last, arguments.name, f"\n{text}")  # the first line is that of the magic
        if format != "markdown":
            if arguments.name is not None or arguments.after:
                raise UsageError("--as and --after are for cells of Markdown")
            return check_again([read_text(own.text, title, format)], settings)
        cells = (*self.before(arguments.after, arguments.name), own)
        report = check_again([read_text(_notebook(cells), title, "notebook")], settings)
        if arguments.name is not None:
            self.kept[arguments.name] = cells
        return _of_cell(report, self.last - 1)

    def before(self, names: Sequence[str], own: str | None) -> tuple[Cell, ...]:
        """The cells of these names and what they were read after, each name once, as they were run."""
        for name in names:
            if name not in self.kept:
                known = f"; there are {', '.join(self.kept)}" if self.kept else "; name one with --as NAME"
                raise UsageError(f"no cell is kept under the name {name!r}{known}")
        found = sorted((cell for name in names for cell in self.kept[name]), key=lambda cell: cell.number)
        latest = {cell.name: cell for cell in found if cell.name != own}
        return tuple(sorted(latest.values(), key=lambda cell: cell.number))


def _options() -> ArgumentParser:
    options = Options(prog="bnderive", add_help=False, allow_abbrev=False)
    how_to_judge(options)
    isolated(options)
    return options


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise UsageError(f"{line}: {error}") from None


def _notebook(cells: Sequence[Cell]) -> str:
    """A notebook that has these cells at the places of their numbers."""
    texts = {cell.number: cell.text for cell in cells}
    source = [
        {"cell_type": "markdown" if number in texts else "raw", "source": texts.get(number, "")}
        for number in range(1, max(texts) + 1)
    ]
    return json.dumps({"cells": source, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False)


def _of_cell(report: Report, index: int) -> Report:
    """What the report says of one cell, and all that is defined for it."""
    documents = tuple(
        replace(
            document,
            formulas=tuple(row for row in document.formulas if row.cell == index),
            problems=tuple(problem for problem in document.problems if problem.cell == index),
        )
        for document in report.documents
    )
    explicit = tuple(opinion for opinion in report.explicit if opinion.cell == index)
    return Report(documents, summarise(documents), explicit)


def load_ipython_extension(ipython: Any) -> None:
    """Gives a session of IPython the magics `%bnderive` and `%%bnderive`."""
    from IPython.core.error import UsageError as Said  # which IPython says without a traceback

    magic = Magic(lambda: int(ipython.displayhook.prompt_count))

    def bnderive(line: str, cell: str | None = None) -> Report:
        try:
            return magic(line, cell)
        except UsageError as error:
            raise Said(f"bnderive: {one_line(str(error))}") from None

    bnderive.__doc__ = HELP
    ipython.register_magic_function(bnderive, magic_kind="line_cell", magic_name="bnderive")
