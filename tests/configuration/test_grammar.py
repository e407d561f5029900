r"""The grammar of comments: the same in every format, and every fault told with its place."""

from __future__ import annotations

import pytest

from bnderive.configuration import Expected, read_comments
from bnderive.settings import Settings
from bnderive.source import read_text
from tests.configuration.documents import FORMATS, comment, read

SAID = {
    "layer batch-norm": Settings(layer="batch-norm"),
    "sizes N = n, m": Settings(sizes=(("N", "n", "m"),)),
    "sizes N": Settings(sizes=(("N",),)),
    "sizes T=S": Settings(sizes=(("T", "S"),)),
    "indices i j k": Settings(indices=("i", "j", "k")),
    r"upstream \delta_i": Settings(upstream=r"\delta_i"),
    r"upstream $\mathrm{dout}_i$": Settings(upstream=r"\mathrm{dout}_i"),
    r"output \hat{y}_i": Settings(output=r"\hat{y}_i"),
    r"loss \ell": Settings(loss=r"\ell"),
    "layout denominator": Settings(layout="denominator"),
    r"assume x_i > 0, i \ne j": Settings(assume=("x_i > 0", r"i \ne j")),
    "loss J; output y_i": Settings(loss="J", output="y_i"),
    "indices i; indices j": Settings(indices=("i", "j")),
}
REFUSED = {
    "": "says nothing",
    "lyaer batchnorm": "did you mean `layer`?",
    "expectt wrong": "did you mean `expect`?",
    "Expect wrong": "did you mean `expect`?",
    "colour red": "expected layer, sizes",
    "layer": "a layer is missing",
    "sizes": "letters that mean one size",
    "sizes N = 2": "letters that mean one size",
    "indices ij": "single letters",
    "indices": "single letters",
    "upstream": "a name is missing",
    "upstream a + b": "is no name",
    "upstream a = b": "is no name",
    r"output \frac{": "is no name",
    "loss 3": "is no name",
    "layout numerater": "did you mean `numerator`?",
    "layout": "a layout is missing",
    "assume x_i < 0": "nothing that a proof can use",
    "assume x_i > y_i": "nothing that a proof can use",
    "assume N > 2": "nothing that a proof can use",
    "assume i = j": "nothing that a proof can use",
    r"assume i \ne i": "nothing that a proof can use",
    "loss J; loss K": "`loss` is given twice",
    "expect": "a verdict is missing",
    "expect corect": "did you mean `correct`?",
    "expect wrong, ": "a verdict is missing",
    "expect wrong two words": "one rule may stand",
    "ignore BN101 reason": "expected `ignore[BN101] reason`",
    "ignore[] reason": "expected `ignore[BN101] reason`",
    "ignore[BN101]": "a reason is missing",
    "ignore[BN300] reason": "cannot be ignored; `expect wrong`",
    "ignore[BN131] reason": "about such comments themselves",
    "ignore[BN999] reason": "no rule that can be ignored",
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", SAID)
def test_what_is_said_is_the_same_in_every_format(text, format):
    found = read_comments(read([("comment", text), ("display", "a = b")], format))
    assert found.settings == SAID[text]
    assert found.problems == ()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", ["expect wrong dropped-factor, correct", "ignore[BN101, no-formulas] a reason: this"])
def test_requests_are_the_same_in_every_format(text, format):
    found = read_comments(read([("comment", text), ("display", "a = b")], format))
    rows = [expectation.rows for expectation in found.expectations]
    hidden = [(s.rules, s.reason, s.is_whole) for s in found.suppressions]
    assert rows == ([(Expected("wrong", "dropped-factor"), Expected("correct"))] if text.startswith("expect") else [])
    assert hidden == ([] if text.startswith("expect") else [(("BN101", "no-formulas"), "a reason: this", False)])


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_understood_is_an_error_that_helps(text):
    found = read_comments(read([("display", "a = b"), ("comment", text)], "markdown"))
    (problem,) = found.problems
    assert (problem.rule, problem.severity, problem.start.line) == ("BN130", "error", 3)
    assert REFUSED[text] in problem.message
    assert (found.expectations, found.suppressions) == ((), ())


@pytest.mark.parametrize("format", FORMATS)
def test_a_fault_stands_where_its_comment_does(format):
    document = read([("display", "a = b"), ("comment", "lyaer batchnorm")], format)
    (problem,) = read_comments(document).problems
    line = document.text.splitlines()[problem.start.line - 1]
    written = comment("lyaer batchnorm", format)
    assert line[problem.start.column - 1 :].startswith(written)


def test_a_fault_in_one_statement_leaves_the_others():
    found = read_comments(read([("comment", "lyaer x; loss J"), ("display", "a = b")], "markdown"))
    assert found.settings == Settings(loss="J")
    assert len(found.problems) == 1


@pytest.mark.parametrize("format", ["markdown", "rst"])
def test_a_statement_a_line(format):
    lines = "\n   loss J\n   sizes N = n,\n      m\n"
    written = {"markdown": f"<!-- bnderive:{lines}-->", "rst": f".. bnderive:{lines}"}[format]
    found = read_comments(read_text(f"{written}\n", "a", format))
    assert found.settings == Settings(loss="J", sizes=(("N", "n", "m"),))


def test_a_whole_document_is_spoken_of_at_its_top_only():
    parts = [("comment", "ignore-file[BN101] a reason"), ("display", "a = b")]
    (suppression,) = read_comments(read(parts, "markdown")).suppressions
    assert suppression.is_whole
    late = read_comments(read(parts[::-1], "markdown"))
    assert late.suppressions == ()
    assert "at the top" in late.problems[0].message


def test_other_comments_say_nothing():
    document = read_text("<!-- bnderiver: loss J --> <!-- see bnderive: loss J --> <!-- loss J -->\n\n$$a = b$$\n")
    assert read_comments(document).settings == Settings()
    assert read_comments(document).problems == ()
