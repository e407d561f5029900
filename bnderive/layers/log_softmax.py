"""The logarithm of the softmax of N scores."""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("logsoftmax", "log_softmax"),
    title="Log-softmax",
    source="the logarithm of softmax",
    markdown=r"""
From $N$ scores, the softmax and its logarithm:

$$p_i = \frac{e^{a_i}}{\sum_{j=1}^{N} e^{a_j}}$$

$$\lambda_i = \log p_i$$
""",
    symbols=(
        ("a", "a_i"),
        ("p", "p_i"),
        ("log_p", r"\lambda_i"),
    ),
    partials=(
        ("log_p", "p"),
        ("p", "a"),
    ),
    jacobians=(("log_p", "a"),),
    gradients=("a",),
    by_name_only=True,
)
