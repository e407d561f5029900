"""Standardisation to mean zero and variance one, the deviation over N."""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("standardisation", "standardization", "standardize", "standardise", "z_score"),
    title="Standardisation, deviation over N",
    source="the usual definition",
    markdown=r"""
There are $N$ values. Their mean, and their standard deviation over $N$:

$$\mu = \frac{1}{N} \sum_{j=1}^{N} x_j$$

$$\sigma = \sqrt{\frac{1}{N} \sum_{j=1}^{N} (x_j - \mu)^2}$$

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
