"""All checks that need no test run: style, formatting, types, layers, translations.

Usage: python3.11 scripts/check.py
"""

import sys
from pathlib import Path

import environment

SCRIPTS = Path(__file__).resolve().parent
CHECKS = (
    ("python", "-m", "ruff", "check", "."),
    ("python", "-m", "ruff", "format", "--check", "."),
    ("python", "-m", "mypy"),
    ("lint-imports",),
    ("python", "scripts/catalogue.py", "check"),
)


def main() -> int:
    """Run every check; gives 1 if any failed."""
    environment.ensure_all()
    failed = []
    for check in CHECKS:
        shown = " ".join(check)
        print(f"== {shown}", flush=True)
        if environment.run(*check) != 0:
            failed.append(shown)
    for shown in failed:
        print(f"FAILED: {shown}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
