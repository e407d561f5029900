"""A verdict needs both engines: where the second contradicts a proof there is an internal error, and no verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from bnderive import check_text, kernel, uphold
from bnderive.cli import main
from bnderive.errors import InternalError
from bnderive.kernel.kernel import Equation, prove
from bnderive.residues import Residues
from bnderive.second import Contradicted, Engine, examine
from bnderive.second.engine import need_of
from bnderive.settings import Settings
from bnderive.terms import Sum, serialise
from tests.terms.layers import PLAIN, I, J, x

DOCUMENT = r"""
$$\mu = \frac{1}{N} \sum_i x_i$$

$$\frac{\partial \mu}{\partial x_i} = \frac{2}{N}$$
"""


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that proves whatever it is asked to."""

    def proves(equation: Equation) -> object:
        return replace_equation(prove(Equation(equation.left, equation.left, equation.graph)), equation)

    monkeypatch.setattr("bnderive.verdict.prove", proves)


def replace_equation(proved: object, equation: Equation) -> object:
    return replace(proved, equation=equation, key=kernel.kernel._KEY)


def test_a_proof_that_is_contradicted_is_an_internal_error(careless: None) -> None:
    with pytest.raises(InternalError) as fault:
        check_text(DOCUMENT, "notes.md")
    text = str(fault.value)
    assert text.startswith("notes.md:4: proved, but not so modulo ")
    assert r"dt(\mu,x[i:N]) is " in text
    assert "at i = 1, " in text
    assert " groups of N, draw 0 of the seed " in text
    assert r"\mu[] := mul(pow(size(N),-1),sum(i:N,x[i:N]))" in text
    with pytest.raises(InternalError) as again:
        check_text(DOCUMENT, "notes.md")
    assert str(again.value) == text


def test_the_kernel_may_be_trusted_alone(careless: None) -> None:
    assert [f.verdict for f in check_text(DOCUMENT, settings=Settings(trust="kernel"))] == [None, "correct"]
    with pytest.raises(InternalError):
        check_text(DOCUMENT, settings=Settings(trust="both"))


def test_on_the_command_line(careless: None, tmp_path, capsys) -> None:
    path = tmp_path / "notes.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    assert main(["check", str(path)]) == 101
    shown = capsys.readouterr()
    told = " ".join((shown.out + shown.err).split())
    assert "internal error: InternalError: " in told
    assert "notes.md:4: proved, but not so modulo" in told
    assert "correct" not in told.replace("0 correct", "")
    assert main(["check", "--trust", "kernel", str(path)]) == 0
    with pytest.raises(SystemExit) as stop:
        main(["check", "--trust", "nobody", str(path)])
    assert stop.value.code == 2


def test_an_honest_kernel_is_not_contradicted(tmp_path) -> None:
    path = tmp_path / "notes.md"
    path.write_text(DOCUMENT.replace("2", "1"), encoding="utf-8")
    assert main(["check", str(path)]) == 0


def test_a_trial_can_be_repeated_from_what_it_says() -> None:
    equation = Equation(x(I), Sum(J, x(J)), PLAIN)
    found = examine(equation)
    assert isinstance(found, Contradicted)
    assert found == examine(equation)
    places, draw = found.trial.points[-1]
    engine = Engine(PLAIN, (), need_of((), PLAIN))
    engine.seed = found.trial.seed
    engine.residues = tuple(Residues(f"{found.trial.seed} prime {parity}") for parity in (0, 1))
    p = engine.residues[draw % 2].p
    assert p == found.trial.primes[draw % 2]
    number = engine.element(draw)
    size, elements = places[I], found.trial.sums["N"] + 1  # one single element and s + 1 groups
    weights = [1, *(number(f"N {k}", False) for k in range(elements - 1))]
    weights.append(number("N", True) - sum(weights))
    values = [number(f"x {(k,)}", False) for k in range(1, size + elements + 1)]
    assert found.left == values[size - 1]
    assert found.right == sum(w * value for w, value in zip(weights, values, strict=True)) % p


def test_a_wrong_claim_may_hold_a_side_that_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Equation] = []

    def noting(equations: Iterable[Equation]) -> list[tuple[Equation, object]]:
        asked.extend(equations)
        return []

    monkeypatch.setattr(uphold, "examined", noting)
    chain = r"$$\mu = \frac{1}{N} \sum_i x_i$$ $$\frac{\partial \mu}{\partial x_i} = \frac{1}{N} = \frac{2}{N}$$"
    assert [f.verdict for f in check_text(chain)] == [None, "wrong"]
    assert {serialise(equation.right) for equation in asked} == {"pow(size(N),-1)"}  # of the claim, and of a repair
