r"""Sums and Kronecker deltas in the spellings of real documents, and sums that do not say over what they run."""

from __future__ import annotations

import pytest

from tests.layer.documents import last_of, report_of

CENTRED = (r"\mu = \frac{1}{N} \sum_k x_k", r"\hat{x}_i = x_i - \mu")
DELTAS = (
    r"\delta_{ij}  \delta_{i,j}  \delta_i^j  \delta_{i}{}^{j}  \delta^{ij}  \delta(i,j)  \delta_{i=j}  I_{ij}  [i=j]"
    r"  I(i=j)  \mathbb{1}\{i=j\}  𝟙\{i=j\}  \mathbf{1}_{[i=j]}  \mathbf{1}(i=j)  \mathbb{1}_{i=j}  \mathbb{I}[i=j]"
    r"  \chi_{\{i=j\}}  \mathbf{1}[i==j]  \mathbb{1}_{ij}  \mathbf{1}_{ij}  \operatorname{I}[i=j]  1_{\{j=i\}}"
)


@pytest.mark.parametrize("delta", DELTAS.split())
def test_kronecker_deltas(delta: str) -> None:
    claim = rf"\frac{{\partial \hat{{x}}_i}}{{\partial x_j}} = {delta} @ \frac{{1}}{{N}}"
    assert last_of(*CENTRED, claim.replace("@", "-")).verdict == "correct"
    assert last_of(*CENTRED, claim.replace("@", "+")).verdict == "wrong"
    assert last_of(*CENTRED, claim.replace("@", r"- 2 \cdot")).verdict == "wrong"


@pytest.mark.parametrize("delta", [r"\mathbb{1}_{i \ne j}", r"[i \ne j]", r"1 - \delta_i^j"])
def test_the_opposite(delta: str) -> None:
    head = r"\frac{\partial \hat{x}_i}{\partial x_j} = "
    assert last_of(*CENTRED, rf"{head} 1 - ({delta}) - \frac{{1}}{{N}}").verdict == "correct"
    assert last_of(*CENTRED, rf"{head} {delta} - \frac{{1}}{{N}}").verdict == "wrong"


def test_a_delta_in_a_definition_is_one_too() -> None:
    jacobian = r"J_{ij} = \delta_{ij} - \frac{1}{N}"
    assert last_of(*CENTRED, jacobian, r"\frac{\partial \hat{x}_i}{\partial x_j} = J_{ij}").verdict == "correct"
    assert last_of(*CENTRED, jacobian, r"\frac{\partial \hat{x}_i}{\partial x_j} = 2 J_{ij}").verdict == "wrong"


def test_a_name_that_is_differentiated_by_is_no_delta() -> None:
    rows = (r"s = \sum_{i,j} I_{ij}", r"\frac{\partial s}{\partial I_{ij}} = 0")
    assert last_of(*rows).verdict != "correct"


SUMS = (
    r"\sum\nolimits_i  \sum\limits_{i=1}^N  \sum_i^N  \sum^N_{i=1}  \sum_{i\in\mathcal{B}}  \sum_{i\in[N]}"
    r"  \sum_{i\in[1,N]}"
    r"  \sum_{i\in\{1,\dots,N\}}  \sum_{i=1,\dots,N}  \sum_{1\le{}i\le{}N}  \sum_{i=0}^{N-1}  \Sigma_{i=1}^N"
    r"  \sum_{i\in{}B}  \sum_{\forall{}i}  \sum_{\text{batch}}  \sum"
)


@pytest.mark.parametrize("total", SUMS.split())
def test_sums_over_the_whole_axis(total: str) -> None:
    mean = rf"\mu = \frac{{1}}{{N}} {total.replace('{}', ' ')} x_i"
    assert last_of(mean, r"\frac{\partial \mu}{\partial x_j} = \frac{1}{N}").verdict == "correct"
    assert last_of(mean, r"\frac{\partial \mu}{\partial x_j} = 1").verdict == "wrong"


@pytest.mark.parametrize(
    "total",
    [
        *(r"\sum_{i\in[7]}", r"\sum_{i\in(1,N)}", r"\sum_{i\in\{1,N\}}", r"\sum_{2\le i\le N}", r"\sum_{0\le i\le N}"),
        *(r"\sum_{i=2,\dots,N}", r"\sum_{i=1,\dots,N-1}", r"\sum_{1<i<N}", r"\prod_{i=1}^N"),
    ],
)
def test_parts_of_an_axis_are_undecided(total: str) -> None:
    mean = rf"\mu = \frac{{1}}{{N}} {total} x_i"
    assert last_of(r"s = \sum_{i=1}^N x_i", mean, r"\mu = \frac{s}{N}").verdict == "undecided"


WITHOUT = (
    r"\sum_{j \ne i}   \sum_{j:j\ne{}i}   \sum_{j\mid{}j\ne{}i}   \sum_{\substack{j=1\\j\ne{}i}}^N"
    r"   \sum_{j\in{}B,j\ne{}i}   \sum_{j\in{}B\setminus\{i\}}"
)


@pytest.mark.parametrize("total", WITHOUT.replace(r"j \ne i", "j\\ne{}i").split())
def test_sums_over_all_others(total: str) -> None:
    claim = rf"{total.replace('{}', ' ')} x_j = N \mu - x_i"
    assert last_of(*CENTRED, claim).verdict == "correct"
    assert last_of(*CENTRED, claim.replace(" - x_i", "")).verdict == "wrong"


MEANS = (r"\mathbb{E}_i[x_i]", r"\mathbb{E}[x_i]", r"𝔼[x_i]", r"\operatorname{mean}_i(x_i)", r"\mathrm{avg}(x_i)")


@pytest.mark.parametrize("mean", MEANS)
def test_means_written_as_words(mean: str) -> None:
    rows = (r"s = \sum_{i=1}^N x_i", rf"\mu = {mean}")
    assert last_of(*rows, r"\mu = \frac{s}{N}").verdict == "correct"
    assert last_of(*rows, r"\mu = \frac{s}{N - 1}").verdict == "wrong"


WORDS = ((r"\mathrm{Var}_i(x_i)", r"\operatorname{std}_j[x_j]"), (r"\mathrm{var}(x_i)", r"\mathrm{std}(x_i)"))


@pytest.mark.parametrize("words", WORDS)
def test_variances_written_as_words(words: tuple[str, str]) -> None:
    rows = (r"\mu = \frac{1}{N} \sum_i x_i", rf"v = {words[0]}", rf"d = {words[1]}")
    assert last_of(*rows, r"v = \frac{1}{N} \sum_i x_i^2 - \mu^2").verdict == "correct"
    assert last_of(*rows, r"v = \frac{1}{N} \sum_i x_i^2").verdict == "wrong"
    assert last_of(*rows, r"d^2 = v").verdict == "correct"


def test_a_sum_without_a_range_runs_over_the_only_letter_that_nothing_else_uses() -> None:
    assert last_of(*CENTRED, r"\sum x_i^2 - N \mu^2 = \sum \hat{x}_i^2").verdict == "correct"
    assert last_of(*CENTRED, r"\sum x_i^2 + N \mu^2 = \sum \hat{x}_i^2").verdict == "wrong"
    assert last_of(*CENTRED, r"\frac{\partial \mu}{\partial x_i} = \frac{1}{N^2} \sum x_i^0").verdict == "undecided"
    formula = list(report_of(*CENTRED, r"\sum x_i = N \mu"))[-1]
    assert any("runs over i" in assumption for assumption in formula.assumptions)


@pytest.mark.parametrize("twice", [r"\partial_{x_i} \partial_{x_j}", r"\frac{\partial}{\partial x_i} \partial_{x_j}"])
def test_operators_before_operators(twice: str) -> None:
    rows = (*CENTRED, r"v = \frac{1}{N} \sum_k \hat{x}_k^2")
    assert last_of(*rows, rf"{twice} v = \frac{{2}}{{N}} (\delta_{{ij}} - \frac{{1}}{{N}})").verdict == "correct"
    assert last_of(*rows, rf"{twice} v = \frac{{2}}{{N}} \delta_{{ij}}").verdict == "wrong"
