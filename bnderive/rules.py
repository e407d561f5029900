"""Every rule of the report that is no fault with a repair: what it says, when it is given, what an author can do.

One row a rule. The report takes its advice from here; help pages and the table of the README are made of the same text.
"""

from __future__ import annotations

from collections.abc import Mapping

from bnderive.records import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`names` are the names under which findings of this rule go; `summary` fits on a line. `advice_given_layer` is the
    advice where the standard layer was given already, if it is another.
    """

    code: str
    names: tuple[str, ...]
    summary: str
    when: str
    advice: str
    advice_given_layer: str


def _rule(code: str, names: str, summary: str, when: str, advice: str, advice_given_layer: str = "") -> Rule:
    return Rule(code, tuple(names.split()), summary, when, advice, advice_given_layer or advice)


RULES: tuple[Rule, ...] = (
    _rule(
        "BN101",
        "size-alias",
        "one size under several names",
        "two letters stand for the length of one axis, such as n in one row and m in another",
        "use one letter, or say that they are one: the comment bnderive: sizes N = n, m",
    ),
    _rule(
        "BN102",
        "unclosed-delimiter",
        "a delimiter without its partner",
        "a $, $$, \\(, \\[, \\begin, a math fence, a comment or a role is opened and never closed, or closed "
        "and never opened; what it may hold is not read",
        "write the missing half, or escape what is no delimiter",
    ),
    _rule(
        "BN103",
        "empty-formula",
        "delimiters with nothing between them",
        "what stands between delimiters is empty",
        "write the formula, or take the delimiters away",
    ),
    _rule(
        "BN104",
        "no-formulas",
        "a document without formulas",
        "no mathematics was found between the delimiters of its format",
        "put formulas between delimiters, or give the format that the document has",
    ),
    _rule(
        "BN105",
        "suspicious-characters",
        "characters that hide or turn text",
        "the document holds invisible, bidirectional or control characters, so that it may read otherwise "
        "than it looks",
        "take them out",
    ),
    _rule(
        "BN106",
        "table-cell",
        "a bar that cuts a formula",
        "a | within mathematics ends the cell of a Markdown table",
        "write \\vert, or \\|",
    ),
    _rule(
        "BN107",
        "sum-range",
        "a sum from 0 to n",
        "the range has one term more than the axis; it is read as running over the whole axis",
        "let the sum run from 1",
    ),
    _rule(
        "BN108",
        "macro",
        "a macro that cannot be expanded",
        "its definition is not plain, it uses itself, lacks arguments, or grows beyond the limits",
        "define it with \\newcommand and plain parameters, or write out what it stands for",
    ),
    _rule(
        "BN109",
        "unread-fragment",
        "a formula in running text that is not understood",
        "it is no name and no plain expression; it claims nothing that is judged",
        "write it in the LaTeX of ordinary formulas, or leave it",
    ),
    _rule(
        "BN110",
        "stray-parenthesis",
        "a closing parenthesis that nothing opens",
        "it stands at the end of a row, and is left out",
        "take it away, or open it where it belongs",
    ),
    _rule(
        "BN111",
        "relation-in-braces",
        "a relation in braces",
        "braces, which do not show, hold a part of the row with its =; it is read as one relation of the row",
        "take the braces away",
    ),
    _rule(
        "BN112",
        "doubled-row-break",
        "a row break with twice its backslashes",
        "\\\\\\\\ stands where \\\\ parts two rows; it is read as one",
        "write \\\\",
    ),
    _rule(
        "BN113",
        "ambiguous-slash",
        "a slash before a product",
        "it does not show what stands below, as in a/2b or a/{2b}",
        "write \\frac, or parentheses",
    ),
    _rule(
        "BN114",
        "look-alike",
        "a letter of another alphabet",
        "it looks like a Latin letter, and is read as that",
        "write the Latin letter",
    ),
    _rule(
        "BN115",
        "invisible-character",
        "an invisible character in a formula",
        "it is left out",
        "take it out",
    ),
    _rule(
        "BN116",
        "ambiguous-notation not-followed",
        "notation with two meanings, or a part that is not followed",
        "a formula is correct in a reading that is not the usual one; or an \\input, whose file is not read, "
        "stands in the document",
        "write it so that it has one meaning; check the other file by itself",
    ),
    _rule(
        "BN117",
        "escapes",
        "LaTeX in a string that is not raw",
        "a backslash before a letter is an escape of Python, such as \\f; the string is read as it stands",
        "put r before the string",
    ),
    _rule(
        "BN118",
        "outside-delimiters",
        "mathematics outside of delimiters",
        "a LaTeX document has \\frac or the like in its running text; it is not read",
        "put it between delimiters",
    ),
    _rule(
        "BN119",
        "not-python",
        "a file that is not Python from some line on",
        "the tokens end there; what was read before it counts",
        "mend the file, or give the format that it has",
    ),
    _rule(
        "BN120",
        "unused-definition",
        "a definition that nothing uses",
        "a name is defined, and no other row of the document holds it",
        "use it, or leave it out",
    ),
    _rule(
        "BN121",
        "look-alike",
        "a name for one that looks like it",
        "a definition uses a name that nothing defines, one look-alike away from a name that nothing uses; "
        "it is read as that, and stated",
        "write the name that is defined",
    ),
    _rule(
        "BN122",
        "redefinition",
        "a name with a second definition",
        "it is defined again, otherwise than before, and has the new meaning from there on",
        "give the second quantity a name of its own",
    ),
    _rule(
        "BN130",
        "comment-not-understood",
        "a comment for the program that says nothing to it",
        "what stands after bnderive: is no statement that is known",
        "write one of the statements of the README",
    ),
    _rule(
        "BN131",
        "unmet-expectation",
        "a row that is not as expected",
        "a comment expects another verdict or rule, or the document expects things and says nothing of this row",
        "mend the row, or the comment",
    ),
    _rule(
        "BN132",
        "misplaced-comment",
        "an expectation without its rows",
        "it stands before no formula that is judged, lists more rows than there are, or speaks of one twice",
        "put it before its display, with one verdict a row",
    ),
    _rule(
        "BN133",
        "unused-suppression",
        "a comment that hides nothing",
        "no finding of that rule stands where an ignore comment speaks of it",
        "take the comment away",
    ),
    _rule(
        "BN134",
        "unheard-comment",
        "a comment that changes nothing",
        "what it says of a name fits nothing in the document",
        "mend the name, or take the comment away",
    ),
    _rule(
        "BN201",
        "not-understood",
        "mathematics that is not read",
        "a part of the row is none of the notation that is read; no row is read in part",
        "write this part in the LaTeX of ordinary formulas, or move what is no mathematics into \\text{…}",
    ),
    _rule(
        "BN202",
        "unknown-macro",
        "a macro that is not known",
        "neither LaTeX nor the document defines it",
        "define the macro in the document (\\newcommand), or write out what it stands for",
    ),
    _rule(
        "BN203",
        "unclosed",
        "a bracket or brace without its partner",
        "a bracket, a brace or an environment in the row is not closed, or not opened",
        "close what is open, or take away the half that is left",
    ),
    _rule(
        "BN204",
        "nothing-to-continue",
        "a row that continues nothing",
        "it begins with a relation, and no row that was understood stands before it",
        "write the left side out again in this row",
    ),
    _rule(
        "BN210",
        "not-understood",
        "notation without a meaning here",
        "the row was read as LaTeX, but a part of it means nothing among the quantities of the document, or "
        "words may change what it says",
        "write it as an ordinary sum, product, power or function of quantities with indices",
    ),
    _rule(
        "BN211",
        "undefined-name",
        "a name that nothing defines",
        "a name is used that no row, no comment and no standard layer defines",
        "define the name in a row of its own, or write it as the rest of the document does",
    ),
    _rule(
        "BN212",
        "unknown-function",
        "a function that is not known",
        "a function is applied that is neither a usual one nor defined",
        "use exp, log, a root, a power, mean, sum or Var, or write the function out in a definition",
    ),
    _rule(
        "BN213",
        "missing-index",
        "an array without its index",
        "an array stands where one of its elements is meant, and it is not clear which",
        "write the index of the element that is meant",
    ),
    _rule(
        "BN214",
        "exponent",
        "an exponent that is no number",
        "something is raised to a power that is neither a whole number nor a fraction",
        "write the exponent as a number such as 2, -1/2 or 3/2",
    ),
    _rule(
        "BN215",
        "index-count",
        "more or fewer indices than the name has",
        "a name has another number of indices than in its definition",
        "give the name as many indices as its definition does",
    ),
    _rule(
        "BN216",
        "missing-range range",
        "a sum of unclear range",
        "a sum or a mean does not say over what it runs, or over no whole axis",
        "write the range as \\sum_{i=1}^{N} or \\sum_i, over the whole axis",
    ),
    _rule(
        "BN217",
        "half-derivative",
        "half a derivative",
        "∂ stands on one side of a fraction only, or the orders above and below differ",
        "write the derivative as \\frac{\\partial A}{\\partial B}, with as many \\partial above as below",
    ),
    _rule(
        "BN218",
        "empty-derivative",
        "a derivative of nothing",
        "an operator such as ∂/∂x stands before nothing",
        "write what is differentiated behind the operator, or above it",
    ),
    _rule(
        "BN219",
        "differentiated-by",
        "a derivative by what nothing is made of",
        "what stands below is no name, or no definition is made of it",
        "differentiate by a quantity that the definitions are made of",
    ),
    _rule(
        "BN220",
        "open-derivative",
        "a derivative that cannot be carried out",
        "a part of it is no quantity of the document",
        "write the derivative so that each part of it is a quantity of the document",
    ),
    _rule(
        "BN221",
        "loss-value second-derivative",
        "more of the loss than its gradient",
        "the row needs the value of an arbitrary loss, or its second derivative",
        "define the loss, or hold the upstream gradient as a given array with a name of its own",
    ),
    _rule(
        "BN222",
        "division-by-zero",
        "a denominator that is always zero",
        "a denominator vanishes for every input",
        "look for a denominator that vanishes for every input",
    ),
    _rule(
        "BN223",
        "root-of-negative",
        "a root of what may be negative",
        "a root is taken of a negative number",
        "say in the document what is positive, or write the root of a square as |…|",
    ),
    _rule(
        "BN224",
        "logarithm-of-zero logarithm-of-negative",
        "a logarithm of what may not be positive",
        "a logarithm is taken of zero, or of a negative number",
        "say in the document what is positive under the logarithm",
    ),
    _rule(
        "BN231",
        "circular-definition",
        "a definition that leads back to itself",
        "a name is defined through itself, or by rows of which none alone says what it is",
        "define the name by other names only",
    ),
    _rule(
        "BN232",
        "loose-index",
        "an index that nothing binds",
        "a definition or a row under the summation convention has an index that neither a sum nor its left side binds",
        "bind the index by a sum, or write it on the left side too",
    ),
    _rule(
        "BN233",
        "undecided-definition",
        "a row over a definition that is undecided",
        "it rests on a definition that was not understood",
        "mend the definition that it needs first",
    ),
    _rule(
        "BN234",
        "unclear-output",
        "a loss of unclear arguments",
        "it is not clear what the loss is a function of",
        "define one output, or the loss, or give the standard layer that it belongs to: --layer NAME",
        "define one output, or the loss",
    ),
    _rule(
        "BN235",
        "unknown-function",
        "a derivative of an unknown function",
        "something is differentiated of which nothing says what it is",
        "define what is differentiated, or write it as the loss of the document",
    ),
    _rule(
        "BN236",
        "missing-definition",
        "a definition that is left out",
        "a name is used that every author of such layers defines, and more than one definition, or none, fits",
        "define the name, or say which standard layer it belongs to: the comment bnderive: layer NAME, or --layer",
        "define the name: the layer that was given leaves it open",
    ),
    _rule(
        "BN237",
        "supposition",
        "a row under a supposition that is not usable",
        "it is said to hold under a condition that is not understood or cannot be met, or holds only where "
        "statistics are held fixed",
        "say the supposition right before the row, as an equation and in a sentence that says nothing else: "
        "`when $\\epsilon = 0$:`; or write it into the formula",
    ),
    _rule(
        "BN238",
        "several-layers",
        "a row that depends on what was left out",
        "the ways to supply the missing definitions do not agree on it",
        "write the definitions, or say which layer is meant: the comment bnderive: layer NAME, or --layer",
        "write the definitions: the layer that was given can be completed in more than one way",
    ),
    _rule(
        "BN239",
        "missing-path",
        "a derivative without a way from one to the other",
        "two quantities are given side by side, and nothing says how the one is made of the other",
        "define the one in terms of the other, or differentiate what it is made of",
    ),
    _rule(
        "BN240",
        "relation",
        "a relation that asserts no equality",
        "≈, ∝, →, < or the like stands where = is decided",
        "write = where an equality is meant; other relations assert nothing that is decided",
    ),
    _rule(
        "BN241",
        "shape",
        "shapes that do not fit",
        "vectors and matrices are added, multiplied or equated whose shapes differ",
        "make the shapes fit: transpose, write \\odot between vectors, or write the row with indices",
    ),
    _rule(
        "BN242",
        "vector-or-scalar layout",
        "a verdict that hangs on shape or layout",
        "it depends on whether a parameter is a vector, or on how Jacobians are laid out, and nothing says so",
        "say v \\in \\mathbb{R}^n of what is a vector, and ∂L/∂x = ∂L/∂y ∂y/∂x in the order that is meant",
    ),
    _rule(
        "BN250",
        "not-settled",
        "neither proved nor refuted",
        "no proof was found, and the sides agree on every batch that was tried",
        "split the row into smaller steps",
    ),
    _rule(
        "BN251",
        "division-by-zero",
        "a division by zero on a batch",
        "a value on an explicit batch divides by zero",
        "look for a denominator that can vanish, and say where it does not",
    ),
    _rule(
        "BN252",
        "unsaid-sum",
        "a row that needs targets to sum to 1",
        "it is true where they do, which the document does not say",
        "say in the text what the targets sum to, as \\sum_k t_k = 1, or that they are one-hot",
    ),
    _rule(
        "BN260",
        "assumption",
        "an assumption under --strict",
        "the row can only be read with an assumption, and none is allowed",
        "state in the document what had to be assumed, or check without --strict",
    ),
    _rule(
        "BN270",
        "several-axes",
        "notation that needs a single axis",
        "a form without indices, or a sum, is used where arrays run over several axes",
        "give each array an index for each axis, and each sum the size to which it runs",
    ),
    _rule(
        "BN271",
        "axis-conflict",
        "one letter for two axes",
        "an index runs over one axis here and over another there",
        "use a letter for one axis only within a row, and the size of that axis for its sums",
    ),
    _rule(
        "BN290",
        "limit evaluation-limit",
        "a formula beyond the limits",
        "it is too large or too deep to be read, decided or evaluated",
        "split the formula into smaller ones",
    ),
    _rule(
        "BN300",
        "wrong",
        "a wrong formula without a small repair",
        "exact numbers exist on which its sides differ, and no single slip explains it; the closed form is "
        "proved, and offered in the place of the wrong side",
        "compare it with the closed form, or put that in its place: bnderive fix --unsafe",
    ),
    _rule(
        "BN399",
        "inherited",
        "a wrong formula that takes its error from others",
        "it follows from rows before it that are wrong; they are named",
        "mend the rows that it is caused by, then this one",
    ),
)

WITHHOLDING = "BN2"
"""What the codes begin with by which a verdict is withheld."""

ADVICE: Mapping[str, str] = {rule.code: rule.advice for rule in RULES if rule.code.startswith(WITHHOLDING)}
ADVICE_GIVEN_LAYER: Mapping[str, str] = {rule.code: rule.advice_given_layer for rule in RULES if rule.code in ADVICE}
