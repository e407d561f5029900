"""Normalisation of a vector to length one."""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("l2norm", "l2_norm", "l2_normalization", "l2_normalisation", "l2"),
    title="L2 normalisation",
    source="Wang, Xiang, Cheng and Yuille 2017, NormFace, equations 3 and 4",
    markdown=r"""
A vector has $N$ entries. Its length, and the vector of length one:

$$r = \sqrt{\sum_{j=1}^{N} x_j^2}$$

$$\hat{x}_i = \frac{x_i}{r}$$
""",
    symbols=(
        ("x", "x_i"),
        ("norm", "r"),
        ("x_hat", r"\hat{x}_i"),
    ),
    partials=(
        ("x_hat", "x"),
        ("x_hat", "norm"),
        ("norm", "x"),
    ),
    jacobians=(("x_hat", "x"),),
    gradients=("x",),
    by_name_only=True,
)
