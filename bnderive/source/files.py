"""A path or a text comes in, the document as its format's reader sees it goes out.

A format is a row of `FORMATS`. What is not readable text of a known format is an error of usage that names the path.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from os import PathLike, fspath
from os.path import isdir
from pathlib import Path

from bnderive.errors import UsageError
from bnderive.records import dataclass
from bnderive.source.model import Document

LIMIT = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Format:
    """A document format: the suffixes that mean it, and the module of its reader, loaded when it is needed."""

    suffixes: tuple[str, ...]
    module: str

    def read(self, text: str, path: str) -> Document:
        document: Document = import_module(f"bnderive.source.{self.module}").read(text, path)
        return document


FORMATS = {
    "markdown": Format((".md", ".markdown", ".qmd", ".rmd"), "markdown"),
    "text": Format((".txt",), "text"),
    "tex": Format((".tex", ".ltx"), "tex"),
    "notebook": Format((".ipynb",), "notebook"),
    "rst": Format((".rst",), "rst"),
    "python": Format((".py",), "python"),
}


def read_file(path: str | PathLike[str]) -> Document:
    """The document in a file, in the format that its suffix names.

    Raises `UsageError` for a file that is missing, too large, no UTF-8 text, or of an unknown suffix.
    """
    name = fspath(path)
    return read_bytes(content_of(name), name)


def read_bytes(content: bytes, path: str, format: str | None = None) -> Document:
    """The document in the content of a file, in the format that its suffix names if none is given.

    Raises `UsageError` as `read_file` does.
    """
    return _read(_admitted(_decoded(content, path), path), path, format or _format_of(path))


def read_text(text: str, path: str = "<stdin>", format: str = "markdown") -> Document:
    """The document in a text; `path` only names it. Raises `UsageError` as `read_file` does.

    >>> read_text("Let $a = b$.").displays[0].latex
    'a = b'
    """
    if format not in FORMATS:
        raise UsageError(f"{path}: unknown format {format!r}; known are {', '.join(FORMATS)}")
    return _read(_admitted(text.removeprefix("\ufeff"), path), path, format)


def _read(text: str, path: str, format: str) -> Document:
    return replace(FORMATS[format].read(text, path), format=format)


def format_named(name: str) -> str | None:
    """The format that the suffix of a file's name means."""
    suffix = Path(name).suffix.lower()
    return next((format for format, row in FORMATS.items() if suffix in row.suffixes), None)


def _format_of(name: str) -> str:
    if isdir(name):
        raise UsageError(f"{name}: is a folder that holds no document of a known format")
    format = format_named(name)
    if format is not None:
        return format
    known = ", ".join(known for row in FORMATS.values() for known in row.suffixes)
    raise UsageError(f"{name}: the suffix {Path(name).suffix.lower()!r} names no known format; known are {known}")


def content_of(name: str) -> bytes:
    """What a file holds, up to a byte more than is admitted. Raises `UsageError` for one that is missing, cannot be
    read, or whose suffix names no format.
    """
    _format_of(name)
    try:
        with open(name, "rb") as file:
            return file.read(LIMIT + 1)
    except FileNotFoundError:
        raise UsageError(f"{name}: no such file") from None
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UsageError(f"{name}: cannot be read: {reason}") from None


def _decoded(content: bytes, name: str) -> str:
    if len(content) > LIMIT:
        raise UsageError(_too_large(name))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UsageError(f"{name}: is UTF-16, expected UTF-8 text")
    if b"\0" in content:
        raise UsageError(_binary(name))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UsageError(f"{name}: is no UTF-8 text (byte 0x{content[fault.start]:02x} at {fault.start})") from None


def _admitted(text: str, name: str) -> str:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as fault:
        raise UsageError(f"{name}: is no Unicode text (lone surrogate at {fault.start})") from None
    if size > LIMIT:
        raise UsageError(_too_large(name))
    if "\0" in text:
        raise UsageError(_binary(name))
    return text


def _too_large(name: str) -> str:
    return f"{name}: is larger than {LIMIT // (1024 * 1024)} MiB, the most that is read"


def _binary(name: str) -> str:
    return f"{name}: contains a NUL byte: a binary file, expected UTF-8 text"
