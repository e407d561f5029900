r"""A study of slips: `python -m tests.study`, from the top folder, plants them and says what became of each.

Documents whose formulas are all right are copied, and in each copy one row is changed as a careless hand would: a hat
lost, a sum left out, a sign turned (`slips`, one function a kind; `--list-kinds` prints them). A slip changes the text
of one row and of nothing else; what it means is left to the program under test, which judges the whole copy as it
judges any document. With `--pairs` two slips are planted in one row.

For every copy the study records (`judging`):

* whether the row was refuted, proved, or left undecided, and why. A row that is proved has to be truly equal: it and
  the author's row are put on explicit batches of 2, 3 and 4 elements and differentiated by SymPy (`oracle`), which
  shares nothing with the prover but the reading of the row. A row that is proved and not equal is a false accept.
* whether the slip was located: the row is wrong and its own root cause, and no other row is wrong but by inheritance.
* the first repair offered, put into the copy and read again: the author's row, an equal one of the same size (two
  tokens more or less), or another.
* the time of the account that follows the verdicts, which holds all of the explanation, as a ratio of a bare
  `import sympy` in the same run.

Everything is drawn from the seed and the place of the slip, so that a run can be repeated. The planting knows nothing
of `bnderive.repairs`, which is what it measures.
"""
