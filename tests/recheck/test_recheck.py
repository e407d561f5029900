"""Certificates hold as they are written, and no longer once anything in them is changed."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bnderive.certificate import certificate
from bnderive.check import check_documents
from bnderive.recheck import digest, main, recheck
from bnderive.settings import Settings
from bnderive.source import read_text

TEXT = r"""
$$\mu = \frac{1}{N} \sum_i x_i$$ $$\sigma^2 = \frac{1}{N} \sum_i (x_i - \mu)^2$$
$$z_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$
$$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}$$
$$\frac{\partial z_j}{\partial \mu} = \frac{2}{\sqrt{\sigma^2 + \epsilon}}$$
"""
REPOSITORY = Path(__file__).parents[2]
Path_ = tuple[Any, ...]


def certified(text: str) -> dict[str, Any]:
    report = check_documents([read_text(text, "small.md")], Settings(certificate=True))
    written: dict[str, Any] = json.loads(json.dumps(certificate(report.certified)))
    return written


def signed(data: dict[str, Any]) -> str:
    return json.dumps({**data, "digest": digest({k: v for k, v in data.items() if k != "digest"})})


def leaves(data: Any, path: Path_ = ()) -> Iterator[Path_]:
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*path, key))
    else:
        yield path


def changed(data: Any, path: Path_) -> Any:
    result = copy.deepcopy(data)
    inner = result
    for key in path[:-1]:
        inner = inner[key]
    old = inner[path[-1]]
    inner[path[-1]] = not old if isinstance(old, bool) else old + 1 if isinstance(old, int) else f"{old or ''}7"
    return result


CERTIFICATE = certified(TEXT)
LEAVES = list(leaves(CERTIFICATE))


def named(path: Path_) -> str:
    return ".".join(map(str, path))


SCHEMA = json.loads((REPOSITORY / "bnderive/reports/schema/certificate-v1.json").read_text("utf-8"))


def test_it_meets_the_published_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(CERTIFICATE, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**CERTIFICATE, "certificate": 2}, SCHEMA)


def test_it_holds_as_written() -> None:
    faults, tally = recheck(json.dumps(CERTIFICATE))
    assert not faults
    assert tally == {"settled": 1, "refuted": 2}


@pytest.mark.parametrize("path", LEAVES, ids=named)
def test_every_change_of_a_leaf_is_found(path: Path_, tmp_path: Path) -> None:
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(changed(CERTIFICATE, path)))
    assert main([str(file)]) != 0


CLAIMS = ("documents", 0, "claims")
CORRECT = (*CLAIMS, 0, "attempts", 0, 0)
WRONG = (*CLAIMS, 1, "attempts", 0, 0)


def put(path: Path_, value: Any) -> str:
    """The certificate with another value there, and the digest that fits it."""
    result = copy.deepcopy(CERTIFICATE)
    inner = result
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return signed(result)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ((*CORRECT, "right"), ["num", "1/3"], "the two sides differ"),
        ((*CORRECT, "evidence", "kind"), "refuted", "its verdict"),
        ((*CORRECT, "evidence", "places"), [], "not all that there are"),
        ((*CORRECT, "evidence", "sums", "N"), 9, "too small"),
        ((*CLAIMS, 0, "verdict"), "wrong", "its verdict"),
        ((*CLAIMS, 1, "verdict"), "correct", "its verdict"),
        ((*WRONG, "evidence", "left"), ["5", "5"], "the left side"),
        ((*WRONG, "evidence", "exact"), False, "as exact"),
        ((*WRONG, "right"), CERTIFICATE["documents"][0]["claims"][1]["attempts"][0][0]["left"], "the right side"),
        ((*WRONG, "evidence", "values", "\\epsilon()"), ["num", "-1"], "what is positive is not"),
        ((*WRONG, "evidence", "sizes", "N"), 10**9, "no sizes"),
        ((*WRONG, "left"), ["pow", ["num", "9" * 3000], "999"], "too long"),
        ((*WRONG, "evidence", "left"), 7, "malformed"),
        ((*WRONG, "left"), 7, "no term"),
    ],
)
def test_a_change_with_a_digest_that_fits_is_found_by_what_it_says(path: Path_, value: Any, said: str) -> None:
    faults, _ = recheck(put(path, value))
    assert any(said in fault and "small.md:" in fault for fault in faults), faults


@pytest.mark.parametrize("text", ["", "7", "[" * 100_000, '{"certificate": 2}', "1" * 10_000, '{"certificate": 1}'])
def test_what_is_no_certificate_has_status_2(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "none.json"
    file.write_text(text)
    assert main([str(file)]) == 2
    assert capsys.readouterr().err.startswith("recheck: no certificate")


def test_it_needs_nothing_but_the_standard_library(tmp_path: Path) -> None:
    file = tmp_path / "small.json"
    file.write_text(json.dumps(CERTIFICATE))
    code = (
        "import sys, runpy\n"
        "for name in ('sympy', 'rich', 'markdown_it', 'bnderive.terms', 'bnderive.kernel', 'bnderive.judge'):\n"
        "    sys.modules[name] = None\n"
        f"sys.argv = ['recheck', {str(file)!r}]\n"
        "runpy.run_module('bnderive.recheck', run_name='__main__')\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "2 refuted, 1 settled, 0 sampled, 0 kernel only\n"), run.stderr


@pytest.mark.parametrize(
    "name", ["batch_norm_seed.md", "gallery_of_slips.md", "softmax.qmd", "group_norm.rst", "l2_normalisation.md"]
)
def test_documents_hold(name: str) -> None:
    path = REPOSITORY / "derivations" / name
    format = {".md": "markdown", ".qmd": "markdown", ".rst": "rst"}[path.suffix]
    report = check_documents([read_text(path.read_text("utf-8"), name, format)], Settings(certificate=True))
    written = json.loads(json.dumps(certificate(report.certified)))
    faults, tally = recheck(json.dumps(written))
    assert not faults
    assert tally.total() > 0
    jsonschema.validate(written, SCHEMA)


def test_a_row_that_the_report_leaves_undecided_is_no_claim() -> None:
    """The kernel refutes it, and yet the words before it may restrict it to the case in which it is true."""
    restricted = TEXT + "\nIf all inputs are equal, then\n$$\\sigma^2 + \\mu = \\mu$$\n"
    report = check_documents([read_text(restricted, "small.md")], Settings(certificate=True))
    assert report.documents[0].formulas[-1].verdict == "undecided"
    lines = [claim["line"] for claim in certified(restricted)["documents"][0]["claims"]]
    assert lines == [claim["line"] for claim in CERTIFICATE["documents"][0]["claims"]]
