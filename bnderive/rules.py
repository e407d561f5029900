"""The rules by which a verdict is withheld, and what the author of a document can do about each.

One row a rule; the message of a finding says what was met and where, this table what helps.
"""

from __future__ import annotations

from collections.abc import Mapping

ADVICE: Mapping[str, str] = {
    "BN201": "write this part in the LaTeX of ordinary formulas, or move what is no mathematics into \\text{…}",
    "BN202": "define the macro in the document (\\newcommand), or write out what it stands for",
    "BN203": "close what is open, or take away the half that is left",
    "BN204": "write the left side out again in this row",
    "BN210": "write it as an ordinary sum, product, power or function of quantities with indices",
    "BN211": "define the name in a row of its own, write it as the rest of the document does, or give --layer NAME",
    "BN212": "use exp, log, a root, a power, mean, sum or Var, or write the function out in a definition",
    "BN213": "write the index of the element that is meant",
    "BN214": "write the exponent as a number such as 2, -1/2 or 3/2",
    "BN215": "give the name as many indices as its definition does",
    "BN216": "write the range as \\sum_{i=1}^{N} or \\sum_i, over the whole axis",
    "BN217": "write the derivative as \\frac{\\partial A}{\\partial B}, with as many \\partial above as below",
    "BN218": "write what is differentiated behind the operator, or above it",
    "BN219": "differentiate by a quantity that the definitions are made of",
    "BN220": "write the derivative so that each part of it is a quantity of the document",
    "BN221": "define the loss, or hold the upstream gradient as a given array with a name of its own",
    "BN222": "look for a denominator that vanishes for every input",
    "BN223": "say in the document what is positive, or write the root of a square as |…|",
    "BN224": "say in the document what is positive under the logarithm",
    "BN231": "define the name by other names only",
    "BN232": "bind the index by a sum, or write it on the left side too",
    "BN233": "mend the definition that it needs first",
    "BN234": "define one output, or the loss, or give the standard layer that it belongs to: --layer NAME",
    "BN235": "define what is differentiated, or write it as the loss of the document",
    "BN236": "define the name, or say which standard layer it belongs to: the comment bnderive: layer NAME, or --layer",
    "BN237": "state the supposition as an equation between quantities of the document",
    "BN238": "write the definitions, or say which layer is meant: the comment bnderive: layer NAME, or --layer",
    "BN239": "define the one in terms of the other, or differentiate what it is made of",
    "BN240": "write = where an equality is meant; other relations assert nothing that is decided",
    "BN241": "make the shapes fit: transpose, write \\odot between vectors, or write the row with indices",
    "BN242": "say v \\in \\mathbb{R}^n of what is a vector, and ∂L/∂x = ∂L/∂y ∂y/∂x in the order that is meant",
    "BN250": "split the row into smaller steps",
    "BN251": "look for a denominator that can vanish, and say where it does not",
    "BN252": "say in the text what the targets sum to, as \\sum_k t_k = 1, or that they are one-hot",
    "BN260": "state in the document what had to be assumed, or check without --strict",
    "BN270": "give each array an index for each axis, and each sum the size to which it runs",
    "BN271": "use a letter for one axis only within a row, and the size of that axis for its sums",
    "BN290": "split the formula into smaller ones",
}
