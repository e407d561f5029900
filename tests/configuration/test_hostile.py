"""Comments of a document that means no good: every cost grows with the size of the document and no faster."""

from __future__ import annotations

import pytest

import bnderive
from bnderive.configuration import read_comments
from bnderive.source import Document, read_text
from tests.growth import is_linear, seconds

MEGABYTE = 1_000_000
MANY = 10_000
TEXTS = {
    "words": "x" * MEGABYTE,
    "verdicts": "expect " + "correct, " * 100_000 + "correct",
    "statements": "loss J; " * 100_000,
    "indices": "indices " + "i " * 400_000,
    "sizes": "sizes N = " + "n," * 400_000 + "n",
    "name": "upstream " + "{" * MEGABYTE,
    "rules": "ignore[" + "BN101," * 100_000 + "BN101] why",
    "brackets": "ignore" + "[" * MEGABYTE,
    "commas": "expect" + "," * MEGABYTE,
    "lines": "\n" * (MEGABYTE // 10) + "loss J",
    "spaces": "loss" + " " * MEGABYTE + "J",
    "gap": "loss J;" + " " * MEGABYTE + "; output y",
    "assume": "assume " + "x > 0, " * 100_000,
}
REPEATED = ("expect wrong", "expect correct", "ignore[BN101] why", "loss J", "indices i", "lyaer", "assume x_i > 0")


def commented(text: str) -> Document:
    return read_text(f"<!-- bnderive: {text} -->\n\n$$a = b$$\n")


@pytest.mark.parametrize("name", TEXTS)
def test_a_large_comment(name):
    document = commented(TEXTS[name])
    assert len(document.directives) == 1
    assert seconds(lambda: read_comments(document)) < 5
    assert all(len(problem.message) < 500 for problem in read_comments(document).problems)


@pytest.mark.parametrize("text", REPEATED)
def test_many_comments(text):
    comment = f"<!-- bnderive: {text} -->\n\n"
    documents = {count: read_text(comment * count + "$$a = b$$\n") for count in (MANY // 2, MANY)}
    assert is_linear(lambda count: read_comments(documents[count]), MANY)


@pytest.mark.parametrize("text", ["expect correct", "ignore[BN109] why"])
@pytest.mark.parametrize("between", ["\n\n", " "])
def test_many_comments_beside_many_formulas(text, between):
    def check(count: int) -> None:
        bnderive.check_text(f"$1 = 1$ <!-- bnderive: {text} -->{between}" * count)

    assert is_linear(check, 600)


def test_many_comments_before_one_display():
    def check(count: int) -> None:
        rows = "\n".join("1 &= 1 \\\\\n% bnderive: ignore[BN101] why" for _ in range(count))
        bnderive.check_text(f"\\begin{{align}}\n{rows}\n\\end{{align}}\n", "a.tex", "tex")

    assert is_linear(check, 400)


def test_what_is_too_much_is_said():
    found = read_comments(read_text("<!-- bnderive: ignore[BN101] why; indices i -->\n\n" * 1000 + "$$a = b$$\n"))
    assert len(found.suppressions) == 500
    assert len(found.hints) == 200
    assert {problem.message for problem in found.problems} == {
        "more than 500 `ignore` comments in one document are not heard",
        "more than 200 settings in one document are not heard",
    }
