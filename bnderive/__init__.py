"""bnderive checks hand-written derivations of normalisation layers, formula by formula, for every batch size.

Importing the package loads nothing else: each public name is fetched from its module on first use, so that
`bnderive --help` costs no mathematics library.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bnderive.asserting import assert_correct
    from bnderive.check import check, check_text, prove
    from bnderive.jupyter import load_ipython_extension
    from bnderive.report import Counterexample, DocumentReport, Finding, Formula, Report
    from bnderive.reports.display import mimebundle
    from bnderive.settings import Settings
    from bnderive.show import layer

__version__ = "0.1.0"

__all__ = [
    "Counterexample",
    "DocumentReport",
    "Finding",
    "Formula",
    "Report",
    "Settings",
    "__version__",
    "assert_correct",
    "check",
    "check_text",
    "layer",
    "load_ipython_extension",
    "mimebundle",
    "prove",
]

_HOMES = {
    "Counterexample": "bnderive.report",
    "DocumentReport": "bnderive.report",
    "Finding": "bnderive.report",
    "Formula": "bnderive.report",
    "Report": "bnderive.report",
    "Settings": "bnderive.settings",
    "assert_correct": "bnderive.asserting",
    "check": "bnderive.check",
    "check_text": "bnderive.check",
    "layer": "bnderive.show",
    "load_ipython_extension": "bnderive.jupyter",
    "mimebundle": "bnderive.reports.display",
    "prove": "bnderive.check",
}


class _Package(ModuleType):
    """Keeps a submodule that is called like a public function (`check`) from taking its place once imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
