"""Weight normalisation: a weight vector split into a length and a direction."""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("weightnorm", "weight_norm", "weight_normalization", "weight_normalisation", "wn"),
    title="Weight normalisation",
    source="Salimans and Kingma 2016, Weight Normalization, equations 2 and 3",
    markdown=r"""
The vector $v$ gives the direction, the scalar $g$ the length of the weights $w$:

$$r = \sqrt{\sum_{j=1}^{N} v_j^2}$$

$$w_i = \frac{g}{r} v_i$$
""",
    symbols=(
        ("v", "v_i"),
        ("norm", "r"),
        ("w", "w_i"),
        ("g", "g"),
    ),
    partials=(
        ("w", "v"),
        ("w", "norm"),
        ("w", "g"),
        ("norm", "v"),
    ),
    jacobians=(("w", "v"),),
    gradients=("v", "g"),
    by_name_only=True,
)
