"""Our own documents: every row has the verdict that its document expects of it, `correct` where it says nothing."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from bnderive.check import check
from derivations import layer_norm_kernel

ROOT = Path(__file__).parents[2] / "derivations"
DOCUMENTS = sorted(path for path in ROOT.iterdir() if path.suffix in {".md", ".tex", ".qmd", ".rst", ".py", ".ipynb"})
EXPECT = re.compile(r"bnderive: expect ([a-z, ]+)")
AS_FOUND = "batch_norm_seed.md"


def expected(text: str, lines: list[int]) -> list[str]:
    """The verdicts for claims on these lines: a comment lists those of the claims that come after it."""
    verdicts = ["correct"] * len(lines)
    for number, line in enumerate(text.splitlines(), 1):
        if found := EXPECT.search(line):
            after = [place for place, other in enumerate(lines) if other > number]
            for place, word in zip(after, found[1].split(","), strict=False):
                verdicts[place] = word.strip()
    return verdicts


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p.name != AS_FOUND], ids=lambda p: p.name)
def test_every_row_has_the_verdict_that_is_expected(path: Path) -> None:
    claims = [formula for formula in check(path) if formula.verdict is not None]
    assert claims
    words = expected(path.read_text(), [claim.line for claim in claims])
    assert [(c.line, c.verdict) for c in claims] == [(c.line, word) for c, word in zip(claims, words, strict=True)]


def test_every_slip_of_the_gallery_stands_in_it() -> None:
    words = EXPECT.findall((ROOT / "gallery_of_slips.md").read_text())
    assert len(words) == 10
    assert all(word.startswith("wrong") for word in words)


def test_the_kernel_computes_what_its_docstring_derives() -> None:
    """Central differences of Σ dy·y, in fractions where the root is: x = (0, 3, 9), ε = 11, σ² + ε = 25."""
    x, w, b, dy = [0.0, 3.0, 9.0], [2.0, 1.0, -1.0], [1.0, 0.0, 5.0], [1.0, 2.0, 4.0]
    y, mean, rstd = layer_norm_kernel.forward(x, w, b, 11)
    assert (mean, rstd) == (4, pytest.approx(1 / 5))
    assert y == pytest.approx([float(Fraction(n, 5)) for n in (-3, -1, 20)])
    dx, dw, db = layer_norm_kernel.backward(dy, x, w, mean, rstd)

    def loss(x: list[float], w: list[float], b: list[float]) -> float:
        return sum(g * each for g, each in zip(dy, layer_norm_kernel.forward(x, w, b, 11)[0], strict=True))

    step = 1e-5
    for place in range(3):
        for which, gradient in enumerate((dx, dw, db)):
            moved = [[list(part) for part in (x, w, b)] for _ in range(2)]
            moved[0][which][place] += step
            moved[1][which][place] -= step
            slope = (loss(*moved[0]) - loss(*moved[1])) / (2 * step)
            assert gradient[place] == pytest.approx(slope, abs=1e-7)
