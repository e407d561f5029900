"""What completes arguments, asked in a shell as its user would."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from bnderive.cli import main
from bnderive.cli.completion import SHELLS

pytest.importorskip("shtab", reason="an extra: pip install 'bnderive[completion]'")

ASK = """
source ./complete.bash
COMP_WORDS=(%s); COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
$(complete -p bnderive | sed 's/.*-F \\([^ ]*\\).*/\\1/')
printf '%%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def ask(tmp_path, monkeypatch, capsys):
    """The proposals of bash for the last word."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    monkeypatch.chdir(tmp_path)
    assert main(["completion", "bash"]) == 0
    (tmp_path / "complete.bash").write_text(capsys.readouterr().out, "utf-8")
    (tmp_path / "paper.md").write_text("", "utf-8")

    def proposals(words: str) -> list[str]:
        run = subprocess.run(["bash", "--norc", "-c", ASK % words], capture_output=True, text=True, check=True)
        assert run.stderr == ""
        return [line.strip() for line in run.stdout.splitlines() if line.strip()]

    return proposals


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bnderive ch", ["check"]),
        ("bnderive check --stat", ["--statistics"]),
        ("bnderive check --output-format con", ["concise"]),
        ("bnderive check pap", ["paper.md"]),
        ("bnderive check paper.md --fail-on und", ["undecided"]),
        ("bnderive completion f", ["fish"]),
    ],
)
def test_bash_completes(ask, words, expected):
    assert ask(words) == expected


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script(shell, capsys):
    assert main(["completion", shell]) == 0
    shown = capsys.readouterr().out
    assert "--statistics" in shown or "statistics" in shown
    if shutil.which(shell) is not None:
        subprocess.run([shell, "-n"], input=shown, text=True, check=True)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    assert capsys.readouterr().err == "bnderive: error: completion needs shtab: pip install 'bnderive[completion]'\n"


def test_a_shell_that_is_not_known(capsys):
    with pytest.raises(SystemExit):
        main(["completion", "tcsh"])
    assert "tcsh" in capsys.readouterr().err
