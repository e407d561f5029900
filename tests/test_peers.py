"""The comparison with other programs asks about the seed's twelve claims, all of them, by the seed's labels.

The other programs are asked by `python -m tests.benchmarks.peers`, which installs them.
"""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tests.benchmarks.peers import claims, peers
from tests.benchmarks.peers.encodings import power_sums
from tests.derivations.test_seed import EXPECTED

LABELS = {str(row.retold): row.verdict for row in EXPECTED if row.role == "claim"}


def test_the_claims_and_labels_are_the_seeds():
    assert {str(claim.line): claim.label for claim in claims.claims()} == LABELS
    assert Counter(LABELS.values()) == {"correct": 5, "wrong": 7}


@pytest.mark.parametrize("file", ["code", "latex", "power_sums", "sums", "tensors"])
def test_a_peer_is_asked_about_every_claim(file):
    constants = {node.value for node in ast.walk(ast.parse(peers.source(file))) if isinstance(node, ast.Constant)}
    assert constants >= LABELS.keys()


def test_every_file_says_how_it_encodes():
    assert all(len(text) > 200 for text in peers.paragraphs().values())


def test_the_claims_with_their_sums_named_are_encoded_as_labelled():
    """One encoding is computed here: its peer is installed anyway, and it takes a fifth of a second."""
    questions = power_sums.in_sympy()
    assert {name: ask().word for name, ask in questions.items()} == claims.labels()
