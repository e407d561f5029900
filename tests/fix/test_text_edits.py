"""The LaTeX after an edit reads as the edited tree, every other row as before, and what is not edited is untouched."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bnderive.amending.text_edits import plain, text_edits
from bnderive.source import read_file, read_text
from bnderive.source.model import Display
from bnderive.syntax import parse_formula, print_latex, read_rows
from bnderive.syntax.nodes import Identifier, Node, Row
from bnderive.syntax.shapes import rewritten, walk
from tests.fix.trees import edits

DERIVATIONS = sorted((Path(__file__).parents[2] / "derivations").glob("*.md"))


def applied(latex: str, found: tuple[tuple[int, int, str], ...]) -> str:
    for start, end, text in sorted(found, reverse=True):
        latex = latex[:start] + text + latex[end:]
    return latex


def rows(latex: str) -> list[Row | None]:
    return [result.row for result in read_rows(latex)]


@pytest.mark.parametrize("path", DERIVATIONS, ids=lambda path: path.stem)
def test_edited_latex_reads_as_the_edited_tree(path: Path) -> None:
    random, count = Random(path.stem), 0
    for display in read_file(path).displays:
        for old, new in edits(display, random, 2):
            found = text_edits(old, new, display)
            assert found is not None, (display.latex, print_latex(new))
            before, after = rows(display.latex), rows(applied(display.latex, found))
            place = next(k for k, row in enumerate(before) if row is not None and row.span == old.span)
            wanted = parse_formula(print_latex(new))
            assert len(after) == len(before)
            assert [row for k, row in enumerate(after) if k != place] == [r for k, r in enumerate(before) if k != place]
            read = after[place]
            assert read is not None
            assert (read.sides, read.relations) == (wanted.sides, wanted.relations) or plain(read) == plain(wanted)
            assert all(old.span[0] <= start <= end <= old.span[1] for start, end, _ in found)
            count += 1
    assert count > 3


@pytest.mark.parametrize("path", DERIVATIONS, ids=lambda path: path.stem)
def test_a_name_in_the_place_of_a_name_changes_nothing_else(path: Path) -> None:
    """The oracle is the exchange of the letters themselves, wherever TeX lets a name take the place of another."""
    for display in read_file(path).displays:
        letter = next(letter for letter in "qhWKQ" if letter not in display.latex)
        name = Identifier(letter)
        for old in (row for row in rows(display.latex) if row is not None and row.relations):
            for node in (n for n in walk(old) if isinstance(n, Identifier) and len(n.text) == 1 and not n.font):
                start, end = node.span
                new = rewritten(old, lambda part, node=node, name=name: name if part is node else part)
                if node.text not in "dE" and display.latex[start:end] == node.text and isinstance(new, Row):
                    assert text_edits(old, new, display) == ((start, end, letter),)


def display_of(latex: str) -> Display:
    return read_text(f"$$\n{latex}\n$$").displays[0]


def changed(latex: str, old: str, new: str) -> str | None:
    """The LaTeX after the first node that reads as `old` became `new`."""
    display = display_of(latex)
    (row,) = (row for row in rows(display.latex) if row is not None)
    target = next(node for node in walk(row) if node == side(old))
    tree = rewritten(row, lambda node: side(new, target) if node is target else node)
    assert isinstance(tree, Row)
    found = text_edits(row, tree, display)
    return None if found is None else applied(display.latex, found).strip()


def side(latex: str, kept: Node | None = None) -> Node:
    """The tree of an expression; `@` in it stands for the node that is kept."""
    (node,) = parse_formula(latex.replace("@", "\\aleph")).sides
    assert node is not None
    return rewritten(node, lambda part: kept if kept is not None and part == Identifier("\\aleph") else part)


@pytest.mark.parametrize(
    ("latex", "old", "new", "wanted"),
    [
        (r"a = \frac12\,b c", "b", "2 @", r"a = \frac12 2\,b c"),
        (r"a = \frac1{2}  \, b", r"\frac12", "@ c", r"a = \frac1{2} c  \, b"),
        (r"a = \hat x + \mu b", "b", r"\hat b", r"a = \hat x + \mu \hat{b}"),
        (r"a = \gamma x", "x", r"\sigma x", r"a = \gamma \sigma x"),
        (r"a = \gamma\!x", r"\gamma", "2", r"a = 2\!x"),
        (r"a = \frac b c", "b", "b + d", r"a = \frac{b + d}{c}"),
        (r"a = x_i^2", "i", "ij", r"a = x_{i j}^2"),
        (r"a = c b", "b", "b + d", r"a = c (b + d)"),
        (r"a = {\gamma\over\beta} x", r"\beta", r"\mu", r"a = {\gamma\over\mu} x"),
        ("a = b\n  +\\, c", "c", "d", "a = b\n  +\\, d"),
        (r"a = \frac b c", r"\frac b c", r"\sum_i @", r"a = \sum_i \frac b c"),
        (r"a = b +\, c", "b +c", "b - c", r"a = b - c"),
    ],
)
def test_the_edit_is_small_and_does_not_run_on(latex: str, old: str, new: str, wanted: str) -> None:
    assert changed(latex, old, new) == wanted


def test_a_tree_that_no_latex_gives_has_no_edit() -> None:
    display = display_of("a = b")
    (row,) = (row for row in rows(display.latex) if row is not None)
    assert text_edits(row, Row((row.sides[0], Identifier("}")), row.relations, span=row.span), display) is None
