r"""What a document leaves out: supplied where it shows or names its layer, in its own spelling; never against it."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

import bnderive
from bnderive.settings import Settings
from tests.layer.documents import report_of
from tests.survey.documents import BATCH_NORM, MEAN, NORMALISED, OUTPUT, VARIANCE

BN = "The layer is batch norm."
LN = "The layer is layer normalisation."
ROOT = r"\sqrt{\sigma^2 + \epsilon}"
GAIN = r"\frac{\partial L}{\partial \gamma} = \sum_i \frac{\partial L}{\partial y_i} \hat{x}_i"
UP = r"\frac{\partial L}{\partial y_%s}"
INPUT = (
    rf"\frac{{\partial L}}{{\partial x_i}} = \frac{{\gamma}}{{N {ROOT}}} "
    rf"(N {UP % 'i'} - \sum_j {UP % 'j'} - \hat{{x}}_i \sum_j {UP % 'j'} \hat{{x}}_j)"
)
JACOBIAN = (
    r"\frac{\partial \hat{x}_j}{\partial x_i} = \frac{1}{S} (\delta_{ij} - \frac{1}{N} - \frac{\hat{x}_i \hat{x}_j}{N})"
)


def jacobian(root: str) -> str:
    return JACOBIAN.replace("S", root)


def supplied(*displays: str, **settings: object) -> dict[str, str]:
    (document,) = report_of(*displays, settings=Settings(**settings)).documents
    return {row.name: row.latex for row in document.definitions if row.origin == "standard layer"}


def claims(*displays: str, **settings: object) -> list[str | None]:
    return [f.verdict for f in report_of(*displays, settings=Settings(**settings)) if f.role == "claim"]


SPELT_OUT = OUTPUT.replace(r"\hat{x}_i", rf"\frac{{x_i - \mu}}{{{ROOT}}}")

# -- what is supplied --------------------------------------------------------------------------------------------------

SUPPLIED = (
    ("words alone", (BN, GAIN), {r"\mu", r"\sigma^{2}", r"\hat{x}", "y"}, "batchnorm"),
    ("the mean and the variance", (MEAN, VARIANCE, INPUT), {r"\hat{x}", "y"}, "batchnorm"),
    ("the output alone is missing", (MEAN, VARIANCE, NORMALISED, INPUT), {"y"}, "batchnorm"),
    ("the variance is missing", (MEAN, NORMALISED, OUTPUT, INPUT), {r"\sigma"}, "batchnorm"),
    ("both statistics are missing", (NORMALISED, OUTPUT, INPUT), {r"\mu", r"\sigma"}, "batchnorm"),
    ("the normalised value is spelt out", (MEAN, VARIANCE, SPELT_OUT, INPUT), {r"\hat{x}"}, "batchnorm"),
    ("gains with an index", (LN, GAIN.replace(r"\gamma}", r"\gamma_i}").replace(r"\sum_i ", "")),
     {r"\mu", r"\sigma^{2}", r"\hat{x}", "y"}, "layernorm"),
    ("rms", ("The layer is RMSNorm.", r"\hat{x}_i = \frac{x_i}{\sqrt{a + \epsilon}}",
     r"\frac{\partial a}{\partial x_i} = \frac{2 x_i}{N}"), {"a"}, "rmsnorm"),
    ("softmax", ("The softmax of scores.", r"\frac{\partial p_j}{\partial a_i} = p_j (\delta_{ij} - p_i)"), {"p"},
     "softmax"),
    ("soft targets", ("The cross entropy of a softmax.", r"\frac{\partial L}{\partial a_i} = p_i - t_i"),
     {"p", "t", "L"}, "crossentropy"),
)  # fmt: skip


@pytest.mark.parametrize(("displays", "names", "layer"), [c[1:] for c in SUPPLIED], ids=[c[0] for c in SUPPLIED])
def test_what_is_missing_is_supplied_listed_and_assumed(displays, names, layer):
    (document,) = report_of(*displays).documents
    assert supplied(*displays).keys() == names
    assert document.layer == layer
    assert len([text for text in document.assumptions if "standard layer" in text or "the output is" in text]) == len(
        names
    )
    assert claims(*displays) == ["correct"]


def test_nothing_is_supplied_to_a_document_that_lacks_nothing():
    (document,) = report_of(*BATCH_NORM, INPUT, GAIN).documents
    assert document.layer is None
    assert {row.origin for row in document.definitions} == {"document"}


def test_it_is_supplied_in_the_spelling_of_the_document():
    mean = r"\mu_B = \frac{1}{m} \sum_{k=1}^{m} h_k"
    variance = r"\sigma_B^2 = \frac{1}{m} \sum_{k=1}^{m} (h_k - \mu_B)^2"
    claim = r"\frac{\partial \hat{h}_k}{\partial \mu_B} = -\frac{1}{\sqrt{\sigma_B^2 + \varepsilon}}"
    assert supplied(mean, variance, claim) == {
        r"\hat{h}": r"\hat{h}_k = \frac{h_k - \mu_B}{\sqrt{\sigma_B^2 + \varepsilon}}"
    }
    assert claims(mean, variance, claim) == ["correct"]
    assert claims(mean, variance, claim.replace("-", "")) == ["wrong"]


@pytest.mark.parametrize("name", ["batchnorm", "Batch-Norm"])
def test_a_layer_that_is_asked_for(name):
    assert claims(GAIN) == ["undecided"]
    assert claims(GAIN, layer=name) == ["correct"]
    assert report_of(GAIN, settings=Settings(layer=name)).documents[0].layer == "batchnorm"


def test_the_layer_that_is_asked_for_beats_the_one_that_the_text_names():
    assert report_of(LN, jacobian(r"\sigma"), settings=Settings(layer="batchnorm")).documents[0].layer == "batchnorm"


def test_an_unknown_layer_is_refused():
    with pytest.raises(bnderive.errors.UsageError, match="did you mean batchnorm"):
        report_of(GAIN, settings=Settings(layer="batchnrm"))


# -- conventions of the document's own ---------------------------------------------------------------------------------

BESSEL = VARIANCE.replace(r"\frac{1}{N}", r"\frac{1}{N - 1}")
DEVIATION = r"\sigma = \sqrt{\frac{1}{N} \sum_{i=1}^{N} (x_i - \mu)^2}"
OUTSIDE = (
    r"\frac{\partial \hat{x}_j}{\partial x_i} = \frac{1}{\sigma + \epsilon} (\delta_{ij} - \frac{1}{N}"
    r" - \frac{\hat{x}_j (x_i - \mu)}{N \sigma})"
)
OVER_LESS = JACOBIAN.replace(r"x}_j}{N}", r"x}_j}{N - 1}")
OWN = (
    ("N - 1 is kept", (MEAN, BESSEL), OVER_LESS.replace("S", ROOT), jacobian(ROOT)),
    ("no epsilon", (MEAN, VARIANCE), jacobian(r"\sigma"), jacobian(r"\sigma^2")),
    ("the deviation", (MEAN, DEVIATION), jacobian(r"\sigma"), jacobian(r"\sqrt{\sigma}")),
    ("the deviation and epsilon inside", (MEAN, DEVIATION), jacobian(ROOT), jacobian(r"(\sigma^2 + \epsilon)")),
    ("epsilon outside the root", (MEAN, DEVIATION), OUTSIDE, OUTSIDE.replace(r"N \sigma", r"N (\sigma + \epsilon)")),
    ("N - 1 and no epsilon", (MEAN, BESSEL), OVER_LESS.replace("S", r"\sigma"), jacobian(r"\sigma")),
)


@pytest.mark.parametrize(("rows", "right", "slip"), [case[1:] for case in OWN], ids=[case[0] for case in OWN])
@pytest.mark.parametrize("words", [(), (BN,), (LN,)])
def test_the_convention_of_the_document_is_kept(words, rows, right, slip):
    assert claims(*words, *rows, right) == ["correct"]
    assert claims(*words, *rows, slip) == ["wrong"]


# What the document says itself, and claims that the standard form would judge otherwise.
CONTRARY = (
    ("another scale", (r"\hat{x}_i = \frac{x_i - \mu}{\sigma^2 + \epsilon}",), jacobian(ROOT), "wrong"),
    ("another variance", (MEAN, r"\sigma^2 = \frac{1}{N} \sum_i |x_i - \mu|"), jacobian(ROOT), "wrong"),
    ("another centre", (r"\mu = \frac{1}{N} \sum_i x_i^2", VARIANCE), jacobian(ROOT), "undecided"),
    ("a gain of its own", (*BATCH_NORM[:3], r"y_i = \gamma^2 \hat{x}_i"), GAIN, "wrong"),
    ("an unread variance", (MEAN, r"\sigma^2 = \iint x", NORMALISED, OUTPUT), INPUT, "undecided"),
    ("targets called y", (MEAN, VARIANCE, NORMALISED, "y_i = 2 t_i"),
     r"\frac{\partial y_i}{\partial \gamma} = \hat{x}_i", "wrong"),
)  # fmt: skip


@pytest.mark.parametrize(("rows", "claim", "verdict"), [c[1:] for c in CONTRARY], ids=[c[0] for c in CONTRARY])
@pytest.mark.parametrize("words", [(), (BN,)])
def test_what_the_document_says_is_never_replaced(words, rows, claim, verdict):
    given = {row.split("=")[0].strip() for row in rows}
    names = supplied(*words, *rows, claim)
    assert not any(latex.split("=")[0].strip() in given for latex in names.values())
    assert list(report_of(*words, *rows, claim))[-1].verdict in {verdict, "undecided"}


# -- several ways ------------------------------------------------------------------------------------------------------

BARE = r"\hat{x}_i = \frac{x_i - \mu}{\sigma}"
LOCAL = r"\frac{\partial \hat{x}_i}{\partial x_i} = \frac{1}{\sigma}"


def test_a_variance_over_n_or_over_n_less_one_is_undecided_with_a_hint():
    formulas = list(report_of(BARE, jacobian(r"\sigma"), LOCAL))
    assert [(f.verdict, f.rule) for f in formulas[1:]] == [("undecided", "BN238"), ("correct", None)]
    assert "--layer" in (formulas[1].advice or "")


def test_a_name_settles_it():
    assert claims(BARE, jacobian(r"\sigma"), layer="standardisation") == ["correct"]
    assert claims(BARE, jacobian(r"\sigma"), layer="sample_standardisation") == ["wrong"]
    assert claims(BARE, OVER_LESS.replace("S", r"\sigma"), layer="sample_standardisation") == ["correct"]


def test_words_about_the_sample_variance_unsettle_it():
    words = "Batch norm, with the unbiased variance."
    assert claims(words, BARE, jacobian(r"\sigma")) == ["undecided"]
    assert claims(words, NORMALISED, OUTPUT, INPUT) == ["undecided"]


CONSTANTS = (
    r"\frac{\partial L}{\partial x_i} = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}} \frac{\partial L}{\partial y_i}"
)


@pytest.mark.parametrize(
    "words",
    [
        "At test time the running mean and the running variance are used.",
        "Both are held fixed.",
        "They are constants.",
        "The population variance is known.",
    ],
)
def test_given_statistics_are_not_taken_for_those_of_the_batch(words):
    assert claims(words, NORMALISED, OUTPUT, CONSTANTS) == ["undecided"]
    assert claims(words, NORMALISED, OUTPUT, INPUT) == ["undecided"]


def test_a_density_is_no_layer():
    rows = (r"z_i = \frac{x_i - \mu}{\sigma}", r"L = \frac{1}{2} \sum_i z_i^2")
    assert claims(*rows, r"\frac{\partial L}{\partial x_i} = \frac{z_i}{\sigma}") == ["undecided"]
    assert claims(*rows, r"\frac{\partial L}{\partial \mu} = -\frac{1}{\sigma} \sum_i z_i") == ["correct"]


def test_an_optimiser_is_no_layer():
    rows = (
        r"u_i = \frac{g_i}{\sqrt{v + \epsilon}}",
        r"\frac{\partial u_i}{\partial g_i} = \frac{1}{\sqrt{v + \epsilon}}",
    )
    assert supplied(*rows) == {}
    assert claims(*rows) == ["correct"]


# Names that look like those of a layer and mean something else: nothing that is judged may rest on the look.
DECOYS = (
    ("a prediction", (r"\mu = \frac{1}{N} \sum_i y_i", r"\sigma^2 = \frac{1}{N} \sum_i (y_i - \mu)^2",
     r"L = \sum_i (\hat{y}_i - y_i)^2"), r"\frac{\partial L}{\partial y_i} = -2 (\hat{y}_i - y_i)", None),
    ("a label", (MEAN, VARIANCE, BARE), r"\frac{\partial L}{\partial \hat{x}_i} = \hat{x}_i - y_i", "undecided"),
    ("an output with a hat", (MEAN, VARIANCE), r"\frac{\partial L}{\partial \beta} = \sum_i "
     r"\frac{\partial L}{\partial \hat{x}_i}", "undecided"),
    ("a shift of a hat", (MEAN, VARIANCE), r"\frac{\partial \hat{x}_i}{\partial \beta} = 1", "undecided"),
    ("probabilities of their own", ("The binary cross entropy.",),
     r"\frac{\partial L}{\partial p_i} = \frac{p_i - t_i}{p_i (1 - p_i)}", "undecided"),
    ("scores called z", ("The log-softmax and the softmax.",),
     r"\frac{\partial L}{\partial z_i} = \sum_j \frac{\partial L}{\partial p_j} p_j (\delta_{ij} - p_i)", "undecided"),
)  # fmt: skip


@pytest.mark.parametrize(("rows", "claim", "verdict"), [c[1:] for c in DECOYS], ids=[c[0] for c in DECOYS])
@pytest.mark.parametrize("words", [(), (BN,)], ids=["no word", "named"])
def test_a_look_alone_is_no_verdict(words, rows, claim, verdict):
    (found,) = claims(*words, *rows, claim)
    assert found != "wrong"
    assert verdict is None or found == verdict


def test_epsilon_is_not_taken_for_the_mean_square():
    rows = (
        "The layer is RMSNorm.",
        r"\hat{x}_i = \frac{x_i}{\sqrt{\epsilon + v}}",
        r"\sum_i \hat{x}_i = \sum_i \hat{x}_i",
    )
    assert r"\epsilon" not in supplied(*rows)


def test_a_name_in_passing_does_not_choose_the_loss():
    words = "Batch norm comes first; a cross entropy follows later."
    assert supplied(words, *BATCH_NORM, INPUT) == {}
    assert claims(words, *BATCH_NORM, INPUT) == ["correct"]


def test_a_name_that_does_not_fit_gives_no_verdict():
    assert claims(LN, MEAN, VARIANCE, NORMALISED, GAIN) == ["undecided"]


# -- without assumptions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [case[1] for case in SUPPLIED], ids=[case[0] for case in SUPPLIED])
def test_strict_supplies_nothing_and_judges_nothing_that_needs_it(rows):
    assert supplied(*rows, strict=True) == {}
    assert claims(*rows, strict=True) == ["undecided"]


# -- a document with parts cut out -------------------------------------------------------------------------------------

TRUE = (INPUT, GAIN, jacobian(ROOT), r"\frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} (x_i - \mu)")
FALSE = tuple(row.replace(*slip) for row, slip in zip(
    TRUE, ((r"\hat{x}_i \sum", r"x_i \sum"), (r"\hat{x}_i", "x_i"), (r"\frac{1}{N}", "1"), (r"\frac{2}{N}", "2")),
    strict=True))  # fmt: skip
CUTS = [rows for size in range(5) for rows in combinations(BATCH_NORM, size)]


@pytest.mark.parametrize("words", [(), (BN,)], ids=["no word", "named"])
@pytest.mark.parametrize("rows", CUTS, ids=lambda rows: f"{len(rows)} rows")
def test_no_verdict_turns_round_when_definitions_are_cut_out(rows, words):
    assert "wrong" not in claims(*words, *rows, *TRUE)
    assert "correct" not in claims(*words, *rows, *FALSE)


@pytest.mark.parametrize("rows", CUTS, ids=lambda rows: f"{len(rows)} rows")
def test_a_named_layer_is_judged_whatever_is_cut_out(rows):
    assert claims(BN, *rows, *TRUE) == ["correct"] * len(TRUE)
    assert claims(BN, *rows, *FALSE) == ["wrong"] * len(FALSE)


def test_many_definitions_are_matched_in_bounded_time():
    """Fifty means, each of which could be the mean of the layer; then one quantity made twice from the one before."""
    rows = [rf"m_{{{k}}} = \frac{{1}}{{N}} \sum_i x_i" for k in range(10, 60)]
    assert r"\hat{x}" not in supplied(*rows, GAIN)
    doubled = [f"{new}_i = {old}_i {old}_i + x_i" for old, new in pairwise("xabcdefghpqrstuvwz")]
    assert r"\hat{x}" not in supplied(*doubled, GAIN)


@pytest.mark.parametrize(
    "said",
    [
        "The loss is the mean squared error, not the cross entropy.",
        "The loss is half the cross entropy.",
        "The loss is the cross entropy with base-2 logarithm against one-hot targets $t_i$.",
    ],
)
def test_a_sentence_that_says_otherwise_names_no_layer(said):
    softmax = r"$$s_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$$"
    text = f"{softmax}\n\n{said}\n\n" + r"$$\frac{\partial L}{\partial z_i} = s_i - t_i$$"
    assert bnderive.check_text(text).documents[0].formulas[-1].verdict == "undecided"
