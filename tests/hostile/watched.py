"""`python -m tests.hostile.watched …` is `bnderive …`, ended with status 99 when it does what no document may ask for.

Python itself tells of every such act, in whatever library it happens and in every process that is forked.
"""

from __future__ import annotations

import os
import sys

from tests.hostile.attacks import CANARY

ENDED = 99
FORBIDDEN = {"os.system", "os.exec", "os.posix_spawn", "os.spawn", "subprocess.Popen", "pty.spawn", "ftplib.connect"}
FORBIDDEN |= {
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "urllib.Request",
    "ctypes.dlopen",
    "webbrowser.open",
}
FILES = ("/etc/passwd", "/etc/shadow", CANARY)


def is_forbidden(event: str, arguments: tuple[object, ...]) -> bool:
    if event in ("compile", "exec", "pickle.find_class"):
        return CANARY in repr(arguments)
    if event == "open":
        path, mode = str(arguments[0]), str(arguments[1] or "")
        is_written = any(letter in mode for letter in "wax+") and path != os.devnull and isinstance(arguments[0], str)
        return is_written or any(name in path for name in FILES)
    if event == "ctypes.dlopen":
        return arguments[0] is not None  # ctypes opens the interpreter itself when it is imported
    return event in FORBIDDEN


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if is_forbidden(event, arguments):
        os.write(2, f"forbidden: {event} {arguments!r:.200}\n".encode())
        os._exit(ENDED)


if __name__ == "__main__":
    from bnderive.cli import main

    sys.addaudithook(watch)
    raise SystemExit(main())
