"""sekmet-fhir, a FHIR R4 server written by others: an environment of its own, and a process on loopback."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

VERSION = "0.1.1"
ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = Path(__file__).parent / "sekmet-constraints.txt"
HOST = "127.0.0.1"
UP = "Uvicorn running on"
GIVEN_UP_SECONDS = 60
# By default it listens on every address, answers claims by itself and keeps all traffic.
SETTINGS = """\
host: {host}
port: {port}
base_url: http://{host}:{port}/fhir
data_dir: {data}
log_inbound: false
simulator: {{enabled: false}}
validation: {{inbound: strict}}
server_auth: {auth}
"""


class NotInstalledError(Exception):
    """The package index could not be reached, or does not have the package."""


def environment() -> Path:
    """The folder of an environment with the pinned server, made once; raises NotInstalledError."""
    pinned = f"{VERSION} {sys.version_info[:2]}\n{CONSTRAINTS.read_text(encoding='utf-8')}"
    folder = ROOT / ".cache" / f"sekmet-{sha256(pinned.encode()).hexdigest()[:12]}"
    folder.parent.mkdir(exist_ok=True)
    import fcntl  # noqa: PLC0415 - not on Windows, where these tests are skipped

    with folder.with_suffix(".lock").open("w") as lock:
        # Other processes of the same test run wait here for the one that comes first.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            _install(folder)
            (folder / "complete").touch()
    return folder


def _install(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    wanted = ["-c", str(CONSTRAINTS), f"sekmet-fhir=={VERSION}"]
    done = subprocess.run([*pip, *wanted], check=False, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise NotInstalledError(done.stderr[-2000:])


@contextmanager
def served(folder: Path, auth: str = "{types: [none]}") -> Iterator[str]:
    """The base address of the server, which answers from the process that was started here.

    `auth` is its setting of who may ask.
    """
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    settings = folder / "settings.yaml"
    settings.write_text(
        SETTINGS.format(host=HOST, port=port, data=folder / "data", auth=auth), encoding="utf-8"
    )
    serve = ["serve", "--config", str(settings), "--host", HOST, "--port", str(port)]
    process = subprocess.Popen(
        [str(environment() / "bin" / "sekmet"), *serve],
        cwd=folder,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    log: list[str] = []
    is_up = Event()
    reader = Thread(target=_read, args=(process, log, is_up))
    reader.start()
    with process:
        try:
            assert is_up.wait(GIVEN_UP_SECONDS), "".join(log)
            assert process.poll() is None, "".join(log)
            yield f"http://{HOST}:{port}/fhir"
        finally:
            process.terminate()
            reader.join()


def _read(process: "subprocess.Popen[str]", log: list[str], is_up: Event) -> None:
    """Keep what the server says, so that it never waits for a reader."""
    assert process.stdout is not None
    for line in process.stdout:
        log.append(line)
        if UP in line:
            is_up.set()
    is_up.set()
