"""Writes the sample reports of docs/sample: a right hub in Japanese and English, and a hub with one defect.

Usage: python3.11 scripts/sample.py [--check]

With --check nothing is changed; stale reports are named, and the exit code is 1 if there are any. The same
code gives the same bytes: the run is named `sample`, and the last part of Python's version is left out.
"""

import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import environment

SAMPLES = environment.ROOT / "docs" / "sample"
RUN = "sample"
DEFECT = "ended-certificate-shown"


def main() -> int:
    """Write the reports, or say which are stale."""
    environment.inside("simulator")
    stale = []
    for name, text in reports().items():
        path = SAMPLES / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            SAMPLES.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    for name in stale:
        print(f"docs/sample/{name}: {'stale' if '--check' in sys.argv else 'written'}")
    return 1 if stale and "--check" in sys.argv else 0


def reports() -> dict[str, str]:
    """The text of each sample report by its file name."""
    with tempfile.TemporaryDirectory() as folder:
        sound = _played(Path(folder) / "sound" / RUN, expected_code=0)
        defective = _played(Path(folder) / "defective" / RUN, "--defect", DEFECT, expected_code=1)
        return {
            "report.html": _page(sound / "report.html"),
            "report.en.html": _page(sound / "report.en.html"),
            "report-defect.html": _page(defective / "report.html"),
        }


def _played(folder: Path, *options: str, expected_code: int) -> Path:
    program = "import sys; from simulator.cli.main import code_of; sys.exit(code_of(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "demo", "--out", str(folder), *options]
    played = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    if played.returncode != expected_code:
        sys.exit(f"pmhsim demo ended with {played.returncode}:\n{played.stdout}{played.stderr}")
    return folder


def _page(path: Path) -> str:
    minor = ".".join(map(str, sys.version_info[:2]))
    return path.read_text(encoding="utf-8").replace(f"Python {platform.python_version()}", f"Python {minor}")


if __name__ == "__main__":
    sys.exit(main())
