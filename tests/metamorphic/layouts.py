"""How a claim is set: letters, macros, ranges of sums, remarks, chains, and the format of the document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.metamorphic.claims import Claim
from tests.metamorphic.expressions import (
    Delta,
    Element,
    Length,
    Node,
    Number,
    Over,
    Plus,
    Power,
    Root,
    Scalar,
    Statistic,
    Times,
    Total,
)
from tests.metamorphic.rewritings import rewritten

INDICES = "ijklpqr"
REMARKS = ("", "", "", r",", r" .", r" \quad \text{(as above)}", r" && \text{by the chain rule}", r" \tag{7}")


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to set everything in a document."""

    letters: dict[str, str]
    input: str
    upstream: str
    size: str
    sum: str
    hat: str
    fraction: str
    times: str
    format: str
    is_chained: bool

    def index(self, letter: str) -> str:
        return self.letters[letter]

    def of(self, node: Node) -> str:
        match node:
            case Number(value) if value.denominator == 1:
                return str(value.numerator)
            case Number(value):
                sign = "-" if value < 0 else ""
                return rf"{sign}\{self.fraction}{{{abs(value.numerator)}}}{{{value.denominator}}}"
            case Length():
                return self.size
            case Scalar(name):
                return rf"\{name}"
            case Statistic("mu"):
                return r"\mu"
            case Statistic():
                return r"\sigma^2"
            case Root():
                return r"\sqrt{\sigma^2 + \epsilon}"
            case Element(name, index):
                return (
                    f"{self.name(name)}_{{{self.index(index)}}}"
                    if len(index) > 1
                    else f"{self.name(name)}_{self.index(index)}"
                )
            case Delta(left, right):
                return rf"\delta_{{{self.index(left)}{self.index(right)}}}"
            case Total(index, body):
                return f"{self.range(index)} {self.factor(body)}"
            case Plus(terms):
                return " + ".join(self.term(term) for term in terms).replace("+ -", "- ")
            case Times(factors):
                last = len(factors) - 1
                return self.times.join(self.factor(f, k == last, k == 0) for k, f in enumerate(factors))
            case Power(base, exponent):
                return f"{self.raised(base)}^{exponent}" if exponent < 10 else f"{self.raised(base)}^{{{exponent}}}"
            case Over(above, below):
                return rf"\{self.fraction}{{{self.of(above)}}}{{{self.of(below)}}}"

    def name(self, name: str) -> str:
        return {"x": self.input, "g": self.upstream, "hat": rf"\{self.hat}{{{self.input}}}"}[name]

    def range(self, index: str) -> str:
        letter = self.index(index)
        return {
            "bare": rf"\sum_{letter}",
            "one": rf"\sum_{{{letter}=1}}^{{{self.size}}}",
            "zero": rf"\sum_{{{letter}=0}}^{{{self.size}-1}}",
        }[self.sum]

    def term(self, node: Node) -> str:
        return self.bracketed(node) if isinstance(node, Plus) else self.of(node)

    def factor(self, node: Node, is_last: bool = True, is_first: bool = False) -> str:
        """A factor; a sum takes all that comes after it, so that only the last one may stand as it is."""
        is_open = isinstance(node, Plus | Times) or (isinstance(node, Total) and not is_last)
        is_signed = isinstance(node, Number) and (node.value < 0 or not is_first)
        return self.bracketed(node) if is_open or is_signed else self.of(node)

    def bracketed(self, node: Node) -> str:
        return rf"\left( {self.of(node)} \right)"

    def raised(self, node: Node) -> str:
        is_plain = isinstance(node, Element | Length | Scalar) or node == Statistic("mu")
        return self.of(node) if is_plain else self.bracketed(node)

    # -- rows

    def definitions(self) -> list[str]:
        i, x, hat = self.index("i"), self.of(Element("x", "i")), self.of(Element("hat", "i"))
        one = rf"\{self.fraction}{{1}}{{{self.size}}} {self.range('i')}"
        return [
            rf"\mu = {one} {x}",
            rf"\sigma^2 = {one} ({x} - \mu)^2",
            rf"{hat} = \{self.fraction}{{{x} - \mu}}{{\sqrt{{\sigma^2 + \epsilon}}}}",
            rf"y_{i} = \gamma {hat} + \beta",
            rf"{self.of(Element('g', 'i'))} = \frac{{\partial L}}{{\partial y_{i}}}",
        ]

    def head(self, claim: Claim) -> str:
        if claim.derivative is None:
            return self.of(claim.truth)
        above, below = (self.variable(name) for name in claim.derivative)
        return rf"\frac{{\partial {above}}}{{\partial {below}}}"

    def variable(self, name: str) -> str:
        match name.split("_"):
            case ["L"]:
                return "L"
            case ["mu"] | ["var"]:
                return self.of(Statistic(name))
            case [scalar]:
                return rf"\{scalar}"
            case [array, index]:
                return self.of(Element(array, index))
        raise ValueError(name)

    def row(self, claim: Claim, rng: Random) -> str:
        head, remark = self.head(claim), rng.choice(REMARKS)
        if not self.is_chained:
            return f"{head} = {self.of(claim.side)}{remark}"
        between = self.of(rewritten(claim.side, rng, 2))
        return f"\\begin{{aligned}}\n{head} &= {between} \\\\\n&= {self.of(claim.side)}\n\\end{{aligned}}"

    def document(self, claims: Sequence[Claim], rng: Random) -> str:
        rows = [*self.definitions(), *(self.row(claim, rng) for claim in claims)]
        match self.format:
            case "markdown":
                return "".join(f"Some words, and then\n\n$$\n{row}\n$$\n\n" for row in rows)
            case "tex":
                body = "".join(f"\\begin{{equation}}\n{row}\n\\end{{equation}}\nSome words.\n\n" for row in rows)
                return f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\\end{{document}}\n"
        cells = [{"cell_type": "markdown", "metadata": {}, "source": [f"$${row}$$"]} for row in rows]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


PLAIN = Layout({c: c for c in INDICES}, "x", "g", "N", "bare", "hat", "frac", " ", "markdown", False)


def drawn_layout(rng: Random) -> Layout:
    return Layout(
        letters=dict(zip(INDICES, rng.sample(INDICES, len(INDICES)), strict=True)),
        input=rng.choice(("x", "S", "z", "a")),
        upstream=rng.choice(("g", "d", r"\eta")),
        size=rng.choice(("N", "m", "n", "B")),
        sum=rng.choice(("bare", "one", "zero")),
        hat=rng.choice(("hat", "widehat", "tilde")),
        fraction=rng.choice(("frac", "dfrac", "tfrac")),
        times=rng.choice((" ", r" \cdot ", r" \, ")),
        format=rng.choice(("markdown", "tex", "notebook")),
        is_chained=rng.random() < 0.3,
    )
