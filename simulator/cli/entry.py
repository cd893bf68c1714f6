"""The console script: catches an interruption even while the rest is still being loaded."""

import sys

INTERRUPTED = 130


def run() -> None:
    """Run the command line and exit with its code."""
    try:
        from simulator.cli.main import code_of  # noqa: PLC0415 - loading takes long enough to be interrupted

        code = code_of(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)
