"""The arena: every document gets its verdict, and no checker that always says the same could pass."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.arena.__main__ import known_misses, main
from tests.arena.checkers import bnderive, command
from tests.arena.judge import SUFFIXES, VERDICTS, WHY, answers, claim_line, documents

DOCUMENTS = documents()
AT_LEAST = {"accept": 100, "refute": 100, "decline": 50}
FEW = ("mean_trace.md", "mean_a_factor_2.md", "mean_a_product.md")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_verdict(path: Path) -> None:
    (answer,) = answers(bnderive, [path])
    assert answer.given == known_misses().get(answer.name, answer.due), path.read_text(encoding="utf-8")


@pytest.mark.parametrize("word", VERDICTS)
def test_a_constant_checker_misses_all_the_others(word: str) -> None:
    found = answers(lambda _: word, DOCUMENTS)
    assert [answer for answer in found if answer.is_miss] == [answer for answer in found if answer.due != word]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An arena of one document for each verdict."""
    folder = tmp_path_factory.mktemp("arena")
    for verdict, name in zip(VERDICTS, FEW, strict=True):
        (folder / verdict).mkdir()
        shutil.copy(next(path for path in DOCUMENTS if path.name == name), folder / verdict)
    return folder


@pytest.mark.parametrize("word", [*VERDICTS, "perhaps", ""])
def test_the_command_fails_a_constant_checker(word: str, small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(small), "--checker", f"sh -c 'echo {word}'"]) == 1
    printed = capsys.readouterr().out
    for verdict, name in zip(VERDICTS, FEW, strict=True):
        assert (f"missed: {verdict}/{name}" in printed) == (verdict != word)


def test_the_command_passes_a_checker_that_knows(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    oracle = small / "oracle.py"
    oracle.write_text("import pathlib, sys\nprint(pathlib.Path(sys.argv[1]).parent.name)\n", encoding="utf-8")
    assert main(["--folder", str(small), "--checker", f"{sys.executable} {oracle}"]) == 0
    assert "missed" not in capsys.readouterr().out


def test_the_command_tries_bnderive_itself(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(small)]) == 0
    assert "refute     1 documents: 0 accept, 1 refute, 0 decline, 0 no answer" in capsys.readouterr().out


def test_a_verdict_gone_wrong_fails_the_command(small: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(small, moved)
    (moved / "refute" / FEW[1]).rename(moved / "accept" / FEW[1])
    assert main(["--folder", str(moved)]) == 1


def test_a_checker_that_does_not_run_gives_no_answer() -> None:
    assert command(f"{sys.executable} -c 'raise SystemExit(3)'")(DOCUMENTS[0]) == "no answer"


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_arena_is_large_enough(verdict: str) -> None:
    assert sum(path.parent.name == verdict for path in DOCUMENTS) >= AT_LEAST[verdict]


def test_every_document_says_why_and_has_one_claim_mark() -> None:
    for path in DOCUMENTS:
        assert path.suffix in SUFFIXES, path
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith(WHY[path.suffix]), path
        assert claim_line(path) < len(lines), path


def test_no_document_stands_twice() -> None:
    bodies = Counter(path.read_text(encoding="utf-8").split("\n", 1)[1] for path in DOCUMENTS)
    assert [body for body, times in bodies.items() if times > 1] == []


def test_every_known_miss_is_a_document() -> None:
    assert set(known_misses()) <= {f"{path.parent.name}/{path.name}" for path in DOCUMENTS}
