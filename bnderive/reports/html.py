"""The report as one page for a browser: the document's own text, and beside every formula what was found of it.

The page stands by itself: no script, nothing loaded, and a policy that forbids both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bnderive.report import Report, together
from bnderive.reports import View
from bnderive.reports.web.page import page


def parts(reports: Iterable[Report], view: View) -> Iterator[str]:
    """All at once: the page begins with what all documents come to."""
    text = f"<!DOCTYPE html>\n{page(together(list(reports)), view)}\n"
    yield text if view.encodable else text.encode("ascii", "xmlcharrefreplace").decode()
