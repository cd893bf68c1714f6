"""Makes constraints.txt anew: the exact versions of everything that the project installs.

Usage: python3.11 scripts/constraints.py

A fresh environment is made in a temporary folder, the newest versions that pyproject.toml allows are
installed with all extras, and `pip freeze` is written down without the project itself, together with the
packages that only Windows needs.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

import environment

TARGET = environment.CONSTRAINTS
WINDOWS = ("colorama", "pywin32")
"""Packages that only Windows needs (for click, pytest and locust); their wheels tell the newest versions."""

HEADER = """\
# Exact versions of all that pmhsim installs, indirect dependencies and the extras {extras} included.
# Made with Python {python} by `python3.11 scripts/constraints.py` (pip freeze of a fresh environment,
# and what only Windows needs).
"""


def main() -> None:
    """Write constraints.txt."""
    project = tomllib.loads((environment.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = sorted(project["optional-dependencies"])
    with tempfile.TemporaryDirectory() as folder:
        python = _python_of_fresh_environment(Path(folder))
        wanted = ["--editable", f"{environment.ROOT}[{','.join(extras)}]"]
        subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
        frozen = subprocess.run(
            [python, "-m", "pip", "freeze"], check=True, capture_output=True, encoding="utf-8"
        )
        on_windows = _newest_on_windows(python, Path(folder) / "wheels")
    pinned = [line for line in frozen.stdout.splitlines() if re.fullmatch(r"[\w.-]+==[\w.+!-]+", line)]
    header = HEADER.format(extras=", ".join(extras), python=".".join(map(str, sys.version_info[:2])))
    lines = sorted({*pinned, *on_windows}, key=str.lower)
    TARGET.write_text(header + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _newest_on_windows(python: str, wheels: Path) -> list[str]:
    platform = ["--platform", "win_amd64", "--only-binary", ":all:", "--no-deps"]
    subprocess.run(
        [python, "-m", "pip", "download", "--quiet", *platform, "--dest", str(wheels), *WINDOWS], check=True
    )
    return ["==".join(wheel.name.split("-")[:2]) for wheel in wheels.iterdir()]


def _python_of_fresh_environment(folder: Path) -> str:
    venv.create(folder, with_pip=True)
    return str(folder / environment.BIN.name / "python")


if __name__ == "__main__":
    main()
