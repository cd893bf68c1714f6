"""Defects in reading cards."""
# ruff: noqa: ARG002 - what a defect does not look at is the defect

from collections.abc import Set as AbstractSet
from datetime import date

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from dateutil.relativedelta import relativedelta

from simulator.hub.reference.assertions import (
    LEEWAY_SECONDS,
    BadAssertion,
    CardCertificate,
    Claims,
    claims_of,
)
from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.decisions.cards import Standing
from simulator.hub.reference.defects.defect import Defect, Kind
from simulator.hub.reference.store import Store


class _ExpiredAccepted(Decisions):
    def standing(self, certificate: CardCertificate, on: date) -> Standing:
        sound = super().standing(certificate, on)
        return Standing.VALID if sound is Standing.EXPIRED else sound


class _RevokedAccepted(Decisions):
    def is_revoked(self, serial: str, revoked: AbstractSet[str]) -> bool:
        return False


class _TamperedAccepted(Decisions):
    def claims(self, assertion: str, key: ec.EllipticCurvePublicKey) -> Claims:
        try:
            return claims_of(jwt.decode(assertion, options={"verify_signature": False}))
        except jwt.InvalidTokenError as fault:
            raise BadAssertion from fault


class _ReplayedAccepted(Decisions):
    def is_first_use(self, store: Store, serial: str, claims: Claims) -> bool:
        return True


class _OldSerialAccepted(Decisions):
    def retire_serials(self, store: Store, person: int) -> None:
        pass


class _OtherInstitutionAccepted(Decisions):
    def is_for(self, claims: Claims, institution_code: str) -> bool:
        return True


class _StaleAccepted(Decisions):
    def is_timely(self, claims: Claims, now: int) -> bool:
        return claims.issued_at <= now + LEEWAY_SECONDS


class _FutureAccepted(Decisions):
    def is_timely(self, claims: Claims, now: int) -> bool:
        return now < claims.expires_at + LEEWAY_SECONDS


class _GraceTooLong(Decisions):
    def standing(self, certificate: CardCertificate, on: date) -> Standing:
        sound = super().standing(certificate, on)
        longer = certificate.valid_to + relativedelta(months=4, day=31)
        return Standing.VALID if sound is Standing.EXPIRED and on <= longer else sound


CARD_DEFECTS = (
    Defect(
        "expired-user-certificate-accepted",
        "猶予期間も過ぎた電子証明書のカードで情報を出す",
        "A card whose user certificate expired, grace over, is accepted",
        "CARD-003",
        Kind.TIME,
        _ExpiredAccepted,
    ),
    Defect(
        "revoked-user-certificate-accepted",
        "失効した電子証明書のカードで情報を出す",
        "A card whose user certificate was revoked is accepted",
        "CARD-004",
        Kind.REQUEST,
        _RevokedAccepted,
    ),
    Defect(
        "tampered-assertion-accepted",
        "カードの読取り証明の署名を確かめない",
        "The signature of a card assertion is not checked",
        "CARD-005",
        Kind.REQUEST,
        _TamperedAccepted,
    ),
    Defect(
        "replayed-assertion-accepted",
        "一度使われたカードの読取り証明をもう一度受け付ける",
        "A card assertion is accepted a second time",
        "CARD-006",
        Kind.SEQUENCE,
        _ReplayedAccepted,
    ),
    Defect(
        "old-serial-accepted",
        "更新前の古いカードでも情報を出す",
        "After a renewal the old card still answers",
        "CARD-007",
        Kind.SEQUENCE,
        _OldSerialAccepted,
    ),
    Defect(
        "foreign-institution-assertion-accepted",
        "別の施設で読み取ったカードの提示で情報を出す",
        "An assertion made for another institution is accepted",
        "CARD-011",
        Kind.REQUEST,
        _OtherInstitutionAccepted,
    ),
    Defect(
        "stale-assertion-accepted",
        "期限の過ぎたカードの提示で情報を出す",
        "An assertion whose time is over is accepted",
        "CARD-012",
        Kind.REQUEST,
        _StaleAccepted,
    ),
    Defect(
        "future-assertion-accepted",
        "未来の時刻のカードの提示で情報を出す",
        "An assertion from the future is accepted",
        "CARD-012",
        Kind.REQUEST,
        _FutureAccepted,
    ),
    Defect(
        "grace-counted-from-wrong-month-end",
        "電子証明書の猶予期間を1か月長く数え、その間も情報を出す",
        "The grace period of a certificate is counted a month too long, and data are shown in it",
        "CARD-003",
        Kind.TIME,
        _GraceTooLong,
    ),
)
