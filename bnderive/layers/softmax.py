"""Softmax of N scores."""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("softmax",),
    title="Softmax",
    source="Bridle 1990, Probabilistic Interpretation of Feedforward Classification Network Outputs, equation 4",
    markdown=r"""
From $N$ scores, positive numbers that sum to one:

$$p_i = \frac{e^{a_i}}{\sum_{j=1}^{N} e^{a_j}}$$
""",
    symbols=(
        ("a", "a_i"),
        ("p", "p_i"),
    ),
    partials=(("p", "a"),),
    jacobians=(("p", "a"),),
    gradients=("a",),
    by_name_only=True,
)
