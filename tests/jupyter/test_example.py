"""The example notebook runs as it stands, and what it shows is what a run gives."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.jupyter.example import executed, read

for needed in ("nbclient", "ipykernel", "matplotlib"):
    pytest.importorskip(needed, reason=f"the example needs {needed}: pip install 'bnderive[test]'")


@pytest.fixture(scope="module")
def run() -> dict[str, Any]:
    return executed()


def outputs(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [output for cell in notebook["cells"] for output in cell.get("outputs", [])]


def text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def compared(output: dict[str, Any]) -> Any:
    """What this program and the cells print; of pictures and of SymPy's own words, that they are there."""
    data = output.get("data", {})
    if "text/html" in data:
        return {kind: text(value) for kind, value in data.items()}
    return text(output["text"]) if "text" in output else sorted(data)


def shown(run: dict[str, Any], start: str, kind: str = "text/plain") -> str:
    """What the one cell whose source begins so shows at its end."""
    (cell,) = [cell for cell in run["cells"] if text(cell["source"]).startswith(start)]
    return text(cell["outputs"][-1]["data"][kind])


def test_every_output_is_what_a_run_gives(run: dict[str, Any]) -> None:
    pairs = itertools.zip_longest(map(compared, outputs(read())), map(compared, outputs(run)))
    for kept, given in pairs:
        assert kept == given, "the outputs are renewed by: python -m tests.jupyter.example --write"


def test_its_cells_are_what_is_run_and_in_order(run: dict[str, Any]) -> None:
    kept = [cell for cell in read()["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in kept] == list(range(1, len(kept) + 1))
    assert [cell["source"] for cell in read()["cells"]] == [cell["source"] for cell in run["cells"]]


def test_a_report_in_a_kernel_is_one_output_of_three_kinds(run: dict[str, Any]) -> None:
    (cell,) = [cell for cell in run["cells"] if text(cell["source"]).startswith("report = ")]
    (output,) = cell["outputs"]
    assert output["data"].keys() == {"text/html", "text/markdown", "text/plain"}
    assert "5 correct, 7 wrong (3 root causes)" in text(output["data"]["text/plain"])


def test_it_shows_what_it_says(run: dict[str, Any]) -> None:
    assert "missing accent" in shown(run, "path_through_variance, result = ")
    assert "fails at   N = 3, i = 1, S = (0, 1, 2), ε = 1/3" in shown(run, "path_through_variance.counterexample")
    assert "missing cross terms" in shown(run, "setup = ")
    assert "2 correct, 0 wrong, 0 undecided" in shown(run, "%%bnderive --after definitions")
    assert shown(run, "import matplotlib", "image/png")
    printed = "".join(text(output["text"]) for output in outputs(run) if "text" in output)
    assert printed.count("as measured: True") == 1
    assert "true: as measured: True" in printed


def test_it_warns_of_nothing(run: dict[str, Any]) -> None:
    assert all(output.get("name") != "stderr" for output in outputs(run))
