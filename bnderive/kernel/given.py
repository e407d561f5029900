"""Suppositions that a proof may use: the value of a sum, or that an array is one-hot. Frozen data, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bnderive.terms import Index, Num, Sum, Sym

SLOT = Index("#0")


@dataclass(frozen=True, slots=True)
class Given:
    """A term and its value: Σ_k t_k = 1, or t_k = δ_kc for the class c. `relation` is how a condition says it."""

    term: Sum | Sym
    value: Num | Index
    relation: str

    @property
    def indices(self) -> tuple[Index, ...]:
        """The free indices: the class."""
        return (self.value,) if isinstance(self.value, Index) else ()

    def renamed(self, mapping: Mapping[Index, Index]) -> Given:
        return replace(self, value=mapping.get(self.value, self.value)) if isinstance(self.value, Index) else self


def sum_is(term: Sum, value: Num) -> Given:
    return Given(term, value, f"= {value.value}")


def one_hot(name: str, at: Index) -> Given:
    return Given(Sym(name, (SLOT,)), at, f"is 1 at {at.name} and 0 elsewhere")
