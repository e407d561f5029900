"""JUnit's XML: a test suite for each document, a test case for each claim, as CI services show test results.

What is wrong is a failure; what could not be decided or read, an error; what a comment knows of is skipped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bnderive.escape import for_terminal
from bnderive.report import UNMET, DocumentReport, Report
from bnderive.reports import View
from bnderive.reports.notices import Notice, details, notices
from bnderive.reports.notices.paths import placed
from bnderive.reports.unicode_math import readable

# What XML 1.0 cannot hold, besides the characters that `for_terminal` shows as U+FFFD.
_ILLEGAL = re.compile("[\ufffe\uffff]")


def parts(reports: Iterable[Report], view: View) -> Iterator[str]:
    """All at once: the file begins with how many failed. Of the documents only their test suites are kept till then."""
    root = Element("testsuites", name="bnderive")
    for report in reports:
        root.extend(_suite(document) for document in for_terminal(placed(report, view)))
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    indent(root)
    text = _ILLEGAL.sub("\ufffd", tostring(root, encoding="unicode"))
    body = text if view.encodable else text.encode("ascii", "xmlcharrefreplace").decode("ascii")
    yield f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _suite(document: DocumentReport) -> Element:
    suite = Element("testsuite", name=document.path)
    if document.error is not None:
        SubElement(_case(suite, document.path, "the document", 1), "error", message=document.error)
    told = {notice.formula.id: notice for notice in notices(document) if notice.formula is not None}
    for formula in document.formulas:
        if formula.verdict is not None:
            case = _case(suite, document.path, f"line {formula.line}: {readable(formula.latex)}", formula.line)
            _outcome(case, told.get(formula.id))
    for notice in notices(document):
        if notice.formula is None and notice.severity == "error" and notice.known is None:
            case = _case(suite, document.path, f"line {notice.line}: {notice.rule} {notice.name}", notice.line)
            _outcome(case, notice)
    _tell_apart(suite)
    counts = Counter(outcome.tag for case in suite for outcome in case)
    suite.set("tests", str(len(suite)))
    for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(key, str(counts[tag]))
    return suite


def _case(suite: Element, path: str, name: str, line: int) -> Element:
    return SubElement(suite, "testcase", classname=path, name=name, file=path, line=str(line))


def _tell_apart(suite: Element) -> None:
    """Services show one of the cases that have a name in common."""
    seen: Counter[str] = Counter()
    for case in suite:
        name = case.get("name", "")
        seen[name] += 1
        if seen[name] > 1:
            case.set("name", f"{name} ({seen[name]})")


def _outcome(case: Element, notice: Notice | None) -> None:
    if notice is None:
        return
    if notice.known is not None:
        SubElement(case, "skipped", message=notice.known)
        return
    is_wrong = notice.rule == UNMET or (notice.formula is not None and notice.formula.verdict == "wrong")
    message = f"{notice.rule} {notice.name}: {notice.text}"
    outcome = SubElement(case, "failure" if is_wrong else "error", type=notice.name, message=message)
    outcome.text = "\n".join(details(notice.formula)) if notice.formula is not None else notice.text
