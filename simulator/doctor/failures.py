"""The first failure in full, without people's data: request, answer, and the command that sends it again."""

import os
import shlex

from simulator.doctor.findings import Failure
from simulator.hub.contract.calls import CALLS
from simulator.hub.credentials import VARIABLE
from simulator.hub.transports.curl import as_curl
from simulator.hub.transports.masking import HIDDEN, mask_answer, mask_request
from simulator.hub.transports.recording import Exchanged
from simulator.port.exchange import Answer, NoAnswer, Request
from simulator.port.operations import Operation


def failure_of(name: str, operation: Operation, exchanged: Exchanged, base_url: str, seed: int) -> Failure:
    """What is shown of an exchange that failed."""
    return Failure(
        name,
        _request_text(exchanged.request, base_url),
        _answer_text(exchanged.answer),
        as_curl(base_url, exchanged.request),
        _token_command(operation, seed),
    )


def _request_text(request: Request, base_url: str) -> str:
    masked = mask_request(request)
    head = [f"{masked.method} {base_url}{masked.path}"]
    return _message(head, masked.headers, masked.body, len(request.body))


def _answer_text(answer: Answer) -> str | None:
    if isinstance(answer, NoAnswer):
        return None
    masked = mask_answer(answer)
    assert not isinstance(masked, NoAnswer)
    return _message([f"HTTP {masked.status}"], masked.headers, masked.body, len(answer.body))


def _message(head: list[str], headers: object, body: bytes, length: int) -> str:
    lines = head + [f"{name}: {value}" for name, value in dict(headers).items()]  # type: ignore[call-overload]
    if length:
        lines += ["", body.decode() if body else f"({length} bytes)"]
    return "\n".join(lines)


def _token_command(operation: Operation, seed: int) -> str | None:
    call = CALLS.get(type(operation))
    if call is None or call.is_public:
        return None
    role = operation.role
    attribute = {"body": "body_code", "institution": "institution_code"}.get(role)
    if os.environ.get(VARIABLE):
        return f"# TOKEN: {VARIABLE} [{role}]"
    parts = ["pmhsim", "trust", "token", role]
    parts += ["--org", str(getattr(operation, attribute))] if attribute else []
    parts += ["--sub", HIDDEN] if role == "resident" else []
    parts += ["--seed", str(seed)]
    return f"TOKEN=$({shlex.join(parts)})"
