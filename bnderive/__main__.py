"""`python -m bnderive`: the same as the command `bnderive`."""

from bnderive.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
