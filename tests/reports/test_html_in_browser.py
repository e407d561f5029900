"""The page in a real browser: shown without a complaint, nothing loaded or run, fit for a narrow window."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bnderive import check, check_text
from bnderive.report import Report
from bnderive.reports import View, load_format
from tests.reports.browser import FLAGS, Tab, browser, executable

pytestmark = pytest.mark.skipif(executable() is None, reason="no chromium is on this machine")

DOCUMENTS = ("derivations/batch_norm_seed.md", "tests/derivations/seed.txt")
HOSTILE = r"""# <script>window.hit = 1</script> $\mu$

<img src=x onerror="window.hit = 1"> <svg onload="window.hit = 1"> ![a](file:///etc/hostname) ![b](http://127.0.0.1:9/b.png)

$$\mu = \frac{1}{N} \sum_i x_i$$

$$\mu = \text{</mtext></math><script>window.hit = 1</script>}$$

</style><style>* { display: none }</style>
"""


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def written(report: Report, folder: Path) -> Path:
    path = folder / "report.html"
    path.write_text(load_format("html").render(report, View()), encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=DOCUMENTS)
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(check(request.param), tmp_path_factory.mktemp("page"))


UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"


@pytest.mark.parametrize("width", [420, 1280])
@pytest.mark.parametrize("is_dark", [False, True])
def test_nothing_is_wider_than_the_window_and_nothing_is_complained_of(
    tab: Tab, page: Path, width: int, is_dark: bool
) -> None:
    tab.open(page, width, is_dark)
    tab.value(UNFOLD)
    assert tab.value("document.documentElement.scrollWidth") == width
    assert not tab.named("Log.entryAdded")
    assert not tab.named("Runtime.consoleAPICalled")
    assert [each["request"]["url"] for each in tab.named("Network.requestWillBeSent")] == [page.as_uri()]


def test_light_and_dark_differ_and_text_can_be_read_in_both(tab: Tab, page: Path) -> None:
    style = "(name => getComputedStyle(document.body)[name])"
    found = []
    for is_dark in (False, True):
        tab.open(page, 1280, is_dark)
        found.append((tab.value(f"{style}('color')"), tab.value(f"{style}('backgroundColor')")))
    assert found == [("rgb(28, 32, 36)", "rgb(255, 255, 255)"), ("rgb(228, 231, 234)", "rgb(21, 24, 28)")]


def test_formulas_are_set_as_mathematics(tab: Tab, page: Path) -> None:
    tab.open(page, 1280)
    assert tab.value("document.querySelectorAll('math').length") > 30
    assert tab.value("document.querySelector('mfrac').namespaceURI") == "http://www.w3.org/1998/Math/MathML"
    fraction = "document.querySelector('.top mfrac')"
    above, below = (tab.value(f"{fraction}.children[{k}].getBoundingClientRect().top") for k in (0, 1))
    assert above < below
    assert not tab.value("document.querySelectorAll('annotation')[0].getBoundingClientRect().width")


def test_a_row_unfolds_and_its_links_lead_to_rows(tab: Tab, page: Path) -> None:
    tab.open(page, 1280)
    row = "[...document.querySelectorAll('.row.wrong details')].at(-1)"
    assert tab.value(f"{row}.open") is False
    tab.value(f"{row}.querySelector('summary').click()")
    assert tab.value(f"{row}.open") is True
    assert tab.value(f"{row}.querySelector('dl').getBoundingClientRect().height") > 50
    broken = (
        "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.querySelector(a.getAttribute('href')))"
    )
    assert tab.value(f"{broken}.length") == 0


def test_everything_is_unfolded_on_paper(tab: Tab, page: Path) -> None:
    tab.open(page, 1000, medium="print")
    hidden = "[...document.querySelectorAll('details dl')].filter(dl => dl.getBoundingClientRect().height < 5).length"
    assert tab.value(hidden) == 0


def test_a_hostile_document_does_nothing(tab: Tab, tmp_path: Path) -> None:
    page = written(check_text(HOSTILE), tmp_path)
    tab.open(page, 420)
    assert tab.value("window.hit") is None
    assert (
        tab.value("document.scripts.length + document.images.length + document.querySelectorAll('style').length") == 1
    )
    assert tab.value("document.documentElement.scrollWidth") == 420
    assert tab.value("getComputedStyle(document.querySelector('h1')).display") == "block"
    assert [each["request"]["url"] for each in tab.named("Network.requestWillBeSent")] == [page.as_uri()]


def test_what_the_browser_makes_of_the_page_is_what_was_written(page: Path, tmp_path: Path) -> None:
    """It mends nothing: as many elements of each kind stand in the tree as in the file."""
    command = [executable() or "", *FLAGS.split()[:-1], f"--user-data-dir={tmp_path}", "--dump-dom", page.as_uri()]
    dumped = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert counted(dumped) == counted(page.read_text(encoding="utf-8"))


def counted(page: str) -> dict[str, int]:
    found: dict[str, int] = {}

    class Counter(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            found[tag] = found.get(tag, 0) + 1

    Counter().feed(page)
    return found
