"""The report formats: a file in this folder is one, `some_name.py` for `--output-format some-name`; a folder is not.

A format is a module with `parts(reports, view)`: reports on one document each come in as they are found, and pieces of
the text go out as soon as they are known. It decides nothing: what it prints stands in the reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from bnderive.records import dataclass
from bnderive.report import Report


@dataclass(frozen=True, slots=True)
class View:
    """How a report is to be shown; no part of what it says.

    `width` is in columns. `judged` is false where documents were only read. `findings_only` leaves out what is correct.
    `encodable` is false where the output cannot carry Unicode. `root` is the folder that relative paths start from, if
    that is known.
    """

    width: int = 100
    color: bool = False
    judged: bool = True
    findings_only: bool = False
    encodable: bool = True
    root: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A format, which `module` writes."""

    module: ModuleType

    def parts(self, reports: Iterable[Report], view: View) -> Iterator[str]:
        """The text to print in pieces, as the reports come. All of it ends with a line end unless it is empty."""
        parts: Iterator[str] = self.module.parts(reports, view)
        return parts

    def render(self, report: Report, view: View) -> str:
        """The whole text of one report, on however many documents."""
        return "".join(self.parts([report], view))


def format_names() -> tuple[str, ...]:
    """The formats there are, without loading any of them."""
    return tuple(sorted(module.name.replace("_", "-") for module in iter_modules(__path__) if not module.ispkg))


def load_format(name: str) -> Format:
    """The format of this name, one of `format_names()`."""
    return Format(import_module(f"{__name__}.{name.replace('-', '_')}"))
