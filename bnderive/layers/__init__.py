"""The standard layers: a file in this folder is a layer. It holds one frozen record, `LAYER`.

A layer gives its definitions as a document would, in Markdown with LaTeX; the program's own reader makes terms of them.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bnderive.errors import UsageError
from bnderive.records import dataclass


@dataclass(frozen=True, slots=True)
class StandardLayer:
    """A layer that needs no document.

    `names` are what it is asked for by, the first one its own. `symbols` pairs a Python name with the LaTeX of what it
    stands for (an element of an array with the index i). The pairs of `partials` and `jacobians` (A, B) and the
    `gradients` B are Python names: ∂A/∂B with the other statistics held, ∂A_j/∂B_i with all recomputed, and ∂L/∂B.
    A layer `by_name_only` has a form that other things have too: a document that shows it is not taken for the layer.
    A text that calls it by name means it only if it holds the words `besides` too.
    """

    names: tuple[str, ...]
    title: str
    source: str
    markdown: str
    symbols: tuple[tuple[str, str], ...]
    partials: tuple[tuple[str, str], ...]
    jacobians: tuple[tuple[str, str], ...]
    gradients: tuple[str, ...]
    by_name_only: bool = False
    besides: tuple[str, ...] = ()


def standard_layer(name: str) -> StandardLayer:
    """The layer of this name; case, hyphens and spaces do not count. Raises UsageError with the names that there are.

    >>> standard_layer("Batch-Norm").title
    'Batch normalisation'
    >>> standard_layer("batchnrom")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    bnderive.errors.UsageError: no standard layer is called 'batchnrom'; did you mean batchnorm? There is batchnorm, ...
    """
    known = {_plain(alias): layer for layer in standard_layers() for alias in layer.names}
    found = known.get(_plain(name))
    if found is not None:
        return found
    near = get_close_matches(_plain(name), known, n=1)
    proposal = f"; did you mean {known[near[0]].names[0]}?" if near else "."
    names = ", ".join(layer.names[0] for layer in known_layers(known))
    raise UsageError(f"no standard layer is called {name!r}{proposal} There is {names}")


def known_layers(known: dict[str, StandardLayer]) -> list[StandardLayer]:
    return list(dict.fromkeys(known.values()))


@cache
def standard_layers() -> tuple[StandardLayer, ...]:
    """Every layer of this folder, in the order of the file names."""
    files = sorted(module.name for module in iter_modules(__path__) if not module.ispkg)
    return tuple(import_module(f"{__name__}.{file}").LAYER for file in files)


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")
