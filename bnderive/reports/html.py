"""The report as one page for a browser: the document's own text, and beside every formula what was found of it.

The page stands by itself: no script, nothing loaded, and a policy that forbids both.
"""

from __future__ import annotations

from bnderive.report import Report
from bnderive.reports import View
from bnderive.reports.web.page import page


def render(report: Report, view: View) -> str:
    text = f"<!DOCTYPE html>\n{page(report, view)}\n"
    return text if view.encodable else text.encode("ascii", "xmlcharrefreplace").decode()
