"""A baseline holds the findings of documents that are known: it comes in as JSON, reports go out with those marked.

A finding is known by its document, its rule and what it says, wherever it moves to, and as often as it is listed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeVar

from bnderive.errors import UsageError
from bnderive.escape import one_line
from bnderive.records import dataclass
from bnderive.report import DocumentReport, Finding, Formula

VERSION = 1
LIMIT = 64 * 1024 * 1024
MOST = 1_000_000
SHOWN = 40
_PLACES = re.compile(r"\b(?:cells?|lines?) \d+(?:(?:, | and )\d+)*")  # in messages: these move with the text
_Row = TypeVar("_Row", Finding, Formula)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a finding is known by; `path` is that of its document, as seen from the folder of the baseline."""

    path: str
    rule: str
    fingerprint: str


@dataclass(frozen=True)
class Baseline:
    """The file, and how often each finding is known."""

    file: str
    known: Mapping[Key, int] = field(default_factory=dict)

    @cached_property
    def by_path(self) -> Mapping[str, Counter[Key]]:
        found: dict[str, Counter[Key]] = {}
        for key, count in self.known.items():
            found.setdefault(key.path, Counter())[key] = count
        return found

    def of(self, path: str) -> Counter[Key]:
        """How often each finding of a document is known."""
        return self.by_path.get(path, Counter())

    def marked(self, path: str, document: DocumentReport) -> DocumentReport:
        """The report with the findings marked that are known, each as often as it is, from the top."""
        left = Counter(self.of(path))
        reason = f"known, in {one_line(self.file)}"

        def seen(row: _Row) -> _Row:
            key = key_of(path, row)
            if key is None or not left[key]:
                return row
            left[key] -= 1
            return replace(row, suppressed=reason)

        return replace(
            document,
            problems=tuple(seen(row) for row in document.problems),
            formulas=tuple(seen(row) for row in document.formulas),
        )

    def gone(self, path: str, document: DocumentReport) -> int:
        """How many of the findings that are known of a document it does not have any more; ignored ones it has."""
        return (self.of(path) - Counter(_keys(path, document, is_open=False))).total()

    def updated(self, found: Mapping[Key, int], keeps: Container[str]) -> Baseline:
        """What is found, and what is known of the other documents that are kept."""
        return replace(self, known={**{k: n for k, n in self.known.items() if k.path in keeps}, **found})

    def text(self) -> str:
        """The content of the file: sorted, a finding a line."""
        rows = (
            {"path": key.path, "rule": key.rule, "fingerprint": key.fingerprint, "count": count}
            for key, count in sorted(self.known.items())
        )
        findings = ",\n".join(f"  {json.dumps(row)}" for row in rows)
        return f'{{\n "version": {VERSION},\n "findings": [{findings and chr(10) + findings + chr(10) + " "}]\n}}\n'


def key_of(path: str, row: Finding | Formula) -> Key | None:
    """None for a row that is no finding, or that something else lets pass."""
    if isinstance(row, Formula):
        return Key(path, row.rule or "", row.fingerprint) if row.is_failure else None
    return None if row.suppressed is not None else _key_of_problem(path, row)


def _key_of_problem(path: str, problem: Finding) -> Key:
    text = f"{problem.name}|{_PLACES.sub('line', problem.message)}"
    return Key(path, problem.rule, sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16])


def findings(path: str, document: DocumentReport) -> Counter[Key]:
    """What is found in a document and nothing lets pass, each as often as it is."""
    return Counter(_keys(path, document, is_open=True))


def _keys(path: str, document: DocumentReport, is_open: bool) -> Iterator[Key]:
    """Those of all findings, or only of those that nothing lets pass."""
    rows: tuple[Finding | Formula, ...] = (*document.problems, *document.formulas)
    for row in rows:
        key = key_of(path, row if is_open else replace(row, suppressed=None))
        if key is not None:
            yield key


def baseline_of(file: str, content: bytes) -> Baseline:
    """Raises UsageError, which tells the place, for what is no baseline."""
    if len(content) > LIMIT:
        raise UsageError(f"{file}: is larger than {LIMIT // 1024**2} MiB")
    try:
        data = json.loads(content.decode())
    except json.JSONDecodeError as fault:
        raise UsageError(f"{file}:{fault.lineno}:{fault.colno}: is no JSON: {fault.msg}") from None
    except (ValueError, RecursionError) as fault:
        raise UsageError(f"{file}: is no JSON: {fault}") from None
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list):
        raise UsageError(f"{file}: is no baseline: expected an object with a list `findings`")
    if data.get("version") != VERSION:
        raise UsageError(f"{file}: is a baseline of version {_shown(data.get('version'))}, expected {VERSION}")
    known = Counter[Key]()
    for number, row in enumerate(data["findings"]):
        key, count = _entry(f"{file}: findings[{number}]", row)
        known[key] += count
    return Baseline(file, known)


def _entry(place: str, row: Any) -> tuple[Key, int]:
    if not isinstance(row, dict):
        raise UsageError(f"{place}: expected an object, not {_shown(row)}")
    for name in ("path", "rule", "fingerprint"):
        if not isinstance(row.get(name), str):
            raise UsageError(f"{place}.{name}: expected a text, not {_shown(row.get(name))}")
    count = row.get("count", 1)
    if type(count) is not int or not 1 <= count <= MOST:
        raise UsageError(f"{place}.count: expected a whole number from 1, not {_shown(count)}")
    return Key(row["path"], row["rule"], row["fingerprint"]), count


def _shown(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
