"""Paths as services know them: by their place in the project, or as a URI.

The path of a document and the folder where the check ran come in; no file is looked at.
"""

from __future__ import annotations

import re
from dataclasses import replace
from os.path import join, normpath
from pathlib import PurePath
from urllib.parse import quote

from bnderive.report import DocumentReport, Report
from bnderive.reports import View

# Surrogates that stand for no byte of a file's name.
_LONE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def placed(report: Report, view: View) -> tuple[DocumentReport, ...]:
    """The documents, each under its path in the project."""
    return tuple(replace(document, path=in_project(document.path, view.root)) for document in report.documents)


def in_project(path: str, root: str) -> str:
    """The path from `root` where it lies in there, else as it is; without `.` and with slashes.

    >>> in_project("./docs/a.md", "/project"), in_project("/project/docs/a.md", "/project")
    ('docs/a.md', 'docs/a.md')
    >>> in_project("../a.md", "/project")
    '../a.md'
    """
    whole = PurePath(normpath(join(root, path)))
    within = root and whole.is_relative_to(root)
    return (whole.relative_to(root) if within else PurePath(normpath(path))).as_posix()


def uri(path: str) -> str:
    """Relative where the path is; its bytes percent-encoded.

    >>> uri("my docs/50 %.md"), uri("/tmp/a.md")
    ('my%20docs/50%20%25.md', 'file:///tmp/a.md')
    """
    encoded = quote(_LONE.sub("\ufffd", path).encode("utf-8", "surrogateescape"))
    return f"file://{encoded}" if path.startswith("/") else encoded
