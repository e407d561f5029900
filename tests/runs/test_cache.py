"""What was found is found again, as long as nothing that it depends on is another; and nothing else is."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import pytest

from bnderive.check import check_text
from bnderive.report import DocumentReport, Profile, Report, summarise
from bnderive.runs import cache as cache_module
from bnderive.runs import stored as stored_module
from bnderive.runs.cache import DAY, FILE, MONTH, Cache, program
from bnderive.runs.stored import restored, stored
from bnderive.runs.work import Work
from bnderive.settings import Settings

DOCUMENTS = sorted(path for path in Path("derivations").iterdir() if path.is_file())
WORK = Work("a.md", Settings())


def judge(*_: object) -> Report:
    raise AssertionError("nothing is judged here")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def kept(tmp_path, said) -> Iterator[Cache]:
    with Cache(tmp_path, said.append) as cache:
        yield cache


def answer(name: str = "a.md", error: str | None = None, layer: str = "L") -> Report:
    document = DocumentReport(name, error=error, layer=layer)
    return Report((document,), summarise((document,)))


# -- reports as bytes


@pytest.mark.parametrize("name", ["batch_norm_seed.md", "gallery_of_slips.md", "group_norm.rst"])
def test_all_of_a_report_comes_back(name):
    """Every field of every part, looked at one by one, those too that reports do not compare or print."""
    from bnderive.check import check_documents
    from bnderive.source import read_file

    report = check_documents([read_file(f"derivations/{name}")], Settings(batch_size=2, certificate=True))
    back = restored(stored(report) or b"")
    assert back is not None
    assert all(getattr(back, field.name) == getattr(report, field.name) for field in fields(Report))
    assert back.documents[0].passages == report.documents[0].passages
    assert repr(back.documents[0].formulas) == repr(report.documents[0].formulas)
    assert [row.profile for row in back] == [row.profile for row in report]
    assert report.explicit
    assert report.certified


def test_what_would_come_back_as_something_else_is_not_kept(kept):
    report = replace(answer(), certified=((1, 2),))  # JSON has no tuples
    assert stored(report) is None
    kept.keep("key", report)
    assert kept.found("key", "a.md") is None


def test_a_document_whose_name_is_no_text_is_not_kept(kept):
    name = os.fsdecode(b"caf\xe9.md")  # what Linux calls a file is bytes
    kept.keep("key", answer(name))
    assert kept.found("key", name) is None


def test_an_array_of_more_indices_than_can_be_kept_costs_no_other_document(kept):
    """It is judged, and judged again the next time."""
    text = r"$$m_{a,b,c,d} = \frac{1}{N} \sum_n x_{n,a,b,c,d}$$ $$\sum_n x_{n,a,b,c,d} = 2 N m_{a,b,c,d}$$"
    report = check_text(text, name="a.md")
    assert [row.verdict for row in report] == [None, "wrong"]
    kept.keep("key", report)
    assert kept.found("key", "a.md") is None


def test_a_number_of_more_digits_than_can_be_kept_costs_no_other_document(kept):
    report = check_text("$$1 + 1 = 3$$", name="a.md")
    (document,) = report.documents
    many = (Fraction(10**5000),)
    row = replace(document.formulas[0], profile=Profile("i", (0,), many, many))
    kept.keep("key", replace(report, documents=(replace(document, formulas=(row,)),)))
    assert kept.found("key", "a.md") is None


@pytest.mark.parametrize("content", [b"", b"x", b"\x78\x01", stored(answer())[:-3]])  # type: ignore[index]
def test_what_is_no_report_is_none(content):
    assert restored(content) is None


def test_a_report_that_unpacks_to_too_much_is_none(monkeypatch):
    content = stored(answer())
    assert content is not None
    monkeypatch.setattr(stored_module, "MOST", 100)
    assert restored(content) is None
    assert stored(answer()) is None


# -- keys


def test_another_key_for_all_that_a_report_depends_on(kept, monkeypatch):
    def key(work: Work = WORK, content: bytes = b"text", judge: object = judge) -> str:
        return kept.key(judge, work, content)  # type: ignore[arg-type]

    before = key()
    assert key() == before
    others = [
        key(content=b"text "),
        key(replace(WORK, name="b.md")),
        key(replace(WORK, format="tex")),
        key(replace(WORK, settings=Settings(strict=True))),
        key(replace(WORK, settings=Settings(project=Settings(loss="J")))),
        key(judge=answer),
    ]
    monkeypatch.setattr(cache_module, "program", lambda: "another")
    others.append(key())
    assert len({before, *others}) == 1 + len(others)


def test_every_setting_is_a_part_of_the_key(kept):
    """So that no setting that comes later is forgotten: each is made another, whatever it is."""
    keys = {kept.key(judge, WORK, b"")}
    for field in fields(Settings):
        other = replace(Settings(), **{field.name: "another"})
        keys.add(kept.key(judge, replace(WORK, settings=other), b""))
    assert len(keys) == 1 + len(fields(Settings))


def test_the_program_is_known_by_its_files(monkeypatch, tmp_path):
    def digest_of(text: str) -> str:
        (tmp_path / "module.py").write_text(text, "utf-8")
        program.cache_clear()
        return program()

    monkeypatch.setattr("bnderive.__file__", str(tmp_path / "__init__.py"))
    try:
        assert digest_of("a = 1") == digest_of("a = 1") != digest_of("a = 2")
        before = program()
        monkeypatch.setattr(cache_module, "version", lambda name: "0")
        program.cache_clear()
        assert program() != before
    finally:
        program.cache_clear()


# -- the file


def test_what_is_kept_is_found_by_the_next_program(tmp_path, said):
    with Cache(tmp_path) as cache:
        cache.keep("key", answer())
        assert cache.found("other", "a.md") is None
    with Cache(tmp_path, said.append) as cache:
        assert cache.found("key", "a.md") == answer()
        assert cache.hits == 1
    assert said == []


def test_what_ended_early_is_not_kept(kept):
    kept.keep("key", answer(error="took longer than 1 s"))
    assert kept.found("key", "a.md") is None


def test_two_programs_share_a_file(tmp_path, said):
    with Cache(tmp_path, said.append) as one, Cache(tmp_path, said.append) as other:
        one.keep("a", answer("a.md"))
        other.keep("b", answer("b.md"))
        assert one.found("b", "b.md") == answer("b.md")
        assert other.found("a", "a.md") == answer("a.md")
    assert said == []


CHANGES = [
    "UPDATE reports SET report = zeroblob(9)",
    "UPDATE reports SET report = (SELECT report FROM reports WHERE key = 'other') WHERE key = 'key'",
    "UPDATE reports SET key = 'moved' WHERE key = 'other'; UPDATE reports SET digest = 'x'",
    "UPDATE reports SET report = NULL",
    "UPDATE reports SET report = 'text', digest = NULL",
    "UPDATE reports SET digest = ''",
    "UPDATE reports SET digest = CAST(x'ff' AS TEXT)",
]


@pytest.mark.parametrize("change", CHANGES)
def test_an_entry_that_was_changed_is_not_believed(tmp_path, kept, said, change):
    kept.keep("key", answer(layer="mine"))
    kept.keep("other", answer(layer="another's"))
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.executescript(change)
    assert kept.found("key", "a.md") is None
    assert said == ["an entry of the cache was not as it was written, and is judged anew"]
    kept.keep("key", answer(layer="mine"))
    assert kept.found("key", "a.md") == answer(layer="mine")


def test_a_report_on_another_document_is_not_believed(kept):
    kept.keep("key", answer("b.md"))
    assert kept.found("key", "a.md") is None


@pytest.mark.parametrize("content", [b"no database, but long enough to be one" * 100, b"SQLite format 3\0" * 500])
def test_a_broken_file_is_made_anew(tmp_path, said, content):
    (tmp_path / FILE).write_bytes(content)
    with Cache(tmp_path, said.append) as cache:
        cache.keep("key", answer())
        assert cache.found("key", "a.md") == answer()
    assert len(said) == 1
    assert "is broken, and is made anew" in said[0]


SCHEMAS = [
    "ALTER TABLE reports RENAME COLUMN report TO rapport",
    "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = CAST(x'ff' AS TEXT)",
]


@pytest.mark.parametrize("change", SCHEMAS)
def test_a_file_whose_table_is_another_is_made_anew(tmp_path, said, change):
    with Cache(tmp_path) as cache:
        cache.keep("key", answer())
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.executescript(change)
    with Cache(tmp_path, said.append) as cache:
        cache.keep("key", answer())
        assert cache.found("key", "a.md") == answer()
    assert len(said) == 1
    assert "is broken, and is made anew" in said[0]


def test_a_file_that_another_program_holds_is_left_as_it_is(tmp_path, said, monkeypatch):
    monkeypatch.setattr(cache_module, "PATIENCE", 0.1)
    with Cache(tmp_path) as cache:
        cache.keep("key", answer())
    with sqlite3.connect(tmp_path / FILE) as other:
        other.execute("BEGIN EXCLUSIVE")
        with Cache(tmp_path, said.append) as cache:
            cache.keep("other", answer())
    assert "cannot be used, and is done without: database is locked" in said[0]
    with Cache(tmp_path) as cache:
        assert cache.found("key", "a.md") == answer()


def test_a_file_that_breaks_meanwhile_costs_what_was_kept_and_nothing_more(tmp_path, said):
    with Cache(tmp_path, said.append) as cache:
        for k in range(300):
            cache.keep(f"key {k}", answer(layer="long " * 100 + str(k)))
    content = bytearray((tmp_path / FILE).read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    (tmp_path / FILE).write_bytes(content)
    with Cache(tmp_path, said.append) as cache:
        assert not any(cache.found(f"key {k}", "a.md") for k in range(300))
        cache.keep("key 1", answer())
        assert cache.found("key 1", "a.md") == answer()
    assert "is made anew" in said[0]


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path, said):
    (tmp_path / "file").write_text("", "utf-8")
    with Cache(tmp_path / "file" / "cache", said.append) as cache:
        cache.keep("key", answer())
        assert cache.found("key", "a.md") is None
    assert len(said) == 1
    assert "cannot be used, and is done without" in said[0]


def test_what_is_not_asked_for_is_forgotten_after_a_month(tmp_path, monkeypatch):
    now = [1e9]
    monkeypatch.setattr(cache_module, "time", lambda: now[0])
    with Cache(tmp_path) as cache:
        cache.keep("asked", answer())
        cache.keep("forgotten", answer())
    now[0] += (MONTH - 1) * DAY
    with Cache(tmp_path) as cache:
        assert cache.found("asked", "a.md") == answer()
    now[0] += 2 * DAY
    with Cache(tmp_path) as cache:
        assert cache.found("asked", "a.md") == answer()
        assert cache.found("forgotten", "a.md") is None


def test_in_memory_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Cache() as cache:
        cache.keep("key", answer())
        assert cache.found("key", "a.md") == answer()
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_is_judged_is_found_as_it_was(kept):
    report = check_text("$$1 + 1 = 2$$", name="a.md")
    kept.keep("key", report)
    assert kept.found("key", "a.md") == report
