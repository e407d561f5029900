"""A document that is checked again after an edit has the report that it has by itself, and costs less."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest

import bnderive.judge as judging
from bnderive import remembered
from bnderive.check import check_again, check_documents
from bnderive.diagnose.mending.search import Search
from bnderive.report import DocumentReport
from bnderive.settings import Settings
from bnderive.source import read_text
from tests.again.run import checked, documents

pipeline = import_module("bnderive.check")  # the package has a function of that name
HEAD = r"""$$\mu = \frac{1}{N} \sum_{i=1}^{N} x_i$$

$$\sigma^2 = \frac{1}{N} \sum_{i=1}^{N} (x_i - \mu)^2$$
"""
MEAN = r"""
$$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}$$
"""
WRONG = r"""
$$\frac{\partial \sigma^2}{\partial x_i} = \frac{3}{N} (x_i - \mu)$$
"""
DOCUMENT = HEAD + MEAN + WRONG


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(pipeline, "_LAST", {})


def again(text: str, settings: Settings = Settings(), name: str = "paper.md") -> DocumentReport:  # noqa: B008 frozen
    return check_again([read_text(text, name)], settings).documents[0]


def alone(text: str, settings: Settings = Settings()) -> DocumentReport:  # noqa: B008 frozen
    return check_documents([read_text(text, "paper.md")], settings).documents[0]


def verdicts(report: DocumentReport) -> list[str]:
    return [formula.verdict for formula in report.formulas if formula.verdict is not None]


@pytest.mark.parametrize("path", documents()[::3], ids=lambda path: path.name)
def test_every_state_has_the_report_that_it_has_by_itself(path):
    """Of some documents; `python -m tests.again` does it with all."""
    for state in checked(path, 3, 1):
        assert state.again == state.alone, state.text


@pytest.fixture
def worked(monkeypatch):
    """What is decided, and what is searched for a mending."""
    found: list[str] = []
    decide, search = judging.decide, Search.found
    monkeypatch.setattr(judging, "decide", lambda claim, *more: found.append("decided") or decide(claim, *more))
    monkeypatch.setattr(Search, "found", lambda self: found.append("searched") or search(self))
    return found


def test_what_is_as_it_was_is_not_worked_out_again(worked):
    assert verdicts(again(DOCUMENT)) == ["correct", "wrong"]
    assert worked == ["decided", "decided", "searched", "decided"]  # the last one is the mended row
    worked.clear()
    assert again(DOCUMENT) == alone(DOCUMENT)
    assert worked == ["decided", "decided", "searched", "decided"]  # by itself
    worked.clear()
    again(DOCUMENT)
    again("\n\n" + DOCUMENT)  # in other lines
    assert worked == []


def test_a_row_that_changes_is_worked_out(worked):
    again(DOCUMENT)
    worked.clear()
    assert verdicts(again(HEAD + MEAN.replace("1}", "2}") + WRONG)) == ["wrong", "wrong"]
    assert worked == ["decided", "searched", "decided"]  # and its mended row


@pytest.mark.parametrize(
    ("before", "now", "due"),
    [
        (HEAD, HEAD.replace(r"\mu = \frac{1}{N}", r"\mu = \frac{2}{N}"), ["wrong", "wrong"]),
        (MEAN, "\nIt is false that\n" + MEAN, ["undecided", "wrong"]),
        (MEAN, "\n# A section\n" + MEAN, ["correct", "wrong"]),
        (WRONG, WRONG.replace("3", "2"), ["correct", "correct"]),
        (MEAN, MEAN + r"$$N = 3$$" + "\n", ["correct", "wrong"]),
    ],
    ids=["definition", "words", "heading", "row", "condition"],
)
def test_what_bears_on_a_row_is_never_from_before(before, now, due):
    changed = DOCUMENT.replace(before, now)
    assert changed != DOCUMENT
    again(DOCUMENT)
    found = again(changed)
    assert found == alone(changed)
    assert verdicts(found) == due
    assert again(DOCUMENT) == alone(DOCUMENT)


def test_settings_bear_on_it_too():
    again(DOCUMENT)
    strict = replace(Settings(), strict=True, layer="layernorm")
    assert again(DOCUMENT, strict) == alone(DOCUMENT, strict)


HATS = (
    HEAD
    + r"""
$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

$$y_i = \gamma \hat{x}_i + \beta$$

$$\frac{\partial y_i}{\partial \gamma} = 2 \hat{x}_i$$

$$\frac{\partial y_i}{\partial \gamma} = x_i + \mu^3$$
"""
)


@pytest.mark.parametrize("spelling", [r"\hat{x_i}", r"\hat x_{i}", r"\hat{x}^{(i)}"])
def test_a_name_that_is_written_in_another_way(spelling):
    for place in range(1, HATS.count(r"\hat{x}_i") + 1):
        before, after = HATS.split(r"\hat{x}_i", place)[:place], HATS.split(r"\hat{x}_i", place)[place]
        changed = r"\hat{x}_i".join(before) + spelling + after
        again(HATS)
        assert again(changed) == alone(changed)
        assert again(HATS) == alone(HATS)


@pytest.mark.parametrize("before", [MEAN, ""])
def test_a_row_that_goes_on_with_a_display_that_moved(before):
    """The place of a fault in it is that of its own display."""
    text = HEAD + before + MEAN.replace("$$\n", "$$\n\nand so\n\n$$= \\frac{1}{q}$$\n")
    moved = text.replace(MEAN[1:4], "$$" + 60 * " " + MEAN[3])
    assert moved != text
    again(text)
    assert again(moved) == alone(moved)
    assert again(text) == alone(text)


def test_opinions_and_certificates_are_the_same_too():
    settings = Settings(batch_size=3, certificate=True)
    for text in (DOCUMENT, DOCUMENT.replace("3", "4"), DOCUMENT):
        found, due = (check([read_text(text, "paper.md")], settings) for check in (check_again, check_documents))
        assert found.explicit == due.explicit
        assert found.explicit
        assert found.certified == due.certified


def test_rows_that_change_places():
    again(DOCUMENT)
    assert again(HEAD + WRONG + MEAN) == alone(HEAD + WRONG + MEAN)
    assert again(DOCUMENT + MEAN + WRONG) == alone(DOCUMENT + MEAN + WRONG)


def test_another_name_finds_the_latest_too(worked):
    """Cells of a notebook are called by their numbers."""
    again(WRONG, name="cell 1")
    again(DOCUMENT, name="cell 2")
    worked.clear()
    again(DOCUMENT, name="cell 3")
    assert worked == []


def test_after_many_states_everything_is_worked_out_once_more(worked):
    """What is known of a graph would grow for ever."""
    for _ in range(judging.STATES):
        again(DOCUMENT)
    worked.clear()
    again(DOCUMENT)
    assert worked


def test_few_documents_are_kept_and_no_long_ones(monkeypatch):
    for number in range(20):
        again(DOCUMENT, name=f"{number}.md")
    assert list(pipeline._LAST) == [f"{number}.md" for number in range(20 - pipeline.STATES, 20)]
    monkeypatch.setattr(pipeline, "LONGEST", 2)
    again(DOCUMENT, name="19.md")
    assert "19.md" not in pipeline._LAST


def test_what_is_said_of_nodes_is_kept_for_so_many_only(monkeypatch):
    """The spelling of a document lives as long as it is edited, and every edit makes new nodes."""
    monkeypatch.setattr(remembered, "MOST", 50)
    for number in range(4):
        again(DOCUMENT.replace("3", str(number + 3)))
    (account,) = pipeline._LAST.values()
    assert account.judge.is_continued
    assert 0 < len(account.judge.survey.spelling.kept) <= 50
