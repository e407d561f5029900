"""Tables of characters: what a macro looks like in MathML where it is not what one line of Unicode has, and fonts."""

from __future__ import annotations

from unicodedata import lookup, name

from bnderive.reports.unicode_math.letters import OPERATORS, RELATIONS, SYMBOLS

LETTERS = SYMBOLS | {"\\top": "⊤", "\\bot": "⊥", "\\perp": "⊥", "\\prime": "′", "\\hbar": "ℏ", "\\aleph": "ℵ",
    "\\Re": "ℜ", "\\Im": "ℑ", "\\dagger": "†", "\\star": "⋆", "\\bullet": "•", "\\emptyset": "∅",
    "\\triangledown": "▽", "\\imath": "ı", "\\jmath": "ȷ", "*": "∗"}  # fmt: skip

SIGNS = OPERATORS | RELATIONS | {"\\cdot": "⋅", "*": "∗", "\\setminus": "∖", "\\Leftrightarrow": "⇔", "-": "−"}

BIG = {"\\sum": "∑", "\\prod": "∏", "\\int": "∫", "\\oint": "∮", "\\coprod": "∐", "\\Sigma": "∑", "\\bigcup": "⋃",
    "\\bigcap": "⋂", "\\bigoplus": "⨁", "\\bigotimes": "⨂"}  # fmt: skip

BRACKETS = {"\\{": "{", "\\}": "}", "\\Vert": "‖", "\\langle": "⟨", "\\rangle": "⟩", ".": ""}

ACCENTS = {"hat": "^", "tilde": "~", "bar": "¯", "vec": "→", "check": "ˇ", "dot": "˙", "ddot": "¨", "breve": "˘",
    "acute": "´", "grave": "`", "mathring": "˚"}  # fmt: skip

BRACES = {"underbrace": "⏟", "overbrace": "⏞"}

_FONTS = {
    "mathbf": ("BOLD",),
    "textbf": ("BOLD",),
    "bold": ("BOLD",),
    "boldsymbol": ("BOLD ITALIC", "BOLD"),
    "bm": ("BOLD ITALIC", "BOLD"),
    "pmb": ("BOLD ITALIC", "BOLD"),
    "mathcal": ("SCRIPT",),
    "mathscr": ("SCRIPT",),
    "mathbb": ("DOUBLE-STRUCK",),
    "mathfrak": ("FRAKTUR", "BLACK-LETTER"),
    "mathsf": ("SANS-SERIF",),
    "textsf": ("SANS-SERIF",),
    "mathtt": ("MONOSPACE",),
    "texttt": ("MONOSPACE",),
}


def in_font(text: str, font: str) -> str:
    """The text in the letters that Unicode has for a font; a letter that it has none for stays.

    >>> in_font("1", "mathbb"), in_font("B", "mathcal"), in_font("γ", "bm")
    ('𝟙', 'ℬ', '𝜸')
    """
    styles = _FONTS.get(font, ())
    return "".join(_set(letter, styles) for letter in text) if styles else text


def _set(letter: str, styles: tuple[str, ...]) -> str:
    plain = name(letter, "").replace("LATIN ", "").replace("GREEK ", "").replace("LETTER ", "")
    for style in styles:
        for full in (f"MATHEMATICAL {style} {plain}", f"{style} {plain}"):  # some were in Unicode before the others
            try:
                return lookup(full)
            except KeyError:
                continue
    return letter
