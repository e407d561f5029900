"""The page: what it shows of a report, where, and that nothing of a document becomes markup, is loaded or is run."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from xml.etree import ElementTree

import pytest

from bnderive import check, check_text
from bnderive.report import DocumentReport, Formula, Report, summarise
from bnderive.reports import View, load_format

SEED = "derivations/batch_norm_seed.md"
MEAN = r"\mu = \frac{1}{N} \sum_i x_i"
RIGHT = r"\frac{\partial \mu}{\partial x_i} = \frac{1}{N}"
WRONG = r"\frac{\partial \mu}{\partial x_i} = \frac{2}{N}"


def render(report: Report, **view: object) -> str:
    return load_format("html").render(report, View(**view))  # type: ignore[arg-type]


def tree_of(page: str) -> ElementTree.Element:
    """The page is well-formed XML too, so that what stands in it can be asked for."""
    return ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>\n"))


def page_of(text: str, format: str = "markdown", name: str = "a.md") -> ElementTree.Element:
    return tree_of(render(check_text(text, name, format)))


def having(tree: ElementTree.Element, *classes: str) -> list[ElementTree.Element]:
    return [part for part in tree.iter() if set(classes) <= set(part.get("class", "").split())]


def text_of(part: ElementTree.Element) -> str:
    return "".join(part.itertext())


@pytest.fixture(scope="module")
def seed() -> Report:
    return check(SEED)


@pytest.fixture(scope="module")
def seed_page(seed: Report) -> ElementTree.Element:
    return tree_of(render(seed))


# -- what is shown


def test_every_row_of_the_report_stands_on_the_page_once_with_its_verdict(
    seed: Report, seed_page: ElementTree.Element
) -> None:
    shown = [(part.get("id"), part.get("class", "").split()[1]) for part in having(seed_page, "row")]
    assert shown == [(f"d1-{row.id}", row.verdict or row.role) for row in seed]


def test_a_verdict_is_told_by_a_sign_and_a_word(seed_page: ElementTree.Element) -> None:
    signs = {"correct": "✓", "wrong": "✗"}
    for word, mark in signs.items():
        for part in having(seed_page, "row", word):
            told = having(part, "sign")[0]
            assert (told.text, told.get("aria-label")) == (mark, word)
            assert any(
                word in text_of(each) for each in part.iter() if each.tag == "summary" or each.get("class") == "status"
            )


def test_the_text_of_the_document_is_there_in_its_order(seed_page: ElementTree.Element) -> None:
    (article,) = seed_page.iter("article")
    words = text_of(article)
    source = Path(SEED).read_text(encoding="utf-8")
    prose = re.sub(r"\$\$.*?\$\$|<!--.*?-->|^#+ ", "", source, flags=re.DOTALL | re.MULTILINE)
    place = 0
    for line in filter(None, map(str.strip, prose.splitlines())):
        line = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", line)
        place = words.index(line, place)


def test_a_repair_is_marked_where_it_differs(seed_page: ElementTree.Element) -> None:
    (row,) = [part for part in having(seed_page, "row", "wrong") if "missing accent" in text_of(part)]
    (repair,) = [math for math in row.iter("math") if having(math, "changed")]
    (hat,) = having(repair, "changed")
    assert (hat.tag, text_of(hat)) == ("mover", "S^")
    page = page_of(f"$${MEAN}$$\n\n$${WRONG}$$")
    old, new = [math for math in page.iter("math") if having(math, "changed")]
    assert [[text_of(part) for part in having(math, "changed")] for math in (old, new)] == [["2"], ["1"]]


def test_what_only_inherits_an_error_leads_to_its_causes(seed_page: ElementTree.Element) -> None:
    last = having(seed_page, "row", "wrong")[-1]
    links = {part.get("href") for part in last.iter("a")} - {f"#{last.get('id')}"}
    ids = {part.get("id") for part in having(seed_page, "row")}
    assert {"#d1-f4", "#d1-f13"} <= links
    assert {str(link)[1:] for link in links} <= ids


def test_the_pictures_have_every_name_and_every_judged_row(seed: Report, seed_page: ElementTree.Element) -> None:
    (names,), (rows,) = having(seed_page, "names"), having(seed_page, "rows")
    assert len(having(names, "name")) == sum(row.role != "size" for row in seed.documents[0].names)
    assert len(list(rows.iter("a"))) == sum(row.verdict is not None or row.role == "definition" for row in seed)
    handed = [row for row in seed if row.root_causes]
    assert len(having(rows, "inherits")) >= len(handed) + 1  # one is the legend's


def test_a_plot_has_a_dot_and_a_cross_for_every_place(seed: Report, seed_page: ElementTree.Element) -> None:
    plots = having(seed_page, "plot")
    profiles = [row.profile for row in seed if row.profile is not None]
    assert len(plots) == len(profiles) == 7
    for plot, profile in zip(plots, profiles, strict=True):
        assert len(having(plot, "true")) == len(profile.places) + 1
        assert len(having(plot, "claimed")) == len(profile.places) + 1


def test_values_are_drawn_at_the_height_that_they_have() -> None:
    *_, claim = check_text(f"$${MEAN}$$\n\n$${WRONG}$$")
    assert claim.profile is not None
    page = render(check_text(f"$${MEAN}$$\n\n$${WRONG}$$"))
    (plot,) = having(tree_of(page), "plot")
    assert "i = 1: claimed 2/3, true 1/3" in [part.text for part in plot.iter("title")]
    axis = float(having(plot, "axis")[0].get("y1", ""))
    dots = [float(part.get("cy", "")) for part in plot.iter("circle")][:-1]
    crosses = [float(re.findall(r"[\d.]+", part.get("d", ""))[1]) + 5 for part in plot.iter("path")][:-1]
    assert [round((axis - y) / (axis - dots[0])) for y in (*dots, *crosses)] == [1] * len(dots) + [2] * len(crosses)


def test_a_formula_in_the_line_is_marked_there_and_told_of_after_its_paragraph() -> None:
    page = page_of(f"$${MEAN}$$\n\nSo ${RIGHT}$ and ${WRONG}$, of $x_i$.\n\nEnd.")
    paragraph = next(part for part in having(page, "p") if text_of(part).startswith("So"))
    assert [part.get("class") for part in paragraph.findall("span")] == ["math correct", "math wrong", "math"]
    assert [part.get("href") for part in paragraph.iter("a")] == ["#d1-f2", "#d1-f3"]
    (article,) = page.iter("article")
    order = [part.get("class") for part in article]
    assert order == ["p", "row wrong", "settled", "p"] or order[1:] == ["p", "row wrong", "settled", "p"]


def test_within_a_link_no_link_is_made() -> None:
    page = page_of(f"$${MEAN}$$\n\n[see ${RIGHT}$](https://example.org/a?b=1&c=2)")
    (link,) = [part for part in page.iter("a") if part.get("rel")]
    assert link.get("href") == "https://example.org/a?b=1&c=2"
    assert not list(link.iter("a"))[1:]


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("tex", f"Let % <!-- a -->\n\\[{MEAN}\\] so\n\\begin{{align}}{RIGHT} \\\\ {WRONG}\\end{{align}} & done <b>.\n"),
        ("rst", f"Let\n\n.. math:: {MEAN}\n\nso :math:`{WRONG}` <b>\n"),
        ("python", f'x = 1 < 2\ndef f():\n    r"""Let\n\n    $${MEAN}$$\n\n    $${WRONG}$$\n    """\n    return "&"\n'),
    ],
)
def test_a_source_is_shown_as_it_stands(format: str, text: str) -> None:
    page = page_of(text, format)
    sources = "".join(text_of(part) for part in having(page, "source"))
    for part in having(page, "source"):
        for told in having(part, "sign"):
            sources = sources.replace(told.text or "", "")
    assert sources.strip() == text.strip()
    assert having(page, "row", "wrong")


def test_a_notebook_has_its_cells_and_says_where_in_them() -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": f"Let $${MEAN}$$"},
        {"cell_type": "code", "metadata": {}, "source": "x < 1", "outputs": [], "execution_count": None},
        {"cell_type": "markdown", "metadata": {}, "source": f"then\n\n$${WRONG}$$"},
    ]
    page = page_of(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}), "notebook")
    assert [text_of(part) for part in having(page, "code")] == ["x < 1"]
    (row,) = having(page, "row", "wrong")
    assert having(row, "line")[0].get("title") == "cell 2, line 3"


def test_several_documents_can_be_gone_to_and_one_that_was_not_read_says_why() -> None:
    documents = (*check_text(f"$${MEAN}$$", "a.md").documents, DocumentReport("b.md", error="no such <file>"))
    page = tree_of(render(Report(documents, summarise(documents))))
    (nav,) = page.iter("nav")
    assert [part.get("href") for part in nav.iter("a")] == ["#d1", "#d2"]
    assert [part.get("id") for part in page.iter("section")] == ["d1", "d2"]
    assert "no such <file>" in text_of(page)


def test_what_stands_at_no_place_of_the_text_is_listed_after_it(seed: Report) -> None:
    bare = replace(seed.documents[0], passages=())
    page = tree_of(render(Report((bare,), seed.summary)))
    assert len(having(page, "row")) == len(bare.formulas)
    assert "Rows that the text above does not show" in text_of(page)


def test_findings_only_shows_no_text(seed: Report) -> None:
    unexpected = check("tests/derivations/seed.txt")
    page = tree_of(render(unexpected, findings_only=True))
    assert not list(page.iter("article"))
    assert [part.get("id") for part in having(page, "row")] == [f"d1-{row.id}" for row in unexpected if row.is_failure]


def test_a_report_without_verdicts_counts_none() -> None:
    from bnderive.check import read_documents
    from bnderive.settings import Settings
    from bnderive.source import read_text

    page = tree_of(render(read_documents([read_text(f"$${MEAN}$$ $${RIGHT}$$")], Settings()), judged=False))
    assert [text_of(part) for part in having(page, "count")] == ["1 definition"]


# -- what is not let through

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=https://evil.example/a.png onerror=alert(1)>",
    "text <b onclick='alert(1)' style='position:fixed'>x</b>",
    "[a](javascript:alert(1)) <javascript:alert(1)> [b](data:text/html,<script>alert(1)</script>) [c](//evil.example)",
    "![a](https://evil.example/a.png 'b') ![c](javascript:alert(1))",
    "[a]: javascript:alert(1)\n\n[a] and [b][a]",
    "</style><style>*{display:none}</style><link rel=stylesheet href=https://evil.example>",
    "<!-- --><script>alert(1)</script><!-- -->",
    "`<script>`\n\n```html\n</pre><script>alert(1)</script>\n```\n",
    "# <svg/onload=alert(1)> $x$\n",
    '[x](https://a.example/"onmouseover="alert(1))',
    "a \u202eb\u202c \u2066c \x1b[31m d \x00 e \ufeff \ue0000\ue001 \ue00099\ue001",
    "| a |\n|---|\n| <script>alert(1)</script> $x$ |\n",
    "- > - > - > deep <iframe src=https://evil.example>",
    "&lt;script&gt; &#60;script&#62; &amp;",
    "---\ntitle: <script>alert(1)</script>\n---\n",
]
FORMULAS = [
    r"\text{<script>alert(1)</script>}",
    r"x </annotation></semantics></math><script>alert(1)</script>",
    r"\href{javascript:alert(1)}{x} = 1",
    r'x_{"><svg onload=alert(1)>} = 2',
    r"\mu = \text{\u202e} <img src=x>",
]
LOADING = {
    "script",
    "img",
    "link",
    "iframe",
    "object",
    "embed",
    "base",
    "form",
    "input",
    "video",
    "audio",
    "image",
    "use",
}


def assert_harmless(page: str) -> None:
    tree = tree_of(page)
    for part in tree.iter():
        assert part.tag not in LOADING
        for name, value in part.attrib.items():
            assert not name.startswith("on")
            assert name not in ("src", "style", "srcset", "action", "formaction")
            if name == "href":
                assert re.match(r"#d[0-9]|https?://", value)
    assert len(list(tree.iter("style"))) == 1
    assert "url(" not in page
    assert "@import" not in page
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ufeff]", page)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("format", ["markdown", "tex", "rst", "python", "text"])
def test_no_text_of_a_document_becomes_markup(attack: str, format: str) -> None:
    text = f"{attack.replace(chr(0), '')}\n\nLet\n\n$${MEAN}$$\n"
    assert_harmless(render(check_text(text, f"{attack}.md".replace(chr(0), ""), format)))


@pytest.mark.parametrize("attack", FORMULAS)
def test_no_formula_becomes_markup(attack: str) -> None:
    assert_harmless(render(check_text(f"$${MEAN}$$\n\n$${attack}$$ and ${attack}$\n")))


def test_no_string_of_a_report_becomes_markup() -> None:
    hostile = "<script>alert(1)</script>\"'$<img src=x>$`</code>`"
    row = Formula(
        id="f1", fingerprint="0", line=1, column=1, end_line=1, end_column=2, latex=hostile, boxed=True,
        continues=None, role=hostile, understood=hostile, verdict="undecided", rule=hostile, name=hostile,
        message=hostile, advice=hostile, conditions=(hostile,), assumptions=(hostile,), second_engine=hostile,
        suppressed=hostile, special_case=hostile, root_causes=("f1", "missing"),
    )  # fmt: skip
    document = DocumentReport(hostile, layer=hostile, assumptions=(hostile,), formulas=(row,))
    assert_harmless(render(Report((document,), summarise((document,)))))


def test_the_policy_forbids_all_but_the_one_style_sheet(seed_page: ElementTree.Element) -> None:
    (policy,) = [str(part.get("content")) for part in seed_page.iter("meta") if part.get("http-equiv")]
    (style,) = seed_page.iter("style")
    digest = b64encode(sha256((style.text or "").encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


# -- size, speed, the same bytes


def test_where_the_output_cannot_carry_unicode_the_page_means_the_same(seed: Report) -> None:
    page = render(seed, encodable=False)
    assert page.isascii()
    assert [text_of(part) for part in tree_of(page).iter()] == [text_of(part) for part in tree_of(render(seed)).iter()]


def test_the_page_has_the_same_bytes_each_time(seed: Report) -> None:
    assert render(seed) == render(check(SEED))


def test_a_long_document_is_shown_in_less_than_a_second() -> None:
    rows = "\n\n".join(f"Row {k}: $${WRONG if k % 2 else RIGHT}$$" for k in range(100))
    report = check_text(f"$${MEAN}$$\n\n{rows}")
    start = perf_counter()
    page = render(report)
    assert perf_counter() - start < 1
    assert len(page) < 1_000_000
    assert len(having(tree_of(page), "row")) == 101


def test_a_chain_of_many_names_is_drawn_without_recursion() -> None:
    from bnderive.report import NameRow

    names = [NameRow(f"x_{{{k}}}", "node", (f"x_{{{k - 1}}}",)) for k in range(400)]
    document = DocumentReport("a.md", names=tuple(names))
    page = tree_of(render(Report((document,), summarise((document,)))))
    assert len(having(page, "name")) == 400
    circle = (NameRow("a", "node", ("b",)), NameRow("b", "node", ("a",)))
    page = tree_of(render(Report((DocumentReport("a.md", names=circle),), summarise(()))))
    assert len(having(page, "name")) == 2
