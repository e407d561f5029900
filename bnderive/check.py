"""The pipeline: documents in, one frozen report out. Public functions: check, check_text, prove, assert_correct."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike

from bnderive.errors import UsageError
from bnderive.judge import Judge
from bnderive.report import DocumentReport, Formula, Report, summarise
from bnderive.settings import Settings
from bnderive.source import read_file, read_text
from bnderive.source.model import Document
from bnderive.syntax import read_rows


def check(path: str | PathLike[str], *more: str | PathLike[str], settings: Settings | None = None) -> Report:
    """Check files. Raises UsageError for one that cannot be read.

    >>> check("derivations/batch_norm.md").ok  # doctest: +SKIP
    True
    """
    return check_documents([read_file(p) for p in (path, *more)], settings or Settings())


def check_text(text: str, name: str = "<text>", format: str = "markdown", settings: Settings | None = None) -> Report:
    """Check a text: a derivation in Markdown with LaTeX.

    >>> text = r"$$\\mu = \\frac{1}{N} \\sum_i x_i$$ $$\\frac{\\partial \\mu}{\\partial x_i} = \\frac{1}{N}$$"
    >>> [f.verdict for f in check_text(text)]
    [None, 'correct']
    """
    return check_documents([read_text(text, name, format)], settings or Settings())


def check_documents(documents: Sequence[Document], settings: Settings) -> Report:
    """Judge every formula of every document that the settings select."""
    return _report(documents, settings, judged=True)


def read_documents(documents: Sequence[Document], settings: Settings) -> Report:
    """What was understood of every formula; nothing is judged."""
    return _report(documents, settings, judged=False)


def _report(documents: Iterable[Document], settings: Settings, judged: bool) -> Report:
    judges = [Judge(document, settings) for document in documents]
    reports = [judge.report(judged) for judge in judges]
    explicit: tuple[object, ...] = ()
    if judged and settings.batch_size is not None:
        from bnderive.explicit import second_opinions

        explicit = tuple(part for judge in judges for part in second_opinions(judge, settings.batch_size))
    return Report(tuple(reports), summarise(reports), explicit)


def prove(lhs: str, rhs: str, layer: str = "batchnorm") -> Formula:
    """Judge one claim given as LaTeX, in a standard layer.

    >>> prove(r"\\frac{\\partial \\mu}{\\partial x_i}", r"\\frac{1}{N}").verdict
    'correct'
    """
    from bnderive.layers import standard_layer

    claim = f"{lhs} = {rhs}"
    rows = read_rows(claim)
    text = f"{standard_layer(layer).markdown}\n\n$$\n{claim}\n$$\n"
    document = read_text(text, "<claim>")
    known = read_text(standard_layer(layer).markdown, "<layer>")
    whole = len(rows) == 1 and len(document.displays) == len(known.displays) + 1
    if not whole or (rows[0].row is not None and len(rows[0].row.sides) != 2):
        raise UsageError("a claim is one equation: give one side as lhs and one as rhs, as LaTeX without delimiters")
    formula = Judge(document, Settings(), claims=1).report(judged=True).formulas[-1]
    if formula.verdict is None:
        raise UsageError(f"{claim!r} claims nothing that can be judged")
    return formula


def assert_correct(path: str | PathLike[str], settings: Settings | None = None) -> None:
    """Raises AssertionError with the findings where a formula of the file is wrong or undecided."""
    report = check(path, settings=settings)
    if not report.ok:
        raise AssertionError("\n".join(map(_finding, _failed(report.documents))))


def _failed(documents: Iterable[DocumentReport]) -> Iterable[tuple[str, Formula]]:
    return ((d.path, f) for d in documents for f in d.formulas if f.verdict in {"wrong", "undecided"})


def _finding(failed: tuple[str, Formula]) -> str:
    path, formula = failed
    return f"{path}:{formula.line}:{formula.column}: {formula.verdict}: {formula.latex}\n    {formula.message}"


__all__ = ["UsageError", "assert_correct", "check", "check_documents", "check_text", "prove", "read_documents"]
