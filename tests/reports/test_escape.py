"""Nothing of a document reaches a terminal as a command, or Markdown as markup."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bnderive.escape import for_markdown, for_terminal, in_code, in_code_block, one_line, prose_for_markdown
from bnderive.report import Counterexample

HIDDEN = [
    *range(0x20),
    *range(0x7F, 0xA0),
    0xAD,
    0x200B,
    0x200E,
    0x202E,
    0x2066,
    0x2069,
    0x2028,
    0xFEFF,
    0xD800,
    0xE0041,
]


@pytest.mark.parametrize("code", HIDDEN)
def test_controls_never_come_through(code: int):
    shown = one_line(f"a{chr(code)}b")
    assert shown in ("a b", "a\ufffdb")


def test_every_control_and_format_character_is_replaced():
    passed = [
        c for c in map(chr, range(0x110000)) if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c in one_line(c)
    ]
    assert passed == []


def test_mathematics_and_foreign_text_come_through():
    text = "Ŝᵢ = γ/(N√(σ²+ε)) 批归一化 E[x_i] [/x] :smile:"
    assert one_line(text) == text


@pytest.mark.parametrize("text", ["::error file=a::b", "  ::set-output name=a::b", "##[command]rm"])
def test_ci_commands_are_broken_up(text: str):
    shown = one_line(text)
    assert "::" not in shown
    assert "##[" not in shown


def test_whole_values_are_made_safe():
    point = Counterexample(3, {"i\x1b": 1}, {"S\x9b": ("0", "\x1b[2J")}, "1\n2", "3")
    assert for_terminal(point) == Counterexample(3, {"i\ufffd": 1}, {"S\ufffd": ("0", "\ufffd[2J")}, "1 2", "3")


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
AUTOLINK = re.compile(r"(?:https?|ftp)://|www\.|[\w.+-]+@", re.IGNORECASE)  # what GitHub's Markdown makes links of
FOREIGN = (
    "<b> <!-- x --> [a](command:x) ![a](b) <https://x.y> `c` ``` ~~~ **d** _e_ # f > g - h + i 1. j | k &amp; $l$ \\m"
)


def plain(markdown: str) -> str:
    """The text that is shown of a paragraph, where nothing in it is markup."""
    paragraph, inline, end = MARKDOWN.parse(markdown)
    assert (paragraph.type, end.type) == ("paragraph_open", "paragraph_close")
    assert {token.type for token in inline.children} <= {"text", "text_special"}
    assert not any(AUTOLINK.match(markdown, at) for at in range(len(markdown)))
    return "".join(token.content for token in inline.children)


LINKS = ["https://x.y", "HTTP://x.y", "www.x.y", "WWW.x.y", "ftp://x.y", "a@b.c"]
STARTS = [
    "# a",
    "####### a",
    "#",
    "> a",
    "- a",
    "-",
    "+ a",
    "1. a",
    "12) a",
    "1.",
    "---",
    "- - -",
    "===",
    "=",
    "-1",
    "1.5",
]


@pytest.mark.parametrize("text", [FOREIGN, *FOREIGN.split(), *STARTS, *LINKS])
def test_in_markdown_it_is_the_text_that_it_was(text: str):
    assert plain(for_markdown(text)) == text


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from("<>[]()`*_#!|&\\~ "), min_size=1
    )
)
def test_in_markdown_any_text_is(text: str):
    line = one_line(text).strip()
    assume(line)
    assert plain(for_markdown(text)) == line


def test_the_test_above_can_fail():
    with pytest.raises(AssertionError):
        plain("a *b*")


@given(st.text(st.sampled_from("`~ \nab\\"), min_size=1))
def test_nothing_closes_a_code_block(text: str):
    (block,) = MARKDOWN.parse(in_code_block(text, "latex"))
    assert (block.type, block.info, block.content) == ("fence", "latex", one_line(text) + "\n")


@given(st.text(st.sampled_from("`~ \nab\\*<"), min_size=1))
def test_nothing_closes_a_code_span(text: str):
    line = one_line(text).strip()
    assume(line)
    _, inline, _ = MARKDOWN.parse(f"a {in_code(text)} b")
    before, span, after = inline.children
    assert (before.content, span.type, span.content, after.content) == ("a ", "code_inline", line, " b")


def test_of_mathematics_in_prose_little_is_escaped():
    text = "missing accent: Sᵢ² should be Ŝᵢ²; direct and total alike because Σⱼ (Sⱼ − μ) = 0, N ≥ 1"
    assert for_markdown(text) == text


@given(st.text(st.sampled_from("`~ ab\\*<[]()_1.-#"), min_size=1))
def test_what_is_quoted_is_code_and_nothing_else_is_markup(text: str):
    assume(one_line(text).strip("` "))
    _, inline, _ = MARKDOWN.parse(prose_for_markdown(text))
    assert {token.type for token in inline.children} <= {"text", "text_special", "code_inline"}
    shown = "".join(token.content for token in inline.children)
    assert re.sub("[` ]", "", shown) == re.sub("[` ]", "", text)


def test_quoted_latex_is_code():
    _, inline, _ = MARKDOWN.parse(prose_for_markdown(r"in `…} = \foo`: the macro `\foo` is *not* known"))
    assert [token.content for token in inline.children if token.type == "code_inline"] == [r"…} = \foo", r"\foo"]
