"""All tests: sets up `.venv` with every extra, then runs pytest.

Usage: python3.11 scripts/test.py [OPTION ...]     (the options of pytest)

Without options the tests run in two processes. What has to be skipped on this machine, the browser tests
without Chromium for example, is named at the end; with PMHSIM_NO_SKIP=1 a skipped test is a failed test.
"""

import sys

import environment

DEFAULTS = ("-n", "2", "-q")

if __name__ == "__main__":
    environment.ensure_all()
    arguments = sys.argv[1:] or DEFAULTS
    sys.exit(environment.run("python", "-m", "pytest", "--no-fold-skipped", *arguments))
