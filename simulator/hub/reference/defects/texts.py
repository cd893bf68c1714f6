"""Defects in passing on what was registered: characters, periods, sums."""

import unicodedata
from dataclasses import replace
from datetime import date

from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.decisions.subsidies import Certificates
from simulator.hub.reference.defects.defect import Defect, Kind
from simulator.records.certificate import BeneficiaryCertificate

_LAST_OF_BMP = "\uffff"
_END_OF_UNIX_TIME = 2038
_APRIL = 4


class _TextNormalised(Decisions):
    def shown(self, certificate: BeneficiaryCertificate) -> BeneficiaryCertificate:
        return replace(certificate, name=unicodedata.normalize("NFKC", certificate.name))


class _BeyondBmpLost(Decisions):
    def shown(self, certificate: BeneficiaryCertificate) -> BeneficiaryCertificate:
        kept = (character if character <= _LAST_OF_BMP else "●" for character in certificate.name)
        return replace(certificate, name="".join(kept))


class _ZeroCeilingLost(Decisions):
    def shown(self, certificate: BeneficiaryCertificate) -> BeneficiaryCertificate:
        return replace(certificate, monthly_ceiling_yen=certificate.monthly_ceiling_yen or None)


class _PrefectureHidden(Decisions):
    def selection(self, certificates: Certificates) -> Certificates:
        return [each for each in super().selection(certificates) if each.body_code[2:5] != "000"]


class _EndlessOverflows(Decisions):
    def is_covered(self, certificate: BeneficiaryCertificate, day: date) -> bool:
        return certificate.valid_to.year < _END_OF_UNIX_TIME and super().is_covered(certificate, day)


class _CutAtFiscalYear(Decisions):
    def is_covered(self, certificate: BeneficiaryCertificate, day: date) -> bool:
        begin = certificate.valid_from
        last = date(begin.year + (begin.month >= _APRIL), 3, 31)
        return super().is_covered(certificate, day) and day <= last


TEXT_DEFECTS = (
    Defect(
        "text-normalised",
        "受給者証の名称の文字を、全角・半角や異体字をそろえて書き換える",
        "The characters of a certificate's name are normalised (NFKC)",
        "SUB-015",
        Kind.DATA,
        _TextNormalised,
    ),
    Defect(
        "characters-outside-bmp-lost",
        "「𠮷」などの文字を「●」に変えて表示する",
        "Characters such as U+20BB7 are shown as black dots",
        "SUB-015",
        Kind.DATA,
        _BeyondBmpLost,
    ),
    Defect(
        "zero-ceiling-lost",
        "自己負担上限額 0円 を「上限なし」として示す",
        "A ceiling of 0 yen is shown as none",
        "SUB-013",
        Kind.DATA,
        _ZeroCeilingLost,
    ),
    Defect(
        "prefecture-certificate-hidden",
        "都道府県が交付した受給者証を表示しない",
        "Certificates issued by a prefecture are not shown",
        "SUB-018",
        Kind.DATA,
        _PrefectureHidden,
    ),
    Defect(
        "endless-period-overflows",
        "終わりの定めのない期間(9999-12-31)の受給者証を表示しない",
        "A certificate without an end (9999-12-31) is not shown",
        "SUB-019",
        Kind.TIME,
        _EndlessOverflows,
    ),
    Defect(
        "period-cut-at-fiscal-year",
        "年度をまたぐ期間を3月31日で切る",
        "A period that runs over 31 March is cut there",
        "SUB-020",
        Kind.TIME,
        _CutAtFiscalYear,
    ),
)
