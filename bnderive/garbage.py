"""When a process that is this program's own looks for cycles of objects: seldom, since there are few of them, and many
modules to look through. A process that belongs to others, as a notebook's, is left as it is.
"""

from __future__ import annotations

import gc

MADE = 200_000  # objects that may be made before cycles are looked for


def seldom() -> None:
    gc.set_threshold(MADE)


def never_again() -> None:
    """At the end of a process, which gives all of its memory back as it is."""
    gc.freeze()
