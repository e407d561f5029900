"""Cross entropy of a softmax with soft targets: numbers that sum to one."""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("crossentropy", "cross_entropy", "softmax_cross_entropy", "soft_cross_entropy"),
    title="Cross entropy with softmax, soft targets",
    source="Goodfellow, Bengio and Courville 2016, Deep Learning, section 6.2.2",
    markdown=r"""
From $N$ scores the softmax; the targets are any weights $\omega_j$, divided by their sum:

$$p_i = \frac{e^{a_i}}{\sum_{j=1}^{N} e^{a_j}}$$

$$t_i = \frac{\omega_i}{\sum_{j=1}^{N} \omega_j}$$

$$L = -\sum_{j=1}^{N} t_j \log p_j$$
""",
    symbols=(
        ("a", "a_i"),
        ("p", "p_i"),
        ("omega", r"\omega_i"),
        ("t", "t_i"),
        ("loss", "L"),
    ),
    partials=(
        ("loss", "p"),
        ("loss", "t"),
        ("p", "a"),
    ),
    jacobians=(("p", "a"),),
    gradients=("a", "p"),
    by_name_only=True,
    besides=("softmax",),
)
