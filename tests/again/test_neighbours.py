"""No row has a part in what is said of another, so that what one was told holds when others have changed."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest

from bnderive.account import Account
from bnderive.check import check_again, check_documents
from bnderive.diagnose.mending.search import Mender, Searched
from bnderive.judge import Judge
from bnderive.kernel.canonical import Canonical
from bnderive.report import DocumentReport
from bnderive.settings import Settings
from bnderive.source import read_text
from bnderive.terms import DEEP

ROOT = Path(__file__).parents[2]
pipeline = import_module("bnderive.check")  # the package has a function of that name
LAYER = r"""$$\mu = \frac{1}{N} \sum_{i=1}^{N} x_i$$

$$\sigma^2 = \frac{1}{N} \sum_{i=1}^{N} (x_i - \mu)^2$$

$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

$$y_i = \gamma \hat{x}_i + \beta$$
"""
TWICE = r"""
$$\frac{\partial L}{\partial \hat{x}_i} = 2 \gamma \frac{\partial L}{\partial y_i}$$
"""
ONCE = TWICE.replace("2 ", "")
NO_HAT = r"""
$$\frac{\partial L}{\partial x_i} = \frac{\gamma}{N \sqrt{\sigma^2 + \epsilon}} \left( N \frac{\partial L}{\partial y_i}
 - \sum_{j=1}^{N} \frac{\partial L}{\partial y_j}
 - \hat{x}_i \sum_{j=1}^{N} \frac{\partial L}{\partial y_j} x_j \right)$$
"""
NO_HAT_AND_A_SIGN = NO_HAT.replace(r"\sqrt{\sigma^2 + \epsilon}", r"\sqrt{\sigma^2 - \epsilon}")
ROOTLESS = r"""$$\mu = \frac{1}{N} \sum_{i=1}^{N} x_i$$

$$\sigma^2 = \frac{1}{N} \sum_{i=1}^{N} (x_i - \mu)^2$$

$$y_i = \gamma \frac{x_i - \mu}{\sigma^2 + \epsilon} + \beta$$
"""


def under_a_root(number: int, radicand: str) -> str:
    slope, root = r"\frac{\partial \mu}{\partial x_i}", rf"\sqrt{{{radicand}}}"
    return f"\n$${slope} {root} = \\frac{{{number}}}{{N}} {root}$$\n"


FIRST, SECOND = r"\sigma^2 + \epsilon", r"\mu + \beta"  # a parameter of each makes its root free


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(pipeline, "_LAST", {})


def again(text: str) -> DocumentReport:
    return check_again([read_text(text, "paper.md")], Settings()).documents[0]


def alone(text: str) -> DocumentReport:
    return check_documents([read_text(text, "paper.md")], Settings()).documents[0]


@pytest.mark.parametrize(
    "states",
    [
        (LAYER + TWICE + NO_HAT, LAYER + TWICE + NO_HAT_AND_A_SIGN),
        (LAYER + TWICE + NO_HAT_AND_A_SIGN, LAYER + ONCE + NO_HAT_AND_A_SIGN, LAYER + TWICE + NO_HAT_AND_A_SIGN),
        tuple(ROOTLESS + under_a_root(1, FIRST) + under_a_root(k, SECOND) for k in (3, 1, 3)),
        tuple(ROOTLESS + under_a_root(k, FIRST) + under_a_root(1, SECOND) for k in (3, 1, 3)),
    ],
    ids=["own repair", "repair of another", "own opinion", "opinion of another"],
)
def test_only_the_row_that_changed_is_told_something_else(states: Iterable[str]):
    for state in states:
        assert again(state) == alone(state)


def test_each_root_is_free_of_the_roots_of_others():
    report = alone(ROOTLESS + under_a_root(1, FIRST) + under_a_root(1, SECOND))
    assert [(row.second_engine or "")[:7] for row in report.formulas if row.verdict] == ["settled", "settled"]


def said(found: Searched) -> tuple[object, ...]:
    mending = found.mending
    return (found.truth, *((mending.row, mending.head, mending.repairs, mending.is_direct) if mending else ()))


@pytest.mark.parametrize(
    "text",
    [
        LAYER + TWICE + NO_HAT_AND_A_SIGN,
        (ROOT / "derivations" / "batch_norm_seed.md").read_text("utf-8"),
        (ROOT / "derivations" / "gallery_of_slips.md").read_text("utf-8"),
    ],
    ids=["two rows", "batch_norm_seed.md", "gallery_of_slips.md"],
)
def test_a_mending_is_found_alone_as_among_others_and_costs_the_same(text: str):
    together = Account(Judge(read_text(text, "paper.md"), Settings()))
    together.report(judged=True)
    searched = together.diagnosis.searched
    assert len(searched) > 1
    for number, found in searched.items():
        apart = Account(Judge(read_text(text, "paper.md"), Settings()))
        (judgement,) = (each for each in apart.judgements(judged=True) if each.entry.number == number)
        by_itself = Mender(apart.judge, apart.forms_in).searched_for(judgement)
        assert by_itself is not None
        assert (said(by_itself), by_itself.spent) == (said(found), found.spent)


def chained(number: int) -> str:
    """Definitions of which each is made of the one before it."""
    names = [f"\\mathrm{{t{a}{b}}}" for a in "abcdef" for b in "abcdefg"][:number]
    rows = (f"$${t} = 1 + \\frac{{1}}{{2 + {of}}}$$" for t, of in zip(names, [r"\gamma", *names], strict=False))
    return "\n\n".join([r"$$\mu = \frac{1}{N} \sum_{i=1}^{N} x_i$$", *rows])


def about(number: int) -> str:
    (*_, name) = [f"\\mathrm{{t{a}{b}}}" for a in "abcdef" for b in "abcdefg"][:number]
    return f"\n\n$$\\frac{{\\partial \\mu}}{{\\partial x_i}} = \\frac{{{name} + 1}}{{N}} - \\frac{{{name}}}{{N}}$$\n"


@pytest.mark.parametrize(("number", "is_continued"), [(10, True), (40, False)])
def test_what_is_nested_so_deep_that_it_may_never_end_is_worked_out_whole(number: int, is_continued: bool):
    text = chained(number)
    assert 5 * 10 < DEEP < 5 * 40  # nodes one below the other
    for state in (text + about(number // 2), text + about(number)):
        assert again(state) == alone(state)
    assert pipeline._LAST["paper.md"].judge.is_continued == is_continued


@pytest.mark.parametrize("call", [1, 20, 45])
def test_an_interruption_leaves_nothing_half_done(call: int, monkeypatch):
    again(LAYER + ONCE)
    calls, whole = 0, Canonical.indices_of

    def interrupted(self: Canonical, made: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call:
            raise KeyboardInterrupt
        return whole(self, made)  # type: ignore[arg-type]

    monkeypatch.setattr(Canonical, "indices_of", interrupted)
    with pytest.raises(KeyboardInterrupt):
        again(LAYER + ONCE + NO_HAT)
    assert again(LAYER + ONCE + NO_HAT) == alone(LAYER + ONCE + NO_HAT)
