"""Pipelines that do other things than judge: they take long, die, or say where they ran."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from multiprocessing import parent_process
from pathlib import Path

from bnderive.report import DocumentReport, Report, summarise
from bnderive.settings import Settings
from bnderive.source import Document


def told(document: Document, layer: str) -> Report:
    reports = (DocumentReport(document.path, layer=layer),)
    return Report(reports, summarise(reports))


def by_text(documents: Sequence[Document], settings: Settings) -> Report:
    """The text of a document says what becomes of it; `once FILE` dies only where that file is not there yet."""
    (document,) = documents
    match document.text.split():
        case ["dies"]:
            os._exit(9)
        case ["once", file] if not Path(file).exists():
            Path(file).touch()
            os._exit(9)
        case ["hangs"]:
            time.sleep(1000)
        case ["needs", seconds]:
            time.sleep(float(seconds))
        case ["ends", "its", "worker", file] if not Path(file).exists():
            worker = parent_process()
            assert worker is not None
            Path(file).write_text(str(worker.pid), "utf-8")
            os.kill(worker.pid or 0, signal.SIGKILL)
            time.sleep(1000)
    return told(document, document.text)
