"""One claim of the arena, the document that it makes, and what a checker says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bnderive.check import check_text

Checker = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Case:
    """Text under the definitions of a layer; its last display is what is judged. `why` says how the truth is known."""

    layer: str
    text: str
    why: str

    @property
    def document(self) -> str:
        body = self.text if "$$" in self.text else f"$${self.text}$$"
        return f"{self.layer}\n{body}\n"


def bnderive(document: str) -> str:
    """The verdict on the last display of a document; `none` where nothing in it is judged."""
    last = max(number for number, line in enumerate(document.splitlines(), 1) if line.startswith("$$"))
    found = {formula.verdict for formula in check_text(document) if formula.end_line >= last}
    return next((word for word in ("wrong", "undecided", "correct") if word in found), "none")


def missed(checker: Checker, cases: Iterable[Case], expected: str) -> list[tuple[Case, str]]:
    """The cases of which a checker does not say what it must, with what it says."""
    answers = [(case, checker(case.document)) for case in cases]
    return [(case, answer) for case, answer in answers if answer != expected]
