"""Group normalisation of one group, its channels and positions on one axis: statistics of the group, an affine map
for each element.
"""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("groupnorm", "group_norm", "group_normalization", "group_normalisation", "gn"),
    title="Group normalisation, one group on one axis",
    source="Wu and He 2018, Group Normalization, equations 1, 2 and 6",
    markdown=r"""
A group holds $N$ values: its channels and positions, one after the other. Their mean and their variance:

$$\mu = \frac{1}{N} \sum_{j=1}^{N} x_j$$

$$\sigma^2 = \frac{1}{N} \sum_{j=1}^{N} (x_j - \mu)^2$$

The normalised values; the gain and the shift of an element are those of its channel:

$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

$$y_i = \gamma_i \hat{x}_i + \beta_i$$
""",
    symbols=(
        ("x", "x_i"),
        ("mu", r"\mu"),
        ("var", r"\sigma^2"),
        ("x_hat", r"\hat{x}_i"),
        ("y", "y_i"),
        ("gamma", r"\gamma_i"),
        ("beta", r"\beta_i"),
        ("epsilon", r"\epsilon"),
    ),
    partials=(
        ("y", "gamma"),
        ("y", "beta"),
        ("y", "x_hat"),
        ("x_hat", "x"),
        ("x_hat", "mu"),
        ("x_hat", "var"),
        ("var", "x"),
        ("var", "mu"),
        ("mu", "x"),
    ),
    jacobians=(("x_hat", "x"),),
    gradients=("x", "gamma", "beta"),
    by_name_only=True,
)
