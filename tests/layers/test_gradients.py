r"""The gradients of every standard layer: formulas from the literature are proved, slips refuted, and what the package
gives is compared with complex steps through forward passes written here.
"""

from __future__ import annotations

import mpmath
import pytest
import sympy

import bnderive
from bnderive.layers import standard_layers

UP = r"\frac{\partial L}{\partial y_%s}"
HAT_UP = r"\frac{\partial L}{\partial \hat{x}_%s}"
W_UP = r"\frac{\partial L}{\partial w_%s}"
BY_X = r"\frac{\partial L}{\partial x_i}"
CENTRED = r"\frac{1}{N S} \left( N G_i - \sum_j G_j - \hat{x}_i \sum_j G_j \hat{x}_j \right)"


def with_up(template: str, upstream: str, root: str) -> str:
    """The template with the gradient at the normalised values for G and the deviation for S."""
    indexed = template.replace("G_i", upstream.replace("%s", "i")).replace("G_j", upstream.replace("%s", "j"))
    return indexed.replace("S", root)


ROOT = r"\sqrt{\sigma^2 + \epsilon}"
SCALAR = rf"\gamma {UP}"
EACH_I, EACH_J = (rf"\gamma_{k} \frac{{\partial L}}{{\partial y_{k}}}" for k in "ij")
PER_FEATURE = CENTRED.replace("G_i", EACH_I).replace("G_j", EACH_J).replace("S", ROOT)
RMS = rf"\frac{{1}}{{\sqrt{{a + \epsilon}}}} ({EACH_I} - \frac{{\hat{{x}}_i}}{{N}} \sum_j {EACH_J} \hat{{x}}_j)"
LENGTH = r"\frac{1}{r} (G_i - \hat{x}_i \sum_j G_j \hat{x}_j)"
SAMPLE = r"\frac{1}{\sigma} \left( G_i - \frac{1}{N} \sum_j G_j - \frac{\hat{x}_i}{N - 1} \sum_j G_j \hat{x}_j \right)"
DIRECTION = rf"\frac{{g}}{{r}} {W_UP % 'i'} - \frac{{g v_i}}{{r^3}} \sum_j {W_UP % 'j'} v_j"

# The layer, what is differentiated, the gradient as its paper or a textbook has it, and a slip that people make.
GRADIENTS = (
    ("batchnorm", BY_X, with_up(CENTRED, SCALAR, ROOT), (r"\hat{x}_i \sum", r"x_i \sum")),
    ("batchnorm", r"\frac{\partial L}{\partial \gamma}", rf"\sum_i {UP % 'i'} \hat{{x}}_i", (r"\hat{x}_i", "x_i")),
    ("layernorm", BY_X, PER_FEATURE, (EACH_J, UP % "j")),
    ("layernorm", r"\frac{\partial L}{\partial \gamma_i}", rf"{UP % 'i'} \hat{{x}}_i", (r"\hat{x}_i", "x_i")),
    ("layernorm", r"\frac{\partial L}{\partial \beta_i}", UP % "i", (UP % "i", rf"\sum_j {UP % 'j'}")),
    ("groupnorm", BY_X, PER_FEATURE, (r"N \gamma_i", r"\gamma_i")),
    ("instancenorm", BY_X, with_up(CENTRED, SCALAR, ROOT), (r"- \sum_j", r"+ \sum_j")),
    ("instancenorm", r"\frac{\partial L}{\partial \beta}", rf"\sum_i {UP % 'i'}", (r"\sum_i", r"\frac{1}{N} \sum_i")),
    ("rmsnorm", BY_X, RMS, (r"\frac{\hat{x}_i}{N}", r"\hat{x}_i")),
    ("rmsnorm", r"\frac{\partial L}{\partial \gamma_i}", rf"{UP % 'i'} \hat{{x}}_i", (r"\hat{x}_i", "x_i")),
    ("l2norm", BY_X, with_up(LENGTH, HAT_UP, ""), (r"\hat{x}_i \sum", r"x_i \sum")),
    ("weightnorm", r"\frac{\partial L}{\partial v_i}", DIRECTION, ("r^3", "r^2")),
    ("weightnorm", r"\frac{\partial L}{\partial g}", rf"\frac{{1}}{{r}} \sum_j {W_UP % 'j'} v_j", ("{r}", "{r^2}")),
    ("standardisation", BY_X, with_up(CENTRED, HAT_UP, r"\sigma"), (r"N \frac", r"(N - 1) \frac")),
    ("sample_standardisation", BY_X, with_up(SAMPLE, HAT_UP, ""), (r"{N - 1}", r"{N}")),
    ("softmax", r"\frac{\partial p_j}{\partial a_i}", r"p_j (\delta_{ij} - p_i)", (r"\delta_{ij}", "1")),
    (
        "softmax",
        r"\frac{\partial L}{\partial a_i}",
        r"p_i (\frac{\partial L}{\partial p_i} - \sum_j \frac{\partial L}{\partial p_j} p_j)",
        (r"p_j)", ")"),
    ),
    ("logsoftmax", r"\frac{\partial \lambda_j}{\partial a_i}", r"\delta_{ij} - p_i", (r"\delta_{ij}", "1")),
    (
        "logsoftmax",
        r"\frac{\partial L}{\partial a_i}",
        r"\frac{\partial L}{\partial \lambda_i} - p_i \sum_j \frac{\partial L}{\partial \lambda_j}",
        (r"p_i \sum_j", r"\sum_j"),
    ),
    ("crossentropy", r"\frac{\partial L}{\partial a_i}", "p_i - t_i", ("p_i - t_i", "t_i - p_i")),
    ("crossentropy", r"\frac{\partial L}{\partial p_i}", r"-\frac{t_i}{p_i}", ("t_i}", "t_i^2}")),
    ("onehotcrossentropy", r"\frac{\partial \ell_c}{\partial a_i}", r"p_i - \delta_{ic}", (r"\delta_{ic}", "1")),
)


@pytest.mark.parametrize(("name", "head", "truth", "slip"), GRADIENTS, ids=lambda part: str(part)[:40])
def test_the_gradient_is_proved_and_its_slip_refuted(name, head, truth, slip):
    assert slip[0] in truth
    assert bnderive.prove(head, truth, layer=name).verdict == "correct"
    assert bnderive.prove(head, truth.replace(*slip), layer=name).verdict == "wrong"


def test_every_layer_has_a_gradient_here():
    assert {row[0] for row in GRADIENTS} == {layer.names[0] for layer in standard_layers()}


# -- an independent oracle ---------------------------------------------------------------------------------------------

SIZE = 3
GIVEN = {
    "x": (1, -2, 5),
    "v": (1, 2, -2),
    "a": (1, 0, -1),
    "omega": (2, 1, 5),
    "gamma": (2, -1, 3),
    "beta": (1, 4, -3),
    "g": 3,
    "epsilon": mpmath.mpf("0.25"),
}
UPSTREAM = (2, -1, 4)
EPSILON = sympy.Rational(1, 4)


def centred(x, less=0, epsilon=0):
    mean = sum(x) / SIZE
    deviation = mpmath.sqrt(sum((e - mean) ** 2 for e in x) / (SIZE - less) + epsilon)
    return [(e - mean) / deviation for e in x]


def affine(hats, gains, shifts):
    return [gain * hat + shift for gain, hat, shift in zip(gains, hats, shifts, strict=True)]


def over_length(x):
    return [e / mpmath.sqrt(sum(o * o for o in x)) for e in x]


def soft(a):
    return [mpmath.exp(e) / sum(mpmath.exp(o) for o in a) for e in a]


def rms(x, epsilon):
    return [e / mpmath.sqrt(sum(o * o for o in x) / SIZE + epsilon) for e in x]


def cross(p, s):
    return -sum(e / sum(s) * mpmath.log(q) for e, q in zip(s, p, strict=True))


SHARED = {"gamma": 2, "beta": 1}
# The outputs of a layer, or the loss where it ends in one, as people compute them.
FORWARD = {
    "batchnorm": lambda v: affine(centred(v["x"], 0, v["epsilon"]), [v["gamma"]] * SIZE, [v["beta"]] * SIZE),
    "instancenorm": lambda v: affine(centred(v["x"], 0, v["epsilon"]), [v["gamma"]] * SIZE, [v["beta"]] * SIZE),
    "layernorm": lambda v: affine(centred(v["x"], 0, v["epsilon"]), v["gamma"], v["beta"]),
    "groupnorm": lambda v: affine(centred(v["x"], 0, v["epsilon"]), v["gamma"], v["beta"]),
    "rmsnorm": lambda v: affine(rms(v["x"], v["epsilon"]), v["gamma"], (0, 0, 0)),
    "l2norm": lambda v: over_length(v["x"]),
    "weightnorm": lambda v: [v["g"] * e for e in over_length(v["v"])],
    "standardisation": lambda v: centred(v["x"]),
    "sample_standardisation": lambda v: centred(v["x"], 1),
    "softmax": lambda v: soft(v["a"]),
    "logsoftmax": lambda v: [mpmath.log(p) for p in soft(v["a"])],
    "crossentropy": lambda v: cross(soft(v["a"]), v["omega"]),
}
ENDS = {"l2norm": "x_hat", "weightnorm": "w", "standardisation": "x_hat", "sample_standardisation": "x_hat"}
ENDS |= {"softmax": "p", "logsoftmax": "log_p"}
CASES = [(name, by) for name in FORWARD for by in bnderive.layer(name).standard.gradients if by != "p"]


def is_shared(name):
    return name in {"batchnorm", "instancenorm"}


def inputs_of(name):
    shared = SHARED if is_shared(name) else {}
    given = (GIVEN | shared).items()
    return {k: [mpmath.mpf(e) for e in v] if isinstance(v, tuple) else mpmath.mpf(v) for k, v in given}


def complex_step(name, by, place):
    """∂L/∂by at a place, the loss being the outputs times the upstream gradient."""
    values, step = inputs_of(name), mpmath.mpc(0, mpmath.mpf(10) ** -40)
    if isinstance(values[by], list):
        values[by][place] += step
    else:
        values[by] += step
    out = FORWARD[name](values)
    loss = out if not isinstance(out, list) else sum(g * o for g, o in zip(UPSTREAM, out, strict=True))
    return loss.imag * mpmath.mpf(10) ** 40


def numeric(layer, expression, place):
    """A SymPy expression of the package on the batch: sums written out, then every symbol replaced."""
    written = expression.replace(
        lambda node: isinstance(node, sympy.Sum),
        lambda node: sum(node.function.subs(node.limits[0][0], k) for k in range(1, SIZE + 1)),
    )
    written = written.subs({sympy.Symbol("N", integer=True, positive=True): SIZE})
    written = written.subs({s: place + 1 for s in written.free_symbols if s.name == "i"})
    for name in ("x_hat", "mean_square", "norm", "std", "var", "mu"):
        written = with_node(layer, written, name)
    return mpmath.mpf(sympy.N(written.subs(symbols_of(layer, written)), 30))


def with_node(layer, written, name):
    """Nodes put in as the layer defines them."""
    if name not in layer.terms:
        return written
    body = layer.values[name]
    body = body.replace(
        lambda node: isinstance(node, sympy.Sum),
        lambda node: sum(node.function.subs(node.limits[0][0], k) for k in range(1, SIZE + 1)),
    ).subs({sympy.Symbol("N", integer=True, positive=True): SIZE})
    if not layer.terms[name].indices:
        return written.subs({s: body for s in written.free_symbols if s.name == name})
    return written.replace(
        lambda node: isinstance(node, sympy.Indexed) and node.base.label.name == name,
        lambda node: body.subs({s: node.indices[0] for s in body.free_symbols if s.name == "i"}),
    )


def symbols_of(layer, written):
    values = GIVEN | (SHARED if is_shared(layer.standard.names[0]) else {}) | {"dL": UPSTREAM}
    found = {}
    for symbol in written.atoms(sympy.Indexed):
        label = symbol.base.label.name
        array = values["dL" if label.startswith("dL_") else label]
        found[symbol] = array[int(symbol.indices[0]) - 1]
    scalars = {name: value for name, value in values.items() if not isinstance(value, tuple)} | {"epsilon": EPSILON}
    plain = (s for s in written.free_symbols if type(s) is sympy.Symbol and s.name in scalars)
    return found | {s: scalars[s.name] for s in plain}


@pytest.mark.parametrize("place", range(SIZE))
@pytest.mark.parametrize(("name", "by"), CASES)
def test_the_closed_form_is_the_complex_step(name, by, place):
    mpmath.mp.dps = 60
    layer = bnderive.layer(name)
    given = numeric(layer, layer.loss_gradient(by), place)
    assert mpmath.almosteq(given, complex_step(name, by, place), rel_eps=mpmath.mpf(10) ** -20, abs_eps=1e-20)


@pytest.mark.parametrize("place", range(SIZE))
@pytest.mark.parametrize("target", range(SIZE))
def test_the_one_hot_loss_is_the_complex_step(place, target):
    mpmath.mp.dps = 60
    scores = inputs_of("softmax")["a"]
    scores[place] += mpmath.mpc(0, mpmath.mpf(10) ** -40)
    true = (-mpmath.log(soft(scores)[target])).imag * mpmath.mpf(10) ** 40
    p = soft(inputs_of("softmax")["a"])[place]
    assert mpmath.almosteq(p - (place == target), true, rel_eps=mpmath.mpf(10) ** -20)
