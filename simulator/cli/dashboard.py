"""`pmhsim dashboard`: the pages in a browser on this machine."""

import os
import signal
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from simulator.cli.options import lang_option
from simulator.cli.speech import language, t
from simulator.dashboard import settings
from simulator.language import Complaint, say

PORT = 8501
LARGEST_PORT = 65535
# Stands beside the package, in the source tree and where the wheel puts it.
SCRIPT = Path(__file__).resolve().parents[2] / "dashboard.py"


@click.command(help=t("実行の結果を、この機械のブラウザだけに見せる。"))
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(1, LARGEST_PORT),
    default=PORT,
    show_default=True,
    help=t("待ち受けるポート"),
)
@click.option(
    "--runs",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=t(
        "実行フォルダの置き場所。省くと環境変数 {variable}、なければ runs", variable=settings.RUNS_VARIABLE
    ),
)
@lang_option
def dashboard(port: int, runs: Path | None) -> int:
    """Serve the pages until interrupted."""
    _check(port, runs)
    click.echo(t("ブラウザで開く: {url}", url=f"http://{settings.ADDRESS}:{port}/?lang={language()}"))
    click.echo(t("終わるには Ctrl+C を押してください。"), err=True)
    command = [sys.executable, "-m", "streamlit", "run", str(SCRIPT), *settings.arguments()]
    environment = dict(os.environ)
    if runs is not None:
        environment[settings.RUNS_VARIABLE] = str(runs.resolve())
    # Being ended has to end the server as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [*command, f"--server.port={port}"], env=environment, stdout=subprocess.DEVNULL
    ) as server:
        try:
            code = server.wait()
        except KeyboardInterrupt:
            server.terminate()
            return 0
    if code > 0:
        raise Complaint(say("画面を始められませんでした（終了コード {code}）。", code=code))
    return 0


def _check(port: int, runs: Path | None) -> None:
    if find_spec("streamlit") is None:
        raise Complaint(
            say("画面に要る Streamlit が入っていません。"),
            mend=say("pip install 'pmhsim[ui]' で入れてください。"),
        )
    if runs is not None and not runs.is_dir():
        raise Complaint(
            say("実行フォルダの置き場所がありません。"),
            where=say("{path}", path=runs),
            mend=say("--runs に、あるフォルダを指定してください。"),
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.ADDRESS, port))
        except OSError as error:
            raise Complaint(
                say("ポート {port} は使えません。", port=port),
                mend=say("--port に別の番号を指定してください。"),
            ) from error
