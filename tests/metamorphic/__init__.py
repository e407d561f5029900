"""True and false equations, said in many ways: no way of saying one may change its verdict.

`python -m tests.metamorphic [--variants N] [--seed S]` writes claims about batch normalisation, rewrites them (other
letters, other order, multiplied out, definitions put in, sums taken apart, chains, other formats and layouts), and has
them judged. The value of every side is computed here, in fractions, and not by the program: it says which are true.
"""
