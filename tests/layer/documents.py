"""Formulas to judged documents: what the tests of the middle of the flow start from."""

from __future__ import annotations

import bnderive
from bnderive.judge import Judge
from bnderive.layer import Layer
from bnderive.report import Formula, Report
from bnderive.settings import Settings
from bnderive.source import read_text
from tests.survey.documents import BATCH_NORM


def document_of(*displays: str) -> str:
    """Each display in a paragraph of its own; what begins with a word and a blank is running text."""
    return "\n\n".join(text if is_prose(text) else f"$$\n{text}\n$$" for text in displays) + "\n"


def is_prose(text: str) -> bool:
    return text.startswith("#") or (text[:1].isupper() and text[1:2].islower())


def judge_of(*displays: str, strict: bool = False) -> Judge:
    return Judge(read_text(document_of(*displays), "test.md", "markdown"), Settings(strict=strict))


def layer_of(*displays: str, strict: bool = False) -> Layer:
    """The layer that holds at the end of the document."""
    return judge_of(*displays, strict=strict).epochs[-1].layer


def report_of(*displays: str, settings: Settings | None = None) -> Report:
    return bnderive.check_text(document_of(*displays), "test.md", settings=settings)


def last_of(*displays: str, strict: bool = False) -> Formula:
    """What is said of the last row of a document."""
    return list(report_of(*displays, settings=Settings(strict=strict)))[-1]


def judged(*claims: str) -> list[tuple[str | None, str | None]]:
    """Verdict and rule of rows that follow the definitions of batch normalisation."""
    formulas = list(report_of(*BATCH_NORM, *claims))[len(BATCH_NORM) :]
    return [(formula.verdict, formula.rule) for formula in formulas]


def verdicts(*claims: str) -> list[str | None]:
    return [verdict for verdict, _ in judged(*claims)]
