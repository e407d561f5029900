"""Every claim of real documents that is proved, and every one that is refuted, put to the second engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bnderive.judge import Judge
from bnderive.kernel.kernel import Proved, Refuted
from bnderive.second import Abstains, Contradicted, examined
from bnderive.settings import Settings
from bnderive.source import read_file
from bnderive.verdict import Outcome

ROOT = Path(__file__).parents[2]
SUFFIXES = {".md", ".tex", ".ipynb", ".py", ".txt", ".rst", ".qmd"}
FOLDERS = ("derivations", "tests/corpus/documents", "tests/corpus/written")
DOCUMENTS = [path for folder in FOLDERS for path in sorted((ROOT / folder).iterdir()) if path.suffix in SUFFIXES]
ABSTAINED = 0.04  # of all that is proved, at most


def outcomes(path: Path) -> Iterator[Outcome]:
    judge = Judge(read_file(str(path)), Settings(trust="kernel"))
    for judgement in judge.verdicts:
        if judgement.verdict is not None and judgement.verdict.attempts:
            yield from judgement.verdict.chosen.outcomes


def test_what_is_proved_is_not_contradicted_what_is_refuted_is_and_most_is_settled() -> None:
    """One test of all documents: what is counted is counted in one process."""
    tally: Counter[str] = Counter()
    for path in DOCUMENTS:
        found = list(outcomes(path))
        for equation, said in examined(o.equation for o in found if isinstance(o, Proved)):
            tally[type(said).__name__] += 1
            assert not isinstance(said, Contradicted), (path.name, equation)
        for equation, said in examined(o.equation for o in found if isinstance(o, Refuted)):
            assert isinstance(said, Contradicted | Abstains), (path.name, equation)
    assert tally["Abstains"] <= ABSTAINED * tally.total()
    assert tally["Settled"] >= 0.7 * tally.total()
