"""What notebooks show of a report: HTML, Markdown and text that say the same, in which a document is only ever text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

import bnderive
from bnderive.report import Counterexample, DocumentReport, Formula, Report, summarise
from bnderive.reports import View, load_format
from bnderive.reports.display import bundle, mimebundle
from bnderive.reports.display.as_markdown import code, formula
from bnderive.reports.display.parts import Card, Line, Math, Section, Sheet, Words
from tests.reports.explained_report import REPORT
from tests.reports.seed_report import GRADIENT

KINDS = {"text/html", "text/markdown", "text/plain"}
STYLES = re.compile(r"[a-z0-9 .:;,/()#%-]*")  # of this program's own
HTML = {"div", "span", "strong", "code", "details", "summary"}
MATHML = re.compile(
    r"math|semantics|annotation|m(row|i|n|o|text|space|frac|sqrt|root|su[bp]|subsup|over|under(over)?)|mt(able|r|d)"
)
CODE = re.compile(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)")
PLAIN = {"paragraph_open", "paragraph_close", "inline", "text", "softbreak", "code_inline"} | {
    f"{kind}_{end}" for kind in ("em", "strong") for end in ("open", "close")
}
HOSTILE = (
    "<script>alert(1)</script>",
    "</annotation></math><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "[a](javascript:alert(1)) ![b](http://e.x/y) <http://e.x> http://e.x",
    "`` `x` ``` $`$ $$ @@0@@ \\(a\\) \\\\(b\\\\) {#id} ~~c~~ <!-- -->",
    "\n\n# heading\n\n- list\n\n    code\n\n```\nfence\n```\n\n| a |\n| - |\n",
    "1. item",
    "\x1b[31m \u202e \u200b \x00 \ud800",
    r"\text{<b>$</b>} < a > \href{javascript:alert(1)}{x}",
)

WRONG = next(row for row in REPORT if row.verdict == "wrong" and row.counterexample is not None)
assert WRONG.repair is not None
assert WRONG.counterexample is not None
PARTS = [
    REPORT,
    REPORT.documents[0],
    WRONG,
    REPORT.documents[0].problems[0],
    WRONG.counterexample,
    WRONG.repair,
    GRADIENT,
    DocumentReport("a.md", error="no such file"),
]


def shown(thing: Any) -> dict[str, str]:
    return thing._repr_mimebundle_()  # type: ignore[no-any-return]


def rewritten(value: Any, change: Callable[[str], str]) -> Any:
    """The same report with every text in it changed."""
    match value:
        case str():
            return change(value)
        case tuple():
            return tuple(rewritten(item, change) for item in value)
        case dict():
            return {change(key): rewritten(item, change) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: rewritten(getattr(value, each.name), change) for each in fields(value)})
    return value


def with_text(part: Any, text: str) -> Any:
    """The part with a hostile text everywhere but in the words that say what it is."""
    words = {"correct", "wrong", "undecided", "claim", "definition", "condition", "expression", "document"}
    return rewritten(part, lambda old: old if old in words or re.fullmatch(r"f\d+|BN\d+", old) else text)


def elements(html: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(html).iter())


def tokens(markdown: str) -> Iterator[Any]:
    """What a reader of Markdown sees once a reader of mathematics has taken out what is between dollar signs, but not
    in code.
    """
    rest = CODE.sub(lambda found: found[0].replace("$", "S"), markdown)
    rest = re.sub(r"(\$\$?)[^$]*\1", "", rest)
    assert "$" not in rest
    for token in MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(rest):
        yield token
        yield from token.children or ()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_every_part_has_every_kind_and_what_is_not_asked_for_is_not_made(part: Any) -> None:
    assert shown(part).keys() == KINDS
    assert part._repr_mimebundle_(include={"text/plain"}).keys() == {"text/plain"}
    assert part._repr_mimebundle_(exclude={"text/html", "text/markdown"}).keys() == {"text/plain"}
    assert mimebundle(part) == shown(part)
    assert str(part) == shown(part)["text/plain"]


def test_nothing_else_is_shown() -> None:
    with pytest.raises(TypeError, match="int is no part of a report"):
        mimebundle(1)
    with pytest.raises(TypeError, match="str is no part of a report"):
        mimebundle("a", include={"text/plain"})


def test_the_text_is_the_report_of_a_terminal() -> None:
    assert str(REPORT) + "\n" == load_format("full").render(REPORT, View())
    assert str(REPORT.documents[0]) == str(replace(REPORT, summary=summarise(REPORT.documents)))
    assert str(WRONG).splitlines()[0].startswith("✗")
    assert str(GRADIENT).splitlines()[0] == "γ/(N√(σ²+ε)) (Nδᵢ − Σⱼ δⱼ − Ŝᵢ Σⱼ δⱼ Ŝⱼ)"
    assert str(REPORT.documents[0].problems[0]).startswith("9:")


def test_a_representation_stays_short() -> None:
    assert len(repr(REPORT).splitlines()) == 1
    (document,) = REPORT.documents
    assert repr(document) == f"<DocumentReport {document.path}: 5 correct, 7 wrong, 0 undecided>"
    assert repr(document.problems[0]).startswith("<Finding BN101 size-alias, line 9: ")
    assert repr(DocumentReport("a.md", error="no such file")) == "<DocumentReport a.md: no such file>"
    assert repr(WRONG) == f"<Formula {WRONG.id}, line {WRONG.line}: wrong: {WRONG.latex}>"


def test_every_row_is_there_once_with_its_verdict_and_its_place() -> None:
    rows = [row for row in REPORT if row.verdict is not None or row.role != "claim"]
    html, markdown = shown(REPORT)["text/html"], shown(REPORT)["text/markdown"]
    assert all(html.count(f">line {row.line} · ") == 1 for row in rows)
    assert all(markdown.count(f"**line {row.line}** · ") == 1 for row in rows)
    for sign, verdict in (("✗", "wrong"), ("✓", "correct")):
        count = sum(row.verdict == verdict for row in rows)
        assert html.count(f">{sign}</span>") == markdown.count(f"\n{sign} **") == count > 0


def test_what_inherits_an_error_stands_under_its_cause() -> None:
    cards = [e for e in elements(shown(REPORT)["text/html"]) if "border-left" in e.get("style", "")]
    (cause,) = [card for card in cards if card[0][1].text and card[0][1].text.startswith("line 13 ")]
    inside = [e[0][1].text for e in cause.iter() if e is not cause and "border-left" in e.get("style", "")]
    assert [text.split(" · ")[0] for text in inside if text] == ["line 43", "line 45", "line 47", "line 49"]


def test_a_repair_and_a_row_are_marked_where_they_differ() -> None:
    marked = [e for e in elements(shown(WRONG)["text/html"]) if "background:rgba" in e.get("style", "")]
    assert marked
    assert all(e.tag.startswith("m") for e in marked)


def declared(element: ElementTree.Element, is_trusted: bool) -> str | None:
    """The last `display` of an element; where it is not trusted JupyterLab strips variables, and what it never knew."""
    said = [each.partition(":") for each in element.get("style", "").split(";")]
    known = re.compile("none|grid") if not is_trusted else re.compile(".*")
    values = {name: value for name, _, value in said if name.startswith("--") and is_trusted}
    display = [value for name, _, value in said if name == "display" and known.fullmatch(value)]
    return values.get(display[-1].removeprefix("var(").rstrip(")"), display[-1]) if display else None


def visible(element: ElementTree.Element, is_trusted: bool) -> str:
    if declared(element, is_trusted) == "none":
        return element.tail or ""
    inner = "".join(visible(child, is_trusted) for child in element)
    return f"{element.text or ''}{inner}{element.tail or ''}"


def test_a_notebook_that_is_not_trusted_shows_formulas_as_text() -> None:
    """It strips MathML to a heap of letters, in which 1/N is 1N."""
    html = ElementTree.fromstring(shown(WRONG.repair)["text/html"])
    (line, *_) = str(WRONG.repair).splitlines()
    assert visible(html, is_trusted=False) == f"{line}LaTeX{WRONG.repair.latex if WRONG.repair else ''}"
    mathml = next(e for e in html.iter() if e.tag == "math")
    assert visible(html, is_trusted=True).startswith(visible(mathml, is_trusted=True))
    assert line not in visible(html, is_trusted=True)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_html_has_no_element_that_a_document_wrote(part: Any, text: str) -> None:
    html = shown(with_text(part, text))["text/html"]
    found = elements(html)
    assert all(e.tag in HTML or MATHML.fullmatch(e.tag) for e in found)
    assert all(e.attrib.keys() <= {"style", "class"} for e in found if e.tag in HTML)
    assert all(STYLES.fullmatch(e.get("style", "")) for e in found)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\ud800]", html)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_markdown_has_no_markup_that_a_document_wrote(part: Any, text: str) -> None:
    markdown = shown(with_text(part, text))["text/markdown"]
    assert {token.type for token in tokens(markdown)} <= PLAIN
    assert "@@" not in CODE.sub("", markdown)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\ud800]", markdown)


def test_the_test_above_can_fail() -> None:
    assert not {token.type for token in tokens("a <b>b</b> [c](http://d)")} <= PLAIN


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_text_has_nothing_that_a_terminal_obeys(part: Any, text: str) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\ud800]", str(with_text(part, text)))


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac12", r"$\frac{1}{2}$"),
        ("a < b", r"$a \lt b$"),
        (r"\undefined{", r"`\undefined{`"),
        (r"a $ b", "`a $ b`"),
        (r"x_{\text{<i>}} = 1", r"`x_{\text{<i>}} = 1`"),
        (r"x = 1 \quad \text{for <i>}", "$x = 1$ (for &#60;i&#62;)"),
    ],
)
def test_only_what_is_read_stands_between_dollar_signs(latex: str, expected: str) -> None:
    assert formula(latex) == expected


@pytest.mark.parametrize("text", ["a", "`", "``", "a`b", "`a``b`", " ` "])
def test_code_comes_out_as_it_went_in(text: str) -> None:
    (_, inline, _) = MarkdownIt().parse(code(text))
    (found,) = inline.children or ()
    assert (found.type, found.content.strip()) == ("code_inline", text.strip())


def test_words_are_read_back_as_they_were() -> None:
    text = r"a_b* [c](d) `e` $f$ <g> \h ~~i~~ #j | &amp; http://k"
    sheet = Sheet("t", "", (), (Section("", (Line("label", (Words(text),)),)),))
    markdown = bundle((sheet,), str)["text/markdown"]
    words = "".join(token.content for token in tokens(markdown) if token.type == "text")
    assert words == f"tlabel {text}"


def test_a_row_without_a_verdict_is_no_finding() -> None:
    card = Card("line 1", Math("a"), None, "asserts nothing")
    html = bundle((Sheet("t", "", (), (Section("", (card,)),)),), str)["text/html"]
    assert "#cf222e" not in html
    assert "line 1 · asserts nothing" in html


def test_errors_are_not_folded_away() -> None:
    (document,) = REPORT.documents
    problems = tuple(replace(problem, severity="error") for problem in document.problems)
    titles = [e.text or "" for e in elements(shown(document)["text/html"]) if e.tag == "summary"]
    assert any(title.startswith("Problems") for title in titles)
    html = shown(replace(document, problems=problems))["text/html"]
    assert not any((e.text or "").startswith("Problems") for e in elements(html) if e.tag == "summary")
    assert "Problems" in html


def test_a_layer_is_shown() -> None:
    layer = bnderive.layer("batchnorm")
    found = shown(layer)
    assert found.keys() == KINDS
    assert found["text/plain"] == str(layer)
    assert str(layer).startswith("Batch normalisation  (Ioffe")
    assert repr(layer) == "<Layer: Batch normalisation>"
    assert r"$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}$" in found["text/markdown"]
    assert r"because $\sum_j (x_j - \mu) = 0$" in found["text/markdown"]
    annotations = [e.text for e in elements(found["text/html"]) if e.tag == "annotation"]
    assert r"\frac{\partial L}{\partial \beta} = \sum_j \frac{\partial L}{\partial y_j}" in annotations
    assert layer._repr_mimebundle_(include={"text/html"}).keys() == {"text/html"}


def test_opinions_are_shown() -> None:
    settings = bnderive.Settings(batch_size=2, isolated=True)
    text = r"$$\mu = \frac{1}{N} \sum_i x_i$$ $$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}$$"
    report = bnderive.check_text(text, settings=settings)
    assert "On an explicit batch of 2" in shown(report)["text/html"]
    assert "correct: agrees" in shown(report)["text/markdown"].replace("&#58;", ":")


def test_a_counterexample_names_its_numbers() -> None:
    point = Counterexample(3, {"i": 1}, {"S": ("0", "1"), "epsilon": "1/3"}, "-1", "2")
    assert str(point).splitlines() == [
        "fails at   N = 3, i = 1, S = (0, 1), ε = 1/3",
        "there      claimed −1 ≠ true 2",
    ]


def test_a_report_of_nothing_is_shown() -> None:
    assert shown(Report((), summarise(())))["text/html"].startswith("<div")


def test_formulas_compare_and_hash_as_before() -> None:
    assert isinstance(WRONG, Formula)
    assert replace(WRONG) == WRONG
    assert not hasattr(WRONG, "__dict__")
