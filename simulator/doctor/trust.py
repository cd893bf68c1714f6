"""Whether the hub trusts our tokens, and only ours; and how far its clock is from this one's."""

from collections.abc import Callable
from email.utils import parsedate_to_datetime

from simulator.doctor.findings import Finding, State
from simulator.doctor.scene import BODY, Scene
from simulator.language import Text, say
from simulator.port.exchange import Answer, Response
from simulator.port.operations import FetchAuditTrail, FetchTask, ListHistory, Operation
from simulator.port.outcomes import Malformed, Outcome, Refused, Unavailable, Unknown, Unsupported

Ask = Callable[[Operation], Outcome]
TOLERANCE_SECONDS = 60
"""How far clocks may differ: tokens are new, and their first second is that of this computer."""

_RIGHT, _WRONG = "token-trusted", "wrong-token-refused"
_TITLES = {
    _RIGHT: say("同じ種（--seed）で作ったトークンを受け付ける"),
    _WRONG: say("別の鍵で署名したトークンを断る"),
    "clock": say("時計がこの計算機と合っている"),
}


def tokens_trusted(ask: Ask, scene: Scene) -> Finding:
    """Ask with a right token, something that changes nothing."""
    outcome = _first_answer(ask, scene)
    if outcome is None:
        return _unasked(_RIGHT)
    if isinstance(outcome, Refused) and outcome.reason == "unauthenticated":
        detail = say(
            "断られました。`pmhsim trust init DIR --seed {seed}` の jwks.json をハブに信頼させてください",
            seed=scene.seed,
        )
        return Finding(_RIGHT, _TITLES[_RIGHT], State.WRONG, detail)
    if isinstance(outcome, Unavailable | Unknown | Malformed):
        return Finding(_RIGHT, _TITLES[_RIGHT], State.WRONG, say("約束の形の答えがありません"))
    return Finding(_RIGHT, _TITLES[_RIGHT], State.WORKS)


def wrong_token_refused(ask: Ask, scene: Scene) -> Finding:
    """Ask the same with a token that somebody else has signed; `ask` has to show such a one."""
    outcome = _first_answer(ask, scene)
    if outcome is None:
        return _unasked(_WRONG)
    if isinstance(outcome, Refused) and outcome.reason in ("unauthenticated", "forbidden"):
        return Finding(_WRONG, _TITLES[_WRONG], State.WORKS)
    detail = say("断られませんでした。トークンの署名を jwks.json の鍵で確かめてください")
    return Finding(_WRONG, _TITLES[_WRONG], State.WRONG, detail)


def clock_difference(answer: Answer | None, at: float) -> Finding:
    """How far the hub's Date header is from the time when its answer came (since 1970)."""
    title = _TITLES["clock"]
    said = answer.headers.get("date", "") if isinstance(answer, Response) else ""
    try:
        difference = parsedate_to_datetime(said).timestamp() - at
    except (ValueError, TypeError, IndexError):
        return Finding("clock", title, State.UNCHECKED, say("答えに Date ヘッダーがありません"))
    if abs(difference) <= TOLERANCE_SECONDS:
        return Finding("clock", title, State.WORKS, say("差 {seconds} 秒", seconds=f"{difference:+.0f}"))
    detail: Text = say(
        "差 {seconds} 秒。{tolerance} 秒を超えると、トークンやカードの証明が期限切れとされることがあります",
        seconds=f"{difference:+.0f}",
        tolerance=TOLERANCE_SECONDS,
    )
    return Finding("clock", title, State.WRONG, detail)


def _first_answer(ask: Ask, scene: Scene) -> Outcome | None:
    """The answer to the first question that the hub knows."""
    harmless = (
        FetchAuditTrail(scene.child),
        FetchTask(BODY, f"doctor-{scene.nonce}"),
        ListHistory(scene.child, scene.child),
    )
    for operation in harmless:
        outcome = ask(operation)
        if not isinstance(outcome, Unsupported):
            return outcome
    return None


def _unasked(name: str) -> Finding:
    return Finding(name, _TITLES[name], State.UNCHECKED, say("トークンの要る照会が、この基盤にはありません"))
