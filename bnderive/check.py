"""The pipeline: documents in, one frozen report out. Public functions: check, check_text, prove."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike, fspath

from bnderive.account import Account
from bnderive.configuration import configured
from bnderive.errors import UsageError
from bnderive.judge import Judge
from bnderive.report import DocumentReport, Formula, Opinion, Report, summarise
from bnderive.settings import Settings
from bnderive.source import read_file, read_text
from bnderive.source.folders import documents_in
from bnderive.source.model import Document
from bnderive.syntax import read_rows

STATES, LONGEST = 4, 1000  # documents of which the last state is kept, and the entries that such a one may have
_LAST: dict[str, Account] = {}


def check(path: str | PathLike[str], *more: str | PathLike[str], settings: Settings | None = None) -> Report:
    """Check files, and of folders all documents in them. Each is read with what its pyproject.toml says, unless the
    settings say otherwise. Raises UsageError for a file that cannot be read.

    >>> check("derivations/batch_norm.md").ok  # doctest: +SKIP
    True
    """
    files = [file for each in (path, *more) for file in (documents_in(fspath(each)) or (fspath(each),))]
    documents = [(read_file(file), configured(file, settings or Settings())) for file in files]
    return _report([Account(Judge(document, found)) for document, found in documents], judged=True)


def check_text(text: str, name: str = "<text>", format: str = "markdown", settings: Settings | None = None) -> Report:
    """Check a text: a derivation in Markdown with LaTeX.

    >>> text = r"$$\\mu = \\frac{1}{N} \\sum_i x_i$$ $$\\frac{\\partial \\mu}{\\partial x_i} = \\frac{1}{N}$$"
    >>> [f.verdict for f in check_text(text)]
    [None, 'correct']
    """
    return check_documents([read_text(text, name, format)], settings or Settings())


def check_documents(documents: Sequence[Document], settings: Settings) -> Report:
    """Judge every formula of every document that the settings select."""
    return _report([Account(Judge(document, settings)) for document in documents], judged=True)


def check_again(documents: Sequence[Document], settings: Settings) -> Report:
    """The report of `check_documents`, for documents that are checked again and again while they are written: what is
    as it was in the last state of a document is not worked out anew. Only a few states are kept, and no others.
    """
    try:
        accounts = [_continued(document, settings) for document in documents]
        report = _report(accounts, judged=True)
    except BaseException:  # what was ended in the middle may be half done, and the states before share it
        _LAST.clear()
        raise
    for account in accounts:
        _keep(account)
    return report


def _continued(document: Document, settings: Settings) -> Account:
    """The account of a document after that of its last state; of one that is new, after the last of all."""
    before = _LAST.get(document.path) or next(reversed(_LAST.values()), None)
    return Account(Judge(document, settings, before=before.judge if before is not None else None), before)


def _keep(account: Account) -> None:
    path = account.judge.document.path
    _LAST.pop(path, None)
    if len(account.judge.entries) <= LONGEST:
        _LAST[path] = account
    while len(_LAST) > STATES:
        del _LAST[next(iter(_LAST))]


def check_text_again(text: str, name: str, format: str, settings: Settings) -> Report:
    """The report of `check_text`, for a text that is checked again and again."""
    return check_again([read_text(text, name, format)], settings)


def read_documents(documents: Sequence[Document], settings: Settings) -> Report:
    """What was understood of every formula; nothing is judged."""
    return _report([Account(Judge(document, settings)) for document in documents], judged=False)


def _report(accounts: Sequence[Account], judged: bool) -> Report:
    reports = [account.report(judged) for account in accounts]
    judges = [account.judge for account in accounts]
    explicit = tuple(part for judge in judges if judged for part in _opinions(judge))
    return Report(tuple(reports), summarise(reports), explicit, tuple(_certified(judges, reports)))


def _certified(judges: Sequence[Judge], reports: Sequence[DocumentReport]) -> Iterable[object]:
    if any(judge.settings.certificate for judge in judges):
        from bnderive.certificate import certified

        yield from map(certified, judges, reports)


def _opinions(judge: Judge) -> Iterable[Opinion]:
    if judge.settings.batch_size is None:
        return ()
    from bnderive.explicit import second_opinions

    return second_opinions(judge, judge.settings.batch_size)


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
    alone = len(rows) == 1 and len(document.displays) == len(known.displays) + 1
    whole = alone and document.displays[-1].latex.strip() == claim.strip()  # no delimiter cut a part of it off
    if not whole or (rows[0].row is not None and len(rows[0].row.sides) != 2):
        raise UsageError("a claim is one equation: give one side as lhs and one as rhs, as LaTeX without delimiters")
    formula = Account(Judge(document, Settings(), claims=1)).report(judged=True).formulas[-1]
    if formula.verdict is None:
        raise UsageError(f"{claim!r} claims nothing that can be judged")
    return formula


__all__ = [
    "UsageError",
    "check",
    "check_again",
    "check_documents",
    "check_text",
    "check_text_again",
    "prove",
    "read_documents",
]
