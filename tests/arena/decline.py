"""Claims that the document alone does not decide, or that are outside what can be decided: they must be undecided."""

from __future__ import annotations

from tests.arena.case import Case
from tests.arena.layers import (
    BATCH_NORM,
    BATCH_NORM_ABBREVIATED,
    BATCH_NORM_LABELLED,
    CROSS_ENTROPY,
    LAYER_NORM,
    MEAN,
    NOTHING,
    SOFTMAX,
    SQUARES,
)  # fmt: skip

DECLINE = (
    Case(
        BATCH_NORM_LABELLED,
        r"\sum_i(x_i - \mu) = 0",
        "μ is not μ_B",
    ),
    Case(
        BATCH_NORM_LABELLED,
        r"\sum_i \hat X_i = 0",
        "case counts",
    ),
    Case(
        MEAN,
        r"\sum_i (x_i - \nu) = 0",
        "ν is not μ",
    ),
    Case(
        MEAN,
        r"\mu = q",
        "q is nothing",
    ),
    Case(
        MEAN,
        r"q = q + 0",
        "a tautology about nothing",
    ),
    Case(
        MEAN,
        r"\sum_i \tilde x_i = N\mu",
        "x̃ is not x",
    ),
    Case(
        MEAN,
        r"x_N + \sum_{j=1}^{N-1} x_j = N\mu",
        "x_N is no element that can be named",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial \gamma} = \sum_i g_i \hat x_i + \lambda \gamma",
        "g and λ both unknown",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial J}{\partial \beta} = \sum_i \frac{\partial L}{\partial y_i}",
        "two losses",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial R}{\partial x_i} = 0 \cdot \frac{\partial L}{\partial x_i}",
        "R is unknown",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial \gamma} = \frac{\partial L}{\partial y} \hat x",
        "a sum is not written",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial \gamma} = \sum \frac{\partial L}{\partial y} \hat x",
        "over which index",
    ),
    Case(
        LAYER_NORM,
        r"\mu = h",
        "a scalar and an array",
    ),
    Case(
        MEAN,
        r"\sum_{j=1}^{N} x_j = x_1 + x_2 + \sum_{j=3}^N x_j",
        "part of an axis",
    ),
    Case(
        MEAN,
        r"\sum_{i<j} x_i x_j = \frac12(N^2\mu^2 - \sum_i x_i^2)",
        "an ordered pair of indices",
    ),
    Case(
        MEAN,
        r"\sum_{j=1}^{N} x_j = x_1 + x_2 + \dots + x_N",
        "an ellipsis",
    ),
    Case(
        MEAN,
        r"\prod_i x_i = \prod_j x_j",
        "a product",
    ),
    Case(
        MEAN,
        r"\max_i x_i = \max_j x_j",
        "a maximum",
    ),
    Case(
        MEAN,
        r"\int x\, dx = \frac{x^2}{2}",
        "an integral",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial^2 L}{\partial x_i \partial x_j} = 0",
        "a second derivative of an arbitrary loss",
    ),
    Case(
        SQUARES,
        r"\frac{\partial L}{\partial q} = 0",
        "q is nothing that L is made of",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial}{\partial x_i} = \frac{\partial \mu}{\partial x_i}",
        "nothing is differentiated",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \mu}{x_i} = \frac1N",
        "half a derivative",
    ),
    Case(
        MEAN,
        r"\frac{1}{0} = \frac{2}{0}",
        "no value",
    ),
    Case(
        MEAN,
        r"\frac{x_i}{\mu-\mu} = \frac{x_j}{\mu-\mu}",
        "no value for any input",
    ),
    Case(
        MEAN,
        r"\sqrt{-1}^2 = -1",
        "no real value",
    ),
    Case(
        MEAN,
        r"\mu \approx \frac1N \sum_j x_j",
        "about equal is no equality",
    ),
    Case(
        MEAN,
        r"\mu = \pm\frac1N \sum_j x_j",
        "two values",
    ),
    Case(
        MEAN,
        r"x_i^{x_i} = x_i^{x_i}",
        "an exponent that is no number",
    ),
    Case(
        MEAN,
        r"{x_i^2}^3 = x_i^6",
        "two superscripts",
    ),
    Case(
        MEAN,
        r"1,000 x_i = 1000 x_i",
        "a list or a thousand",
    ),
    Case(
        MEAN,
        r"f(\mu) = f(\frac1N\sum_j x_j)",
        "f is a function or a factor",
    ),
    Case(
        NOTHING,
        r"$$r \leftarrow \alpha r + (1-\alpha) \mu$$"
        "\n"
        r"$$\frac{\partial r}{\partial \mu} = 1-\alpha$$",
        "defined through itself",
    ),
    Case(
        NOTHING,
        r"$$a = b + 1$$"
        "\n"
        r"$$b = a - 1$$"
        "\n"
        r"$$a - b = 1$$",
        "two definitions in a circle",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\frac{\partial L}{\partial a_i} = r\left(h_i - \frac1m\sum_j h_j - q\,\tilde a_i\right)",
        "two unknown names beside the loss",
    ),
    Case(
        BATCH_NORM,
        r"For $\epsilon = 0$ one would have a tidy sum."
        "\n"
        r"$$\sum_i \hat x_i^2 = N$$",
        "a supposition in running text defines nothing for the document",
    ),
    Case(
        BATCH_NORM,
        r"At the start of training $\gamma = 1$ and $\beta = 0$."
        "\n"
        r"$$\frac{\partial L}{\partial \hat x_i} = \frac{\partial L}{\partial y_i}$$",
        "an initial value defines nothing for the document",
    ),
    Case(
        BATCH_NORM,
        r"If $\gamma = \sqrt{\sigma^2+\epsilon}$ and $\beta = \mu$ the layer is the identity."
        "\n"
        r"$$\frac{\partial y_i}{\partial x_i} = 1$$",
        "true under the supposition; does it still stand?",
    ),
    Case(
        NOTHING,
        r"$$\sum_{b=1}^{B} \sum_{d=1}^{D} 1 = D^2$$",
        "B and D may be two names of one size",
    ),
    Case(
        NOTHING,
        r"$$m_j = \frac{1}{N} \sum_{i=1}^{N} x_{ij}$$"
        "\n"
        r"$$s = \sum_j m_j$$"
        "\n"
        r"$$\sum_j (m_j - \epsilon) = s - N \epsilon$$",
        "true where the array is square, and nothing says how many columns there are",
    ),
    Case(
        BATCH_NORM,
        r"Let s be the standard deviation."
        "\n"
        r"$$\frac{\partial L}{\partial x_i} = \frac{\gamma}{N s}\left(N\frac{\partial L}{\partial"
        r" y_i} - \sum_j \frac{\partial L}{\partial y_j} - \hat x_i \sum_j \frac{\partial L}{"
        r"\partial y_j}\hat x_j\right)$$",
        "s is defined by words; it is not the upstream gradient",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial x_i} = t \gamma\left(\frac{\partial L}{\partial y_i} - "
        r"\frac1N\sum_j \frac{\partial L}{\partial y_j} - \frac1N\hat x_i \sum_j \frac{\partial"
        r" L}{\partial y_j}\hat x_j\right)",
        "t is undefined; the upstream gradient is written out",
    ),
    Case(
        NOTHING,
        r"$$c_i = \sum_{j=1}^{i} x_j$$"
        "\n"
        r"$$\frac{\partial c_i}{\partial x_j} = 1$$",
        "a partial sum",
    ),
    Case(
        CROSS_ENTROPY,
        r"\frac{\partial L}{\partial z_i} = p_i - t_i",
        "true of every distribution, which nothing says that t is",
    ),
    Case(
        CROSS_ENTROPY,
        r"\frac{\partial L}{\partial z_i} = p_i - \delta_{ic}",
        "true of a one-hot target of class c",
    ),
    Case(
        CROSS_ENTROPY,
        r"\frac{\partial L}{\partial z_i} = p_i - 1",
        "true of a one-hot target of class i",
    ),
    Case(
        CROSS_ENTROPY,
        r"\frac{\partial L}{\partial z_i} = p_i",
        "true of a one-hot target of another class than i",
    ),
    Case(
        CROSS_ENTROPY,
        r"L = -\log p_c",
        "true of a one-hot target of class c",
    ),
    Case(
        CROSS_ENTROPY,
        r"The target is one-hot."
        "\n"
        r"$$L = -\log \sum_k t_k p_k$$",
        "true of one-hot targets, not of all distributions",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \hat x_i}{\partial y_i} = \frac1\gamma",
        "against the flow",
    ),
    Case(
        BATCH_NORM,
        r"For example with $N = 2$ one can draw it."
        "\n"
        r"$$\frac{\partial \mu}{\partial x_i} = \frac12$$",
        "an example, or a restriction?",
    ),
    Case(
        NOTHING,
        r"$$a_i = x_i^2$$"
        "\n"
        r"$$\log a_i = 2\log x_i$$",
        "true where it has values, x > 0; for other x there is none",
    ),
    Case(
        NOTHING,
        r"$$\mu = \frac{1}{D} \sum_{d=1}^{D} x_d$$"
        "\n"
        r"The batch has $B$ rows, each with $D$ features."
        "\n"
        r"$$\frac{\partial \mu}{\partial x_d} = \frac1B$$",
        "two sizes that the document tells apart",
    ),
    Case(
        MEAN,
        r"d\mu = \frac1N\sum_j dx_j",
        "differentials: true; gradients of a loss that nobody speaks of: false",
    ),
    Case(
        BATCH_NORM,
        r"Here $\gamma$ and $\beta$ are learned, e.g. $\gamma = 2$."
        "\n"
        r"$$\frac{\partial L}{\partial \hat x_i} = 2\frac{\partial L}{\partial y_i}$$",
        "an example defines nothing for the document",
    ),
    Case(
        BATCH_NORM,
        r"Initialise"
        "\n"
        r"$$\gamma = 1, \quad \beta = 0$$"
        "\n"
        r"$$\frac{\partial L}{\partial \hat x_i} = \frac{\partial L}{\partial y_i}$$",
        "an initial value defines nothing for the document",
    ),
    Case(
        SOFTMAX,
        r"$$w_i = (1 - \alpha) t_i + \frac{\alpha}{N}$$"
        "\n"
        r"$$L = -\sum_{k=1}^N w_k \log p_k$$"
        "\n"
        r"$$\frac{\partial L}{\partial z_i} = p_i - w_i$$",
        "true of every distribution t, which nothing says that it is",
    ),
    Case(
        CROSS_ENTROPY,
        r"Without a preference among the $K$ classes"
        "\n"
        r"$$\frac{\partial L}{\partial z_i} = p_i - \frac{1}{\sum_k 1}$$",
        "true of uniform targets",
    ),
)
