"""Claims whose truth was worked out by hand, for and against the checker: which must be correct, wrong, undecided."""
