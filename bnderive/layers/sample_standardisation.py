"""Standardisation to mean zero and variance one, the deviation over N − 1 (two values or more)."""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("sample_standardisation", "sample_standardization", "unbiased_standardisation", "unbiased_standardization"),
    title="Standardisation, deviation over N − 1",
    source="the usual definition, with Bessel's correction",
    markdown=r"""
There are $N$ values. Their mean, and their standard deviation over $N - 1$:

$$\mu = \frac{1}{N} \sum_{j=1}^{N} x_j$$

$$\sigma = \sqrt{\frac{1}{N - 1} \sum_{j=1}^{N} (x_j - \mu)^2}$$

The standardised values:

$$\hat{x}_i = \frac{x_i - \mu}{\sigma}$$
""",
    symbols=(
        ("x", "x_i"),
        ("mu", r"\mu"),
        ("std", r"\sigma"),
        ("x_hat", r"\hat{x}_i"),
    ),
    partials=(
        ("x_hat", "x"),
        ("x_hat", "mu"),
        ("x_hat", "std"),
        ("std", "x"),
        ("std", "mu"),
        ("mu", "x"),
    ),
    jacobians=(("x_hat", "x"),),
    gradients=("x",),
)
