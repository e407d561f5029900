"""The seed's claims and what is true of them: the labels stand beside the formulas in `derivations/batch_norm_seed.md`.

They were given by hand with the seed, and no program's verdict enters here. Standard library alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
SEED = ROOT / "derivations" / "batch_norm_seed.md"
LABELLED = re.compile(r"\$\$(?P<latex>.*)\$\$ <!-- bnderive: expect (?P<label>correct|wrong) -->")
DECORATION = re.compile(r"^[ab]\) |\\boxed\{(?P<framed>.*)\}")


@dataclass(frozen=True, slots=True)
class Claim:
    line: int
    latex: str
    label: str

    @property
    def bare(self) -> str:
        r"""Without the frame and the author's numbering.

        >>> Claim(1, r"= \boxed{\frac{1}{N}}", "correct").bare, Claim(1, "a) x = y", "correct").bare
        ('= \\frac{1}{N}', 'x = y')
        """
        return DECORATION.sub(lambda found: found["framed"] or "", self.latex)


def claims() -> tuple[Claim, ...]:
    lines = enumerate(SEED.read_text(encoding="utf-8").splitlines(), start=1)
    matches = ((number, LABELLED.fullmatch(line)) for number, line in lines)
    return tuple(Claim(number, found["latex"], found["label"]) for number, found in matches if found)


# ∂L/∂S_i, and its closed form with δ_i for N δ_i.
GRADIENTS = {"gradient": "correct", "slip": "wrong"}


def labels() -> dict[str, str]:
    """What is true, by the name of the question; every written-out gradient is correct."""
    return {**{str(claim.line): claim.label for claim in claims()}, **GRADIENTS}
