"""A name that nothing defines, one letter away from one that is defined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bnderive.lower import Remark
from bnderive.terms import Definition, Sym, Term, names_of, rebuild

LOOK_ALIKES = frozenset(
    {
        ("a", "\\alpha"),
        ("B", "\\beta"),
        ("e", "\\epsilon"),
        ("n", "\\eta"),
        ("o", "\\sigma"),
        ("p", "\\rho"),
        ("r", "\\tau"),
        ("u", "\\mu"),
        ("v", "\\nu"),
        ("w", "\\omega"),
        ("x", "\\chi"),
        ("y", "\\gamma"),
    }
)


def without_look_alikes(built: Mapping[int, Definition]) -> tuple[dict[int, Definition], dict[int, Remark]]:
    """A name that nothing defines and that looks like one that is defined, with the same label or unused, is
    read as that: `u_B` for `\\mu_B`.
    """
    read = {name for d in built.values() for name in names_of(d.body)}
    scalars = {d.name for d in built.values() if not d.indices}
    candidates = {m for m in scalars if m not in read or "_" in m}
    swaps = {n: m for n in read - {d.name for d in built.values()} for m in candidates if _looks_like(n, m)}
    remarks: dict[int, Remark] = {}
    for number, d in built.items():
        for wrong in sorted(swaps.keys() & names_of(d.body)):
            remarks[number] = Remark(
                f"${wrong}$ is defined nowhere and is read as ${swaps[wrong]}$", "BN121", "look-alike"
            )
    return {number: replace(d, body=_swapped(d.body, swaps)) for number, d in built.items()}, remarks


def _looks_like(name: str, other: str) -> bool:
    """The same but for the base letter, and that one easily taken for the other."""
    base, _, label = name.partition("_")
    other_base, _, other_label = other.partition("_")
    return label == other_label and (base, other_base) in LOOK_ALIKES


def _swapped(term: Term, swaps: Mapping[str, str]) -> Term:
    if isinstance(term, Sym):
        return Sym(swaps.get(term.name, term.name), term.indices)
    return rebuild(term, lambda child: _swapped(child, swaps))
