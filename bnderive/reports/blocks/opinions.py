"""The second opinions: what SymPy finds for every row on a batch of a fixed size."""

from __future__ import annotations

from rich.text import Text

from bnderive.report import Opinion
from bnderive.reports.blocks.style import labelled, place
from bnderive.reports.page import Page

OPINIONS = {"agrees": ("=", "green"), "differs": ("≈", "yellow"), "none": ("·", "dim")}


def opinions(page: Page, given: tuple[Opinion, ...]) -> None:
    """All of them; of findings only, those that do not simply agree."""
    shown = [opinion for opinion in given if opinion.word != "agrees" or not page.view.findings_only]
    for path in dict.fromkeys(opinion.path for opinion in shown):
        own = [opinion for opinion in shown if opinion.path == path]
        page.heading(f"On an explicit batch of {own[0].size}, differentiated by SymPy: {path}")
        for opinion in own:
            mark, style = OPINIONS[opinion.word]
            page.hang(Text.assemble((mark, style), place(opinion.spot, 4)), Text(words_of(opinion)))
            if opinion.derivative is not None:
                labelled(page, "derivative", Text(opinion.derivative))
        page.gap()


def words_of(opinion: Opinion) -> str:
    if opinion.word == "none":
        return f"no opinion: {opinion.remark}"
    return f"{opinion.verdict}: " + (f"agrees, but {opinion.remark}" if opinion.remark else "agrees")
