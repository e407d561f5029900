"""The arena: every claim gets its verdict, and no checker that always says the same could pass."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.arena.accept import ACCEPT
from tests.arena.case import Case, bnderive, missed
from tests.arena.decline import DECLINE
from tests.arena.failing import FAILING
from tests.arena.refute import REFUTE

TABLES = {"correct": ACCEPT, "wrong": REFUTE, "undecided": DECLINE}


@pytest.mark.parametrize(
    ("expected", "case"),
    [
        pytest.param(expected, case, id=f"{expected}-{k}")
        for expected, cases in TABLES.items()
        for k, case in enumerate(cases)
    ],
)
def test_verdict(expected: str, case: Case) -> None:
    assert bnderive(case.document) == expected, f"{case.why}\n{case.document}"


@pytest.mark.parametrize("word", TABLES)
def test_a_constant_checker_fails_the_other_tables(word: str) -> None:
    for expected, cases in TABLES.items():
        found = missed(lambda _: word, cases, expected)
        assert len(found) == (0 if word == expected else len(cases))


def test_the_tables_are_large_enough() -> None:
    assert len(ACCEPT) >= 60
    assert len(REFUTE) >= 60
    assert len(DECLINE) >= 25


def test_no_claim_stands_twice() -> None:
    cases = [case.document for cases in TABLES.values() for case in cases]
    cases += [case.document for _, _, case in FAILING]
    assert [text for text, times in Counter(cases).items() if times > 1] == []
