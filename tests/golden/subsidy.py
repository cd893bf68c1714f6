"""What a hub may show of beneficiary certificates: SUB-001 to SUB-014 and PRV-001."""

from dataclasses import replace
from datetime import timedelta

from builders import (
    CHILD,
    CLINIC,
    CLINIC_WITHOUT_SETTING,
    DAY,
    OTHER_CITY,
    PHARMACY,
    book,
    certificate,
    registrant,
)
from golden.answer import Case

from simulator.port.book import Book
from simulator.port.operations import CheckEligibility, LookUpSubsidy
from simulator.port.outcomes import Empty, Malformed, Ok, Outcome, Refused
from simulator.rules.subsidy import BY_CARD, BY_GATEWAY

ONE_DAY = timedelta(days=1)
ONE = certificate()
OTHER = certificate(scheme="disability", name="重度障害者医療証")
ENDED = certificate(valid_to=DAY - ONE_DAY, recipient_number="0000012")
FUTURE = certificate(valid_from=DAY + ONE_DAY)
ONLY_TODAY = certificate(valid_from=DAY, valid_to=DAY)
ZEROS = certificate(recipient_number="0012345", payer_number="08990001")
TWIN_ZEROS = replace(ZEROS, recipient_number="0099999")
REFUND = certificate(is_always_reimbursement=True)
CEILING = certificate(monthly_ceiling_yen=2500, income_class="低所得1")
NAMESAKE = registrant("p-twin", name_kana=registrant().basic.name_kana)
NAMESAKES_OWN = certificate(recipient_number="7654321")
SAME_KEY = registrant("p-other", OTHER_CITY, person_key=registrant().at_body.person_key)
SAME_KEYS_OWN = certificate(body_code=OTHER_CITY)

NOTHING: tuple[Outcome, ...] = (Empty(), Ok(()), Refused("not-shown"))

LOOK = LookUpSubsidy(CHILD, CLINIC.code, consent=True, service_date=DAY)
AT_PHARMACY = replace(LOOK, institution_code=PHARMACY.code)
AT_CLINIC_WITHOUT_SETTING = replace(LOOK, institution_code=CLINIC_WITHOUT_SETTING.code)
WITHOUT_CONSENT = replace(LOOK, consent=False)
CHECK = CheckEligibility(CLINIC.code, "a-1", consent=True, service_date=DAY)


def shown(*rows: object) -> Ok:
    """An answer that shows these rows."""
    return Ok(rows)


def _case(
    requirement: str,
    shows: str,
    operation: LookUpSubsidy | CheckEligibility,
    after: Book,
    right: tuple[Outcome, ...] = (),
    wrong: tuple[Outcome, ...] = (),
) -> Case:
    rules = BY_GATEWAY if isinstance(operation, LookUpSubsidy) else BY_CARD
    return Case(requirement, shows, rules, operation, after, right, wrong)


CASES = (
    _case(
        "SUB-001",
        "有効な受給者証を医療機関に示す",
        LOOK,
        book(ONE),
        (shown(ONE),),
        (Empty(), shown(), Refused("x"), Malformed("x"), Ok()),
    ),
    _case("SUB-001", "直接の照会にも示す", CHECK, book(ONE), (shown(ONE),), (Empty(), shown())),
    _case(
        "SUB-001",
        "受給者証のない人には該当なしと答える",
        LOOK,
        book(),
        (Empty(), shown()),
        (Refused("x"), Malformed("x"), Ok()),
    ),
    _case(
        "SUB-001",
        "期間外のものしかない人には該当なしと答える",
        LOOK,
        book(ENDED, FUTURE),
        (Empty(),),
        (Refused("x"),),
    ),
    _case("SUB-001", "薬局は別の要件", AT_PHARMACY, book(ONE)),
    _case("SUB-001", "利用しない人には求めない", WITHOUT_CONSENT, book(ONE)),
    _case("SUB-001", "設定のない施設には求めない", AT_CLINIC_WITHOUT_SETTING, book(ONE)),
    _case("SUB-001", "猶予期間中のカードには求めない", CHECK, book(ONE).with_card(is_grace=True)),
    _case("SUB-001", "期限切れのカードには求めない", CHECK, book(ONE).with_card(is_expired=True)),
    _case("SUB-002", "有効な受給者証を薬局に示す", AT_PHARMACY, book(ONE), (shown(ONE),), (Empty(), shown())),
    _case("SUB-002", "医療機関は別の要件", LOOK, book(ONE)),
    _case(
        "SUB-003",
        "資格確認基盤の照会に答える",
        LOOK,
        book(ONE),
        (shown(ONE), Empty()),
        (Refused("forbidden"), Malformed("x")),
    ),
    _case("SUB-003", "施設からの直接の照会は別の要件", CHECK, book(ONE)),
    _case("SUB-003", "利用しない人の照会は断ってもよい", WITHOUT_CONSENT, book(ONE)),
    _case("SUB-004", "昨日終わった受給者証を示さない", LOOK, book(ENDED), NOTHING, (shown(ENDED),)),
    _case(
        "SUB-004",
        "先頭のゼロを落としても同じ受給者証と分かる",
        LOOK,
        book(ENDED),
        (),
        (shown(replace(ENDED, recipient_number="12")),),
    ),
    _case(
        "SUB-004", "有効なものと並んでも示さない", LOOK, book(ENDED, ONE), (shown(ONE),), (shown(ONE, ENDED),)
    ),
    _case("SUB-004", "今日が最終日ならまだ終わっていない", LOOK, book(certificate(valid_to=DAY))),
    _case(
        "SUB-005", "初日と最終日が同じ日でも示す", LOOK, book(ONLY_TODAY), (shown(ONLY_TODAY),), (Empty(),)
    ),
    _case(
        "SUB-005",
        "最終日に示す",
        LOOK,
        book(certificate(valid_to=DAY)),
        (shown(certificate(valid_to=DAY)),),
        (Empty(), shown()),
    ),
    _case(
        "SUB-005",
        "初日に示す",
        LOOK,
        book(certificate(valid_from=DAY)),
        (shown(certificate(valid_from=DAY)),),
        (Empty(), shown()),
    ),
    _case("SUB-005", "期間の中ほどは別の要件", LOOK, book(ONE)),
    _case("SUB-006", "明日始まる受給者証を示さない", LOOK, book(FUTURE), NOTHING, (shown(FUTURE),)),
    _case("SUB-006", "今日が初日ならもう始まっている", LOOK, book(ONLY_TODAY)),
    _case(
        "SUB-007",
        "他の自治体の同じ宛名番号の人の受給者証を示さない",
        LOOK,
        book(ONE).with_certificates(SAME_KEY, SAME_KEYS_OWN),
        (shown(ONE), Empty()),
        (shown(SAME_KEYS_OWN), shown(ONE, SAME_KEYS_OWN)),
    ),
    _case("SUB-007", "同じ宛名番号の人がいない", LOOK, book(ONE)),
    _case(
        "SUB-008",
        "番号の先頭のゼロを落とさない",
        LOOK,
        book(ZEROS),
        (shown(ZEROS), Empty()),
        (shown(replace(ZEROS, recipient_number="12345")), shown(replace(ZEROS, payer_number="8990001"))),
    ),
    _case(
        "SUB-008",
        "同じ制度・同じ期間の2件も、それぞれの番号のまま示す",
        LOOK,
        book(ZEROS, TWIN_ZEROS),
        (shown(ZEROS, TWIN_ZEROS), shown(TWIN_ZEROS, ZEROS)),
        (shown(ZEROS, replace(TWIN_ZEROS, recipient_number="99999")),),
    ),
    _case(
        "SUB-008",
        "負担者番号の法別番号を落とさない",
        LOOK,
        book(ONE),
        (shown(ONE),),
        (shown(replace(ONE, payer_number="990001")), shown(replace(ONE, payer_number=""))),
    ),
    _case("SUB-008", "番号のない受給者証", LOOK, book(certificate(payer_number="", recipient_number=""))),
    _case("SUB-009", "「利用しない」なら何も示さない", WITHOUT_CONSENT, book(ONE), NOTHING, (shown(ONE),)),
    _case("SUB-009", "「利用する」", LOOK, book(ONE)),
    _case(
        "SUB-010",
        "設定のない施設には何も示さない",
        AT_CLINIC_WITHOUT_SETTING,
        book(ONE),
        NOTHING,
        (shown(ONE),),
    ),
    _case("SUB-010", "設定のある施設", LOOK, book(ONE)),
    _case(
        "SUB-011",
        "有効な2件をどちらも示す",
        LOOK,
        book(ONE, OTHER),
        (shown(ONE, OTHER), shown(OTHER, ONE)),
        (shown(ONE), shown(OTHER), Empty()),
    ),
    _case("SUB-011", "有効なものが1件だけ", LOOK, book(ONE, ENDED)),
    _case(
        "SUB-012",
        "常に償還払いの区分を変えない",
        LOOK,
        book(REFUND),
        (shown(REFUND),),
        (shown(replace(REFUND, is_always_reimbursement=False)),),
    ),
    _case("SUB-012", "現物給付の受給者証", LOOK, book(ONE)),
    _case(
        "SUB-013",
        "上限額と所得区分を変えない",
        LOOK,
        book(CEILING),
        (shown(CEILING),),
        (
            shown(replace(CEILING, monthly_ceiling_yen=5000)),
            shown(replace(CEILING, monthly_ceiling_yen=None)),
            shown(replace(CEILING, income_class="")),
        ),
    ),
    _case(
        "SUB-013",
        "上限額0円も変えない",
        LOOK,
        book(replace(CEILING, monthly_ceiling_yen=0)),
        (shown(replace(CEILING, monthly_ceiling_yen=0)),),
        (shown(replace(CEILING, monthly_ceiling_yen=None)),),
    ),
    _case("SUB-013", "上限額も所得区分もない受給者証", LOOK, book(ONE)),
    _case(
        "SUB-014",
        "登録されていない受給者証を示さない",
        LOOK,
        book(ONE),
        (shown(ONE), Empty()),
        (shown(OTHER),),
    ),
    _case(
        "SUB-014",
        "だれにも登録のない期間を示さない",
        LOOK,
        book(ONE),
        (),
        (shown(replace(ONE, valid_to=ONE.valid_to + ONE_DAY)),),
    ),
    _case(
        "PRV-001",
        "同姓同名・同じ生年月日の別人の受給者証を示さない",
        LOOK,
        book(ONE).with_certificates(NAMESAKE, NAMESAKES_OWN),
        (shown(ONE), Empty()),
        (shown(NAMESAKES_OWN), shown(ONE, NAMESAKES_OWN)),
    ),
    _case("PRV-001", "同姓同名の人がいない", LOOK, book(ONE)),
)
