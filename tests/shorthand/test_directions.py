"""`d` before a name is a differential where a document's rows go forward, a gradient where they go back."""

from __future__ import annotations

from bnderive import check_text
from tests.shorthand.documents import CENTRE, STANDARD, outcomes

FORWARD = (
    r"dm = \frac1N \sum_i dx_i",
    r"dv = \frac2N \sum_i (x_i - m) \, dx_i",
    r"dv = \frac2N \sum_i dx_i",
)
BACK = (r"dm = -\sum_i dy_i", r"dx_i = dy_i + \frac1N dm", r"dx_i = dy_i")


def test_rows_that_go_forward_make_differentials() -> None:
    assert outcomes("", *STANDARD, *FORWARD)[-3:] == ["correct", "correct", "wrong"]


def test_rows_that_go_back_make_gradients() -> None:
    assert outcomes("", *CENTRE, *BACK)[-3:] == ["correct", "correct", "wrong"]


def test_the_loss_may_vary_and_be_differentiated_in_one_document() -> None:
    rows = (
        r"dL = \sum_i \frac{\partial L}{\partial y_i} dy_i",
        r"dL = \sum_i \frac{\partial L}{\partial x_i} dx_i",
        r"dL = \sum_i \frac{\partial L}{\partial y_i} dx_i",
        r"\frac{\partial L}{\partial m} = -\sum_i \frac{\partial L}{\partial y_i}",
    )
    assert outcomes("", *CENTRE, *rows)[-4:] == ["correct", "correct", "wrong", "correct"]


def test_what_nothing_varies_is_held_and_said_so() -> None:
    rows = (r"y_i = c x_i", r"dy_i = c \, dx_i", r"dL = \sum_i \frac{\partial L}{\partial y_i} dy_i")
    report = check_text("\n\n".join(f"$$\n{row}\n$$" for row in rows))
    assert [f.verdict for f in report][1:] == ["correct", "correct"]
    assert any("c" in text and "does not vary" in text for text in report.documents[0].assumptions)


def test_a_parameter_that_varies_somewhere_varies_everywhere() -> None:
    rows = (r"y_i = c x_i", r"dy_i = c \, dx_i + x_i \, dc", r"dy_i = c \, dx_i")
    assert outcomes("Differentials:", *rows)[-2:] == ["correct", "wrong"]


def test_a_statistic_alone_still_varies_with_its_inputs() -> None:
    rows = (r"v = \frac1N \sum_i x_i^2", r"s = \sqrt{v}", r"ds = \frac{dv}{2 s}", r"ds = \frac{dv}{s}")
    assert outcomes("Vary the variance.", *rows)[-2:] == ["correct", "wrong"]


def test_one_row_alone_does_not_settle_what_d_means() -> None:
    assert outcomes("", r"m = \frac1N \sum_i x_i", r"dm = \frac1N \sum_i dx_i")[-1] == "undecided"


def test_the_echo_of_a_differential_is_understood_as_the_same_claim() -> None:
    text = "\n\n".join(f"$$\n{row}\n$$" for row in (*STANDARD, *FORWARD))
    echoed = [f.understood for f in check_text(text)][-3:]
    assert all(echo and "⟨" not in echo for echo in echoed)
