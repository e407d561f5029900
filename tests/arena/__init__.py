"""The arena: small documents with known verdicts, for this checker and any other; `python -m tests.arena --help`."""
