"""A report as bytes, all of it, and back: what comes back is the same report, or nothing does.

JSON and not pickle: what is read may be anybody's, and makes nothing but reports.
"""

from __future__ import annotations

import zlib
from fractions import Fraction
from functools import cache
from typing import Any

import msgspec

from bnderive.report import Report

FAST = 1  # of zlib
MOST = 64 * 1024 * 1024  # bytes of a report that is kept


def stored(report: Report) -> bytes | None:
    """None for a report that would not come back as it is: the name of its file is no text, an array of it has more
    indices than `Value`, a number more digits than Python reads.
    """
    try:
        written = msgspec.json.encode(report, enc_hook=_plain)
        back = _read(written)
    except (ValueError, msgspec.MsgspecError):
        return None
    is_same = back == report and (back.explicit, back.certified) == (report.explicit, report.certified)
    return zlib.compress(written, FAST) if is_same and len(written) <= MOST else None


def restored(content: bytes) -> Report | None:
    """None for what is no report."""
    unpacking = zlib.decompressobj()
    try:
        written = unpacking.decompress(content, MOST)
        return _read(written) if unpacking.eof else None
    except (zlib.error, msgspec.MsgspecError):
        return None


def _read(written: bytes) -> Report:
    report: Report = _decoder().decode(written)
    return report


@cache
def _decoder() -> Any:
    return msgspec.json.Decoder(Report, dec_hook=_from_plain)


def _plain(value: object) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} has no JSON")


def _from_plain(kind: type, value: object) -> object:
    if kind is Fraction and isinstance(value, str):
        return Fraction(value)
    raise NotImplementedError(f"{kind.__name__} has no JSON")
