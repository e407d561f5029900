"""The two sides of claims of the arena, written down a second time, as plain arithmetic, for the oracle."""

from __future__ import annotations

from cmath import exp, log

from tests.arena.forward import BATCH_NORM, CROSS_ENTROPY, L2_NORM, LINEAR, LOGITS, PLAIN, ROWS, dot
from tests.arena.oracle import Layer, Sides

SIDES: dict[str, tuple[Layer, Sides]] = {
    "refute/trap_an_element_is_the_sum": (PLAIN, lambda e, i: (sum(e.x), e.x[i])),
    "refute/trap_a_quadratic_that_vanishes_at_size_2": (
        PLAIN,
        lambda e, i: (sum(e.x) ** 2 - 2 * e.x[i] * sum(e.x) + 2 * e.x[i] ** 2 - dot(e.x, e.x), 0),
    ),
    "refute/trap_the_sum_of_ones": (PLAIN, lambda e: (e.N, 1)),
    "refute/trap_a_product_that_vanishes_at_sizes_1_to_3": (PLAIN, lambda e: ((e.N - 1) * (e.N - 2) * (e.N - 3), 0)),
    "refute/trap_a_mersenne_coefficient": (PLAIN, lambda e, i: (0, 2305843009213693951 * e.mu)),
    "refute/trap_a_mersenne_power_as_coefficient": (
        PLAIN,
        lambda e, i: (0, (2**31 - 1) * (2**61 - 1) * e.mu),
    ),
    "refute/trap_a_decimal_near_a_third": (PLAIN, lambda e, i: (e.x[i] / 3, 0.3333 * e.x[i])),
    "refute/trap_root_of_a_product_of_squares": (PLAIN, lambda e, i, j: (abs(e.x[i] * e.x[j]), e.x[i] * e.x[j])),
    "accept/trap_root_of_a_product_of_squares_with_absolute_values": (
        PLAIN,
        lambda e, i, j: (abs(e.x[i] * e.x[j]), abs(e.x[i]) * abs(e.x[j])),
    ),
    "refute/trap_mean_zero_data": (BATCH_NORM, lambda e: (e.var, dot(e.x, e.x) / e.N)),
    "refute/trap_constant_upstream": (BATCH_NORM, lambda e, i: (e.d("L", "x", None, i), 0)),
    "refute/trap_diagonal_term": (
        BATCH_NORM,
        lambda e, i: (
            e.d("L", "x", None, i),
            e.gamma * e.g[i] * (e.N - 1 - e.xh[i] ** 2) / (e.N * (e.var + e.eps) ** 0.5),
        ),
    ),
    "refute/trap_true_for_unequal_indices_only": (PLAIN, lambda e, i, j: (e.x[i] * (i == j), 0)),
    "accept/delta_is_idempotent": (PLAIN, lambda e, i, j: (int(i == j) ** 2, int(i == j))),
    "accept/delta_contracted_with_delta": (
        PLAIN,
        lambda e, i, j: (sum((i == k) * (k == j) for k in range(e.N)), int(i == j)),
    ),
    "refute/delta_times_delta_without_the_sum": (PLAIN, lambda e, i, j, k: ((i == j) * (j == k), int(i == k))),
    "accept/delta_exchanges_indices": (PLAIN, lambda e, i, j: ((i == j) * e.x[i], (i == j) * e.x[j])),
    "refute/delta_left_out": (PLAIN, lambda e, i, j: ((i == j) * e.x[i], e.x[j])),
    "accept/delta_in_a_double_sum": (
        PLAIN,
        lambda e: (sum((i == j) * a * b for i, a in enumerate(e.x) for j, b in enumerate(e.x)), dot(e.x, e.x)),
    ),
    "accept/square_of_a_sum_by_diagonal_and_rest": (
        PLAIN,
        lambda e: (
            sum(e.x) ** 2,
            dot(e.x, e.x) + sum(a * b for i, a in enumerate(e.x) for j, b in enumerate(e.x) if i != j),
        ),
    ),
    "refute/cube_of_a_sum": (
        PLAIN,
        lambda e: (
            sum(e.x) ** 3,
            sum(a**3 for a in e.x) + 3 * sum(a * a * b for i, a in enumerate(e.x) for j, b in enumerate(e.x) if i != j),
        ),
    ),
    "accept/batch_norm_third_central_moment": (
        BATCH_NORM,
        lambda e: (
            sum((x - e.mu) ** 3 for x in e.x),
            sum(x**3 for x in e.x) - 3 * e.mu * dot(e.x, e.x) + 2 * e.N * e.mu**3,
        ),
    ),
    "refute/batch_norm_third_central_moment_without_the_last_term": (
        BATCH_NORM,
        lambda e: (sum((x - e.mu) ** 3 for x in e.x), sum(x**3 for x in e.x) - 3 * e.mu * dot(e.x, e.x)),
    ),
    "accept/batch_norm_fourth_powers_of_differences": (
        BATCH_NORM,
        lambda e: (
            sum((a - b) ** 4 for a in e.x for b in e.x),
            2 * e.N * sum((x - e.mu) ** 4 for x in e.x) + 6 * e.N**2 * e.var**2,
        ),
    ),
    "refute/batch_norm_fourth_powers_of_differences_with_half": (
        BATCH_NORM,
        lambda e: (
            sum((a - b) ** 4 for a in e.x for b in e.x),
            2 * e.N * sum((x - e.mu) ** 4 for x in e.x) + 3 * e.N**2 * e.var**2,
        ),
    ),
    "accept/root_of_twelve": (PLAIN, lambda e, i: (12**0.5 * e.x[i], 2 * 3**0.5 * e.x[i])),
    "refute/root_of_twelve_upside_down": (PLAIN, lambda e, i: (12**0.5 * e.x[i], 3 * 2**0.5 * e.x[i])),
    "accept/roots_with_a_common_factor": (PLAIN, lambda e, i: (60**0.5 * e.x[i], 2 * 15**0.5 * e.x[i])),
    "refute/roots_with_a_common_factor_left_in": (PLAIN, lambda e, i: (60**0.5 * e.x[i], 2 * 30**0.5 * e.x[i])),
    "accept/root_of_the_size_made_rational": (PLAIN, lambda e: (1 / e.N**0.5, e.N**0.5 / e.N)),
    "refute/root_of_the_size_one_power_too_many": (PLAIN, lambda e: (1 / e.N**0.5, e.N**0.5 / e.N**2)),
    "accept/batch_norm_root_of_a_positive_product": (
        BATCH_NORM,
        lambda e: ((e.N * (e.var + e.eps)) ** 0.5, e.N**0.5 * (e.var + e.eps) ** 0.5),
    ),
    "accept/batch_norm_powers_of_one_root": (
        BATCH_NORM,
        lambda e: ((e.var + e.eps) ** -0.5, 1 / (e.var + e.eps) ** 0.5),
    ),
    "accept/exp_of_opposites": (PLAIN, lambda e, i: (exp(e.x[i]) * exp(-e.x[i]), 1)),
    "accept/exp_of_a_double": (PLAIN, lambda e, i: (exp(2 * e.x[i]), exp(e.x[i]) ** 2)),
    "refute/exp_of_a_double_as_a_double": (PLAIN, lambda e, i: (exp(2 * e.x[i]), 2 * exp(e.x[i]))),
    "refute/log_of_a_sum": (PLAIN, lambda e, i, j: (log(exp(e.x[i]) + exp(e.x[j])), e.x[i] + e.x[j])),
    "accept/batch_norm_log_of_the_variance_by_input": (
        BATCH_NORM,
        lambda e, i: (e.d("var", "x", None, i) / (e.var + e.eps), 2 * (e.x[i] - e.mu) / (e.N * (e.var + e.eps))),
    ),
    "accept/batch_norm_direct_path": (
        BATCH_NORM,
        lambda e, i: (e.d("xh", "x", i, i, held=("mu", "var")), 1 / (e.var + e.eps) ** 0.5),
    ),
    "accept/batch_norm_path_through_the_mean": (
        BATCH_NORM,
        lambda e, i: (
            e.d("xh", "mu", i, None, held=("var",)) * e.d("mu", "x", None, i),
            -1 / (e.N * (e.var + e.eps) ** 0.5),
        ),
    ),
    "refute/batch_norm_path_through_the_mean_without_the_size": (
        BATCH_NORM,
        lambda e, i: (e.d("xh", "mu", i, None, held=("var",)) * e.d("mu", "x", None, i), -1 / (e.var + e.eps) ** 0.5),
    ),
    "accept/l2_norm_unit_length": (L2_NORM, lambda e: (dot(e.u, e.u), 1)),
    "refute/l2_norm_sums_to_1": (L2_NORM, lambda e: (sum(e.u), 1)),
    "accept/l2_norm_jacobian": (L2_NORM, lambda e, i, j: (e.d("u", "x", i, j), ((i == j) - e.u[i] * e.u[j]) / e.n)),
    "refute/l2_norm_jacobian_without_the_length": (
        L2_NORM,
        lambda e, i, j: (e.d("u", "x", i, j), (i == j) - e.u[i] * e.u[j]),
    ),
    "accept/l2_norm_backward": (
        L2_NORM,
        lambda e, i: (e.d("L", "x", None, i), (e.g[i] - e.u[i] * dot(e.u, e.g)) / e.n),
    ),
    "refute/l2_norm_backward_with_the_raw_input": (
        L2_NORM,
        lambda e, i: (e.d("L", "x", None, i), (e.g[i] - e.x[i] * dot(e.u, e.g)) / e.n),
    ),
    "accept/l2_norm_second_derivative": (
        L2_NORM,
        lambda e, i, j: (e.d2("n", "x", i, j), ((i == j) - e.u[i] * e.u[j]) / e.n),
    ),
    "refute/l2_norm_second_derivative_plus": (
        L2_NORM,
        lambda e, i, j: (e.d2("n", "x", i, j), ((i == j) + e.u[i] * e.u[j]) / e.n),
    ),
    "accept/log_sum_exp_second_derivative": (
        CROSS_ENTROPY,
        lambda e, i, j: (e.d2("s", "z", i, j), e.p[i] * ((i == j) - e.p[j])),
    ),
    "refute/log_sum_exp_second_derivative_plus": (
        CROSS_ENTROPY,
        lambda e, i, j: (e.d2("s", "z", i, j), e.p[i] * ((i == j) + e.p[j])),
    ),
    "accept/linear_weight_gradient": (LINEAR, lambda e, j, k: (e.d("L", "W", None, (j, k)), e.g[j] * e.x[k])),
    "accept/linear_shift_gradient": (LINEAR, lambda e, j: (e.d("L", "b", None, j), e.g[j])),
    "accept/linear_input_gradient": (
        LINEAR,
        lambda e, k: (e.d("L", "x", None, k), sum(e.W[j][k] * e.g[j] for j in range(e.N))),
    ),
    "refute/linear_slope_by_the_shift": (LINEAR, lambda e, j, k: (e.d("y", "b", j, j), e.W[j][k])),
    "refute/linear_input_slope": (LINEAR, lambda e, j, k: (e.d("y", "x", j, k), 1)),
    "accept/rows_centred": (ROWS, lambda e, b: (sum(e.xh[b]), 0)),
    "accept/rows_gain_gradient": (
        ROWS,
        lambda e, d: (e.d("L", "gamma", None, d), sum(e.g[b][d] * e.xh[b][d] for b in range(e.N))),
    ),
    "refute/rows_squares_true_at_epsilon_zero_only": (
        ROWS,
        lambda e, b: (dot(e.xh[b], e.xh[b]), (e.N + 1) * e.var[b]),
    ),
    "refute/rows_not_centred_across": (ROWS, lambda e, d: (sum(row[d] for row in e.xh), 0)),
    "accept/sigmoid_slope": (LOGITS, lambda e, i: (e.d("s", "z", i, i), e.s[i] * (1 - e.s[i]))),
    "refute/sigmoid_slope_squared": (LOGITS, lambda e, i: (e.d("s", "z", i, i), e.s[i] * (1 - e.s[i]) ** 2)),
}
