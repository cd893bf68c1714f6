import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from demos import SCRIPT, clean_environment, pmhsim

URL = "http://127.0.0.1:{port}"
PATIENCE = urllib3.Retry(total=60, connect=60, backoff_factor=0.2, backoff_max=1)


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_port_in_use_is_complained_about(taken: int) -> None:
    told = pmhsim("dashboard", "--port", str(taken))
    assert told.code == 2
    assert f"ポート {taken} は使えません" in told.stderr
    assert "--port" in told.stderr


def test_a_directory_of_runs_that_does_not_exist_is_complained_about(tmp_path: Path) -> None:
    told = pmhsim("dashboard", "--runs", str(tmp_path / "nowhere"))
    assert told.code == 2
    assert str(tmp_path / "nowhere") in told.stderr


@pytest.mark.served
def test_the_pages_are_served_until_the_verb_is_ended(tmp_path: Path, port: int) -> None:
    command = [str(SCRIPT), "dashboard", "--port", str(port), "--runs", str(tmp_path)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=clean_environment(STREAMLIT_SERVER_ADDRESS="0.0.0.0"),  # noqa: S104 - must not be obeyed
        encoding="utf-8",
    ) as verb:
        address = URL.format(port=port)
        assert verb.stdout is not None
        assert f"{address}/?lang=ja" in verb.stdout.readline()
        with urllib3.PoolManager(retries=PATIENCE) as pool:
            assert pool.request("GET", f"{address}/_stcore/health").data == b"ok"
        assert _listening(port) == {"127.0.0.1"}
        verb.terminate()
        _, said = verb.communicate(timeout=60)
    assert verb.returncode == 0, said
    with socket.socket() as caller:
        assert caller.connect_ex(("127.0.0.1", port)) != 0


def _listening(port: int) -> set[str]:
    """The addresses of this machine that answer on the port."""
    own = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    found = set()
    for address in own | {"127.0.0.1"}:
        with socket.socket() as caller:
            caller.settimeout(5)
            if caller.connect_ex((address, port)) == 0:
                found.add(address)
    return found
