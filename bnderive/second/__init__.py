"""The second engine."""

from bnderive.second.engine import (
    Abstains,
    Contradicted,
    Equation,
    Outcome,
    Sampled,
    Settled,
    Trial,
    examine,
    examined,
)

__all__ = ["Abstains", "Contradicted", "Equation", "Outcome", "Sampled", "Settled", "Trial", "examine", "examined"]
