"""LaTeX printed as MathML: expected elements are written by hand, and no text of a document becomes markup."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from bnderive.reports.markup import element, style_sheet
from bnderive.reports.mathml import changed, mathml

FORMULAS = [
    ("x_i", "<msub><mi>x</mi><mi>i</mi></msub>"),
    (r"\sigma^2", "<msup><mi>σ</mi><mn>2</mn></msup>"),
    (r"\mu_B^2", "<msubsup><mi>μ</mi><mi>B</mi><mn>2</mn></msubsup>"),
    (r"\frac{1}{N}", "<mfrac><mn>1</mn><mi>N</mi></mfrac>"),
    (r"\sqrt{N}", "<msqrt><mi>N</mi></msqrt>"),
    (r"\sqrt[3]{N}", "<mroot><mi>N</mi><mn>3</mn></mroot>"),
    (r"\hat{S}", '<mover accent="true"><mi>S</mi><mo stretchy="false">^</mo></mover>'),
    ("a - b", "<mrow><mi>a</mi><mo>−</mo><mi>b</mi></mrow>"),
    (r"a \cdot b", "<mrow><mi>a</mi><mo>⋅</mo><mi>b</mi></mrow>"),
    (r"-a", '<mrow><mo form="prefix">−</mo><mi>a</mi></mrow>'),
    (
        r"\partial L / \partial y",
        "<mrow><mrow><mi>∂</mi><mi>L</mi></mrow><mo>/</mo><mrow><mi>∂</mi><mi>y</mi></mrow></mrow>",
    ),
    (r"a / b", "<mrow><mi>a</mi><mo>/</mo><mi>b</mi></mrow>"),
    (r"(a)", '<mrow><mo stretchy="false">(</mo><mi>a</mi><mo stretchy="false">)</mo></mrow>'),
    (
        r"(\frac{a}{b})",
        "<mrow><mo>(</mo><mfrac><mi>a</mi><mi>b</mi></mfrac><mo>)</mo></mrow>",
    ),
    (
        r"\sum_{j=1}^N x",
        "<mrow><munderover><mo>∑</mo><mrow><mi>j</mi><mo>=</mo><mn>1</mn></mrow><mi>N</mi></munderover><mi>x</mi></mrow>",
    ),
    (r"\mathbb{1}", "<mi>𝟙</mi>"),
    (r"\mathrm{d}", '<mi mathvariant="normal">d</mi>'),
    (r"\mathrm{rstd}", "<mi>rstd</mi>"),
    (r"\boxed{a}", '<mrow class="boxed"><mi>a</mi></mrow>'),
    (r"f'", "<msup><mi>f</mi><mo>′</mo></msup>"),
    (r"x_{a, i}", '<msub><mi>x</mi><mrow><mi>a</mi><mo separator="true">,</mo><mi>i</mi></mrow></msub>'),
]


@pytest.mark.parametrize(("latex", "expected"), FORMULAS)
def test_a_formula_is_printed_as_its_author_would_see_it(latex: str, expected: str) -> None:
    shown = mathml(latex)
    assert shown.startswith('<math display="block"><semantics>')
    content = shown.removeprefix('<math display="block"><semantics>').partition("<annotation")[0]
    assert content == expected


def test_a_formula_in_the_line_says_so() -> None:
    assert mathml("a", display=False).startswith('<math display="inline">')


def test_what_differs_is_marked_and_nothing_else() -> None:
    shown = ElementTree.fromstring(str(changed(r"a = S_i + b", r"a = \hat S_i - b")))
    marked = [part for part in shown.iter() if part.get("class") == "changed"]
    assert [part.tag for part in marked] == ["mover", "mo"]
    assert marked[1].text == "−"
    same = ElementTree.fromstring(str(changed("a = b", "a = b")))
    assert not [part for part in same.iter() if part.get("class")]


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        r"a </annotation><img src=x onerror=alert(1)> b",
        r'x_{"><svg onload=alert(1)>}',
        r"\frac{a",
        "",
        "a \u202e b \x1b[31m \x00",
        "{" * 500,
        "x_" * 5000,
    ],
)
def test_hostile_formulas_stay_text(latex: str) -> None:
    shown = mathml(latex)
    tree = ElementTree.fromstring(shown)
    assert {part.tag for part in tree.iter()} <= {
        "math",
        "semantics",
        "annotation",
        "mtext",
        "mrow",
        "mi",
        "mo",
        "mtable",
        "mtr",
        "mtd",
    }
    assert all(set(part.attrib) <= {"display", "encoding", "class", "displaystyle"} for part in tree.iter())
    assert not re.search("[\u202e\x1b\x00]", shown)


def test_every_row_of_the_derivations_is_printed_as_well_formed_mathml() -> None:
    from bnderive.check import read_documents
    from bnderive.settings import Settings
    from bnderive.source import read_file

    for name in ("derivations/batch_norm_seed.md", "tests/derivations/seed.txt"):
        for row in read_documents([read_file(name)], Settings(isolated=True)):
            tree = ElementTree.fromstring(mathml(row.latex))
            assert tree.find("semantics/mtext") is None, row.latex


def test_no_element_can_load_or_run_anything() -> None:
    for tag, attributes in (("script", {}), ("img", {"src": "x"}), ("p", {"onclick": "x"}), ("p", {"style": "x"})):
        with pytest.raises(ValueError, match="no page has"):
            element(tag, **attributes)
    for address in ("javascript:alert(1)", "data:text/html,x", "//host", "file:///etc/passwd", "https://a b"):
        with pytest.raises(ValueError, match="a link"):
            element("a", "x", href=address)
    with pytest.raises(ValueError, match="style sheet"):
        style_sheet("</style><script>")
