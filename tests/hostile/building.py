"""How a hostile document is written down: its content, and what has to be said of it.

`where` is the line and column of the finding; a file that is not read at all has none, and its rule is "error". The
rule is a pattern: there may be two good answers.
"""

from __future__ import annotations

from dataclasses import dataclass

LAYER = "\n\n".join(
    (
        r"$$\mu = \frac1N \sum_i x_i$$",
        r"$$\sigma^2 = \frac1N \sum_i (x_i - \mu)^2$$",
        r"$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$",
        "",
    )
)
FOURTH = (7, 3)  # where the first formula after the layer begins
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Bad:
    name: str
    content: bytes
    status: int
    where: tuple[int, int] | None
    rule: str
    words: str


def text(name: str, content: str, where: tuple[int, int], rule: str, words: str, status: int = 1) -> Bad:
    return Bad(f"{name}.md", content.encode(), status, where, rule, words)


def claim(name: str, side: str, rule: str, words: str) -> Bad:
    """A claim about μ, after a layer that is in order."""
    return text(name, rf"{LAYER}$$\mu + 0 = {side}$$" + "\n", FOURTH, rule, words)


def unread(name: str, content: bytes, words: str) -> Bad:
    return Bad(f"{name}.md", content, 2, None, "error", words)


def nested(before: str, inner: str, after: str, depth: int) -> str:
    return before * depth + inner + after * depth
