"""One planted visit for every state of the card, and for what must not pass as a card."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from simulator.card import LABELS, CardState, Method, Presentation
from simulator.language import say
from simulator.visits.plan import Probe
from simulator.visits.planted.carriers import card_case, carrier
from simulator.visits.planted.stage import Planted, Stage, by, link
from simulator.world.resident import Resident

WRONG = "0000"
OTHER_WRONG = "9999"
GROWN_UP = 45


def card_states(stage: Stage) -> Iterator[Planted]:
    """Every state of the card that a desk may meet."""
    yield from _identified(stage)
    yield from _aged(stage)
    yield from _out_of_use(stage)
    yield from _not_to_pass(stage)


def _wrong_pins(resident: Resident, count: int) -> tuple[Presentation, ...]:
    pin = resident.card.pin if resident.card else None
    wrong = OTHER_WRONG if pin == WRONG else WRONG
    return by(Method.PIN, pin=wrong) * count


def _right_pin(resident: Resident) -> tuple[Presentation, ...]:
    return by(Method.PIN, pin=resident.card.pin if resident.card else None)


def _identified(stage: Stage) -> Iterator[Planted]:
    face, visual = by(Method.FACE), by(Method.VISUAL)
    yield _state(stage, CardState.OK_FACE, face)
    with_pin = _carrier(stage, CardState.OK_PIN)
    yield _state(stage, CardState.OK_PIN, _right_pin(with_pin), with_pin)
    yield _state(stage, CardState.OK_VISUAL, visual)
    yield _state(stage, CardState.FACE_MISMATCH, by(Method.FACE, matches=False) + visual)
    for state, wrong, then in (
        (CardState.PIN_WRONG_ONCE, 1, None),
        (CardState.PIN_WRONG_TWICE, 2, None),
        (CardState.PIN_LOCKED, 3, face),
    ):
        resident = _carrier(stage, state)
        last = _right_pin(resident) if then is None else then
        yield _state(stage, state, _wrong_pins(resident, wrong) + last, resident)
    locked = _carrier(stage, CardState.FACE_LOCKED)
    if locked.card is not None:
        locked = replace(locked, card=replace(locked.card, face_tries_left=1))
    yield _state(stage, CardState.FACE_LOCKED, by(Method.FACE, matches=False) + visual, locked)
    pinless = _issued(stage, CardState.PINLESS, stage.day - timedelta(days=90), pin=None)
    yield _state(stage, CardState.PINLESS, face, pinless)


def _aged(stage: Stage) -> Iterator[Planted]:
    """Cards by the age of their certificate.

    Grown-ups only: a minor's card ends together with its certificate.
    """
    if not stage.subsidies:
        return
    day = stage.day
    for state, valid_to in (
        (CardState.CERTIFICATE_EXPIRING, day + timedelta(days=40)),
        (CardState.CERTIFICATE_GRACE, day - timedelta(days=20)),
        (CardState.CERTIFICATE_EXPIRED, day - timedelta(days=150)),
    ):
        yield _state(stage, state, by(Method.FACE), _ending(stage, state.value, valid_to))
    expired = _ending(stage, "card_expired", day - timedelta(days=200))
    if expired.card is not None:
        expired = replace(expired, card=replace(expired.card, card_valid_to=expired.card.valid_to))
    yield _state(stage, CardState.CARD_EXPIRED, by(Method.FACE), expired)
    yield card_case(
        stage,
        "card-grace-just-over",
        say("3か月の猶予期間が、先月の末日に終わった"),
        _ending(stage, "grace just over", stage.day - relativedelta(months=4, day=15)),
        probes=frozenset({Probe.STALE_READER}),
    )
    yield card_case(
        stage,
        "card-stale-reader",
        say("猶予期間も過ぎた電子証明書が、日付の古い読取機を通ってハブに届く"),
        _ending(stage, "stale reader", day - timedelta(days=151)),
        probes=frozenset({Probe.STALE_READER}),
    )


def _ending(stage: Stage, label: str, valid_to: date) -> Resident:
    """A grown-up born on the day of `valid_to`, whose certificate ends on that birthday."""
    resident = stage.person(f"card {label}", valid_to - relativedelta(years=GROWN_UP))
    return stage.issued(resident, valid_to - relativedelta(years=5) + timedelta(days=30))


def _out_of_use(stage: Stage) -> Iterator[Planted]:
    revoked = _issued(stage, CardState.CERTIFICATE_REVOKED, stage.day - timedelta(days=80), revoked=True)
    yield _state(stage, CardState.CERTIFICATE_REVOKED, by(Method.FACE), revoked)
    unregistered = _issued(
        stage,
        CardState.NOT_REGISTERED_FOR_INSURANCE,
        stage.day - timedelta(days=70),
        insurance_registered=False,
    )
    yield _state(stage, CardState.NOT_REGISTERED_FOR_INSURANCE, by(Method.FACE), unregistered)
    label = f"card-{CardState.WRONG_CARD.value}"
    why = say("マイナンバーカードではないカードが置かれる")
    resident = _carrier(stage, CardState.WRONG_CARD)
    yield card_case(stage, label, why, resident, by(Method.FACE), brings_other_card=True)


def _not_to_pass(stage: Stage) -> Iterator[Planted]:
    yield card_case(
        stage, "card-tampered", say("提示の中身が書き換えられ、署名が合わない"),
        carrier(stage, "card tampered"), probes=frozenset({Probe.TAMPERED}),
    )  # fmt: skip
    yield card_case(
        stage, "card-replayed", say("一度使われた提示がもう一度送られる"),
        carrier(stage, "card replayed"), probes=frozenset({Probe.REPLAYED}),
    )  # fmt: skip
    for label, why, probe in (
        ("other-place", say("他の施設のために作られた提示が送られる"), Probe.ASSERTION_FOR_ANOTHER_PLACE),
        ("stale", say("1時間前に作られ、期限の過ぎた提示が送られる"), Probe.ASSERTION_STALE),
        ("ahead", say("1時間先の日時の提示が送られる"), Probe.ASSERTION_AHEAD),
    ):
        name = f"card-assertion-{label}"
        yield card_case(stage, name, why, carrier(stage, name), probes=frozenset({probe}))
    old = carrier(stage, "card replaced")
    planted = card_case(stage, "card-replaced", say("更新前の古いカードが使われる"), old)
    yield replace(planted, links=(*planted.links, link(stage.renewed(old))))
    stranger = card_case(
        stage,
        "card-unlinked",
        say("資格確認基盤がまだ結び付けていないカードが使われる"),
        carrier(stage, "card unlinked"),
    )
    first, *others = stranger.links
    yield replace(stranger, links=(replace(first, serial=None), *others))


def _carrier(stage: Stage, state: CardState) -> Resident:
    return carrier(stage, f"card {state.value}")


def _issued(stage: Stage, state: CardState, issued_on: date, **traits: object) -> Resident:
    return stage.issued(_carrier(stage, state), issued_on, **traits)


def _state(
    stage: Stage, state: CardState, attempts: tuple[Presentation, ...], resident: Resident | None = None
) -> Planted:
    why = say("カードの状態: {state}", state=LABELS[state])
    return card_case(stage, f"card-{state.value}", why, resident or _carrier(stage, state), attempts)
