"""The table [tool.bnderive] of the nearest pyproject.toml above a document comes in, settings go out.

The file may be somebody else's: it is parsed, and nothing of it is ever run.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from os.path import isfile
from pathlib import Path
from typing import Any

from bnderive.configuration.grammar import one_of, proposal
from bnderive.configuration.model import NotAccepted
from bnderive.configuration.verbs import COLLECTED, SETTINGS
from bnderive.errors import UsageError
from bnderive.report import FAIL_ON
from bnderive.settings import LARGEST_BATCH, Settings

LIMIT = 1024 * 1024
NAME = "pyproject.toml"
OPTIONS = ("strict", "boxed", "fail-on", "batch-size", "select", "ignore")
KEYS = (*SETTINGS, *OPTIONS)


def configured(path: str, settings: Settings) -> Settings:
    """The settings with what the project of a document says behind them, unless they are isolated or have that.

    Raises UsageError for a file that is not as expected.
    """
    if settings.isolated or settings.project is not None:
        return settings
    file = nearest(Path(path).absolute().parent)
    return replace(settings, project=settings_in(file) if file is not None else None)


def nearest(folder: Path) -> Path | None:
    """The first pyproject.toml from a folder upwards."""
    return next((file for each in (folder, *folder.parents) if isfile(file := each / NAME)), None)


def settings_in(file: Path) -> Settings | None:
    """What one file says. Raises UsageError, which names the file and the key."""
    table = _parsed(file).get("tool", {})
    table = table.get("bnderive") if isinstance(table, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise UsageError(f"{file}: [tool.bnderive] is no table")
    settings = Settings()
    for key, value in table.items():
        try:
            settings = setting(key, value).along_with(settings)
        except NotAccepted as error:
            raise UsageError(f"{file}: [tool.bnderive] {key}: {error}") from None
    return settings


def _parsed(file: Path) -> Mapping[str, Any]:
    try:
        with file.open("rb") as stream:
            content = stream.read(LIMIT + 1)
        if len(content) > LIMIT:
            raise UsageError(f"{file}: is larger than {LIMIT // 1024} KiB, the most that is read")
        return tomllib.loads(content.decode())
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{file}: cannot be read: {error}") from None


def setting(key: str, value: object) -> Settings:
    """One key with its value. Raises NotAccepted."""
    match key:
        case "strict" | "boxed":
            if not isinstance(value, bool):
                raise NotAccepted("expected true or false")
            return Settings(strict=value) if key == "strict" else Settings(boxed=value)
        case "batch-size":
            if type(value) is not int or not 1 <= value <= LARGEST_BATCH:
                raise NotAccepted(f"expected a whole number from 1 to {LARGEST_BATCH}")
            return Settings(batch_size=value)
        case "fail-on":
            return Settings(fail_on=one_of(value if isinstance(value, str) else "", FAIL_ON, "kind of finding"))
        case "select" | "ignore":
            words = _texts(value)
            return Settings(select=words) if key == "select" else Settings(ignore=words)
        case _ if key in SETTINGS:
            return _as_in_a_comment(key, value)
    raise NotAccepted(f"unknown{proposal(key, KEYS) or '; known are ' + ', '.join(KEYS)}")


def _as_in_a_comment(key: str, value: object) -> Settings:
    """A text, or where there may be several a list of them."""
    several = key in COLLECTED
    settings = Settings()
    for text in value if isinstance(value, list) and several else [value]:
        if not isinstance(text, str):
            raise NotAccepted("expected a text" + (" or a list of texts" if several else ""))
        settings = SETTINGS[key](" ".join(text.split())).along_with(settings)
    return settings


def _texts(value: object) -> tuple[str, ...]:
    """Rules: one text, or a list of them."""
    words = value if isinstance(value, list) else [value]
    texts = tuple(word for word in words if isinstance(word, str))
    if len(texts) < len(words):
        raise NotAccepted("expected a rule such as `BN301` or `missing-accent`, or a list of them")
    return texts
