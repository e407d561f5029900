"""Commands, options and exit statuses, over a pipeline that answers at once."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from types import ModuleType, SimpleNamespace

import pytest

from bnderive.cli import main
from bnderive.cli.targets import Target, targets
from bnderive.errors import InternalError, UsageError
from bnderive.settings import Settings
from tests.reports.seed_report import SEED

CLEAN = replace(SEED, problems=(), formulas=tuple(f for f in SEED.formulas if f.verdict != "wrong"))


def test_wrong_claims_give_1(pipeline, paper, capsys):
    assert main(["check", paper]) == 1
    shown = capsys.readouterr()
    assert "5 correct, 7 wrong (7 root causes), 0 undecided, 3 definitions, 2 expressions" in shown.out
    assert shown.err == ""


def test_nothing_wrong_gives_0(pipeline, paper):
    pipeline.answer = CLEAN
    assert main(["check", paper]) == 0


def test_fail_on(pipeline, paper):
    assert main(["check", paper, "--fail-on", "never"]) == 0
    pipeline.answer = replace(CLEAN, problems=SEED.problems)
    assert main(["check", paper]) == 0
    assert main(["check", paper, "--fail-on", "problem"]) == 1


def test_options_become_settings(pipeline, paper):
    main(["check", "--boxed", "--strict", "--batch-size", "4", paper])
    assert pipeline.asked == [(paper, Settings(boxed=True, strict=True, batch_size=4))]


def test_line_selector(pipeline, paper):
    main(["check", f"{paper}:39", f"{paper}:37"])
    assert pipeline.asked == [(paper, Settings(lines=((paper, 37), (paper, 39))))]


def test_file_with_a_colon_in_its_name_wins(paper, tmp_path):
    assert targets(["paper.md:39"]) == (Target("paper.md", (39,)),)
    (tmp_path / "paper.md:39").write_text("")
    assert targets(["paper.md:39"]) == (Target("paper.md:39"),)


def test_whole_file_beats_its_lines(paper):
    assert targets(["a.md:3", "a.md", "b.md:0", "-"]) == (Target("a.md"), Target("b.md:0"), Target("-"))


@pytest.mark.parametrize("path", ["gone.md", "folder.md", "binary.md", "gone.md:3"])
def test_unreadable_file_does_not_stop_the_others(pipeline, paper, tmp_path, capsys, path):
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "binary.md").write_bytes(b"\0\xff")
    assert main(["check", path, paper]) == 2
    assert [name for name, _ in pipeline.asked] == [paper]
    shown = capsys.readouterr()
    assert "7 wrong" in shown.out
    assert shown.err.count("\n") == 1
    assert shown.err.startswith(f"bnderive: {path.removesuffix(':3')}: ")


def test_standard_input(pipeline, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO("\ufeff$$μ = 1$$".encode())))
    assert main(["check", "-", "--stdin-filename", "notes.md", "--output-format", "concise"]) == 1
    assert pipeline.texts == ["$$μ = 1$$"]
    assert capsys.readouterr().out.startswith("notes.md:9:3: BN101 size-alias: ")


@pytest.mark.parametrize("content", [b"\xff\xfe\xfa", b"x" * (2 * 1024 * 1024 + 1), b"a\0b"])
def test_standard_input_that_is_no_document(pipeline, monkeypatch, capsys, content):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    assert main(["check", "-"]) == 2
    assert capsys.readouterr().err.startswith("bnderive: <stdin>: ")


def test_json_to_a_file(pipeline, paper, tmp_path, capsys):
    assert main(["check", paper, "--output-format", "json", "--output-file", "report.json"]) == 1
    assert capsys.readouterr().out == ""
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["summary"]["wrong"] == 7


def test_output_file_that_cannot_be_written(pipeline, paper, capsys):
    assert main(["check", paper, "--output-file", "no/such/folder"]) == 2
    assert "error: cannot write no/such/folder: no such file or directory" in capsys.readouterr().err


def test_quiet_shows_findings_only(pipeline, paper, capsys):
    main(["check", "-q", paper])
    shown = capsys.readouterr().out
    assert shown.count("✗") == 7
    assert "✓" not in shown
    assert "Definitions" not in shown


def test_read_judges_nothing(pipeline, paper, capsys):
    pipeline.answer = replace(SEED, formulas=(replace(SEED.formulas[3], verdict=None, understood="x = y"),))
    assert main(["read", paper]) == 0
    assert main(["read", "gone.md"]) == 2
    assert "read as" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("environment", "option", "colored"),
    [
        ({}, "auto", False),
        ({}, "always", True),
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        ({"FORCE_COLOR": "1"}, "never", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({"NO_COLOR": ""}, "auto", False),
    ],
)
def test_color(pipeline, paper, monkeypatch, capsys, environment, option, colored):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    main(["check", paper, "--color", option])
    assert ("\x1b[" in capsys.readouterr().out) is colored


def test_progress_is_seen_in_a_terminal_only(pipeline, paper, tmp_path, monkeypatch, capsys):
    (tmp_path / "other.md").write_text("", "utf-8")
    main(["check", paper, "other.md"])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    main(["check", paper])
    main(["check", "--no-progress", paper, "other.md"])
    assert capsys.readouterr().err == ""
    main(["check", paper, "other.md"])
    shown = capsys.readouterr().err
    assert "0/2" in shown
    assert "1/2" in shown
    assert "paper.md" in shown
    assert "other.md" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["chek", "a.md"],
        ["check", "a.md", "--fail-on", "sometimes"],
        ["check", "a.md", "--batch-size", "0"],
        ["check", "a.md", "--batch-size", "٣"],
        ["check", "a.md", "--batch-size", "9" * 5000],
        ["check", "a.md", "--output-format", "unicode_math"],
    ],
)
def test_wrong_usage_gives_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage: bnderive" in capsys.readouterr().err


def test_internal_error(pipeline, paper, capsys, monkeypatch):
    pipeline.fault = InternalError("two engines \x1b[31mcontradict each other")
    assert main(["check", paper]) == 101
    shown = capsys.readouterr()
    assert "internal error: InternalError: two engines \ufffd[31mcontradict each other" in shown.err
    assert "report it" in shown.err
    assert "Traceback" not in shown.err
    assert shown.out.startswith("paper.md\n  ✗ internal error: InternalError: two engines \ufffd[31mcontradict")
    monkeypatch.setenv("BNDERIVE_DEBUG", "1")
    assert main(["check", paper]) == 101
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("fault", [RecursionError(), MemoryError(), KeyError("x")])
def test_no_fault_shows_a_traceback(pipeline, paper, capsys, fault):
    pipeline.fault = fault
    assert main(["check", paper]) == 101
    assert "Traceback" not in capsys.readouterr().err


def test_interrupt(pipeline, paper):
    pipeline.fault = KeyboardInterrupt()
    assert main(["check", paper]) == 130


def test_show(monkeypatch, capsys):
    def stand_in(name: str, *, batch_size: int | None, width: int, color: bool) -> str:
        if name != "batchnorm":
            raise UsageError(f"no layer is called {name!r}")
        return f"{name} {batch_size} {width} {color}\n"

    module = ModuleType("bnderive.show")
    module.show = stand_in  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bnderive.show", module)
    monkeypatch.setenv("COLUMNS", "77")
    assert main(["show", "batchnorm", "--batch-size", "3", "--color", "always"]) == 0
    assert main(["show", "nonsense"]) == 2
    shown = capsys.readouterr()
    assert shown.out == "batchnorm 3 77 True\n"
    assert shown.err == "bnderive: error: no layer is called 'nonsense'\n"


@pytest.mark.parametrize("command", ["check", "read"])
def test_a_layer_by_any_of_its_names(pipeline, paper, command):
    main([command, "--layer", "Layer-Norm", paper])
    assert [settings.layer for _, settings in pipeline.asked] == ["layernorm"]


@pytest.mark.parametrize("command", ["check", "read"])
def test_a_layer_that_there_is_not(pipeline, paper, capsys, command):
    with pytest.raises(SystemExit) as refused:
        main([command, "--layer", "layernrm", paper])
    assert refused.value.code == 2
    assert "did you mean layernorm" in capsys.readouterr().err
    assert not pipeline.asked
