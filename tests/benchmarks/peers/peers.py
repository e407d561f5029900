"""The peers, what they are installed from, and the ways in which each is asked."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

FILES = Path(__file__).parent / "encodings"


@dataclass(frozen=True, slots=True)
class Peer:
    """Without requirements it is run by the interpreter that runs this. PyTorch is pinned to a build for the CPU."""

    name: str
    requirements: tuple[str, ...] = ()


BNDERIVE = Peer("bnderive")
SYMPY = Peer("SymPy", ("sympy",))
SYMENGINE = Peer("SymEngine", ("symengine",))
MATH_VERIFY = Peer("Math-Verify", ("math-verify",))
TENSORGRAD = Peer("tensorgrad", ("torch==2.13.0", "tensorgrad"))
GRADCHECK = Peer("gradcheck", ("torch==2.13.0",))
PEERS = (BNDERIVE, SYMPY, SYMENGINE, MATH_VERIFY, TENSORGRAD, GRADCHECK)


@dataclass(frozen=True, slots=True)
class Encoding:
    """A way to ask a peer: the function of a file with the questions, what a person brings, what an answer covers."""

    peer: Peer
    how: str
    table: str
    by_hand: str
    covers: str

    @property
    def title(self) -> str:
        return f"{self.peer.name}, {self.how}"


EVERY = "every N"
AS_IT_STANDS = Encoding(BNDERIVE, "the page as it stands", "document:questions", "nothing", EVERY)
TENSORS = Encoding(TENSORGRAD, "as defined", "tensors:questions", "readings, formulas as tensors", EVERY)
CODE = Encoding(GRADCHECK, "a backward for each claim", "code:questions", "readings, all code", "one random batch")

OVER_SYMBOLIC_N = (
    AS_IT_STANDS,
    Encoding(SYMPY, "sums as defined", "sums:as_defined", "readings, formulas", EVERY),
    Encoding(SYMPY, "sums, σ² by moments", "sums:by_moments", "readings, formulas, σ² rewritten", EVERY),
    Encoding(SYMPY, "sums, by paths", "sums:by_paths", "readings, formulas, chain rule through μ and σ²", EVERY),
    Encoding(SYMPY, "sums named", "power_sums:in_sympy", "readings, formulas, all derivatives of sums", EVERY),
    Encoding(
        SYMENGINE,
        "sums named",
        "power_sums:in_symengine",
        "the same, and the root cleared",
        EVERY,
    ),
    Encoding(MATH_VERIFY, "the page's rows", "latex:as_it_stands", "left and right side taken apart", EVERY),
    Encoding(MATH_VERIFY, "sums named", "latex:sums_named", "all in single letters, chain rule, sums", EVERY),
    Encoding(MATH_VERIFY, "true value given", "latex:true_value_given", "the true value of each claim", EVERY),
    TENSORS,
    CODE,
)
WRITTEN_OUT = (
    Encoding(SYMPY, "`simplify`", "written_out:sympy_simplify", "formulas", "this N"),
    Encoding(SYMPY, "`expand`, the root cleared", "written_out:sympy_expand", "formulas, the root named", "this N"),
    Encoding(
        SYMENGINE, "`expand`, the root cleared", "written_out:symengine_expand", "formulas, the root named", "this N"
    ),
    Encoding(MATH_VERIFY, "a derivative in LaTeX", "latex:written_out", "formulas", "this N"),
    CODE,
)


def paragraphs() -> dict[str, str]:
    """How each file encodes the claims: its docstring, read without importing the peer."""
    files = sorted({encoding.table.split(":")[0] for encoding in OVER_SYMBOLIC_N + WRITTEN_OUT})
    return {file: ast.get_docstring(ast.parse(source(file))) or "" for file in files}


def source(file: str) -> str:
    return (FILES / f"{file}.py").read_text(encoding="utf-8")
