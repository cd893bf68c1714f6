"""How each operation is tried: what is asked, what has to work before, and what a right answer shows.

The order of the table is that in which a hub is tried. An operation without a line is asked if its attributes
are all things of the scene; then only that it is answered is looked at, not with what.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from simulator.doctor.scene import BODY, CHECKUP, VACCINE, Scene
from simulator.port import capabilities as port
from simulator.port import operations as ops
from simulator.port.outcomes import Accepted, AlreadyRegistered, Empty, Ok, Outcome, Refused
from simulator.records.certificate import HistoryRow, RecipientRow
from simulator.records.consent import Consent, ConsentArea
from simulator.records.departure import Departure, DepartureReason
from simulator.records.notice import Notice, NoticeKind
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import BodyRecord, CheckupResult, Dose, InterviewOnly, Record
from simulator.records.ticket import TicketKind, TicketRow

Kind = type[ops.Operation]
_DOCTOR = "架空 医師"
_ANSWERS = (("体温", "36.5"),)


@dataclass(frozen=True, slots=True)
class Probe:
    """How an operation is tried; `fits` says whether an outcome shows that it works.

    `keep` takes from a fitting outcome what later operations ask with.
    """

    ask: Callable[[Scene], ops.Operation]
    fits: Callable[[Scene, Outcome], bool]
    needs: tuple[Kind, ...] = ()
    capability: str | None = None
    keep: Callable[[Scene, Outcome], None] = lambda _scene, _outcome: None


def done(_scene: Scene, outcome: Outcome) -> bool:
    """Whether the hub did it."""
    return isinstance(outcome, Ok)


def answered(_scene: Scene, outcome: Outcome) -> bool:
    """Whether the hub understood the question, whatever it answered."""
    return isinstance(outcome, Ok | Accepted | Empty | AlreadyRegistered) or (
        isinstance(outcome, Refused) and outcome.reason not in ("unauthenticated", "forbidden")
    )


def _accepted(_scene: Scene, outcome: Outcome) -> bool:
    return isinstance(outcome, Accepted)


def _all_taken_in(_scene: Scene, outcome: Outcome) -> bool:
    report = outcome.value if isinstance(outcome, Ok) else None
    return isinstance(report, ops.TaskReport) and report.done and not any(row.errors for row in report.rows)


def _shows_certificate(scene: Scene, outcome: Outcome) -> bool:
    return _holds(outcome, scene.certificate())


def _shows_tickets(scene: Scene, outcome: Outcome) -> bool:
    return _holds(outcome, *(each for each in scene.tickets() if each.kind is TicketKind.VACCINATION))


def _shows_questionnaire(scene: Scene, outcome: Outcome) -> bool:
    return outcome == Ok(_questionnaire(scene))


def _shows_dose(scene: Scene, outcome: Outcome) -> bool:
    return _holds(outcome, _dose(scene))


def _shows_someone(_scene: Scene, outcome: Outcome) -> bool:
    return isinstance(outcome, Ok) and bool(outcome.value)


def _holds(outcome: Outcome, *wanted: object) -> bool:
    shown = outcome.value if isinstance(outcome, Ok) and isinstance(outcome.value, tuple) else ()
    return all(each in shown for each in wanted)


def _dose(scene: Scene) -> Dose:
    number, code = scene.ticket_number("dose"), scene.institution.code
    return Dose(number, VACCINE, 1, scene.day, "LOT-1", "0.25", "左上腕", _DOCTOR, code)


def _interview(scene: Scene) -> InterviewOnly:
    number, code = scene.ticket_number("interview"), scene.institution.code
    return InterviewOnly(number, VACCINE, 2, scene.day, "当日の体調", _DOCTOR, code)


def _checkup(scene: Scene, use: str, recorder: str) -> CheckupResult:
    number = scene.ticket_number(use)
    return CheckupResult(
        number, CHECKUP, scene.day, "61.5", "6.2", needs_closer_examination=False, recorder_code=recorder
    )


def _questionnaire(scene: Scene) -> Questionnaire:
    return Questionnaire(scene.ticket_number("dose"), _ANSWERS)


def _links(scene: Scene) -> ops.LinkCards:
    return ops.LinkCards(
        tuple(
            ops.CardLink(person, scene.registrant(who).at_body, scene.serial(person))
            for who, person in (("child", scene.child), ("guardian", scene.guardian))
        )
    )


def _recipients(scene: Scene) -> ops.RegisterRecipients:
    people = ("child", "guardian")
    rows = tuple(RecipientRow(scene.registrant(who), scene.certificate(who)) for who in people)
    return ops.RegisterRecipients(BODY, rows)


def _history(scene: Scene) -> ops.RegisterHistory:
    changed = replace(scene.certificate("guardian"), monthly_ceiling_yen=1000)
    row = HistoryRow(scene.registrant("guardian"), changed, scene.ticket_number("history"))
    return ops.RegisterHistory(BODY, (row,))


def _departures(scene: Scene) -> ops.RegisterDepartures:
    gone = Departure(scene.registrant("guardian").at_body, DepartureReason.MOVE_OUT, scene.day)
    return ops.RegisterDepartures(BODY, (gone,))


def _notice(scene: Scene) -> Notice:
    about, text = scene.registrant().at_body, "合成の診断のお知らせ"
    return Notice(scene.ticket_number("notice"), about, NoticeKind.INFORMATION, VACCINE, text, scene.day)


def _amended(scene: Scene) -> InterviewOnly:
    return replace(_interview(scene), reason="当日の体調（訂正）")


def _shows_notice(scene: Scene, outcome: Outcome) -> bool:
    return _holds(outcome, _notice(scene))


def _shows_consent(_scene: Scene, outcome: Outcome) -> bool:
    return _holds(outcome, Consent(ConsentArea.MEDICAL_SUBSIDY, is_given=True))


def _shows_record(scene: Scene, outcome: Outcome) -> bool:
    value = outcome.value if isinstance(outcome, Ok) else None
    return isinstance(value, Record) and value.result == _interview(scene) and not value.is_cancelled


def _shows_results(scene: Scene, outcome: Outcome) -> bool:
    shown = outcome.value if isinstance(outcome, Ok) and isinstance(outcome.value, tuple) else ()
    return any(isinstance(each, BodyRecord) and each.record.result == _dose(scene) for each in shown)


def _keep_record_id(scene: Scene, outcome: Outcome) -> None:
    if isinstance(outcome, Ok):
        scene.record_id = str(outcome.value)


def _keep_version(scene: Scene, outcome: Outcome) -> None:
    value = outcome.value if isinstance(outcome, Ok) else None
    scene.version = value.version if isinstance(value, Record) else str(value)


def _tickets(scene: Scene) -> ops.RegisterTickets:
    return ops.RegisterTickets(BODY, tuple(TicketRow(scene.registrant(), each) for each in scene.tickets()))


def _own(scene: Scene) -> str:
    return scene.institution.code


PROBES: Mapping[Kind, Probe] = MappingProxyType(
    {
        ops.CheckHealth: Probe(lambda _: ops.CheckHealth(), done),
        ops.FetchCapabilities: Probe(lambda _: ops.FetchCapabilities(), done),
        ops.SetClock: Probe(lambda scene: ops.SetClock(scene.day), done, capability=port.CLOCK),
        ops.PutInstitutions: Probe(lambda scene: ops.PutInstitutions((scene.institution,)), done),
        ops.LinkCards: Probe(_links, done),
        ops.OpenAccounts: Probe(lambda scene: ops.OpenAccounts(((scene.guardian, (scene.child,)),)), done),
        ops.PublishRevocations: Probe(
            lambda scene: ops.PublishRevocations(scene.authority.revocation_list((), scene.day)), done
        ),
        ops.PutSchemes: Probe(lambda scene: ops.PutSchemes(BODY, scene.schemes()), done),
        ops.RegisterRecipients: Probe(_recipients, _accepted),
        ops.FetchTask: Probe(
            lambda scene: ops.FetchTask(BODY, scene.task or ""), _all_taken_in, (ops.RegisterRecipients,)
        ),
        ops.RegisterTickets: Probe(_tickets, _accepted),
        ops.LookUpSubsidy: Probe(
            lambda scene: ops.LookUpSubsidy(scene.child, _own(scene), consent=True, service_date=scene.day),
            _shows_certificate,
            (ops.RegisterRecipients,),
            port.GATEWAY,
        ),
        ops.CheckEligibility: Probe(
            lambda scene: ops.CheckEligibility(
                _own(scene), scene.assertion(), consent=True, service_date=scene.day
            ),
            _shows_certificate,
            (ops.RegisterRecipients,),
            port.VERIFIES_CARD,
        ),
        ops.FetchTickets: Probe(
            lambda scene: ops.FetchTickets(_own(scene), scene.assertion(), TicketKind.VACCINATION, scene.day),
            _shows_tickets,
            (ops.RegisterTickets,),
        ),
        ops.SubmitQuestionnaire: Probe(
            lambda scene: ops.SubmitQuestionnaire(
                scene.guardian, scene.child, _questionnaire(scene), scene.key()
            ),
            done,
            (ops.RegisterTickets,),
            port.QUESTIONNAIRE,
        ),
        ops.FetchQuestionnaire: Probe(
            lambda scene: ops.FetchQuestionnaire(_own(scene), scene.ticket_number("dose")),
            _shows_questionnaire,
            (ops.SubmitQuestionnaire,),
            port.QUESTIONNAIRE,
        ),
        ops.RecordDose: Probe(
            lambda scene: ops.RecordDose(_own(scene), _dose(scene), scene.born, scene.key()),
            done,
            (ops.RegisterTickets,),
        ),
        ops.RecordInterviewOnly: Probe(
            lambda scene: ops.RecordInterviewOnly(_own(scene), _interview(scene), scene.born, scene.key()),
            done,
            (ops.RegisterTickets,),
            keep=_keep_record_id,
        ),
        ops.FetchRecord: Probe(
            lambda scene: ops.FetchRecord(_own(scene), scene.record_id),
            _shows_record,
            (ops.RecordInterviewOnly,),
            port.AMENDMENT,
            _keep_version,
        ),
        ops.AmendResult: Probe(
            lambda scene: ops.AmendResult(_own(scene), scene.record_id, scene.version, _amended(scene)),
            done,
            (ops.FetchRecord,),
            port.AMENDMENT,
            _keep_version,
        ),
        ops.CancelResult: Probe(
            lambda scene: ops.CancelResult(_own(scene), scene.record_id, scene.version),
            done,
            (ops.FetchRecord,),
            port.AMENDMENT,
        ),
        ops.RecordCheckup: Probe(
            lambda scene: ops.RecordCheckup(
                _own(scene), _checkup(scene, "checkup", _own(scene)), scene.born, scene.key()
            ),
            done,
            (ops.RegisterTickets,),
        ),
        ops.RecordGroupCheckup: Probe(
            lambda scene: ops.RecordGroupCheckup(
                BODY, _checkup(scene, "group", BODY), scene.born, scene.key()
            ),
            done,
            (ops.RegisterTickets,),
            port.GROUP_CHECKUP,
        ),
        ops.ListHistory: Probe(
            lambda scene: ops.ListHistory(scene.guardian, scene.child), _shows_dose, (ops.RecordDose,)
        ),
        ops.FetchResults: Probe(
            lambda _: ops.FetchResults(BODY), _shows_results, (ops.RecordDose,), port.BODY_RESULTS
        ),
        ops.WithdrawQuestionnaire: Probe(
            lambda scene: ops.WithdrawQuestionnaire(scene.guardian, scene.child, scene.ticket_number("dose")),
            done,
            (ops.SubmitQuestionnaire,),
            port.QUESTIONNAIRE,
        ),
        ops.SendNotice: Probe(
            lambda scene: ops.SendNotice(BODY, _notice(scene)),
            done,
            (ops.RegisterTickets,),
            port.NOTICES,
        ),
        ops.ListNotices: Probe(
            lambda scene: ops.ListNotices(scene.guardian, scene.child),
            _shows_notice,
            (ops.SendNotice,),
            port.NOTICES,
        ),
        ops.WithdrawNotice: Probe(
            lambda scene: ops.WithdrawNotice(BODY, _notice(scene).notice_id),
            done,
            (ops.SendNotice,),
            port.NOTICES,
        ),
        ops.ListCertificates: Probe(
            lambda scene: ops.ListCertificates(scene.guardian, scene.child),
            _shows_certificate,
            (ops.RegisterRecipients,),
            port.OWN_CERTIFICATES,
        ),
        ops.SetConsent: Probe(
            lambda scene: ops.SetConsent(
                scene.guardian, scene.child, ConsentArea.MEDICAL_SUBSIDY, is_given=True
            ),
            done,
            (ops.OpenAccounts,),
            port.CONSENT,
        ),
        ops.ListConsents: Probe(
            lambda scene: ops.ListConsents(scene.guardian, scene.child),
            _shows_consent,
            (ops.SetConsent,),
            port.CONSENT,
        ),
        ops.RegisterHistory: Probe(_history, _accepted, (ops.RegisterRecipients,), port.DIFFERENCE_HISTORY),
        ops.RegisterDepartures: Probe(_departures, done, (ops.RegisterRecipients,), port.DEPARTURES),
        ops.FetchAuditTrail: Probe(
            lambda scene: ops.FetchAuditTrail(scene.child), _shows_someone, capability=port.AUDIT_TRAIL
        ),
    }
)
"""How operations are tried, in order."""


def probe_of(kind: Kind) -> Probe | None:
    """How an operation is tried; None where nothing is known to ask it with."""
    return PROBES.get(kind) or _filled(kind)


def _filled(kind: Kind) -> Probe | None:
    """A question made of the things of the scene, by the names of the operation's attributes."""
    names = [each.name for each in fields(kind)]
    if not all(name in _THINGS for name in names):
        return None
    make: Any = kind
    return Probe(lambda scene: make(**{name: _THINGS[name](scene) for name in names}), answered)


_THINGS: Mapping[str, Callable[[Scene], object]] = MappingProxyType(
    {
        "body_code": lambda _: BODY,
        "institution_code": _own,
        "person_id": lambda scene: scene.guardian,
        "subject_id": lambda scene: scene.child,
        "ticket_number": lambda scene: scene.ticket_number("dose"),
        "service_date": lambda scene: scene.day,
        "date_of_birth": lambda scene: scene.born,
        "at_body": lambda scene: scene.registrant().at_body,
        "person_key": lambda scene: scene.registrant().at_body.person_key,
        "assertion": lambda scene: scene.assertion(),
        "consent": lambda _: True,
        "key": lambda scene: scene.key(),
    }
)
