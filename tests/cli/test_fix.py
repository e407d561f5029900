"""`fix` as a command: what it writes where, what it says, and its exit statuses. The pipeline is the real one."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from bnderive.cli import main
from tests.fix.documents import GIVEN, MARKDOWN, MENDED, NOTEBOOK, SLIP, displays

WANTED = MARKDOWN.replace(SLIP, MENDED)
RIGHT = r"\frac{\partial \mu}{\partial S_i} = \frac{1}{N}"
WRONG = r"\frac{\partial \mu}{\partial S_i} = \sqrt{N} \sigma^2 (N - 7)"
"""Nothing that is small mends it."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_bytes(MARKDOWN.encode())
    return tmp_path


def test_the_mended_document_goes_to_standard_output(capfdbinary) -> None:
    assert main(["fix", "a.md"]) == 0
    shown = capfdbinary.readouterr()
    assert shown.out.decode() == WANTED
    assert shown.err == b""
    assert Path("a.md").read_bytes().decode() == MARKDOWN


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_files_are_written_byte_for_byte(mark: bytes, capsys, folder: Path) -> None:
    windows = MARKDOWN.replace("\n", "\r\n").rstrip("\r\n").encode()
    Path("a.md").write_bytes(mark + windows)
    Path("a.md").chmod(0o640)
    assert main(["fix", "-w", "a.md"]) == 0
    assert Path("a.md").read_bytes() == mark + windows.replace(SLIP.encode(), MENDED.encode())
    assert Path("a.md").stat().st_mode & 0o777 == 0o640
    assert os.listdir(folder) == ["a.md"]
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "a.md:16: mended: BN302 wrong-index\n")


def test_a_file_without_edits_is_not_written() -> None:
    Path("a.md").write_text(WANTED)
    os.utime("a.md", (1, 1))
    assert main(["fix", "-w", "a.md"]) == 0
    assert Path("a.md").stat().st_mtime == 1


def test_a_link_goes_on_leading_to_the_file(folder: Path) -> None:
    (folder / "b.md").symlink_to("a.md")
    assert main(["fix", "-w", "b.md"]) == 0
    assert (folder / "b.md").is_symlink()
    assert Path("a.md").read_text() == WANTED


def test_diff_gives_1_where_there_are_edits(capfd) -> None:
    assert main(["fix", "--diff", "a.md"]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert lines[:2] == ["--- a.md", "+++ a.md"]
    assert [line for line in lines if line[:1] in "+-"][2:] == [f"-{SLIP}", f"+{MENDED}"]
    Path("a.md").write_text(WANTED)
    assert main(["fix", "--diff", "a.md"]) == 0
    assert capfd.readouterr().out == ""


def test_a_diff_in_a_terminal_with_a_bar_has_whole_lines(monkeypatch, capsys) -> None:
    long = f"{'long ' * 60}\n"
    Path("a.md").write_text(long + MARKDOWN.replace("\n\n", f"\n{long}\n"), "utf-8")
    Path("b.md").write_text(RIGHT, "utf-8")
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    assert main(["fix", "--diff", "a.md", "b.md"]) == 1
    shown = capsys.readouterr()
    assert f" {long}" in shown.out
    assert "1/2" in shown.err


def test_a_diff_tells_of_a_last_line_without_an_end(capfd) -> None:
    Path("a.md").write_text(displays(*GIVEN, SLIP).replace(f"{SLIP}\n", SLIP))
    assert main(["fix", "--diff", "a.md"]) == 1
    assert capfd.readouterr().out.count("\n\\ No newline at end of file\n") == 2


def test_closed_forms_need_unsafe_and_what_is_left_counts(capsys) -> None:
    Path("a.md").write_text(displays(*GIVEN, SLIP, WRONG))
    assert main(["fix", "-w", "a.md"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "a.md:14: mended: BN302 wrong-index",
        "a.md: --unsafe would mend 1 more row",
    ]
    assert Path("a.md").read_text() == displays(*GIVEN, MENDED, WRONG)
    assert main(["fix", "-w", "--unsafe", "a.md"]) == 0
    assert capsys.readouterr().err == "a.md:18: mended: BN300 wrong\n"
    assert Path("a.md").read_text() == displays(*GIVEN, MENDED, RIGHT)


def test_standard_input_is_mended_to_standard_output(capfdbinary, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"\xef\xbb\xbf" + MARKDOWN.replace("\n", "\r\n").encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert main(["fix", "-"]) == 0
    assert capfdbinary.readouterr().out == content.replace(SLIP.encode(), MENDED.encode())
    assert main(["fix", "-w", "-"]) == 2


def test_lines_folders_and_formats(capfd) -> None:
    Path("more").mkdir()
    Path("more/b.ipynb").write_text(NOTEBOOK)
    text = displays(*GIVEN, SLIP, SLIP)
    Path("a.md").write_text(text)
    assert main(["fix", "-w", "a.md:18", "more"]) == 0
    assert Path("a.md").read_text() == displays(*GIVEN, SLIP, MENDED)
    assert Path("more/b.ipynb").read_text() == NOTEBOOK.replace("S_j", "S_i")
    assert main(["fix", "-w", "a.md:17"]) == 2
    assert "no formula on line 17" in capfd.readouterr().err


def test_what_cannot_be_read_gives_2_and_the_others_are_mended(capsys) -> None:
    assert main(["fix", "-w", "none.md", "a.md"]) == 2
    assert Path("a.md").read_text() == WANTED
    assert capsys.readouterr().err.splitlines()[0] == "bnderive: none.md: no such file"


def test_ways_of_output_exclude_each_other(capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["fix", "-w", "--diff", "a.md"])
    assert stopped.value.code == 2


def test_a_terminal_is_shown_nothing_that_it_obeys(capfd, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.md").write_text(MARKDOWN + "\x1b[31m\n")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    main(["fix", "a.md"])
    assert "\x1b" not in capfd.readouterr().out


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="a folder that cannot be written needs a user")
def test_a_file_that_cannot_be_written_stays_as_it_is(folder: Path, capsys) -> None:
    folder.chmod(0o555)
    try:
        assert main(["fix", "-w", "a.md"]) == 2
        assert Path("a.md").read_bytes().decode() == MARKDOWN
        assert "cannot write" in capsys.readouterr().err
    finally:
        folder.chmod(0o755)


def test_a_file_is_replaced_wholly_or_not_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    assert main(["fix", "-w", "a.md"]) == 2
    assert Path("a.md").read_bytes().decode() == MARKDOWN
    assert os.listdir(folder) == ["a.md"]
