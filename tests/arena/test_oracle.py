"""The verdicts that the arena gives are those of plain arithmetic: where sides are written a second time, they agree
or differ as the folder says. The program takes no part in it.
"""

from __future__ import annotations

import pytest

from tests.arena.judge import FOLDER
from tests.arena.oracle import is_equal
from tests.arena.sides import SIDES


@pytest.mark.parametrize("name", SIDES)
def test_the_sides_are_as_the_folder_says(name: str) -> None:
    assert (FOLDER / f"{name}.md").exists()
    assert is_equal(*SIDES[name], seed=name) == name.startswith("accept/")
