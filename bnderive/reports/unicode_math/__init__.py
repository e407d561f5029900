"""LaTeX in, the same mathematics on one line of Unicode out, for people to read in a terminal.

What does not parse is given back as the LaTeX it was: nothing is lost, and nothing is decided here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from bnderive.errors import NotUnderstood
from bnderive.reports.unicode_math.letters import ACCENTS, NAMES
from bnderive.reports.unicode_math.printer import show

__all__ = ["readable", "readable_name", "readable_prose"]

_INLINE = re.compile(r"`[^`]*`|\$\$|\$([^$]+)\$")
_LETTER = "|".join(NAMES)
_IDENTIFIER = re.compile(
    rf"d(?P<of>[A-Za-z]+)_d(?P<by>\w+)|(?P<accent>{'|'.join(ACCENTS)})_(?P<body>[A-Za-z]+)"
    rf"|(?P<squared>{_LETTER})2|(?P<base>{_LETTER})_(?P<sub>[A-Za-z0-9]+)"
)


@lru_cache(maxsize=1024)
def readable(latex: str) -> str:
    """The formula in Unicode, or its LaTeX where it does not parse.

    >>> readable(r"\\frac{\\partial L}{\\partial S_i} = 2\\sqrt{\\sigma^2 + \\epsilon}")
    '∂L/∂Sᵢ = 2√(σ²+ε)'
    """
    from bnderive.syntax import parse_formula

    try:
        return show(parse_formula(latex))
    except NotUnderstood:
        return latex


def readable_prose(text: str) -> str:
    """Running text with what stands between dollar signs in it as Unicode; what is quoted (in backticks) is kept."""
    return _INLINE.sub(lambda found: readable(found[1]) if found[1] else found[0], text)


def readable_name(name: str) -> str:
    """The name of a value in a counterexample: LaTeX, or an identifier such as `hat_S`, `sigma2`, `dL_dy`.

    >>> [readable_name(name) for name in ("S", "epsilon", "hat_S", "sigma2", "dL_dy")]
    ['S', 'ε', 'Ŝ', 'σ²', '∂L/∂y']
    """
    if "\\" in name:
        return readable(name)
    found = _IDENTIFIER.fullmatch(name)
    parts = {} if found is None else {key: readable_name(part) for key, part in found.groupdict().items() if part}
    match parts:
        case {"of": of, "by": by}:
            return f"∂{of}/∂{by}"
        case {"accent": accent, "body": body}:
            return normalize("NFC", body + ACCENTS[accent])
        case {"squared": base}:
            return f"{base}²"
        case {"base": base, "sub": sub}:
            return f"{base}_{sub}"
    return NAMES.get(name) or (readable(name) if "_" in name else name)
