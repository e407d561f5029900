"""A folder stands for every document in it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

import bnderive
from bnderive.cli import main
from bnderive.cli.targets import Target, named, targets
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


def test_a_file_under_two_spellings_is_read_once(folder):
    assert targets(["docs/c.py", "./docs/c.py", "docs/../docs/c.py:3"]) == (Target("docs/c.py"),)


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


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A repository with ignore files: `write(name, text)` adds to it."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, text: str = "") -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    (tmp_path / ".git").mkdir()
    for name in ("a.md", "drafts/b.md", "drafts/kept.md", "docs/c.md", "docs/deep/d.tex", "docs/deep/old.md"):
        write(name)
    return write


def paths(*arguments: str, hears_vcs: bool = True) -> list[str]:
    return [target.path for target in targets(arguments, hears_vcs)]


ALL = ["./a.md", "./docs/c.md", "./docs/deep/d.tex", "./docs/deep/old.md", "./drafts/b.md", "./drafts/kept.md"]


def without(*left_out: str) -> list[str]:
    return [path for path in ALL if path not in left_out]


def test_gitignore_is_heard_and_can_be_left_unheard(tree):
    tree(".gitignore", "# drafts are nobody's business\ndrafts/*\n!drafts/kept.md\n")
    assert paths(".") == without("./drafts/b.md")
    assert named(["."]).left_out == 1
    assert paths(".", hears_vcs=False) == ALL


def test_an_inner_gitignore_comes_before_an_outer_one(tree):
    tree(".gitignore", "old.md\n*.tex\n")
    tree("docs/.gitignore", "!*.tex\n/c.md\n")
    assert paths(".") == without("./docs/c.md", "./docs/deep/old.md")


def test_nothing_below_a_folder_that_is_left_out_comes_back(tree):
    tree(".gitignore", "drafts/\n!drafts/kept.md\n")
    assert paths(".") == without("./drafts/b.md", "./drafts/kept.md")


def test_gitignore_above_the_folder_is_heard_within_a_repository_only(tree, tmp_path):
    tree(".gitignore", "docs/deep/old.md\n")
    assert paths("docs") == ["docs/c.md", "docs/deep/d.tex"]
    assert paths("docs/deep") == ["docs/deep/d.tex"]
    (tmp_path / ".git").rmdir()
    assert paths("docs/deep") == ["docs/deep/d.tex", "docs/deep/old.md"]


def test_a_named_file_is_read_whatever_gitignore_says(tree):
    tree(".gitignore", "*.md\n")
    assert paths("drafts/b.md") == ["drafts/b.md"]


def test_what_git_says_of_a_tree_is_what_is_left_out(tree, tmp_path):
    """Against git itself."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    (tmp_path / ".git").rmdir()
    subprocess.run(["git", "init", "-q"], check=True)
    tree(".gitignore", "d*/*\n!docs/deep\n/a.*\n!drafts/kept.md\n")
    tree("docs/deep/.gitignore", "*\n!*.tex\n!.gitignore\n")
    command = ["git", "ls-files", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    expected = sorted(f"./{name}" for name in listed if not name.endswith(".gitignore"))
    assert paths(".") == expected
    assert expected == ["./docs/deep/d.tex", "./drafts/kept.md"]


@pytest.mark.parametrize("name", ["node_modules/x.md", "env/lib/x.md"])
def test_what_tools_keep_is_left_out(tree, name):
    tree(name)
    tree("env/pyvenv.cfg")
    assert paths(".") == ALL
    assert paths(name) == [name]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("docs/**/*.md", ["docs/c.md", "docs/deep/old.md"]),
        ("**/*.md", ["a.md", "docs/c.md", "docs/deep/old.md", "drafts/b.md", "drafts/kept.md"]),
        ("*.md", ["a.md"]),
        ("d*s/[bc].md", ["docs/c.md", "drafts/b.md"]),
        ("docs/d?ep", ["docs/deep/d.tex", "docs/deep/old.md"]),
        ("./docs/*.md", ["./docs/c.md"]),
        ("docs/*.md:3", ["docs/c.md"]),
        ("**/**/old.md", ["docs/deep/old.md"]),
    ],
)
def test_a_glob_that_no_shell_expanded(tree, pattern, found):
    assert paths(pattern) == found


def test_a_glob_hears_gitignore_and_an_absolute_one_is_as_good(tree, tmp_path):
    tree(".gitignore", "old.md\n")
    assert paths(f"{tmp_path}/docs/**/*.md") == [f"{tmp_path}/docs/c.md"]


def test_a_file_that_is_called_as_a_glob_comes_first(tree):
    tree("[a].md")
    assert paths("[a].md") == ["[a].md"]


def test_a_glob_that_matches_nothing_is_told(tree, capsys):
    assert main(["check", "docs/*.rst"]) == 2
    assert "docs/*.rst: no such file" in capsys.readouterr().err


def test_what_was_left_out_is_told(pipeline, tree, capsys):
    tree(".gitignore", "drafts/\n")
    main(["check", "--isolated", "."])
    assert capsys.readouterr().err == (
        "bnderive: 4 documents; 1 file or folder that .gitignore names is left out: --no-ignore-vcs reads it too\n"
    )
    main(["check", "--isolated", "--no-cache", "--no-ignore-vcs", "."])
    assert capsys.readouterr().err == ""
    assert [path for path, _ in pipeline.asked][4:] == ALL


def test_a_pattern_that_takes_long_to_match_is_refused(tree, capsys):
    tree(".gitignore", "a.md\n" + "*a" * 30 + "b\n")
    assert main(["check", "."]) == 2
    assert "/.gitignore:2: more than 5 stars in a pattern" in capsys.readouterr().err


def test_a_link_that_leads_back_ends_nothing(tree, tmp_path):
    (tmp_path / "docs/again").symlink_to(tmp_path)
    assert paths("docs/**/*.md") == ["docs/c.md", "docs/deep/old.md"]
