r"""One claim by itself, and a whole file that must be right: prove and assert_correct."""

from __future__ import annotations

import pytest

import bnderive
from bnderive import Settings
from bnderive.errors import UsageError
from tests.check.documents import RIGHT, TEXT


@pytest.mark.parametrize(
    ("lhs", "rhs", "verdict"),
    [
        (r"\frac{\partial \mu}{\partial x_i}", r"\frac{1}{N}", "correct"),
        (r"\frac{\partial \mu}{\partial x_i}", r"\frac{1}{2N}", "wrong"),
        (r"\frac{\partial \mu}{\partial x_i}", "q", "undecided"),
        (r"\sum_i \hat{x}_i", "0", "correct"),
        (r"\frac{\partial L}{\partial \gamma}", r"\sum_i \frac{\partial L}{\partial y_i} \hat{x}_i", "correct"),
        (r"\frac{\partial L}{\partial \gamma}", r"\frac{\partial L}{\partial y_i} \hat{x}_i", "wrong"),
        (r"\frac{\partial y_i}{\partial \hat{x}_i}", r"\gamma", "correct"),
    ],
)
def test_prove(lhs, rhs, verdict):
    assert bnderive.prove(lhs, rhs).verdict == verdict


def test_prove_gives_the_truth():
    found = bnderive.prove(r"\frac{\partial \mu}{\partial x_i}", "1")
    assert found.truth is not None
    assert found.truth.latex == r"\frac{1}{N}"
    assert found.counterexample is not None


@pytest.mark.parametrize("name", ["batchnorm", "batch_norm", "Batch-Norm"])
def test_prove_in_a_layer_by_any_of_its_names(name):
    assert bnderive.prove(r"\sum_i (x_i - \mu)", "0", layer=name).verdict == "correct"


def test_prove_in_an_unknown_layer():
    with pytest.raises(UsageError) as caught:
        bnderive.prove("x_i", "x_i", layer="batchnrom")
    assert "batchnorm" in str(caught.value)


@pytest.mark.parametrize(
    ("lhs", "rhs"),
    [
        (r"x_i", r"x_i $$ $$ 1 = 1"),
        (r"x_i", "1 = 1 \\\\ 2 = 2"),
        (r"\mu", r"\mu \quad 1 = 1"),
        (r"x_i $$ then $$ 1", "1"),
        (r"x_i", "2 x_i\n$$\n\n$$\n1 = 1"),
        (r"x_i", "x_i $$ + 1"),
        (r"x_i", "x_i\n$$\n + 1 $$"),
        (r"x_i", "x_i\n$$\n<!-- + 1"),
        (r"x_i", "x_i\n$$\n```\n + 1"),
    ],
)
def test_one_claim_is_one_claim(lhs, rhs):
    """What is handed in as two sides must not smuggle in another row that is judged in their place, or lose a part of
    itself.
    """
    with pytest.raises(UsageError, match="one equation"):
        bnderive.prove(lhs, rhs)


@pytest.mark.parametrize(
    ("lhs", "rhs"), [(r"\mu", "2"), ("q", "2"), (r"x_i", r"\mu"), ("z_i", "x_i"), (r"\epsilon", "1")]
)
def test_a_claim_that_looks_like_a_definition_is_no_definition(lhs, rhs):
    """`prove` judges: an unknown or free name on the left is no new definition."""
    found = bnderive.prove(lhs, rhs)
    assert found.role == "claim"
    assert found.verdict in {"wrong", "undecided"}


# -- assert_correct


def test_assert_correct_is_silent_where_all_is_right():
    assert bnderive.assert_correct(RIGHT) is None


def test_assert_correct_raises_with_every_finding(tmp_path):
    path = tmp_path / "mean.md"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(AssertionError) as caught:
        bnderive.assert_correct(path)
    message = str(caught.value)
    assert f"{path}:7:" in message
    assert f"{path}:9:" in message
    assert f"{path}:5:" not in message
    assert ("wrong" in message, "undecided" in message) == (True, True)


def test_assert_correct_with_settings(tmp_path):
    path = tmp_path / "mean.md"
    path.write_text(TEXT, encoding="utf-8")
    bnderive.assert_correct(path, settings=Settings(boxed=True))


def test_assert_correct_of_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError):
        bnderive.assert_correct(tmp_path / "missing.md")
