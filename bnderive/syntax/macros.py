"""The table of LaTeX macros: a row says what a macro is, and what it is called once its spellings are made one.

A macro is supported by adding a row here. Nothing in this module reads a formula.
"""

from __future__ import annotations

from bnderive.records import dataclass


@dataclass(frozen=True, slots=True)
class Macro:
    """`kind` tells the parser what to do, `name` is canonical, `dropped` counts arguments that are no mathematics."""

    kind: str
    name: str
    dropped: int = 0


def _same(kind: str, names: str) -> dict[str, Macro]:
    return {name: Macro(kind, "\\" + name) for name in names.split()}


def _bare(kind: str, names: str) -> dict[str, Macro]:
    return {name: Macro(kind, name) for name in names.split()}


def _named(kind: str, rows: dict[str, str]) -> dict[str, Macro]:
    return {spelling: Macro(kind, name) for name, spellings in rows.items() for spelling in spellings.split()}


def _dropping(count: int, names: str) -> dict[str, Macro]:
    return {name: Macro("space", name, count) for name in names.split()}


_WORDS = {
    "for all": "forall",
    "there is": "exists",
    "therefore": "therefore",
    "because": "because",
    "done": "checkmark blacksquare Box square qed qedsymbol",
}
"""Signs that stand for words: a remark, no mathematics."""

MACROS: dict[str, Macro] = {
    **_same(
        "symbol",
        "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi "
        "rho varrho sigma varsigma tau upsilon phi varphi chi psi omega "
        "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega "
        "ell partial nabla triangledown infty hbar imath jmath Re Im aleph top bot dagger star bullet emptyset perp",
    ),
    **_named(
        "accent",
        {
            "hat": "hat widehat",
            "tilde": "tilde widetilde",
            "bar": "bar overline",
            "vec": "vec overrightarrow",
            "check": "check widecheck",
            "dot": "dot",
            "ddot": "ddot",
            "breve": "breve",
            "acute": "acute",
            "grave": "grave",
            "mathring": "mathring",
            "underline": "underline",
        },
    ),
    **_bare(
        "font", "mathrm mathbf mathcal mathbb mathit mathsf mathtt mathfrak mathscr mathnormal boldsymbol bm pmb bold"
    ),
    **_bare("text", "text textrm textbf textit textsf texttt textnormal mbox operatorname textcircled"),
    **_named("text", {"operatorname": "operatorname*"}),
    **_same(
        "function",
        "exp log ln lg max min sup inf arg sin cos tan cot sec csc sinh cosh tanh coth arcsin "
        "arccos arctan det dim deg gcd Pr lim",
    ),
    **_same("big", "sum prod int oint coprod bigcup bigcap bigoplus bigotimes"),
    **_named(
        "relation",
        {
            "=": "eq",
            ":=": "coloneqq coloneq defeq",
            "\\equiv": "equiv",
            "\\triangleq": "triangleq",
            "\\leftarrow": "leftarrow gets longleftarrow",
            "\\ne": "ne neq",
            "<": "lt",
            ">": "gt",
            "\\le": "le leq leqslant",
            "\\ge": "ge geq geqslant",
            "\\approx": "approx simeq",
            "\\propto": "propto",
            "\\in": "in",
            "\\sim": "sim",
            "\\to": "to rightarrow longrightarrow",
            "\\Rightarrow": "Rightarrow implies Longrightarrow",
            "\\Leftrightarrow": "Leftrightarrow iff Longleftrightarrow",
        },
    ),
    **_same("binary", "cdot times odot oslash circ otimes"),
    **_named("binary", {"*": "ast", "/": "div", "\\setminus": "setminus smallsetminus backslash"}),
    **_named("fraction", {"frac": "frac", "dfrac": "dfrac", "tfrac": "tfrac", "cfrac": "cfrac"}),
    **_named("dots", {"\\ldots": "ldots cdots dots dotsc dotsb dotsm"}),
    **_named("bracket", {"\\{": "{ lbrace", "\\langle": "langle", "[": "lbrack"}),
    **_named("closing", {"\\}": "} rbrace", "\\rangle": "rangle", "]": "rbrack"}),
    **_named("bar", {"|": "vert", "\\Vert": "Vert |"}),
    **_named("left-bar", {"|": "lvert", "\\Vert": "lVert"}),
    **_named("right-bar", {"|": "rvert", "\\Vert": "rVert"}),
    **_bare("left", "left bigl Bigl biggl Biggl"),
    **_bare("right", "right bigr Bigr biggr Biggr"),
    **_bare("size", "big Big bigg Bigg bigm Bigm"),
    **_bare("brace", "underbrace overbrace"),
    **_named("brace", {"cancel": "cancel bcancel xcancel"}),
    **_bare("quad", "quad qquad eqno leqno"),
    **_bare("sqrt", "sqrt"),
    **_named("boxed", {"boxed": "boxed fbox framebox"}),
    **_named("word", _WORDS),
    **_bare("stacked", "overset stackrel underset"),
    **_bare("substack", "substack"),
    **_named("mark", {":": "mid colon"}),
    **_bare("underscore", "_"),
    **_bare("over", "over"),
    **_bare("prime", "prime"),
    **_bare("pm", "pm"),
    **_bare("not", "not"),
    **_dropping(
        0,
        "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits displaylimits "
        "nonumber notag smash mathop mathord "
        "strut mathstrut thinspace medspace thickspace enspace negthinspace allowbreak hfill # , ; : ! > / -",
    ),
    **{space: Macro("space", space) for space in (" ", "\n", "\t", "\r")},
    **_dropping(
        1, "color textcolor mathcolor colorbox phantom hphantom vphantom hspace hspace* vspace mspace label tag tag*"
    ),
}

STARRED = frozenset(name for name in MACROS if name.endswith("*"))

_GREEK = {
    "αβγδεζηθικλμ": "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu",
    "νξπρστυφχψω": "nu xi pi rho sigma tau upsilon phi chi psi omega",
    "ΓΔΘΛΞΠΣΦΨΩ": "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega",
    "µϵϕϑ": "mu epsilon phi vartheta",
}
_SIGNS = {
    "∂∇∑∏√∞": "partial nabla sum prod sqrt infty",
    "·⋅×⊙⊘": "cdot cdot times odot oslash",
    "≠≤≥≈≡∝∈←→⇒": "ne le ge approx equiv propto in leftarrow to Rightarrow",
    "±…⋯": "pm ldots ldots",
}
UNICODE: dict[str, str] = {
    letter: name
    for letters, names in (_GREEK | _SIGNS).items()
    for letter, name in zip(letters, names.split(), strict=True)
}
"""Letters and signs typed as they are, and the macro that each of them means."""

SPELT: dict[str, str] = {
    "𝟙": r"\mathbb{1}",
    "𝟏": r"\mathbf{1}",
    "𝔼": r"\mathbb{E}",
    "𝕀": r"\mathbb{I}",
    **dict(zip("∀∃∴∵", [r"\forall", r"\exists", r"\therefore", r"\because"], strict=True)),
    **dict(zip("½⅓¼⅔¾", [r"\frac12", r"\frac13", r"\frac14", r"\frac23", r"\frac34"], strict=True)),
    **dict(zip("⇔⟹⟺ℓ≔", [r"\iff", r"\implies", r"\iff", r"\ell", r"\coloneqq"], strict=True)),
    **{chr(0x245F + number): rf"\text{{({number})}}" for number in range(1, 21)},
}
"""Characters that mean some LaTeX: signs for words, fractions, encircled numbers."""

COMBINING: dict[str, str] = {
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0307": "dot",
    "\u030c": "check",
    "\u20d7": "vec",
}
"""Accents typed behind their letter."""

SUBSCRIPTS: dict[str, str] = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", "0123456789+-()aeoxhklmnpstijruv", strict=True)
)
SUPERSCRIPTS: dict[str, str] = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᐟ", "0123456789+-()ni/", strict=True))
"""Small letters and digits typed below or above the line."""

TYPED: dict[str, str] = dict(zip("−–＋＝（），；。：［］｜", "--+=(),;.:[]|", strict=True))
"""Variants of an ASCII character."""

LOOKALIKES: dict[str, str] = {
    **dict(zip("асеорхуіјАВСЕНІКМОРТХ", "aceopxyijABCEHIKMOPTX", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True)),
}
"""Letters of another script that cannot be told from a Latin one by eye."""

INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f")

CLOSERS: dict[str, str] = {
    "(": ")",
    "[": "]",
    "\\{": "\\}",
    "|": "|",
    "\\Vert": "\\Vert",
    "\\langle": "\\rangle",
    ".": ".",
}

ALIGNMENTS: dict[str, int] = {
    "aligned": 0,
    "align": 0,
    "align*": 0,
    "alignat": 1,
    "alignat*": 1,
    "alignedat": 1,
    "flalign": 0,
    "flalign*": 0,
    "gather": 0,
    "gather*": 0,
    "gathered": 0,
    "eqnarray": 0,
    "eqnarray*": 0,
    "equation": 0,
    "equation*": 0,
    "split": 0,
    "multline": 0,
    "multline*": 0,
    "displaymath": 0,
    "math": 0,
}
"""Environments whose rows are formulas of their own, with the number of brace arguments after their name."""

TABLES: dict[str, int] = {"cases": 0, "dcases": 0, "rcases": 0, "array": 1}
"""Environments that are part of one formula."""

_REMARKS = (
    "for if where with and or let otherwise so then when since thus hence as by is else all given because note from "
    "therefore using here also but that such to in of at on we have get"
)
REMARKS = frozenset(_REMARKS.split())
"""Words that are a remark even where a name could stand."""
