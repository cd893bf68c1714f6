"""Logs as JSON lines on standard error, which never hold data of people."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TextIO

from simulator.hub.reference.answered import Answered

LEVELS: Mapping[str, int] = MappingProxyType(
    {"info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
)
_OURS = "simulator"
_SERVER_FAULT = 500
_LOG = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """One JSON object for each record.

    Our own messages are known to name no person. Of libraries only the place and the kind of an exception are
    told: their messages may quote a request.
    """

    def format(self, record: logging.LogRecord) -> str:
        """A record as one line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.startswith(_OURS):
            line["event"] = record.getMessage()
            line |= getattr(record, "fields", {})
        else:
            line["place"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def write_journal(level: str, to: TextIO) -> None:
    """Write logs of this process from that level on as JSON lines; those of libraries from warnings on."""
    handler = logging.StreamHandler(to)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=max(LEVELS[level], logging.WARNING), handlers=[handler], force=True)
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            # No library writes by itself: what it says goes through the one handler that hides messages.
            logger.handlers.clear()
            logger.propagate = True
            logger.setLevel(logging.NOTSET)
    logging.getLogger(_OURS).setLevel(LEVELS[level])


def note_answer(answered: Answered) -> None:
    """Log an answer: of the hub's own faults as an error, of all others as information."""
    level = logging.ERROR if answered.status >= _SERVER_FAULT else logging.INFO
    if _LOG.isEnabledFor(level):
        fields = {
            "request": answered.request,
            "operation": answered.operation,
            "role": answered.role,
            "status": answered.status,
            "milliseconds": round(answered.seconds * 1000, 3),
        }
        _LOG.log(level, "answered", extra={"fields": fields})
