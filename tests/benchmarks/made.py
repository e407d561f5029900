r"""Documents of any number of claims: the definitions of batch normalisation, then true and false rows of many shapes.

The coefficients are drawn, so that hardly a row occurs twice; the same number of claims gives the same document.
A false row differs from a true one in a coefficient of its right side.
"""

from __future__ import annotations

from random import Random

DEFINITIONS = r"""# A derivation

$$\mu = \frac{1}{N} \sum_{j=1}^{N} x_j$$

$$\sigma^2 = \frac{1}{N} \sum_{j=1}^{N} (x_j - \mu)^2$$

$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

$$y_i = \gamma \hat{x}_i + \beta$$

$$\delta_i = \frac{\partial L}{\partial y_i}$$
"""

# A is a coefficient of the left side and B what it must be on the right; C is one on both sides.
SHAPES = (
    r"A \frac{\partial \mu}{\partial x_i} = \frac{B}{N}",
    r"A \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} \cdot B (x_i - \mu)",
    r"\frac{\partial \hat{x}_i}{\partial \mu} A = -\frac{B}{\sqrt{\sigma^2 + \epsilon}}",
    r"A \frac{\partial \hat{x}_i}{\partial \sigma^2} = -\frac{B \hat{x}_i}{2 (\sigma^2 + \epsilon)}",
    r"A \frac{\partial \hat{x}_j}{\partial x_i} = \frac{B}{N \sqrt{\sigma^2 + \epsilon}} "
    r"\left( N \mathbb{1}[i = j] - 1 - \hat{x}_i \hat{x}_j \right)",
    r"A \frac{\partial L}{\partial \gamma} = B \sum_{j=1}^{N} \delta_j \hat{x}_j",
    r"A \frac{\partial L}{\partial \beta} = B \sum_{i=1}^{N} \delta_i",
    r"\frac{\partial L}{\partial \hat{x}_i} A = B \gamma \delta_i",
    r"A \frac{\partial L}{\partial \sigma^2} = -\frac{B \gamma}{2 (\sigma^2 + \epsilon)} "
    r"\sum_{j=1}^{N} \delta_j \hat{x}_j",
    r"A \frac{\partial L}{\partial \mu} = -\frac{B \gamma}{\sqrt{\sigma^2 + \epsilon}} \sum_{j=1}^{N} \delta_j",
    r"A \frac{\partial L}{\partial x_i} = \frac{B \gamma}{N \sqrt{\sigma^2 + \epsilon}} "
    r"\left( N \delta_i - \sum_{j=1}^{N} \delta_j - \hat{x}_i \sum_{j=1}^{N} \delta_j \hat{x}_j \right)",
    r"\sum_{j=1}^{N} (A x_j + C \mu) = N \mu (B + C)",
    r"\sum_{j=1}^{N} A (x_j - \mu)^2 = B N \sigma^2",
    r"\sum_{j=1}^{N} A \hat{x}_j^2 = \frac{B N \sigma^2}{\sigma^2 + \epsilon}",
    r"\frac{A \hat{x}_i}{\sqrt{\sigma^2 + \epsilon}} = \frac{B (x_i - \mu)}{\sigma^2 + \epsilon}",
    r"(A \hat{x}_i + C)^2 - C^2 = B \hat{x}_i (A \hat{x}_i + 2 \cdot C)",
    r"A (x_i - \mu)^2 + C \mu^2 = B x_i^2 - 2 \cdot A x_i \mu + (A + C) \mu^2 = A x_i (x_i - 2 \mu) + \mu^2 (A + C)",
)


def document(claims: int) -> tuple[str, list[str]]:
    """The text, and the verdict that each claim must get, in order.

    >>> text, verdicts = document(3)
    >>> text.count("$$"), verdicts
    (16, ['correct', 'wrong', 'correct'])
    """
    random = Random(claims)
    verdicts = ["wrong" if number % 3 == 1 else "correct" for number in range(claims)]
    shapes = [SHAPES[number % len(SHAPES)] for number in range(claims)]
    made = [f"Step {k}:\n\n$${row(*m, random)}$$\n" for k, m in enumerate(zip(shapes, verdicts, strict=True), start=1)]
    return "\n".join((DEFINITIONS, *made)), verdicts


def small_document(number: int) -> str:
    """The definitions and two claims, one of them false in every fifth document; another text for each number.

    >>> small_document(1) != small_document(2)
    True
    """
    random = Random(number)
    first = "correct" if number % 5 else "wrong"
    shapes = (SHAPES[number % len(SHAPES)], SHAPES[(number // len(SHAPES)) % len(SHAPES)])
    made = (row(shape, verdict, random) for shape, verdict in zip(shapes, (first, "correct"), strict=True))
    return "\n".join((DEFINITIONS, *(f"$${claim}$$\n" for claim in made)))


def row(shape: str, verdict: str, random: Random) -> str:
    coefficient, other = random.randint(2, 99), random.randint(2, 99)
    right = coefficient if verdict == "correct" else coefficient + random.choice((1, 2, 5))
    return "".join({"A": str(coefficient), "B": str(right), "C": str(other)}.get(sign, sign) for sign in shape)
