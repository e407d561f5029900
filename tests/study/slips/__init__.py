"""The kinds of slips: each a function that plants one at a spot of a row, in every way in which it applies there.

A slip is proposed as edits of the LaTeX. It may turn out to be no slip, if the row stays true; the study tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.study.sites import Edits, Site, Spot
from tests.study.slips import brackets, factors, lefts, names, powers, signs, sums

Slip = Callable[[Site, Spot], Iterator[Edits]]

KINDS: dict[str, Slip] = {
    "missing-accent": names.missing_accent,
    "superfluous-accent": names.superfluous_accent,
    "wrong-index": names.wrong_index,
    "swapped-name": names.swapped_name,
    "missing-sum": sums.missing_sum,
    "factor-outside-sum": sums.factor_outside,
    "index-clash": sums.index_clash,
    "sum-over-other-index": sums.other_index,
    "wrong-range": sums.wrong_range,
    "diagonal-only": sums.diagonal_only,
    "missing-cross-terms": sums.missing_cross_terms,
    "dropped-number": factors.dropped_number,
    "extra-number": factors.extra_number,
    "dropped-size": factors.dropped_size,
    "size-minus-one": factors.size_minus_one,
    "dropped-factor": factors.dropped_factor,
    "wrong-sign": signs.wrong_sign,
    "doubled-minus": signs.doubled_minus,
    "wrong-exponent": powers.wrong_exponent,
    "root-twice": powers.root_twice,
    "root-missing": powers.root_missing,
    "missing-parentheses": brackets.missing_parentheses,
    "epsilon-left-out": brackets.epsilon_left_out,
    "epsilon-elsewhere": brackets.epsilon_elsewhere,
    "other-derivative-on-left": lefts.other_derivative,
}
