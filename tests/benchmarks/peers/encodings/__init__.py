"""The claims as each peer needs them: one file a peer, its docstring printed beside its figures.

A file has functions without arguments that return the questions by name (see `answers`): a claim of the seed by its
line in `derivations/batch_norm_seed.md`, the gradient and its slip for every N, the gradient for N inputs. Each file
is run in an environment of its own, and imports nothing but the peer, the standard library, `answers` and `claims`.
"""
