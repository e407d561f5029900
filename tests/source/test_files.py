"""Files: what is read, and what is refused with a message that names the path."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bnderive.errors import UsageError
from bnderive.source import Position, read_file, read_text


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.txt", "a.qmd", "a.MD"])
def test_markdown_suffixes(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"\xef\xbb\xbf$x$\r\n")
    document = read_file(file)
    assert document.path == str(file)
    assert document.displays[0].positions.at(0) == Position(1, 2)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.doc", b"$x$", "known are .md, .markdown, .qmd, .rmd, .txt"),
        ("a", b"$x$", "known are .md"),
        ("a.md", b"caf\xe9", "no UTF-8 text (byte 0xe9 at 3)"),
        ("a.md", "$x$".encode("utf-16"), "is UTF-16"),
        ("a.md", b"a\0b", "NUL byte"),
        ("a.md", b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MiB"),
    ],
)
def test_refused_files(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(UsageError) as refused:
        read_file(file)
    assert str(file) in str(refused.value)
    assert message in str(refused.value)


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"$x$ " + b"y" * (2 * 1024 * 1024 - 4))
    assert len(read_file(file).displays) == 1


def test_directories_and_missing_files(tmp_path: Path) -> None:
    directory = tmp_path / "d.md"
    directory.mkdir()
    with pytest.raises(UsageError, match="is a folder that holds no document"):
        read_file(directory)
    with pytest.raises(UsageError, match="no such file"):
        read_file(tmp_path / "none.md")
    with pytest.raises(UsageError, match="cannot be read"):
        read_file("a\0b.md")


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "é" * (1024 * 1024 + 1)])
def test_refused_texts(text: str) -> None:
    with pytest.raises(UsageError, match=r"^here: "):
        read_text(text, path="here")


def test_unknown_format() -> None:
    with pytest.raises(UsageError, match="unknown format 'docx'"):
        read_text("$x$", format="docx")


def test_the_markdown_library_loads_only_when_needed() -> None:
    program = "import sys, bnderive.source; sys.exit(any(name in sys.modules for name in ('markdown_it', 'sympy')))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
