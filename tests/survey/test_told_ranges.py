"""`$j = 1, \\dots, D$` in the text tells over which axis a letter runs: sizes of two axes are never taken for one."""

from __future__ import annotations

import pytest

from bnderive.check import check_text

TEXT = r"""
Let $x_{ij}$ be the activations, $i=1,\dots,N$ over the batch and $j=1,\dots,D$ over the features.

$$\mu_j = \frac1N \sum_{i=1}^N x_{ij}$$

$$c_{ij} = x_{ij} - \mu_j$$

"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\sum_{i=1}^N x_{ij} = N\mu_j", "correct"),
        (r"\sum_{i=1}^N \sum_{j=1}^D c_{ij} = 0", "correct"),
        (r"\sum_{i=1}^D x_{ij} = D\mu_j", "undecided"),
        (r"\mu_j = \frac1D\sum_{k=1}^D x_{kj}", "undecided"),
    ],
)
def test_the_axes_are_those_of_the_text(claim, verdict):
    assert check_text(f"{TEXT}$${claim}$$").documents[0].formulas[-1].verdict == verdict
