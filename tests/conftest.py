"""Settings of all tests: no example fails for the time that it takes, since machines are busy."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

collect_ignore_glob = ["corpus/written/*"]  # documents, one of them a Python file
