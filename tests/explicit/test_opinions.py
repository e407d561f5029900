"""Second opinions on whole documents, and on verdicts that are false."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import bnderive
from bnderive.errors import InternalError, UsageError
from bnderive.explicit import second_opinions
from bnderive.explicit.opinions import placings
from bnderive.judge import Judge
from bnderive.report import Report, Summary
from bnderive.reports import View, load_format
from bnderive.settings import Settings
from bnderive.source import read_text
from bnderive.terms import Index

SEED = (Path(__file__).parents[1] / "derivations" / "seed.txt").read_text(encoding="utf-8")
CORRECT, WRONG = (19, 25, 27, 29, 35), (13, 37, 39, 43, 45, 47, 49)
LAYER = r"""
$$\mu = \frac{1}{N} \sum_i x_i$$
$$\sigma^2 = \frac{1}{N} \sum_i (x_i - \mu)^2$$
$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$
"""


def judge(*claims: str) -> Judge:
    return Judge(read_text(LAYER + "".join(f"$${claim}$$\n" for claim in claims), "claims.md"), Settings())


class Misjudged(Judge):
    """A judge whose word on every decided claim is turned round."""

    def judgements(self, judged):
        turned = {"correct": "wrong", "wrong": "correct", "undecided": "undecided"}
        return [
            replace(j, verdict=replace(j.verdict, word=turned[j.verdict.word])) if j.verdict else j
            for j in super().judgements(judged)
        ]


@pytest.mark.parametrize("size", [2, 3, 4, 8])
def test_the_seed(size):
    opinions = list(second_opinions(Judge(read_text(SEED, "seed.txt"), Settings()), size))
    assert {o.line: o.verdict for o in opinions} == dict.fromkeys(CORRECT, "correct") | dict.fromkeys(WRONG, "wrong")
    assert {(o.word, o.size, o.remark, o.path) for o in opinions} == {("agrees", size, None, "seed.txt")}
    assert any(o.derivative for o in opinions) == (size <= 4)


def test_the_derivative_is_shown_once():
    opinions = second_opinions(Judge(read_text(SEED, "seed.txt"), Settings()), 3)
    shown = {o.line: o.derivative for o in opinions}
    assert shown[27] == "1/3"
    assert shown[25] == "-1/sqrt(epsilon + sigma2)"
    assert shown[13].count("dL_dy_") == 3
    assert [shown[line] for line in (43, 45, 47, 49)] == [None] * 4


@pytest.mark.parametrize("line", [*CORRECT, *WRONG])
def test_a_verdict_turned_round_is_a_fault_of_ours(line):
    settings = Settings(lines=(("seed.txt", line),))
    with pytest.raises(InternalError, match=rf"seed\.txt:{line}: judged \w+ for every size"):
        second_opinions(Misjudged(read_text(SEED, "seed.txt"), settings), 3)


def test_an_error_in_one_case_of_the_indices_is_seen():
    """Right for j ≠ i, wrong for j = i."""
    off_diagonal = (
        r"\frac{\partial \hat{x}_j}{\partial x_i} = -\frac{1 + \hat{x}_i \hat{x}_j}{N\sqrt{\sigma^2+\epsilon}}"
    )
    found = judge(off_diagonal)
    assert [o.word for o in second_opinions(found, 3)] == ["agrees"]
    with pytest.raises(InternalError):
        second_opinions(Misjudged(found.document, Settings()), 3)


@pytest.mark.parametrize(
    ("claim", "size"),
    [
        (r"\frac{\partial \mu}{\partial x_i} = \frac{1}{2}", 2),
        (r"\frac{\partial \mu}{\partial x_i} = \frac{1}{5}", 5),
        (r"\sum_j x_j = x_i", 1),
    ],
)
def test_a_wrong_claim_that_is_true_of_this_size(claim, size):
    (opinion,) = second_opinions(judge(claim), size)
    assert (opinion.verdict, opinion.word) == ("wrong", "differs")
    assert opinion.remark.startswith(f"it happens to be true of a batch of {size}, and false of one of ")
    (elsewhere,) = second_opinions(judge(claim), size + 1)
    assert (elsewhere.verdict, elsewhere.word) == ("wrong", "agrees")


def test_no_opinion_says_why():
    (opinion,) = second_opinions(
        judge(r"\frac{x_i - \mu}{\sigma} = \frac{\hat{x}_i \sqrt{\sigma^2 + \epsilon}}{\sigma}"), 1
    )
    assert opinion.word == "none"
    assert opinion.remark


def test_what_is_not_selected_has_none():
    found = Judge(read_text(SEED, "seed.txt"), Settings(boxed=True))
    assert [o.line for o in second_opinions(found, 3)] == [19, 29, 39, 49]


def test_a_root_of_a_square_is_no_more_than_its_size():
    claims = (r"\sqrt{(x_i - \mu)^2} = x_i - \mu", r"\sqrt{(x_i - \mu)^2} = |x_i - \mu|")
    assert [(o.verdict, o.word) for o in second_opinions(judge(*claims), 3)] == [
        ("wrong", "agrees"),
        ("correct", "agrees"),
    ]


def test_undecided_claims_have_none():
    assert list(second_opinions(judge(r"\frac{\partial \mu}{\partial x_i} = \frac{q}{N}"), 3)) == []


def test_what_is_proved_under_a_supposition_has_none():
    text = "With $\\sum_k t_k = 1$:\n$$p_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}}$$\n$$L = -\\sum_k t_k \\log p_k$$\n"
    claim = r"$$\frac{\partial L}{\partial z_i} = p_i - t_i$$"
    (opinion,) = second_opinions(Judge(read_text(text + claim, "soft.md"), Settings()), 3)
    assert (opinion.verdict, opinion.word) == ("correct", "none")
    assert "supposed" in opinion.remark


@pytest.mark.parametrize("size", [0, -3, 65])
def test_sizes_out_of_range(size):
    with pytest.raises(UsageError, match="1 to 64"):
        second_opinions(judge(), size)


def test_placings_have_one_for_each_way_to_coincide():
    i, j, one = Index("i"), Index("j"), Index("1")
    assert list(placings(frozenset({i}), (), 3)) == [{i: 1}]
    assert list(placings(frozenset({i, j}), (), 3)) == [{i: 1, j: 2}, {i: 1, j: 1}]
    assert list(placings(frozenset({i, j}), (), 1)) == [{i: 1, j: 1}]
    assert list(placings(frozenset({i, j}), (("=", j, i),), 3)) == [{i: 1, j: 1}]
    assert list(placings(frozenset({i, j}), (("≠", j, i),), 3)) == [{i: 1, j: 2}]
    assert list(placings(frozenset({i, one}), (), 3)) == [{one: 1, i: 2}, {one: 1, i: 1}]


# -- in the report -----------------------------------------------------------------------------------------------------


def full(report: Report, **view: object) -> str:
    return load_format("full").render(report, View(**view))  # type: ignore[arg-type]


def test_the_report_shows_the_opinions():
    report = bnderive.check_text(SEED, "seed.txt", settings=Settings(batch_size=3))
    shown = full(report)
    assert "On an explicit batch of 3, differentiated by SymPy: seed.txt" in shown
    assert "=  27 correct: agrees\n      derivative 1/3\n" in shown
    assert "=  49 wrong: agrees\n" in shown
    assert "explicit" not in full(report, findings_only=True)
    assert "explicit" not in full(replace(report, explicit=()))


def test_the_report_shows_what_is_odd():
    opinions = tuple(second_opinions(judge(r"\frac{\partial \mu}{\partial x_i} = \frac{1}{2}"), 2))
    shown = full(Report((), Summary(), opinions), findings_only=True)
    assert "wrong: agrees, but it happens to be true of a batch of 2, and false of one of 3" in shown
