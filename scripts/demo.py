"""A day of a municipality, from card to verdict: sets up `.venv`, then runs `pmhsim demo`.

Usage: python3.11 scripts/demo.py [OPTION ...]     (the options of `pmhsim demo`)
"""

import sys

import environment

if __name__ == "__main__":
    environment.ensure()
    sys.exit(environment.run("pmhsim", "demo", *sys.argv[1:]))
