"""The slips of a careless hand: a file in this folder is a fault. It holds one frozen record, `REPAIR`.

A fault looks at one node of a formula and proposes what its author may have meant there, as syntax. It proposes only:
what is offered has to be proved first. Its docstring is its help page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bnderive.place import Place
from bnderive.records import dataclass
from bnderive.syntax.nodes import Node


@dataclass(frozen=True, slots=True)
class Repair:
    """A fault, named for what is wrong. `edits` gives the nodes that may have been meant in the place of one.

    `help` is a page: a title, what is seen, why people slip there, and after `wrong` and `right` one example in the
    standard batch normalisation. Of two that mend a formula the one with the lower `rule` is offered.
    A fault `on_left` is one of left sides only; one that `regroups` moves the bounds of products and sums. One that
    `looks_twice` proposes more where nothing else has mended a row.
    """

    rule: str
    name: str
    help: str
    edits: Callable[[Node, Place], Iterator[Node]]
    on_left: bool = False
    regroups: bool = False
    looks_twice: bool = False

    @property
    def title(self) -> str:
        return self.help.strip().splitlines()[0]

    def example(self, word: str) -> str:
        """The formula after `wrong` or `right` on the help page."""
        lines = (line.strip() for line in reversed(self.help.splitlines()))
        return next(line.removeprefix(word).strip() for line in lines if line.startswith(f"{word} "))


@cache
def repairs() -> tuple[Repair, ...]:
    """Every fault of this folder, by its rule."""
    files = sorted(module.name for module in iter_modules(__path__) if not module.ispkg)
    return tuple(sorted((import_module(f"{__name__}.{file}").REPAIR for file in files), key=lambda r: r.rule))
