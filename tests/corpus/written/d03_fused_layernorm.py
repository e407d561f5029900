"""Fused LayerNorm, backward half (one program per row, row kept in registers)."""
import numpy as np


def layer_norm_bwd(dy, x, w, mean, rstd):
    r"""Gradient of LayerNorm for one row.

    Everything below is for a single row ``x[0:M]``; the launcher loops over rows.

    Forward, as saved by ``layer_norm_fwd``:

    .. math::

        \mathrm{mean} = \frac{1}{M}\sum_{k=0}^{M-1} x_k

    .. math::

        \mathrm{var} = \frac{1}{M}\sum_{k=0}^{M-1} (x_k - \mathrm{mean})^2

    .. math::

        \mathrm{rstd} = \frac{1}{\sqrt{\mathrm{var} + \mathrm{eps}}}

    .. math::

        \mathrm{x\_hat}_k = (x_k - \mathrm{mean}) \cdot \mathrm{rstd}

    .. math::

        y_k = w_k \cdot \mathrm{x\_hat}_k + b_k

    We get :math:`\mathrm{dy}_k = \frac{\partial L}{\partial y_k}` from above. Parameter gradients of this row
    (accumulated into ``dw``, ``db`` under a lock): :math:`\frac{\partial L}{\partial w_k} = \mathrm{dy}_k \cdot \mathrm{x\_hat}_k` and
    :math:`\frac{\partial L}{\partial b_k} = \mathrm{dy}_k`.

    Pre-multiply by the weight once, so that the rest is free of ``w``:

    .. math::

        \mathrm{wdy}_k = w_k \cdot \mathrm{dy}_k

    Pieces:

    .. math::

        \frac{\partial\,\mathrm{mean}}{\partial x_i} = \frac{1}{M}

    .. math::

        \frac{\partial\,\mathrm{rstd}}{\partial x_i} = -\frac{\mathrm{rstd}^3}{M} (x_i - \mathrm{mean})

    .. math::

        \frac{\partial\,\mathrm{rstd}}{\partial x_i} = -\frac{\mathrm{rstd}^3}{M} \, \mathrm{x\_hat}_i

    .. math::

        \frac{\partial\,\mathrm{x\_hat}_k}{\partial x_i} = \mathrm{rstd} \left( \delta_{ki} - \frac{1}{M} \left( 1 + \mathrm{x\_hat}_k \, \mathrm{x\_hat}_i \right) \right)

    Two row reductions:

    .. math::

        c_1 = \frac{1}{M}\sum_{k=0}^{M-1} \mathrm{x\_hat}_k \cdot \mathrm{wdy}_k, \qquad c_2 = \frac{1}{M}\sum_{k=0}^{M-1} \mathrm{wdy}_k

    and then

    .. math::

        \frac{\partial L}{\partial x_i} &= \sum_{k=0}^{M-1} \mathrm{wdy}_k \, \frac{\partial\,\mathrm{x\_hat}_k}{\partial x_i} \\
        &= \mathrm{rstd} \left( \mathrm{wdy}_i - \left( \mathrm{x\_hat}_i \cdot c_1 + c_2 \right) \right)

    The fp16 path keeps the sums un-normalised to avoid one rounding:

    .. math::

        \frac{\partial L}{\partial x_i} = \mathrm{rstd} \left( M \, \mathrm{wdy}_i - \sum_{k=0}^{M-1} \mathrm{wdy}_k - \mathrm{x\_hat}_i \sum_{k=0}^{M-1} \mathrm{wdy}_k \, \mathrm{x\_hat}_k \right)

    Handy asserts for the unit test (``eps`` of any size):
    :math:`\sum_{i=0}^{M-1} \frac{\partial L}{\partial x_i} = 0` and
    :math:`\sum_{i=0}^{M-1} \mathrm{x\_hat}_i \, \frac{\partial L}{\partial x_i} = 0`.
    """
    x_hat = (x - mean) * rstd
    wdy = w * dy
    c1 = np.mean(x_hat * wdy)
    c2 = np.mean(wdy)
    return (wdy - (x_hat * c1 + c2)) * rstd
