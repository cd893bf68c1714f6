"""A hub whose system calls are written down in their order."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from demos import SCRIPT, clean_environment
from surgery import Surgery, surgery_at


@contextmanager
def traced_hub(trace: Path, calls: str, *arguments: str) -> Iterator[Surgery]:
    """A hub under strace, which writes those calls to a file, one a line; whole once the hub has stopped."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    command = [strace, "-f", "--seccomp-bpf", "-y", "-s", "2000", "-e", f"trace={calls}", "-o", str(trace)]
    with subprocess.Popen(
        [*command, str(SCRIPT), "hub", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env=clean_environment(),
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        # The opening of the store is traced first; each line begins with the number of the process.
        hub = int(trace.read_text(encoding="utf-8", errors="replace").split(maxsplit=1)[0])
        try:
            with surgery_at(address) as surgery:
                yield surgery
        finally:
            os.kill(hub, signal.SIGTERM)
            process.communicate()
