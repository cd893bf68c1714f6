"""The pages in the browser: sets up `.venv` with what they need, then runs `pmhsim dashboard`.

Usage: python3.11 scripts/dashboard.py [OPTION ...]     (the options of `pmhsim dashboard`)
"""

import sys

import environment

if __name__ == "__main__":
    environment.ensure("ui")
    sys.exit(environment.run("pmhsim", "dashboard", *sys.argv[1:]))
