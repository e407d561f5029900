"""Names of a document as names in generated code: plain ASCII identifiers, each its own, none that the language or the
code itself needs. Whatever a document calls its symbols, nothing else reaches the code.
"""

from __future__ import annotations

import builtins
import keyword
import re

from bnderive.identifiers import identifier

LONGEST = 40
LIBRARIES = frozenset({"np", "torch", "jax", "jnp", "math", "sympy", "sp"})
TAKEN = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *LIBRARIES})


class Naming:
    """Gives every key a name of its own; the first to ask has the name as it is, the next a number after it."""

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self.found: dict[str, str] = {}
        self.taken = set(TAKEN | taken)

    def __call__(self, key: str, wanted: str = "") -> str:
        """The name of a key; `wanted` is what it is to be called, else that is made of the key itself."""
        if key not in self.found:
            self.found[key] = self.fresh(wanted or key)
        return self.found[key]

    def fresh(self, wanted: str) -> str:
        """A new name like the one that is wanted."""
        plain = name = ascii_identifier(wanted)
        count = 1
        while name in self.taken:
            count += 1
            name = f"{plain}{'_' if plain[-1].isdigit() else ''}{count}"
        self.taken.add(name)
        return name


def ascii_identifier(text: str) -> str:
    """An ASCII identifier that begins with a letter.

    >>> [ascii_identifier(text) for text in (r"\\hat{x}", "2", "ε", "__class__", "lambda", "a; import os")]
    ['hat_x', 'x2', 'u3b5', 'class', 'lambda', 'a_import_os']
    """
    plain = re.sub(r"[^\x00-\x7f]", lambda found: f"u{ord(found.group()):x}", identifier(text))
    plain = re.sub(r"_+", "_", plain).strip("_")[:LONGEST].rstrip("_") or "x"
    return plain if plain[0].isalpha() else f"x{plain}"
