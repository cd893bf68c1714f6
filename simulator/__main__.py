"""`python -m simulator` is `pmhsim`."""

from simulator.cli.entry import run

run()
