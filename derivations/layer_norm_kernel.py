r"""Layer normalisation of one row, forward and backward, in the order in which fused kernels compute it.

Forward, over the $N$ columns of the row, keeping `mean` and `rstd` for later:

$$\mathrm{mean} = \frac{1}{N} \sum_{i=1}^{N} x_i$$

$$\mathrm{var} = \frac{1}{N} \sum_{i=1}^{N} (x_i - \mathrm{mean})^2$$

$$\mathrm{rstd} = \frac{1}{\sqrt{\mathrm{var} + \epsilon}}$$

$$\hat{x}_i = (x_i - \mathrm{mean}) \cdot \mathrm{rstd}$$

$$y_i = w_i \hat{x}_i + b_i$$

The saved `rstd` moves with the inputs too:

$$\frac{\partial\, \mathrm{rstd}}{\partial x_i} = -\frac{\mathrm{rstd}^2 \hat{x}_i}{N}$$

Backward needs two means of the row, $c_1$ and $c_2$, and one more pass over it:

$$c_1 = \frac{1}{N} \sum_{i=1}^{N} \hat{x}_i w_i \frac{\partial L}{\partial y_i}$$

$$c_2 = \frac{1}{N} \sum_{i=1}^{N} w_i \frac{\partial L}{\partial y_i}$$

$$\frac{\partial L}{\partial x_i}
= \left( w_i \frac{\partial L}{\partial y_i} - \hat{x}_i c_1 - c_2 \right) \mathrm{rstd}$$

Each row adds its share to the gradients of weight and bias, which the kernel sums over the rows afterwards:

$$\frac{\partial L}{\partial w_i} = \frac{\partial L}{\partial y_i} \hat{x}_i$$

$$\frac{\partial L}{\partial b_i} = \frac{\partial L}{\partial y_i}$$
"""

from __future__ import annotations

from math import sqrt


def forward(x: list[float], w: list[float], b: list[float], epsilon: float = 1e-5) -> tuple[list[float], float, float]:
    """The outputs of one row, and what backward needs of it."""
    mean = sum(x) / len(x)
    rstd = 1 / sqrt(sum((each - mean) ** 2 for each in x) / len(x) + epsilon)
    return [gain * (each - mean) * rstd + shift for each, gain, shift in zip(x, w, b, strict=True)], mean, rstd


def backward(
    dy: list[float], x: list[float], w: list[float], mean: float, rstd: float
) -> tuple[list[float], list[float], list[float]]:
    """The gradients of the row, of the weights and of the biases."""
    x_hat = [(each - mean) * rstd for each in x]
    w_dy = [gain * each for gain, each in zip(w, dy, strict=True)]
    c1 = sum(a * b for a, b in zip(x_hat, w_dy, strict=True)) / len(x)
    c2 = sum(w_dy) / len(x)
    dx = [(g - h * c1 - c2) * rstd for g, h in zip(w_dy, x_hat, strict=True)]
    return dx, [a * b for a, b in zip(dy, x_hat, strict=True)], dy
