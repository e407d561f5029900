"""The array libraries that code is written for: what each calls the few functions that the formulas need. A table."""

from __future__ import annotations

from collections.abc import Mapping

from bnderive.records import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """An array library: the line that imports it, and its functions as templates."""

    name: str
    imports: str
    functions: Mapping[str, str]
    total: str
    largest: str
    swapped: str
    identity: str
    ones: str

    def function(self, name: str, argument: str) -> str:
        return self.functions[name].format(argument)


def _functions(module: str) -> dict[str, str]:
    return {name: f"{module}.{name}({{}})" for name in ("sqrt", "exp", "log", "abs")}


NUMPY = Dialect(
    "numpy",
    "import numpy as np",
    _functions("np"),
    total="{}.sum(axis={})",
    largest="{}.max(axis={})",
    swapped="np.moveaxis({}, {}, {})",
    identity="np.eye({}, dtype={}.dtype)",
    ones="np.ones_like({})",
)
TORCH = Dialect(
    "torch",
    "import torch",
    _functions("torch"),
    total="{}.sum(dim={})",
    largest="{}.amax(dim={})",
    swapped="torch.movedim({}, {}, {})",
    identity="torch.eye({0}, dtype={1}.dtype, device={1}.device)",
    ones="torch.ones_like({})",
)
JAX = Dialect(
    "jax",
    "import jax.numpy as jnp",
    _functions("jnp"),
    total="{}.sum(axis={})",
    largest="{}.max(axis={})",
    swapped="jnp.moveaxis({}, {}, {})",
    identity="jnp.eye({}, dtype={}.dtype)",
    ones="jnp.ones_like({})",
)
DIALECTS = {dialect.name: dialect for dialect in (NUMPY, TORCH, JAX)}
