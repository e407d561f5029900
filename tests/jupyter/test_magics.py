"""The magics in a real session of IPython: what they give, what they keep, and how they refuse."""

from __future__ import annotations

import inspect
import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import bnderive
from bnderive.cli.arguments import how_to_judge, isolated
from bnderive.jupyter import Magic
from bnderive.report import Report

pytest.importorskip("IPython", reason="the magics need IPython: pip install 'bnderive[jupyter]'")

FORWARD = r"""Let $\mu = \frac{1}{N} \sum_i x_i$ and $\sigma^2 = \frac{1}{N} \sum_i (x_i - \mu)^2$.
$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$
$$\frac{\partial \mu}{\partial x_i} = \frac{2}{N}$$"""
BACKWARD = r"""
$$\frac{\partial \hat{x}_i}{\partial \mu} = \frac{-1}{\sqrt{\sigma^2 + \epsilon}}$$
$$\frac{\partial \hat{x}_i}{\partial \mu} \frac{\partial \mu}{\partial x_i} = \frac{-2}{N\sqrt{\sigma^2 + \epsilon}}$$
"""
OTHER = FORWARD.replace(r"\frac{1}{N} \sum_i x_i", r"\frac{2}{N} \sum_i x_i")
SEED = str(pathlib.Path(__file__).parents[2] / "derivations" / "batch_norm_seed.md")


class Session:
    """A session of IPython with the extension loaded."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell

    def run(self, source: str) -> Any:
        """The value of a cell. Raises what the cell raises."""
        done = self.shell.run_cell(source, store_history=True)
        done.raise_error()
        return done.result

    def report(self, source: str) -> Report:
        report = self.run(source)
        assert isinstance(report, Report)
        return report


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config(
        {"HistoryManager": {"enabled": False}, "ProfileDir": {"location": str(tmp_path_factory.mktemp("p"))}}
    )
    main = sys.modules["__main__"]  # which a session takes the place of, and processes begun later need
    yield InteractiveShell.instance(config=config)
    InteractiveShell.clear_instance()
    sys.modules["__main__"] = main


@pytest.fixture
def session(shell: Any, capsys: pytest.CaptureFixture[str]) -> Session:
    """A new one each time: loading the extension again begins again."""
    shell.reset(new_session=True)
    shell.run_line_magic("reload_ext", "bnderive")
    return Session(shell)


def words(report: Report) -> list[str | None]:
    return [row.verdict for row in report if row.role == "claim"]


def test_a_cell_is_judged_and_its_report_is_the_value(session: Session) -> None:
    report = session.report(f"%%bnderive\n{FORWARD}\n{BACKWARD}")
    assert words(report) == ["wrong", "correct", "wrong"]
    assert session.run("_") == report
    assert report.documents[0].path == "cell 1"


def test_lines_are_those_of_the_cell_and_cells_those_of_the_session(session: Session) -> None:
    session.run("1 + 1")
    report = session.report(f"%%bnderive\n{FORWARD}")
    (wrong,) = report.wrong
    assert str(wrong.spot) == "cell 2, line 4"
    assert "cell 2, line 4" in str(report)


def test_a_cell_knows_nothing_of_others_unless_it_says_so(session: Session) -> None:
    session.run(f"%%bnderive --as forward\n{FORWARD}")
    assert words(session.report(f"%%bnderive\n{BACKWARD}")) == ["undecided", "undecided"]
    report = session.report(f"%%bnderive --after forward\n{BACKWARD}")
    assert words(report) == ["correct", "wrong"]
    assert "has its error from cell 1, line 4" in str(report.wrong[0].message)


def test_only_the_rows_of_the_cell_are_reported_and_all_definitions(session: Session) -> None:
    session.run(f"%%bnderive --as forward\n{FORWARD}")
    report = session.report(f"%%bnderive --after forward\n{BACKWARD}")
    (document,) = report.documents
    assert {row.cell for row in report} == {1}
    assert {row.cell for row in document.definitions} == {0}
    assert report.summary.definitions == 0
    assert (report.summary.correct, report.summary.wrong, report.summary.root_causes) == (1, 1, 1)


def test_what_a_kept_cell_came_after_is_known_too(session: Session) -> None:
    session.run(f"%%bnderive --as forward\n{FORWARD}")
    session.run(f"%%bnderive --as backward --after forward\n{BACKWARD}")
    report = session.report("%%bnderive --after backward\n" + r"$$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}$$")
    assert words(report) == ["correct"]


def test_a_cell_that_is_run_again_takes_its_own_place(session: Session) -> None:
    session.run(f"%%bnderive --as forward\n{OTHER}")
    claim = r"$$\frac{\partial \mu}{\partial x_i} = \frac{2}{N}$$"
    assert words(session.report(f"%%bnderive --after forward\n{claim}")) == ["correct"]
    session.run(f"%%bnderive --as forward\n{FORWARD}")
    assert words(session.report(f"%%bnderive --after forward\n{claim}")) == ["wrong"]


def test_of_two_versions_of_a_cell_the_later_is_known(session: Session) -> None:
    session.run(f"%%bnderive --as forward\n{OTHER}")
    session.run(f"%%bnderive --as backward --after forward\n{BACKWARD}")
    session.run(f"%%bnderive --as forward\n{FORWARD}")
    report = session.report(
        "%%bnderive --after backward --after forward\n" + r"$$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}$$"
    )
    assert words(report) == ["correct"]


def test_files_are_judged_and_lines_of_them(session: Session) -> None:
    report = session.report(f"%bnderive {SEED} --ignore-expectations")
    assert report == bnderive.check(SEED, settings=bnderive.Settings(ignore_expectations=True))
    (row,) = session.report(f"%bnderive {SEED}:61")
    assert (row.line, row.verdict, row.is_expected) == (61, "wrong", True)
    both = session.report(f"%bnderive {SEED}:61 {SEED.replace('_seed', '')}")
    assert len(both.documents) == 2


def test_a_report_can_be_kept_from_a_line_and_a_path_can_be_a_variable(session: Session) -> None:
    session.run(f"path = {SEED!r}")
    session.run("report = %bnderive {path} --boxed --ignore-expectations")
    assert words(session.run("report")) == ["correct", "correct", "wrong", "wrong"]


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        ("--layer batchnorm", r"$$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}$$", ["correct"]),
        ("", r"$$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}$$", ["undecided"]),
        ("--format tex", r"\[ \mu = \frac1N \sum_i x_i \] \[ \frac{\partial \mu}{\partial x_i} = 1 \]", ["wrong"]),
        ("--boxed", FORWARD.replace(r"\frac{2}{N}", r"\boxed{\frac{2}{N}}"), ["wrong"]),
        ("--boxed", FORWARD, []),
    ],
)
def test_options_are_those_of_the_command(session: Session, options: str, text: str, expected: list[str]) -> None:
    report = session.report(f"%%bnderive {options}\n{text}")
    assert words(report) == expected


def test_an_explicit_batch_is_reported_for_the_cell_alone(session: Session) -> None:
    session.run(f"%%bnderive --as forward --batch-size 2\n{FORWARD}")
    report = session.report(f"%%bnderive --after forward --batch-size 2\n{BACKWARD}")
    assert [str(opinion.spot) for opinion in report.explicit] == ["cell 2, line 3", "cell 2, line 4"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("%bnderive", "the following arguments are required: files"),
        ("%bnderive nowhere.md", "nowhere.md: no such file"),
        ("%bnderive 'a", "No closing quotation"),
        (f"%bnderive {SEED}:1", "no formula on line 1; the nearest is on line 11"),
        ("%%bnderive --nope\n$x$", "unrecognized arguments: --nope"),
        ("%%bnderive --layer nope\n$x$", "no standard layer is called 'nope'"),
        ("%%bnderive --after nope\n$x$", "no cell is kept under the name 'nope'; name one with --as NAME"),
        ("%%bnderive --format tex --as a\n$x$", "--as and --after are for cells of Markdown"),
        ("%%bnderive --batch-size 0\n$x$", "a whole number from 1 to 64 was expected"),
    ],
)
def test_wrong_usage_is_said_plainly(
    session: Session, capsys: pytest.CaptureFixture[str], source: str, message: str
) -> None:
    from IPython.core.error import UsageError

    with pytest.raises(UsageError, match=r"^bnderive: "):
        session.run(source)
    said = "".join(capsys.readouterr())
    assert message in said
    assert "Traceback" not in said


def test_what_is_kept_is_told_where_a_name_is_wrong(session: Session) -> None:
    from IPython.core.error import UsageError

    session.run(f"%%bnderive --as forward\n{FORWARD}")
    with pytest.raises(UsageError, match="'froward'; there are forward"):
        session.run(f"%%bnderive --after froward\n{BACKWARD}")


def test_every_option_is_in_the_help(session: Session) -> None:
    found = session.shell.find_cell_magic("bnderive")
    sources = inspect.getsource(Magic) + inspect.getsource(how_to_judge) + inspect.getsource(isolated)
    options = re.findall(r'add_argument\(\s*"(--[a-z-]+)"', sources)
    assert {"--as", "--trust", "--isolated"} <= set(options)
    assert all(option in (found.__doc__ or "") for option in ("--layer", *options))


def test_cells_that_are_not_counted_still_have_numbers_of_their_own() -> None:
    magic = Magic(lambda: 3)
    paths = [magic("", "$a = b$").documents[0].path for _ in range(3)]
    assert paths == ["cell 3", "cell 4", "cell 5"]


def test_loading_the_extension_loads_no_mathematics() -> None:
    code = (
        "import sys, bnderive; bnderive.load_ipython_extension\n"
        "print([name for name in ('sympy', 'rich', 'IPython', 'markdown_it') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "[]"
