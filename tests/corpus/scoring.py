"""Labelled documents against their reports: every label is paired with at most one formula, and each pair is scored.

A label says of one equation whether it is correct or wrong; `lenient` marks one of which a careful reader could defend
either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

Label = dict[str, Any]
Entry = dict[str, Any]

SAME_LINE, NEXT_LINE = 0.6, 0.9  # how alike the texts must be; one line off, nearly the same
ORNAMENT = re.compile(r"\\(?:begin|end|label)\{[^}]*\}|\\[][()\\]|\\q?quad|\\[,;!]|[$&\s]")


def bare(latex: str) -> str:
    """The text of a formula without delimiters, alignment, spaces and the full stop."""
    return ORNAMENT.sub("", latex).rstrip(".,;")


def likeness(label: Label, formula: Entry) -> float:
    """How well a formula fits a label: a ratio, one more on the label's own line, 0 where it does not fit."""
    if not formula["line"] - 1 <= label["line"] <= formula["end_line"] + 1:
        return 0.0
    ratio = SequenceMatcher(None, bare(label["latex"]), bare(formula["latex"]), autojunk=False).ratio()
    own = formula["line"] == label["line"]
    return ratio + own if ratio >= (SAME_LINE if own else NEXT_LINE) else 0.0


def paired(labels: Sequence[Label], formulas: Sequence[Entry]) -> dict[int, int]:
    """Number of label to number of formula, the best fits first, each used once."""
    fits = ((likeness(label, formula), a, b) for a, label in enumerate(labels) for b, formula in enumerate(formulas))
    pairs: dict[int, int] = {}
    for _, a, b in sorted((fit for fit in fits if fit[0]), key=lambda fit: (-fit[0], fit[1], fit[2])):
        if a not in pairs and b not in pairs.values():
            pairs[a] = b
    return pairs


def outcome(label: Label, formula: Entry | None) -> str:
    """`right`, `undecided`, `missing`, `missed`, or what must never be: `false alarm`, `false accept`."""
    if formula is None or formula["role"] in {"expression", "condition"}:
        return "missing"
    verdict, lenient = formula["verdict"], bool(label.get("lenient"))
    if formula["role"] == "definition" and verdict is None:
        defines = label["kind"] == "definition" and label["verdict"] == "correct"
        return "right" if defines or lenient else "missed"
    if verdict == "undecided":
        return "undecided"
    if lenient or verdict == label["verdict"]:
        return "right"
    return {"correct": "false accept", "wrong": "false alarm"}[verdict]


def outcomes(labels: Sequence[Label], formulas: Sequence[Entry]) -> Iterator[tuple[str, int]]:
    """What became of every label, and every wrong formula that no label speaks of, each with its line."""
    pairs = paired(labels, formulas)
    for number, label in enumerate(labels):
        yield outcome(label, formulas[pairs[number]] if number in pairs else None), label["line"]
    for number, formula in enumerate(formulas):
        if formula["verdict"] == "wrong" and number not in pairs.values():
            yield "unlabelled wrong", formula["line"]
