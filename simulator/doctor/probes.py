"""How each operation is tried: what is asked, what has to work before, and what a right answer shows.

The order of the table is that in which a hub is tried. An operation without a line is asked if its attributes
are all things of the scene; then only that it is answered is looked at, not with what.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from simulator.doctor import questions as q
from simulator.doctor import signs
from simulator.doctor.scene import BODY, Scene
from simulator.port import capabilities as port
from simulator.port import operations as ops
from simulator.port.outcomes import Outcome
from simulator.records.consent import ConsentArea
from simulator.records.ticket import TicketKind

Kind = type[ops.Operation]


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


PROBES: Mapping[Kind, Probe] = MappingProxyType(
    {
        ops.CheckHealth: Probe(lambda _: ops.CheckHealth(), signs.done),
        ops.FetchCapabilities: Probe(lambda _: ops.FetchCapabilities(), signs.done),
        ops.SetClock: Probe(lambda scene: ops.SetClock(scene.day), signs.done, capability=port.CLOCK),
        ops.PutInstitutions: Probe(lambda scene: ops.PutInstitutions((scene.institution,)), signs.done),
        ops.LinkCards: Probe(q.linked_cards, signs.done),
        ops.OpenAccounts: Probe(
            lambda scene: ops.OpenAccounts(((scene.guardian, (scene.child,)),)), signs.done
        ),
        ops.PublishRevocations: Probe(
            lambda scene: ops.PublishRevocations(scene.authority.revocation_list((), scene.day)), signs.done
        ),
        ops.PutSchemes: Probe(lambda scene: ops.PutSchemes(BODY, scene.schemes()), signs.done),
        ops.RegisterRecipients: Probe(q.registered_recipients, signs.accepted),
        ops.FetchTask: Probe(
            lambda scene: ops.FetchTask(BODY, scene.task or ""), signs.all_taken_in, (ops.RegisterRecipients,)
        ),
        ops.RegisterTickets: Probe(q.registered_tickets, signs.accepted),
        ops.LookUpSubsidy: Probe(
            lambda scene: ops.LookUpSubsidy(
                scene.child, q.own_code(scene), consent=True, service_date=scene.day
            ),
            signs.shows_certificate,
            (ops.RegisterRecipients,),
            port.GATEWAY,
        ),
        ops.CheckEligibility: Probe(
            lambda scene: ops.CheckEligibility(
                q.own_code(scene), scene.assertion(), consent=True, service_date=scene.day
            ),
            signs.shows_certificate,
            (ops.RegisterRecipients,),
            port.VERIFIES_CARD,
        ),
        ops.FetchTickets: Probe(
            lambda scene: ops.FetchTickets(
                q.own_code(scene), scene.assertion(), TicketKind.VACCINATION, scene.day
            ),
            signs.shows_tickets,
            (ops.RegisterTickets,),
        ),
        ops.SubmitQuestionnaire: Probe(
            lambda scene: ops.SubmitQuestionnaire(
                scene.guardian, scene.child, q.questionnaire(scene), scene.key()
            ),
            signs.done,
            (ops.RegisterTickets,),
            port.QUESTIONNAIRE,
        ),
        ops.FetchQuestionnaire: Probe(
            lambda scene: ops.FetchQuestionnaire(q.own_code(scene), scene.ticket_number("dose")),
            signs.shows_questionnaire,
            (ops.SubmitQuestionnaire,),
            port.QUESTIONNAIRE,
        ),
        ops.RecordDose: Probe(
            lambda scene: ops.RecordDose(q.own_code(scene), q.dose(scene), scene.born, scene.key()),
            signs.done,
            (ops.RegisterTickets,),
        ),
        ops.RecordInterviewOnly: Probe(
            lambda scene: ops.RecordInterviewOnly(
                q.own_code(scene), q.interview(scene), scene.born, scene.key()
            ),
            signs.done,
            (ops.RegisterTickets,),
            keep=signs.keep_record_id,
        ),
        ops.FetchRecord: Probe(
            lambda scene: ops.FetchRecord(q.own_code(scene), scene.record_id),
            signs.shows_record,
            (ops.RecordInterviewOnly,),
            port.AMENDMENT,
            signs.keep_version,
        ),
        ops.AmendResult: Probe(
            lambda scene: ops.AmendResult(
                q.own_code(scene), scene.record_id, scene.version, q.amended_interview(scene)
            ),
            signs.done,
            (ops.FetchRecord,),
            port.AMENDMENT,
            signs.keep_version,
        ),
        ops.CancelResult: Probe(
            lambda scene: ops.CancelResult(q.own_code(scene), scene.record_id, scene.version),
            signs.done,
            (ops.FetchRecord,),
            port.AMENDMENT,
        ),
        ops.RecordCheckup: Probe(
            lambda scene: ops.RecordCheckup(
                q.own_code(scene), q.checkup(scene, "checkup", q.own_code(scene)), scene.born, scene.key()
            ),
            signs.done,
            (ops.RegisterTickets,),
        ),
        ops.RecordGroupCheckup: Probe(
            lambda scene: ops.RecordGroupCheckup(
                BODY, q.checkup(scene, "group", BODY), scene.born, scene.key()
            ),
            signs.done,
            (ops.RegisterTickets,),
            port.GROUP_CHECKUP,
        ),
        ops.ListHistory: Probe(
            lambda scene: ops.ListHistory(scene.guardian, scene.child), signs.shows_dose, (ops.RecordDose,)
        ),
        ops.FetchResults: Probe(
            lambda _: ops.FetchResults(BODY), signs.shows_results, (ops.RecordDose,), port.BODY_RESULTS
        ),
        ops.WithdrawQuestionnaire: Probe(
            lambda scene: ops.WithdrawQuestionnaire(scene.guardian, scene.child, scene.ticket_number("dose")),
            signs.done,
            (ops.SubmitQuestionnaire,),
            port.QUESTIONNAIRE,
        ),
        ops.SendNotice: Probe(
            lambda scene: ops.SendNotice(BODY, q.notice(scene)),
            signs.done,
            (ops.RegisterTickets,),
            port.NOTICES,
        ),
        ops.ListNotices: Probe(
            lambda scene: ops.ListNotices(scene.guardian, scene.child),
            signs.shows_notice,
            (ops.SendNotice,),
            port.NOTICES,
        ),
        ops.WithdrawNotice: Probe(
            lambda scene: ops.WithdrawNotice(BODY, q.notice(scene).notice_id),
            signs.done,
            (ops.SendNotice,),
            port.NOTICES,
        ),
        ops.ListCertificates: Probe(
            lambda scene: ops.ListCertificates(scene.guardian, scene.child),
            signs.shows_certificate,
            (ops.RegisterRecipients,),
            port.OWN_CERTIFICATES,
        ),
        ops.SetConsent: Probe(
            lambda scene: ops.SetConsent(
                scene.guardian, scene.child, ConsentArea.MEDICAL_SUBSIDY, is_given=True
            ),
            signs.done,
            (ops.OpenAccounts,),
            port.CONSENT,
        ),
        ops.ListConsents: Probe(
            lambda scene: ops.ListConsents(scene.guardian, scene.child),
            signs.shows_consent,
            (ops.SetConsent,),
            port.CONSENT,
        ),
        ops.RegisterHistory: Probe(
            q.registered_history, signs.accepted, (ops.RegisterRecipients,), port.DIFFERENCE_HISTORY
        ),
        ops.RegisterDepartures: Probe(
            q.reported_departures, signs.done, (ops.RegisterRecipients,), port.DEPARTURES
        ),
        ops.FetchAuditTrail: Probe(
            lambda scene: ops.FetchAuditTrail(scene.child), signs.shows_someone, capability=port.AUDIT_TRAIL
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
    return Probe(lambda scene: make(**{name: _THINGS[name](scene) for name in names}), signs.answered)


_THINGS: Mapping[str, Callable[[Scene], object]] = MappingProxyType(
    {
        "body_code": lambda _: BODY,
        "institution_code": q.own_code,
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
