"""Inputs nobody wrote: pieces of LaTeX in a row, formulas with a slip, documents cut, spliced and damaged.

Everything is drawn from one seeded generator, so that an input can be made again from its seed and its number.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bnderive.source import read_file
from bnderive.source.files import format_named

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "derivations", ROOT / "examples", ROOT / "tests" / "corpus" / "documents")
LONGEST_PART = 3000

_WRITTEN = r"""
x x_i \hat{x}_i \mu \sigma^2 \epsilon \gamma \delta_{ij} \delta N n \partial d \nabla L \ell 2 .5 1 \frac \sqrt
\sum_i \sum_{j=1}^{N} \sum \prod \exp \log e^ \mathrm{Var} \text{if} \begin{cases} \end{cases} \begin{aligned}
\end{aligned} & \\ \left( \right) ( ) [ ] { } | \| ^ _ ' , ; . = \ne \approx := + - * / \cdot \odot ^T ^\top
\mathbf{v} \mathbf 1 \bar \tilde _{i} _{ij} ^{(i)} ^{2} ^{-1/2} \frac{1}{N} \frac{\partial L}{\partial x_i}
\boxed{ \label{a} \tag{1} \qquad \, \over % $ $$ \( \) \[ \] \newcommand \def ``` <!-- --> \ # \foo
\operatorname{mean} \langle \rangle ∂ μ ² ᵢ 𝟏 ‖ а \x00 \u202e \x1b[31m
"""
PIECES = _WRITTEN.split()


@dataclass(frozen=True, slots=True)
class Input:
    """One input: the text, and the format of the document that it is meant to be."""

    text: str
    format: str = "markdown"


@cache
def documents() -> tuple[Input, ...]:
    """Every document of the project with its format: what people really write, to be damaged."""
    paths = (path for folder in FOLDERS for path in sorted(folder.iterdir()))
    named = ((path, format_named(path.name)) for path in paths)
    return tuple(Input(path.read_text(encoding="utf-8"), format) for path, format in named if format is not None)


@cache
def formulas() -> tuple[str, ...]:
    """Every display of these documents."""
    paths = (path for folder in FOLDERS for path in sorted(folder.iterdir()))
    return tuple(d.latex for path in paths if format_named(path.name) for d in read_file(path).displays)


def piece(draw: random.Random) -> str:
    """A piece of LaTeX, its escapes carried out."""
    written = draw.choice(PIECES)
    return {r"\x00": "\0", r"\u202e": "\u202e", r"\x1b[31m": "\x1b[31m"}.get(written, written)


def damaged(text: str, draw: random.Random) -> str:
    """The text with one stretch cut, doubled, moved or replaced by a piece. Offsets may fall anywhere."""
    start = draw.randrange(len(text) + 1)
    end = min(len(text), start + draw.choice((0, 1, 1, 2, 3, 8, 40)))
    stretch = text[start:end]
    other = draw.randrange(len(text) + 1)
    kept = text[:start] + text[end:]
    letter = chr(draw.randrange(1, 0x3000))
    new = draw.choice((piece(draw), "", stretch * 2, stretch[::-1], text[other : other + 20], letter))
    at = draw.choice((start, start, other))
    return kept[:at] + new + kept[at:]


def many_times_damaged(text: str, draw: random.Random, most: int) -> str:
    for _ in range(draw.randint(1, most)):
        text = damaged(text, draw)
    return text


def pieces_in_a_row(draw: random.Random) -> Input:
    return Input(" ".join(piece(draw) for _ in range(draw.randint(1, 24))))


def damaged_formula(draw: random.Random) -> Input:
    return Input(many_times_damaged(draw.choice(formulas()), draw, 4))


def part(text: str, draw: random.Random) -> str:
    """A stretch of whole lines that is not too long."""
    start = text.rfind("\n", 0, draw.randrange(len(text))) + 1
    return text[start : start + draw.randint(40, LONGEST_PART)]


def spliced_document(draw: random.Random) -> Input:
    """Stretches of documents, perhaps of different formats, one after the other, and damaged."""
    first, second = draw.choice(documents()), draw.choice(documents())
    text = part(first.text, draw) + part(second.text, draw)
    return Input(many_times_damaged(text, draw, 6), draw.choice((first.format, second.format)))


def damaged_document(draw: random.Random) -> Input:
    """A whole document of the project with a few places damaged: most of it still means something."""
    whole = draw.choice([d for d in documents() if len(d.text) <= 2 * LONGEST_PART])
    return Input(many_times_damaged(whole.text, draw, 3), whole.format)


MAKERS: dict[str, Callable[[random.Random], Input]] = {
    "pieces": pieces_in_a_row,
    "formula": damaged_formula,
    "splice": spliced_document,
    "document": damaged_document,
}
