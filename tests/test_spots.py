"""What people are told of a place is understood again, and names every place once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bnderive.spots import Spot, cell_of, in_words, told_in

LINES = st.integers(1, 10**6)
IN_FILE = st.lists(st.builds(Spot, LINES), min_size=1, max_size=6)
IN_CELLS = st.lists(st.builds(Spot, LINES, st.integers(0, 40)), min_size=1, max_size=6)


@given(IN_FILE | IN_CELLS)
def test_what_is_told_is_understood_again(spots: list[Spot]) -> None:
    assert told_in(f"it follows from {in_words(spots)} with the rest put in, and has its error there") == set(spots)


def test_one_spot_is_told_as_itself() -> None:
    assert in_words([Spot(7)]) == str(Spot(7)) == "line 7"
    assert in_words([Spot(7, 0)]) == str(Spot(7, 0)) == "cell 1, line 7"


def test_cells_are_told_in_order_and_lines_once() -> None:
    spots = [Spot(2, 4), Spot(10, 1), Spot(9, 1), Spot(9, 1), Spot(2, 2)]
    assert in_words(spots) == "cell 2, lines 9 and 10, cell 3, line 2 and cell 5, line 2"


def test_other_numbers_are_no_spots() -> None:
    assert told_in("2/N should be 2/N (S_1 − μ) on a batch of 3") == frozenset()


def test_only_a_place_in_a_notebook_has_a_cell() -> None:
    assert cell_of(Spot(3)) == cell_of(None) == (None, None)
    assert cell_of(Spot(3, 0)) == (0, 3)
