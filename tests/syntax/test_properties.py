"""Properties over generated LaTeX: what is read prints back to the same tree, and nothing raises."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from bnderive.syntax import parse_formula, print_latex, read_rows

FORMULAS = (Path(__file__).parent / "formulas.txt").read_text(encoding="utf-8").strip().split("\n\n")
_WRITTEN = r"""
x y d 12 .5 \mu \Sigma \partial \sum \prod \exp \log \mathrm{Var} \text{rstd} ( ) [ ] \left( \right) \left| \right|
| \| { } {} ^ _ ' , ; . = + - * / \cdot \frac \sqrt \hat \boxed \underbrace \\ & && \quad \pm \over \begin{cases}
\end{cases} \begin{aligned} \end{aligned} ^{2} _{i} _{i=1} ^{(i)} {a+b} {-a} {a=b} \frac{a}{b} (x) \mathbf \ldots
\ne \Rightarrow \in \left. \right. \{ \} a) 1. \prime \mathrm{E} \mathbf{v} \ell \color{red} \foo \text{two\ words}
"""
_PIECES = _WRITTEN.split()

atoms = st.sampled_from(["a", "b", "2", ".5", r"\mu", r"\partial", "d", r"\text{rstd}", r"\mathrm{N}", r"\ldots"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(
            inner, st.sampled_from([" + ", " - ", r" \cdot ", " * ", " / ", " ", r" \pm ", r" \cdot -"]), inner
        ).map("".join),
        pair.map(lambda both: rf"\frac{{{both[0]}}}{{{both[1]}}}"),
        pair.map(lambda both: rf"{{{both[0]} \over {both[1]}}}"),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: rf"\left[ {text} \right]"),
        inner.map(lambda text: f"|{text}|"),
        inner.map(lambda text: f"{{{text}}}"),
        inner.map(lambda text: rf"\sqrt{{{text}}}"),
        inner.map(lambda text: rf"\hat{{{text}}}"),
        inner.map(lambda text: rf"-{text}"),
        inner.map(lambda text: rf"\log {text}"),
        inner.map(lambda text: rf"\mathrm{{Var}}({text})"),
        pair.map(lambda both: rf"\sum_{{{both[0]} = 1}}^{{n}} {both[1]}"),
        pair.map(lambda both: rf"({both[0]})^{{{both[1]}}}"),
        pair.map(lambda both: rf"x_{{{both[0]}, {both[1]}}}'"),
        inner.map(lambda text: rf"\underbrace{{{text}}}_{{\text{{why}}}}"),
        pair.map(lambda both: rf"\begin{{cases}} {both[0]} & i = j \\ {both[1]} & \text{{else}} \end{{cases}}"),
    )


expressions = st.recursive(atoms, _grown, max_leaves=8)
mutations = st.tuples(
    st.sampled_from(FORMULAS), st.integers(0, 400), st.integers(0, 6), st.sampled_from(["", *_PIECES])
)


def _holds(latex: str) -> None:
    results = read_rows(latex)
    assert results
    for result in results:
        assert result.latex == latex[slice(*result.span)]
        assert (result.row is None) != (result.reason is None)
        if result.reason is not None:
            assert result.reason.span is not None
            assert 0 <= result.reason.span[0] <= result.reason.span[1] <= len(latex)
        if result.row is not None:
            assert parse_formula(print_latex(result.row)) == result.row


@given(expressions, expressions)
@example("a", r"\left[ \log {(a)^{a}} \right]")
def test_what_is_read_prints_back(left: str, right: str) -> None:
    _holds(f"{left} = {right}")


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join))
def test_any_sequence_of_pieces(latex: str) -> None:
    _holds(latex)


@given(mutations)
def test_mutated_formulas(mutation: tuple[str, int, int, str]) -> None:
    latex, place, length, piece = mutation
    _holds(latex[:place] + piece + latex[place + length :])


@given(st.text(max_size=60))
def test_any_text(latex: str) -> None:
    _holds(latex)
