"""`pytest --bnderive`: every claim of a document is a test. Documents come in, test items and their outcomes go out.

Loaded by every pytest run of an environment: whatever is heavy is imported when a document is collected. A document is
read when it is collected, and judged, once in each worker, when the first of its items runs.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from bnderive.report import DocumentReport, Formula, Report
    from bnderive.reports.notices import Notice

FILES = ("*.md", "*.tex", "*.ipynb")
FAIL_ON = ("wrong", "undecided", "problem")
Place = tuple[int, int]  # line and column
SECONDS = 60.0  # that a document may take


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("bnderive", "derivations")
    group.addoption("--bnderive", action="store_true", help="collect documents: each claim in them is a test")
    group.addoption(
        "--bnderive-fail-on", choices=FAIL_ON, help="what fails: wrong, undecided (default, wrong too) or problem"
    )
    parser.addini("bnderive_files", f"globs of the documents to collect (default: {' '.join(FILES)})", "args", FILES)
    parser.addini("bnderive_fail_on", "what fails: wrong, undecided (default) or problem", default="")


def pytest_configure(config: pytest.Config) -> None:
    asked = config.getini("bnderive_fail_on")
    if asked not in ("", *FAIL_ON):
        raise pytest.UsageError(f"bnderive_fail_on: one of {', '.join(FAIL_ON)} was expected, not {asked!r}")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if not parent.config.getoption("bnderive"):
        return None
    relative = os.path.relpath(file_path, parent.config.rootpath).replace(os.sep, "/")
    globs = parent.config.getini("bnderive_files")
    if not any(fnmatch(name, glob) for glob in globs for name in (file_path.name, relative)):
        return None
    document: DocumentFile = DocumentFile.from_parent(parent, path=file_path)
    return document


class DocumentFile(pytest.File):
    """A document: an item for each row that may claim something, and one for the problems of the document itself."""

    def collect(self) -> Iterator[pytest.Item]:
        from bnderive.check import read_documents

        read = self.answer(read_documents)
        if read.error is not None:
            raise self.CollectError(f"{self.nodeid}: {read.error}")
        rows = [row for row in read.formulas if claims(row)]
        names = Counter(map(line_of, rows))
        for row in rows:
            line = line_of(row)
            name = line if names[line] == 1 else f"{line}:{row.column}"
            yield Claim.from_parent(self, name=name, row=row)
        if read.formulas and self.fail_on == "problem":
            yield Problems.from_parent(self, name="problems")

    @cached_property
    def fail_on(self) -> str:
        """What the option says, else the configuration; of the project of the document where neither does."""
        config = self.config
        asked = config.getoption("bnderive_fail_on") or config.getini("bnderive_fail_on") or self.settings().fail_on
        return asked or "undecided"

    def settings(self) -> Any:
        from bnderive.configuration import configured
        from bnderive.errors import UsageError
        from bnderive.settings import Settings

        try:
            found = configured(str(self.path), Settings())
        except UsageError as error:
            raise self.CollectError(str(error)) from None
        return found.over(found.project)

    @cached_property
    def report(self) -> DocumentReport:
        """What a check says of the document; it is judged once."""
        from bnderive.check import check_documents

        return self.answer(check_documents)

    @cached_property
    def rows(self) -> dict[Place, Formula]:
        return {(row.line, row.column): row for row in self.report.formulas}

    @cached_property
    def told(self) -> dict[Place, list[Notice]]:
        """What the report has to tell, by its place."""
        from bnderive.reports.notices import notices

        found: dict[Place, list[Notice]] = {}
        for notice in notices(self.report):
            found.setdefault((notice.line, notice.column), []).append(notice)
        return found

    def answer(self, work: Any) -> DocumentReport:
        """What some work on the document gives, done in a process of its own, which is ended after a while."""
        from bnderive.cli.documents import settings_of
        from bnderive.cli.targets import Target
        from bnderive.errors import UsageError
        from bnderive.report import DocumentReport
        from bnderive.runs.apart import Apart
        from bnderive.runs.work import Work, judged
        from bnderive.settings import Settings

        name = os.path.relpath(self.path, self.config.invocation_params.dir)
        path = str(self.path)
        try:
            settings = settings_of(Target(name), path, Settings())
            with Apart(SECONDS, False) as apart:
                report: Report = apart(judged, work, path, Work(path, settings).content(), None, settings)
        except UsageError as error:
            return DocumentReport(name, error=str(error).removeprefix(f"{self.path}: "))
        return report.documents[0]


class Claim(pytest.Item):
    """A row of a document: it fails where the row is wrong or undecided and no comment of the document expects that."""

    def __init__(self, *, row: Formula, **given: Any) -> None:
        super().__init__(**given)
        self.place, self.latex = (row.line, row.column), row.latex

    def runtest(self) -> None:
        document: DocumentFile = self.parent  # type: ignore[assignment]
        if document.report.error is not None:
            raise Failed(document.report.error)
        row = document.rows[self.place]
        found = {"verdict": row.verdict or row.role, "rule": row.rule, "latex": row.latex, "line": row.line}
        self.user_properties += [(key, value) for key, value in found.items() if value is not None]
        settle(row, document.told.get(self.place, []), document.nodeid, document.fail_on)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return str(excinfo.value) if isinstance(excinfo.value, Failed) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        from bnderive.escape import one_line
        from bnderive.reports.unicode_math import readable

        return self.path, self.place[0] - 1, f"{self.path.name}:{self.place[0]} {one_line(readable(self.latex))}"


class Problems(pytest.Item):
    """The findings about the document itself, where these are to fail."""

    def runtest(self) -> None:
        from bnderive.reports.notices import failures

        found = failures(self.parent.report)  # type: ignore[union-attr]
        own = [told_in(self.parent.nodeid, notice) for notice in found if notice.formula is None]  # type: ignore[union-attr]
        if own:
            raise Failed("\n".join(own))

    repr_failure = Claim.repr_failure

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"{self.path.name}: problems"


class Failed(Exception):
    """Why an item fails, in full; no traceback belongs to it."""


def claims(row: Formula) -> bool:
    """Whether a row that was only read may claim something: a definition does by a second side."""
    return row.role == "claim" or (row.role == "definition" and len(row.relations) > 1)


def line_of(row: Formula) -> str:
    return f"L{row.line}" if row.cell is None else f"cell{row.cell + 1}:L{row.cell_line}"


def settle(row: Formula, told: list[Notice], path: str, fail_on: str) -> None:
    """Fails, or ends as expected to fail, where the verdict of a row is not that it is correct."""
    from bnderive.report import UNMET

    unmet = [notice for notice in told if notice.rule == UNMET and notice.known is None]
    own = [notice for notice in told if notice.formula is not None]
    if row.is_failure and (row.verdict == "wrong" or fail_on != "wrong") and fail_on != "never":
        raise Failed("\n".join(told_in(path, notice) for notice in (*own, *unmet)))
    if unmet and fail_on != "never":
        raise Failed("\n".join(told_in(path, notice) for notice in unmet))
    if row.is_expected:
        pytest.xfail(next(notice.known or "" for notice in own))
    if row.verdict is None:
        pytest.skip(f"asserts nothing: a {row.role}")


def told_in(path: str, notice: Notice) -> str:
    from bnderive.asserting import told
    from bnderive.escape import for_terminal
    from bnderive.report import located

    shown = for_terminal(notice)
    return f"{located(path, shown)}: {told(shown)}"
