"""Tables of characters: what each LaTeX symbol looks like, and which characters exist raised or lowered."""

from __future__ import annotations

NAMES = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "varpi": "ϖ", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "φ",
    "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip

SYMBOLS = {f"\\{name}": letter for name, letter in NAMES.items()} | {
    "\\partial": "∂",
    "\\nabla": "∇",
    "\\ell": "ℓ",
    "\\infty": "∞",
    "\\top": "ᵀ",
    "\\prime": "′",
    "\\imath": "i",
    "\\jmath": "j",
}

OPERATORS = {
    "*": "·",
    "\\cdot": "·",
    "\\times": "×",
    "\\odot": "⊙",
    "\\oslash": "⊘",
    "\\circ": "∘",
    "\\bullet": "·",
    "\\otimes": "⊗",
}

RELATIONS = {
    ":=": "≔",
    "\\equiv": "≡",
    "\\triangleq": "≜",
    "\\leftarrow": "←",
    "\\ne": "≠",
    "\\le": "≤",
    "\\ge": "≥",
    "\\approx": "≈",
    "\\propto": "∝",
    "\\in": "∈",
    "\\sim": "∼",
    "\\to": "→",
    "\\Rightarrow": "⇒",
}

BIG_OPERATORS = {"\\sum": "Σ", "\\prod": "Π", "\\int": "∫"}

BRACKETS = {".": "", "\\{": "{", "\\}": "}", "\\Vert": "‖", "\\langle": "⟨", "\\rangle": "⟩"}

ACCENTS = {
    "hat": "\u0302",
    "tilde": "\u0303",
    "bar": "\u0304",
    "overline": "\u0304",
    "breve": "\u0306",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "vec": "\u20d7",
}

LOWERED = dict(zip("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
RAISED = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWᵀ′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ′",
        strict=True,
    )
)
