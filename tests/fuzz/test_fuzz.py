"""A small run of the fuzzer: `python -m tests.fuzz --inputs 1000000` is the study in full."""

from __future__ import annotations

import pytest

from tests.fuzz import held
from tests.fuzz.made import Input, documents, formulas
from tests.fuzz.run import Slice, one, run

SEEDS = (1, 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_escapes_and_nothing_hangs(seed):
    outcome = run(Slice(seed, 0, 2500))
    assert not outcome.failures, "\n".join(f"{f.name}: {f.what}" for f in outcome.failures)
    assert min(outcome.counts[kind] for kind in held.HELD) > 15


def test_an_input_is_made_again_by_its_number(monkeypatch):
    texts: list[str] = []
    held_to = (("pieces", "formula", "document"), lambda given: texts.append(given.text))
    for kind in held.HELD:
        monkeypatch.setitem(held.HELD, kind, held_to)
    for _ in range(2):
        for number in range(20):
            one(5, number)
    assert texts[:20] == texts[20:]
    assert len(set(texts)) > 15


def test_what_escapes_is_a_failure(monkeypatch):
    def broken(given: Input) -> None:
        raise RecursionError(given.text[:3])

    for kind in held.HELD:
        monkeypatch.setitem(held.HELD, kind, (("formula",), broken))
    failures = run(Slice(1, 0, 5)).failures
    assert len(failures) == 5
    assert all("RecursionError" in failure.what for failure in failures)


def test_there_is_enough_to_damage():
    assert len(documents()) >= 15
    assert len(formulas()) >= 150


def test_an_input_that_failed_once():
    """A size that is no name escaped from the echo: this input held it."""
    assert one(11, 278275)[2] is None
