"""Markdown: delimiters, blocks, positions and problems. Expected values are written down by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnderive.source import Document, Position, read_text
from tests.growth import is_linear

FENCE = "`" * 3


def formulas(text: str) -> list[str]:
    return [display.latex.strip() for display in read_text(text).displays]


def problems(text: str) -> list[tuple[str, str, int, int]]:
    found = read_text(text).problems
    return [(problem.rule, problem.severity, problem.start.line, problem.start.column) for problem in found]


def assert_mapped(document: Document) -> None:
    lines = document.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for display in document.displays:
        for offset, character in enumerate(display.latex):
            if character != "\n":
                place = display.positions.at(offset)
                assert lines[place.line - 1][place.column - 1] == character


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$a$", ["a"]),
        ("Let $a$, $b$ and $c$.", ["a", "b", "c"]),
        ("$$a$$", ["a"]),
        ("text $$a$$ more $$b$$ end", ["a", "b"]),
        ("$a$$b$", ["a", "b"]),
        ("$$a$$$$b$$", ["a", "b"]),
        ("$$\na\n$$\n$$\nb\n$$", ["a", "b"]),
        ("$$\na\n\nb\n$$", ["a\n\nb"]),
        (r"\(a\) and \[b\]", ["a", "b"]),
        (r"\\(a\\) and \\[b\\]", ["a", "b"]),
        (r"\[a \\ b \\[2pt] c\]", [r"a \\ b \\[2pt] c"]),
        (r"\\[a \\\\ b\\]", [r"a \\\\ b"]),
        (r"\[a \\\]", [r"a \\"]),
        (r"\begin{align*}a&=b\\\end{align*}", [r"\begin{align*}a&=b\\\end{align*}"]),
        (r"\begin{cases}\begin{cases}a\end{cases}\end{cases}", [r"\begin{cases}\begin{cases}a\end{cases}\end{cases}"]),
        (r"$$\begin{align}a\end{align}$$", [r"\begin{align}a\end{align}"]),
        (f"{FENCE}math\na\nb\n{FENCE}\n", ["a\nb"]),
        ("~~~ math\na\n~~~", ["a"]),
        ("so $`a`$ is", ["a"]),
        (r"$a\$b$", [r"a\$b"]),
        ("$ c_2 = 1 $ and\n$ c_1 = 2 $.", ["c_2 = 1", "c_1 = 2"]),
        ("$x = a\n- b$", ["x = a\n- b"]),
        ("1. $$ a $$\n2. $$ b\n   c $$\n", ["a", "b\nc"]),
        ("批大小为 $B$、代价为 $C$。", ["B", "C"]),
        ("| a | b |\n|---|---|\n| $x$ | $y$ |\n", ["x", "y"]),
        ("| a |\n|---|\n| $\\|x\\|$ |\n", ["|x|"]),
        ("[$a$](http://h/$b$) $c$", ["a", "c"]),
        ("<!-- note --> $a$", ["a"]),
        ("<b title='$a$'>$b$</b> x", ["b"]),
        ("Of `$x` and $y$", ["y"]),
        ("It costs $5 in `$x` $y$", ["y"]),
        ("$5, see: $$x$$", ["x"]),
        ("$5, see:$$x$$", ["x"]),
        ("---\ntitle: $a$\n---\n$b$", ["b"]),
        ("---\n\n$a$\n\n---\n", ["a"]),
        ("`a\\` $b$", ["b"]),
        (r"\` $b$ `", ["b"]),
    ],
)
def test_delimiters(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected
    assert_mapped(read_text(text))


@pytest.mark.parametrize(
    "text",
    [
        "from $5 and $6",
        "$5 and 6$7",
        "5 $ = 4 € and 6 $ = 5 €",
        r"\$a$",
        r"\$a\$",
        "a lone $ sign",
        "$ a$ b",
        "$a\n\nb$",
        "`$a$`",
        "``a ` $b$``",
        "    $$a$$",
        f"{FENCE}\n$$a$$\n{FENCE}",
        f"{FENCE}python\n\\[a\\]\n{FENCE}",
        "<!-- $a$ -->",
        "<!--\n\n$$a$$\n\n-->",
        "<div>\n$a$\n</div>",
        "<http://h/$a$>",
        "[q]: http://h/$a$\n",
        r"\begin{theorem}a\end{theorem}",
        r"\\\\(a\\\\)",
    ],
)
def test_no_mathematics(text: str) -> None:
    assert formulas(text) == []


@pytest.mark.parametrize(
    "inside",
    ["- b", "+ b", "= b", "> b", "===", "---", "* b", "# b", "1. b", "    b", "\tb", "<p", "", "- b\n    c", "\n    b"],
)
def test_mathematics_takes_precedence_over_blocks(inside: str) -> None:
    text = f"$$\na\n{inside}\nc\n$$\n\n    $code$\n\nthen $d$"
    assert [display.latex for display in read_text(text).displays] == [f"\na\n{inside}\nc\n", "d"]
    assert_mapped(read_text(text))


@pytest.mark.parametrize("inside", ["- b", "+ b", "= b", "    b", "===", ""])
def test_quotes_and_lists_are_taken_out(inside: str) -> None:
    lines = ["$$", "a", inside, "c", "$$", "", "then $d$"]
    quote = read_text("\n".join("> " + line for line in lines))
    item = read_text("- " + "\n  ".join(lines))
    both = read_text("> 1. " + "\n>    ".join(lines) + "\n\nout $e$")
    for document in (quote, item, both):
        assert [display.latex for display in document.displays][:2] == [f"\na\n{inside}\nc\n", "d"]
        assert_mapped(document)
    assert quote.displays[0].positions.at(1) == Position(2, 3)
    assert both.displays[0].positions.at(1) == Position(2, 6)


def test_a_quote_ends_its_display() -> None:
    document = read_text("> $$\n> a\n\nout $b$\n\n$$c$$\n")
    assert [display.latex for display in document.displays] == ["b", "c"]
    assert [(p.rule, p.start) for p in document.problems] == [("BN102", Position(1, 3))]


def test_line_endings() -> None:
    for newline in ("\n", "\r\n", "\r"):
        document = read_text(f"x{newline}$$a{newline}b$${newline}$c$")
        assert [display.latex for display in document.displays] == ["a\nb", "c"]
        assert document.displays[0].positions.at(2) == Position(3, 1)
        assert_mapped(document)


def test_columns_count_code_points() -> None:
    assert read_text("\ufeff😀é $x$").displays[0].positions.at(0) == Position(1, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("BN104", "warning", 1, 1)]),
        ("words", [("BN104", "warning", 1, 1)]),
        ("$b$ $$$$", [("BN103", "warning", 1, 5)]),
        ("$b$\n\n$$\n\n$$", [("BN103", "warning", 3, 1)]),
        (f"$b$\n\n{FENCE}math\n{FENCE}", [("BN103", "warning", 3, 1)]),
        ("$b$\n\n  $$a = 1\n", [("BN102", "error", 3, 3)]),
        ("$b$\n\\[a", [("BN102", "error", 2, 1)]),
        ("$b$\n\\\\[a", [("BN102", "error", 2, 1)]),
        ("$b$ \\begin{align}a", [("BN102", "error", 1, 5)]),
        ("$b$ \\end{align}", [("BN102", "error", 1, 5)]),
        (f"$b$\n\n{FENCE}math\na", [("BN102", "error", 3, 1)]),
        ("$b$ x <!-- y", [("BN102", "error", 1, 7)]),
        ("$b$ \\(a", [("BN102", "warning", 1, 5)]),
        ("$b$ then $\\mu = 1", [("BN102", "warning", 1, 10)]),
        ("$b$ and $5", []),
        ("| a | b |\n|---|---|\n| $|x|$ | $b$ |\n", [("BN106", "error", 3, 3)]),
        ("$b$ \u202ex", [("BN105", "warning", 1, 5)]),
        ("$b$ \x1b[0m\x1b", [("BN105", "warning", 1, 5)]),
    ],
)
def test_problems(text: str, expected: list[tuple[str, str, int, int]]) -> None:
    assert problems(text) == expected


def test_a_problem_spans_the_opening_delimiter() -> None:
    problem = read_text("$b$\n\n\\begin{align} a").problems[0]
    assert (problem.start, problem.end) == (Position(3, 1), Position(3, 14))
    assert problem.message.startswith("\\begin{align} without \\end{align}")


@pytest.mark.parametrize(
    "text",
    [
        "$$ a = b\n\ntext $x$\n\n$$ c = d $$\n\n$$ e = f $$\n",
        "$$\na = b\n\ntext $x$\n\n$$\nc = d\n$$\n\nmore\n\n$$\ne = f\n$$\n",
        "\\[ a = b\n\ntext $x$\n\n\\[ c = d \\]\n\n\\[ e = f \\]\n",
        "\\begin{align} a = b\n\ntext $x$\n\n\\begin{align}c = d\\end{align}\n\n$$e = f$$\n",
    ],
)
def test_an_unclosed_display_costs_only_its_paragraph(text: str) -> None:
    assert problems(text) == [("BN102", "error", 1, 1)]
    bare = [latex.removeprefix("\\begin{align}").removesuffix("\\end{align}") for latex in formulas(text)]
    assert bare == ["x", "c = d", "e = f"]


def test_running_text() -> None:
    text = "# Title\n\nLet $a$, where\n`code` and\n1. For *j* <!-- no --> = i\n$$b$$\n\n"
    document = read_text(text + "```\ncode\n```\n\n> quoted\n> words $c$")
    assert [display.before for display in document.displays] == ["Title Let", ", where and For *j* = i", "quoted words"]


def test_running_text_is_bounded() -> None:
    before = read_text("word " * 1000 + "end $a$").displays[0].before
    assert 390 <= len(before) <= 400
    assert before.endswith("word end")


def test_paragraphs() -> None:
    first, second, third, fourth = read_text("$a$ and\n$$b$$\n\n$c$ too\n\n- $d$").displays
    assert first.paragraph == second.paragraph < third.paragraph < fourth.paragraph
    assert [display.kind for display in (first, second, third)] == ["inline", "display", "inline"]


def test_directives() -> None:
    text = "$a$\n<!-- bnderive: expect wrong -->\n\nx <!-- other --> <!--bnderive: layer\nnorm-->\n\n"
    document = read_text(text + "`<!-- bnderive: no -->`")
    found = [(directive.text, directive.start) for directive in document.directives]
    assert found == [("expect wrong", Position(2, 1)), ("layer\nnorm", Position(4, 18))]


@pytest.mark.parametrize(
    "piece",
    [
        "$",
        r"\begin{align}",
        "`",
        "` ``",
        "$$ x",
        "$ ",
        r"\(",
        r"\[",
        "<a ",
        "<!--",
        "](",
        "$x_1 ",
        "\\begin{align}\n\n",
    ],
)
def test_the_time_grows_with_the_length(piece: str) -> None:
    def read(size: int) -> None:
        document = read_text(piece * (size // len(piece)))
        assert document.problems or document.displays

    assert is_linear(read, 2**18)


ALPHABET = [
    *"$\\[]()`>-|<!# \nab1é",
    "$$",
    "\r\n",
    "\\begin{align}",
    "\\end{align}",
    "<!--",
    "-->",
    "- ",
    "> ",
    "    ",
    "```math\n",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(ALPHABET), max_size=60).map("".join))
def test_any_text_is_read_with_exact_positions(text: str) -> None:
    document = read_text(text)
    assert_mapped(document)
    assert document.displays or document.problems
    places = [display.positions.at(0) for display in document.displays]
    assert places == sorted(places)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_characters_are_read(text: str) -> None:
    assert_mapped(read_text(text))
