"""`rule` as a command: a page for each rule, by code or name."""

from __future__ import annotations

import pytest

from bnderive.cli import main
from bnderive.repairs import repairs
from bnderive.rules import RULES


def shown(capsys, *arguments: str) -> str:
    assert main(["rule", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return str(out)


@pytest.mark.parametrize("name", ["BN301", "bn301", "missing-accent"])
def test_the_page_of_a_fault_is_its_docstring_with_readable_examples(name: str, capsys) -> None:
    page = shown(capsys, name)
    assert page.startswith("BN301 missing-accent\na hat is missing, or one too many")
    assert "right for inputs that are normalised already" in page
    assert "  wrong  ∂L/∂γ = Σᵢ₌₁ᴺ ∂L/∂yᵢ · xᵢ\n" in page
    assert (
        r"         \frac{\partial L}{\partial \gamma} = \sum_{i=1}^{N} \frac{\partial L}{\partial y_i} \hat{x}_i"
        in page
    )


def test_other_rules_say_when_they_are_given_and_what_helps(capsys) -> None:
    page = shown(capsys, "size-alias")
    (rule,) = (rule for rule in RULES if rule.code == "BN101")
    assert page.startswith("BN101 size-alias\n")
    assert all(text in page for text in (rule.summary, rule.when, rule.advice))


def test_a_name_of_several_rules_shows_each(capsys) -> None:
    page = shown(capsys, "look-alike")
    assert [line[:5] for line in page.splitlines() if line.startswith("BN")] == ["BN114", "BN121"]


def test_all_rules_come_in_order(capsys) -> None:
    codes = [line[:5] for line in shown(capsys, "--all").splitlines() if line.startswith("BN")]
    assert codes == sorted([*(rule.code for rule in RULES), *(repair.rule for repair in repairs())])


@pytest.mark.parametrize(("asked", "near"), [("missing-acent", "missing-accent"), ("BN999", "BN"), ("bn27o", "BN27")])
def test_an_unknown_rule_is_an_error_of_usage_that_names_the_nearest(asked: str, near: str, capsys) -> None:
    assert main(["rule", asked]) == 2
    assert f"no rule {asked!r}; the nearest is {near}" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["BN301", "--all"]])
def test_either_one_rule_or_all(arguments: list[str], capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["rule", *arguments])
    assert stopped.value.code == 2


@pytest.mark.parametrize("asked", ["nosuch", "zzz", "42", "q"])
def test_where_nothing_is_near_nothing_is_proposed(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", asked]) == 2
    said = capsys.readouterr().err
    assert f"no rule {asked!r}; --all shows every rule" in said
