"""The tree of a formula as its author wrote it: frozen nodes with spans that take no part in equality.

No meaning is decided here: `\\sigma^2` is a base with a superscript, `\\frac{\\partial L}{\\partial x_i}` is a
fraction.
Spans are offsets (start, end) into the text of the display that the formula stands in.
"""

from __future__ import annotations

from dataclasses import field

from bnderive.records import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    span: Span = field(default=(0, 0), compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A numeral as written: `2`, `.5`, `1.0`."""

    text: str


@dataclass(frozen=True, slots=True)
class Identifier(Node):
    """One letter, one symbol macro (`\\mu`, with its backslash), or a word set in one piece (`rstd` from
    `\\text{rstd}`).

    `font` is the macro that set it (`mathrm`, `text`, `mathbf`, `mathcal`, `operatorname`, …) or ''. Fonts
    make no name.
    """

    text: str
    font: str = ""


@dataclass(frozen=True, slots=True)
class Accented(Node):
    """`\\hat{x}`, `\\bar x`: `accent` is the canonical macro name without backslash (`widehat` is `hat`, …)."""

    accent: str
    body: Node


@dataclass(frozen=True, slots=True)
class Scripted(Node):
    """A base with a subscript and/or a superscript, in whichever order they were written."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None


@dataclass(frozen=True, slots=True)
class Primed(Node):
    base: Node
    count: int = 1


@dataclass(frozen=True, slots=True)
class Listing(Node):
    """Items parted by commas, inside a script or brackets: `a,i`, `\\gamma, \\beta`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fraction(Node):
    """`\\frac`, `\\dfrac`, `\\tfrac`, `{a \\over b}`: style is `frac`, `dfrac`, `tfrac`, `cfrac` or `over`."""

    numerator: Node
    denominator: Node
    style: str = "frac"


@dataclass(frozen=True, slots=True)
class Slash(Node):
    """`a / b` written in the line. Binds as tightly as the product, left to right, so `a/2b` is (a/2)·b (and
    is warned of).
    """

    numerator: Node
    denominator: Node


@dataclass(frozen=True, slots=True)
class Root(Node):
    radicand: Node
    degree: Node | None = None


@dataclass(frozen=True, slots=True)
class Bracketed(Node):
    """`( … )`, `[ … ]`, `\\{ … \\}`, `| … |` (absolute value), `\\Vert … \\Vert` (norm), `\\langle …
    \\rangle`; sizes are dropped.

    `left` and `right` are canonical: `(`, `)`, `[`, `]`, `\\{`, `\\}`, `|`, `\\Vert`, `\\langle`, `\\rangle`.
    """

    left: str
    body: Node
    right: str


@dataclass(frozen=True, slots=True)
class Negative(Node):
    body: Node


@dataclass(frozen=True, slots=True)
class Positive(Node):
    """A unary plus, kept because the author wrote it."""

    body: Node


@dataclass(frozen=True, slots=True)
class PlusMinus(Node):
    """`\\pm a`: parsed so that it can be declined by name."""

    body: Node


@dataclass(frozen=True, slots=True)
class Addition(Node):
    """Terms with the sign written before each: `+`, `-`; the first one's sign is `+` (a leading minus is a
    `Negative`).
    """

    terms: tuple[Node, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Factors and the operator before each but the first: `''` (juxtaposed), `*`, `\\cdot`, `\\times`,
    `\\odot`, `\\circ`, …
    """

    factors: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BigOperator(Node):
    """`\\sum`, `\\prod`, … with what stands below and above; the body is the product that follows, not the sum.

    `lower` may be a `Row` (`i=1`, `j \\ne i`), a `Listing` (`a, b`), or a plain node (`i`). `\\Sigma_{i=1}^m`
    is a sum too.
    """

    operator: str
    lower: Node | None
    upper: Node | None
    body: Node


@dataclass(frozen=True, slots=True)
class Applied(Node):
    """A named function and its argument: `\\exp(a)`, `\\log p_j`, `\\operatorname{mean}(g)`, `\\mathrm{Var}[x]`.

    `function` is an Identifier, perhaps Scripted (`\\log_2`, `\\mathrm{BN}_{\\gamma,\\beta}`). An unnamed
    letter before a bracket is a product.
    """

    function: Node
    argument: Node


@dataclass(frozen=True, slots=True)
class Boxed(Node):
    body: Node


@dataclass(frozen=True, slots=True)
class Braced(Node):
    """`\\underbrace{body}_{label}` or `\\overbrace{body}^{label}`: the label is a remark. Or `\\cancel{body}`."""

    body: Node
    label: Node | None
    kind: str = "underbrace"


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A remark: `\\text{…}` with more than one word, `\\quad \\text{for } i = j`. No mathematics."""

    text: str


@dataclass(frozen=True, slots=True)
class Dots(Node):
    """`\\ldots`, `\\cdots`, `\\dots`."""


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """The alternatives of `\\begin{cases}`: value and condition, the condition a `Row` (`i = j`), a `Text`, or None."""

    alternatives: tuple[tuple[Node, Node | None], ...]


@dataclass(frozen=True, slots=True)
class Shorthand(Node):
    """A name that stands for the derivative of `of` by `by`, as it is `written`: `\\bar{x}_i`, `dgamma`.

    The parser makes none: only the whole document tells.
    """

    of: Identifier
    by: Node
    written: str


@dataclass(frozen=True, slots=True)
class Row(Node):
    """One row of mathematics: sides parted by relations.

    `sides` has one more entry than `relations`. The first side is None where the row starts with a relation,
    the last one
    is None where nothing follows it. A row without relations has one side. Relations are canonical: `=`, `:=`,
    `\\equiv`,
    `\\triangleq`, `\\leftarrow`, `\\ne`, `<`, `>`, `\\le`, `\\ge`, `\\approx`, `\\propto`, `\\in`, `\\sim`,
    `\\to`, `\\Rightarrow`.
    `label` is what was stripped before it (`a)`, `1.`), `remarks` the texts within it, `conditions` the rows
    after it that
    qualify it (`\\quad i = j`), `boxed` whether the row or one of its sides is in a `\\boxed`.
    """

    sides: tuple[Node | None, ...]
    relations: tuple[str, ...] = ()
    label: str = field(default="", compare=False)
    remarks: tuple[str, ...] = field(default=(), compare=False)
    boxed: bool = field(default=False, compare=False)
