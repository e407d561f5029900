"""The arena: small documents with known verdicts, for this checker and for any other. `python -m tests.arena --help`."""
