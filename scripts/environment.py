"""The project's own virtual environment, `.venv`, made by pip from pyproject.toml and constraints.txt.

Usage: python3.11 scripts/environment.py [EXTRA ...]

Needs Python 3.11 or 3.12 with pip and venv, nothing else. An environment that is up to date is used again.
How pip reaches its index is left to the settings of the machine (pip.conf, PIP_* variables).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "pmhsim.json"
CONSTRAINTS = ROOT / "constraints.txt"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
OLDEST, BEYOND = (3, 11), (3, 13)

WRONG_PYTHON = """Python {found} では動きません。Python 3.11（または 3.12）で実行してください。
例: python3.11 {script}
This is Python {found}. Please run it with Python 3.11 (or 3.12), for example: python3.11 {script}"""
NO_VENV = """仮想環境 .venv を作れません（{reason}）。
Debian と Ubuntu では python3.11-venv を入れてください。
The virtual environment .venv cannot be made ({reason}). On Debian and Ubuntu, install python3.11-venv."""
NO_PIP = """pip が必要なパッケージを入れられませんでした。
上の表示と、ネットワークや pip の設定（pip config list）を確かめて、もう一度実行してください。
pip could not install what is needed. See above, check the network and pip's settings (pip config list),
and run this again."""
NO_PERMISSION = """.venv に書き込めません（{reason}）。書き込めるフォルダに写して、もう一度実行してください。
No permission to write .venv ({reason}). Copy the project to a folder of your own and run this again."""
MAKING = """.venv を用意しています（はじめの1回だけ）… / Preparing .venv (only the first time)…"""


def ensure(*extras: str) -> None:
    """Make the environment, or bring it up to date, with these extras; ends the program where that fails."""
    _check_python()
    stamp = _stamp()
    installed = _installed(stamp)
    if installed is not None and installed >= set(extras):
        return
    print(MAKING, file=sys.stderr, flush=True)
    if installed is None:
        _create()
    wanted = sorted(set(extras) | (installed or set()))
    STAMP.unlink(missing_ok=True)
    _install(wanted)
    STAMP.write_text(json.dumps({"made_from": stamp, "extras": wanted}), encoding="utf-8")


def ensure_all() -> None:
    """Make the environment with every extra that pyproject.toml names."""
    _check_python()
    import tomllib  # noqa: PLC0415 - unknown to an older Python, which is told so first

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ensure(*project["optional-dependencies"])


def run(program: str, *arguments: str) -> int:
    """Run a program of the environment and give its exit code."""
    settings = {**os.environ, "PYTHONUTF8": "1"}
    process = subprocess.Popen([str(BIN / program), *arguments], env=settings)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the program was interrupted as well, and ends in its own way
            continue


def inside(package: str, *extras: str) -> None:
    """Go on where `package` can be imported; else run this script in the environment, and end as it does."""
    if importlib.util.find_spec(package) is None:
        ensure(*extras)
        sys.exit(run("python", *sys.argv))


def _check_python() -> None:
    if not OLDEST <= sys.version_info[:2] < BEYOND:
        found = ".".join(map(str, sys.version_info[:3]))
        _stop(WRONG_PYTHON.format(found=found, script=sys.argv[0]))


def _stamp() -> str:
    """A digest of all that an environment is made from; another one means that it has to be made again."""
    digest = hashlib.sha256(f"{ROOT}\n{sys.version}".encode())
    for path in (ROOT / "pyproject.toml", CONSTRAINTS):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _installed(stamp: str) -> set[str] | None:
    """The extras in an environment with this stamp; None if there is none."""
    try:
        kept = json.loads(STAMP.read_text(encoding="utf-8"))
        return set(kept["extras"]) if kept["made_from"] == stamp else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _create() -> None:
    try:
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=os.name != "nt").create(VENV)
    except PermissionError as error:
        _stop(NO_PERMISSION.format(reason=error.strerror))
    except (OSError, subprocess.CalledProcessError) as error:
        _stop(NO_VENV.format(reason=error))


def _install(extras: list[str]) -> None:
    project = str(ROOT) + (f"[{','.join(extras)}]" if extras else "")
    command = ["-m", "pip", "install", "--quiet", "--constraint", str(CONSTRAINTS), "--editable", project]
    if run("python", *command) != 0:
        _stop(NO_PIP)


def _stop(message: str) -> None:
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="replace")
    print(message, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    ensure(*sys.argv[1:])
