"""Cross entropy of a softmax with a one-hot target: the loss for each class that may be the true one."""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("onehotcrossentropy", "one_hot_cross_entropy", "nll", "negative_log_likelihood"),
    title="Cross entropy with softmax, one-hot target",
    source="Goodfellow, Bengio and Courville 2016, Deep Learning, section 6.2.2",
    markdown=r"""
From $N$ scores the softmax, and the loss $\ell_c$ where the class $c$ is the true one:

$$p_i = \frac{e^{a_i}}{\sum_{j=1}^{N} e^{a_j}}$$

$$\ell_c = -\log p_c$$
""",
    symbols=(
        ("a", "a_i"),
        ("p", "p_i"),
        ("loss", r"\ell_i"),
    ),
    partials=(
        ("loss", "p"),
        ("p", "a"),
    ),
    jacobians=(
        ("p", "a"),
        ("loss", "a"),
    ),
    gradients=(),
    by_name_only=True,
    besides=("softmax",),
)
