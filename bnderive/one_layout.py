"""One document lays its Jacobians out in one way: proved claims that need different layouts are not called proved.

Judged claims in, the verdicts that cannot stand together out. Refutes nothing and proves nothing that was not.
"""

from __future__ import annotations

from collections.abc import Mapping

from bnderive.elaborate import Claim
from bnderive.errors import Reason
from bnderive.spots import Spot, in_words
from bnderive.verdict import Verdict, attempted

Judged = tuple[Claim, Verdict]


def disagreeing(judged: Mapping[int, Judged], spots: Mapping[int, Spot]) -> dict[int, Verdict]:
    """By number, the verdicts on claims that are true in some layout each, but not all in the same; none where one
    layout makes all of them true. `spots` tells where each claim stands.
    """
    correct = {number: pair for number, pair in judged.items() if pair[1].word == "correct"}
    if not any(verdict.chosen.alternative.layout for _, verdict in correct.values()):
        return {}
    proved_in = {number: layouts_of(claim) for number, (claim, _) in correct.items()}
    told = {number: layouts for number, layouts in proved_in.items() if layouts}
    every = frozenset[int]().union(*told.values())
    if frozenset.intersection(every, *told.values()):
        return {}
    narrow = [number for number, layouts in told.items() if layouts != every]
    where = in_words(spots[number] for number in narrow)
    reason = Reason("BN242", "layout", f"the formulas on {where} are true in different layouts; say which is meant")
    return {number: Verdict("undecided", correct[number][1].attempts, reason) for number in narrow}


def layouts_of(claim: Claim) -> frozenset[int] | None:
    """The layouts in which a claim is proved; None where the choice of one does not enter it."""
    if all(alternative.layout is None for alternative in claim.alternatives):
        return None
    return frozenset(
        alternative.layout
        for alternative in claim.alternatives
        if alternative.layout is not None and any(each.is_proved for each in attempted(alternative, claim, ""))
    )
