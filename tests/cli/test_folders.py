"""A folder stands for every document in it."""

from __future__ import annotations

import pytest

import bnderive
from bnderive.cli import main
from bnderive.cli.targets import Target, targets
from bnderive.errors import UsageError

FILES = ("b.md", "a/z.tex", "a/y/x.ipynb", "a.rst", "c.py", "B.txt")
OTHERS = ("a/notes.doc", ".hidden.md", ".git/a.md", "a/.venv/b.md", "c/__pycache__/c.py", "README")
SORTED = ("B.txt", "a/y/x.ipynb", "a/z.tex", "a.rst", "b.md", "c.py")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in (*FILES, *OTHERS):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)
    return "docs"


def test_every_document_sorted_whatever_hides_left_out(folder):
    assert targets([folder]) == tuple(Target(f"docs/{name}") for name in SORTED)
    assert targets([f"{folder}/"]) == targets([folder])


def test_a_file_that_is_named_too_is_read_once(folder):
    assert [target.path for target in targets(["docs/c.py", folder])][:2] == ["docs/c.py", "docs/B.txt"]
    assert len(targets(["docs/c.py:3", folder, "docs/c.py"])) == len(SORTED)


def test_the_command_reads_them_all(pipeline, folder, capsys):
    assert main(["check", folder]) == 2  # the notebook and nothing else is none
    shown = capsys.readouterr()
    assert [path for path, _ in pipeline.asked] == [f"docs/{name}" for name in SORTED if not name.endswith("ipynb")]
    assert shown.err.startswith("bnderive: docs/a/y/x.ipynb: ")
    assert shown.err.count("\n") == 1


def test_python_reads_them_all(tmp_path):
    for name, text in (("b.md", "$$1 + 1 = 2$$"), ("a/a.md", "$$1 + 1 = 3$$")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert [formula.verdict for formula in bnderive.check(tmp_path)] == ["wrong", "correct"]


@pytest.mark.parametrize("name", ["empty", "empty.md"])
def test_a_folder_without_documents_is_told(tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).mkdir()
    assert main(["check", name]) == 2
    assert "holds no document of a known format" in capsys.readouterr().err
    with pytest.raises(UsageError, match="holds no document"):
        bnderive.check(name)
