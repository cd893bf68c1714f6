"""Defects in showing subsidy information."""
# ruff: noqa: ARG002 - what a defect does not look at is the defect

from dataclasses import replace
from datetime import date, timedelta

from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.decisions.subsidies import Certificates
from simulator.hub.reference.defects.defect import Defect, Kind
from simulator.hub.reference.store import Store
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.consent import ConsentArea

_SAME_KEY = (
    "SELECT DISTINCT other.id FROM body_person own JOIN body_person other USING (person_key)"
    " WHERE own.person = ?"
)
_SAME_NAME = (
    "SELECT DISTINCT other.id FROM body_person own"
    " JOIN body_person other USING (name_kana, date_of_birth) WHERE own.person = ?"
)


class _EndedShown(Decisions):
    def is_covered(self, certificate: BeneficiaryCertificate, day: date) -> bool:
        return certificate.valid_from <= day


class _LastDayExcluded(Decisions):
    def is_covered(self, certificate: BeneficiaryCertificate, day: date) -> bool:
        return certificate.valid_from <= day < certificate.valid_to


class _NotYetValidShown(Decisions):
    def is_covered(self, certificate: BeneficiaryCertificate, day: date) -> bool:
        return day <= certificate.valid_to


class _OtherBodyShown(Decisions):
    def certificate_holders(self, store: Store, person: int) -> list[int]:
        return [row[0] for row in store.rows(_SAME_KEY, person)]


class _LeadingZerosDropped(Decisions):
    def shown(self, certificate: BeneficiaryCertificate) -> BeneficiaryCertificate:
        number = certificate.recipient_number
        return replace(certificate, recipient_number=str(int(number)) if number.isdecimal() else number)


class _ConsentIgnored(Decisions):
    def has_consent(self, *, consent: bool) -> bool:
        return True


class _SettingIgnored(Decisions):
    def may_show(self, *, uses_subsidy_information: bool) -> bool:
        return True


class _OnlyFirstShown(Decisions):
    def selection(self, certificates: Certificates) -> Certificates:
        return super().selection(certificates)[:1]


class _RefundFlagLost(Decisions):
    def shown(self, certificate: BeneficiaryCertificate) -> BeneficiaryCertificate:
        return replace(certificate, is_always_reimbursement=False)


class _NamesakeShown(Decisions):
    def certificate_holders(self, store: Store, person: int) -> list[int]:
        own = super().certificate_holders(store, person)
        return own + [row[0] for row in store.rows(_SAME_NAME, person) if row[0] not in own]


class _WithdrawnIgnored(Decisions):
    def stands_consent(self, store: Store, person: int, area: ConsentArea) -> bool:
        return area is ConsentArea.MEDICAL_SUBSIDY or super().stands_consent(store, person, area)


class _NeverRestored(Decisions):
    def restore_consent(self, store: Store, person: int, area: ConsentArea) -> None:
        pass


class _FormerBodyShown(Decisions):
    def has_left_certificates(self, store: Store, holder: int, day: date) -> bool:
        return False


class _LastDayLost(Decisions):
    def has_left_certificates(self, store: Store, holder: int, day: date) -> bool:
        return super().has_left_certificates(store, holder, day + timedelta(days=1))


SUBSIDY_DEFECTS = (
    Defect(
        "ended-certificate-shown",
        "有効期間の終わった受給者証を表示する",
        "A certificate whose period has ended is shown",
        "SUB-004",
        Kind.DATA,
        _EndedShown,
    ),
    Defect(
        "last-valid-day-excluded",
        "有効期間の最終日に受給者証を表示しない",
        "On the last day of its period a certificate is not shown",
        "SUB-005",
        Kind.TIME,
        _LastDayExcluded,
    ),
    Defect(
        "not-yet-valid-certificate-shown",
        "有効期間の始まっていない受給者証を表示する",
        "A certificate whose period has not begun is shown",
        "SUB-006",
        Kind.DATA,
        _NotYetValidShown,
    ),
    Defect(
        "other-body-certificate-shown",
        "宛名番号だけで人を探し、別の実施機関の他人の受給者証を表示する",
        "A person is found by the body's person key alone, and another body's person is mixed in",
        "SUB-007",
        Kind.DATA,
        _OtherBodyShown,
    ),
    Defect(
        "leading-zeros-dropped",
        "受給者番号の先頭の0が消える",
        "The leading zeros of a recipient number are lost",
        "SUB-008",
        Kind.DATA,
        _LeadingZerosDropped,
    ),
    Defect(
        "consent-ignored",
        "「利用しない」を選んだ患者の受給者証を表示する",
        "Certificates are shown although the patient did not agree",
        "SUB-009",
        Kind.REQUEST,
        _ConsentIgnored,
    ),
    Defect(
        "setting-ignored",
        "医療費助成情報を「利用する」に設定していない機関に受給者証を表示する",
        "An institution without the setting for subsidy information is shown certificates",
        "SUB-010",
        Kind.REQUEST,
        _SettingIgnored,
    ),
    Defect(
        "only-first-certificate-shown",
        "有効な受給者証が複数あっても1件しか表示しない",
        "Of several valid certificates only one is shown",
        "SUB-011",
        Kind.DATA,
        _OnlyFirstShown,
    ),
    Defect(
        "refund-flag-lost",
        "常に償還払いの受給者証を現物給付として表示する",
        "A certificate of the always-refund type is shown without its flag",
        "SUB-012",
        Kind.DATA,
        _RefundFlagLost,
    ),
    Defect(
        "namesake-certificate-shown",
        "カナ氏名と生年月日だけで人を探し、同姓同名の他人の受給者証を表示する",
        "A person is found by kana name and date of birth, and a namesake's certificates are mixed in",
        "PRV-001",
        Kind.DATA,
        _NamesakeShown,
    ),
    Defect(
        "withdrawn-consent-ignored",
        "マイナポータルで提供をやめた人の受給者証を表示する",
        "Certificates are shown although the standing consent was withdrawn",
        "SUB-016",
        Kind.SEQUENCE,
        _WithdrawnIgnored,
    ),
    Defect(
        "consent-never-restored",
        "提供を再開しても、受給者証を表示しない",
        "After consent was given again, certificates are still not shown",
        "SUB-016",
        Kind.SEQUENCE,
        _NeverRestored,
    ),
    Defect(
        "moved-out-certificate-shown",
        "転出・死亡の後の日にも、その自治体の受給者証を表示する",
        "Certificates are shown for days after death or moving out",
        "SUB-017",
        Kind.SEQUENCE,
        _FormerBodyShown,
    ),
    Defect(
        "last-day-before-move-excluded",
        "転出した当日に、その自治体の受給者証を表示しない",
        "On the day of moving out the certificate is not shown any more",
        "SUB-017",
        Kind.TIME,
        _LastDayLost,
    ),
)
