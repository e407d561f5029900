r"""[tool.bnderive] of the nearest pyproject.toml: its keys, its faults, and who is heard first."""

from __future__ import annotations

import pytest

import bnderive
from bnderive import Settings
from bnderive.cli import main
from bnderive.configuration import configured
from bnderive.errors import UsageError

TABLE = r"""
[tool.bnderive]
layer = "batchnorm"
sizes = ["N = n, m", "D = d"]
indices = "t s"
upstream = '\delta_i'
output = "y_i"
loss = "J"
layout = "numerator"
assume = ["x_i > 0", 'i \ne j']
strict = true
boxed = false
fail-on = "wrong"
batch-size = 3
"""
SAID = Settings(
    boxed=False,
    strict=True,
    batch_size=3,
    fail_on="wrong",
    layer="batchnorm",
    sizes=(("N", "n", "m"), ("D", "d")),
    indices=("t", "s"),
    upstream=r"\delta_i",
    output="y_i",
    loss="J",
    layout="numerator",
    assume=("x_i > 0", r"i \ne j"),
)
FAULTS = {
    "lyaer = 'a'": "did you mean `layer`",
    "fail_on = 'wrong'": "did you mean `fail-on`",
    "expect = 'wrong'": "unknown",
    "ignore-file = 'BN101'": "unknown",
    "strict = 1": "true or false",
    "boxed = 'yes'": "true or false",
    "batch-size = 0": "whole number",
    "batch-size = true": "whole number",
    "batch-size = 65": "whole number",
    "fail-on = 'wrnog'": "did you mean `wrong`",
    "fail-on = 3": "expected wrong",
    "layer = 3": "expected a text",
    "layer = ['a']": "expected a text",
    "sizes = [3]": "list of texts",
    "sizes = 'N = 2'": "letters that mean one size",
    "loss = '1'": "is no name",
    "loss = ": "cannot be read",
    "loss = 'a'\nloss = 'b'": "cannot be read",
    "x = " + "[" * 100_000: "cannot be read",
}
JACOBIAN = r"$$\mu = \frac{1}{N} \sum_i x_i$$" + "\n\n" + r"$$\boxed{2 \mu = \mu + \mu}$$" + "\n\n$$2 \\mu = \\mu$$\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    def made(table: str, document: str = JACOBIAN) -> str:
        (tmp_path / "docs").mkdir()
        (tmp_path / "pyproject.toml").write_text(table, encoding="utf-8")
        (tmp_path / "docs" / "paper.md").write_text(document, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        return "docs/paper.md"

    return made


def test_every_key(project):
    path = project(TABLE)
    assert configured(path, Settings()).project == SAID


def test_the_nearest_counts(project, tmp_path):
    path = project(TABLE)
    (tmp_path / "docs" / "pyproject.toml").write_text("[tool.other]\nlayer = 3\n", encoding="utf-8")
    assert configured(path, Settings()).project is None


@pytest.mark.parametrize("table", ["", "tool = 3", "[tool]\nother = 3", "[project]\nname = 'a'"])
def test_no_table_says_nothing(project, table):
    assert configured(project(table), Settings()).project is None


@pytest.mark.parametrize("line", FAULTS, ids=lambda line: line[:30])
def test_faults_are_told_with_the_file(project, line):
    with pytest.raises(UsageError) as caught:
        configured(project(f"[tool.bnderive]\n{line}\n"), Settings())
    assert "pyproject.toml: " in str(caught.value)
    assert FAULTS[line] in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"#" * 1_100_000, b"tool.bnderive = 3"])
def test_a_file_that_is_none(project, tmp_path, content):
    path = project("")
    (tmp_path / "pyproject.toml").write_bytes(content)
    with pytest.raises(UsageError, match=r"pyproject\.toml"):
        configured(path, Settings())


def test_a_fault_is_a_usage_error_of_the_command(project, capsys):
    assert main(["check", project("[tool.bnderive]\nlyaer = 'a'\n")]) == 2
    assert "did you mean `layer`" in capsys.readouterr().err


def test_isolated_reads_none(project):
    path = project("[tool.bnderive]\nlyaer = 'a'\n")
    assert main(["check", path, "--isolated"]) == 1
    assert main(["read", path, "--isolated"]) == 0
    assert not bnderive.check(path, settings=Settings(isolated=True)).ok


def test_the_project_is_heard_by_the_command_and_by_python(project):
    path = project("[tool.bnderive]\nboxed = true\n")
    assert main(["check", path]) == 0
    assert bnderive.check(path).ok


def test_an_option_beats_the_project(project):
    path = project("[tool.bnderive]\nboxed = true\nfail-on = 'never'\n")
    assert main(["check", path, "--no-boxed"]) == 0
    assert main(["check", path, "--no-boxed", "--fail-on", "wrong"]) == 1
    assert not bnderive.check(path, settings=Settings(boxed=False)).ok


LOSSES = r"$$y_i = \gamma x_i$$" + "".join(
    f"\n\n$$\\frac{{\\partial {loss}}}{{\\partial \\gamma}} = \\sum_i \\frac{{\\partial {loss}}}{{\\partial y_i}} x_i$$"
    for loss in "JKR"
)


def losses(report) -> str:
    """The names that are read as the loss, since only of the loss such a row is correct."""
    return "".join(loss for loss, formula in zip("JKR", list(report)[1:], strict=True) if formula.verdict == "correct")


@pytest.mark.parametrize(
    ("option", "comment", "table", "heard"),
    [
        ("J", "K", "R", "J"),
        (None, "K", "R", "K"),
        (None, None, "R", "R"),
        ("J", None, "R", "J"),
        ("R", "K", None, "R"),
    ],
)
def test_a_call_beats_a_comment_and_a_comment_the_project(project, option, comment, table, heard):
    document = (f"<!-- bnderive: loss {comment} -->\n\n" if comment else "") + LOSSES
    path = project(f"[tool.bnderive]\nloss = '{table}'\n" if table else "", document)
    assert losses(bnderive.check(path, settings=Settings(loss=option))) == heard


def test_each_document_has_its_own_project(project, tmp_path):
    project("[tool.bnderive]\nfail-on = 'never'\n")
    other = tmp_path / "other"
    other.mkdir()
    (other / "pyproject.toml").write_text("")
    assert main(["check", "docs"]) == 0
    (other / "paper.md").write_text(JACOBIAN)
    assert main(["check", "docs", "other"]) == 1
