"""A text as its author leaves it, edit by edit: signs and letters changed, names respelled, lines put in and lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

SWAPPED = {"+": "-", "-": "+", "2": "3", "3": "2", "N": "2", "=": "= 2", "i": "j", "j": "i", "k": "i", "x": "y"}
WORDS = ("", "Now a word.", "Suppose that it is so.", r"Let $\epsilon = 0$.", "# A heading", r"$$\gamma = 2$$")

SPELLINGS = (
    (r"\\hat\{(\w)\}_(\w)", r"\\hat{\1_\2}"),
    (r"\\hat\{(\w)\}_(\w)", r"\\hat \1_{\2}"),
    (r"_(\w)", r"_{\1}"),
    (r"\^2", r"^{2}"),
    (r"\\epsilon", r"\\varepsilon"),
    (r" ", r"   "),
    (r"=", r"\n  ="),
)


def states(text: str, edits: int, random: Random) -> Iterator[str]:
    """The text after each edit; now and then the one before comes back."""
    before = text
    for _ in range(edits):
        now = before if random.random() < 0.2 else edited(text, random)
        before, text = text, now
        yield now


def respelled(text: str, random: Random) -> str:
    """The same formulas, one of them written in another way."""
    pattern, other = random.choice(SPELLINGS)
    found = list(re.finditer(pattern, text))
    if not found:
        return text
    place = random.choice(found)
    return text[: place.start()] + place.expand(other) + text[place.end() :]


def edited(text: str, random: Random) -> str:
    kind = random.random()
    if kind < 0.2:
        return respelled(text, random)
    if kind < 0.75:
        place = random.choice([k for k, sign in enumerate(text) if sign in SWAPPED])
        return text[:place] + SWAPPED[text[place]] + text[place + 1 :]
    lines = text.split("\n")
    line = random.randrange(len(lines))
    if kind < 0.9:
        lines.insert(line, random.choice(WORDS))
    else:
        del lines[line]
    return "\n".join(lines)
