"""What an outcome has to show for an operation to work, and what is kept of it for later ones."""

from simulator.doctor.questions import dose, interview, notice, questionnaire
from simulator.doctor.scene import Scene
from simulator.port import operations as ops
from simulator.port.outcomes import Accepted, AlreadyRegistered, Empty, Ok, Outcome, Refused
from simulator.records.consent import Consent, ConsentArea
from simulator.records.result import BodyRecord, Record
from simulator.records.ticket import TicketKind


def done(_scene: Scene, outcome: Outcome) -> bool:
    """Whether the hub did it."""
    return isinstance(outcome, Ok)


def answered(_scene: Scene, outcome: Outcome) -> bool:
    """Whether the hub understood the question, whatever it answered."""
    return isinstance(outcome, Ok | Accepted | Empty | AlreadyRegistered) or (
        isinstance(outcome, Refused) and outcome.reason not in ("unauthenticated", "forbidden")
    )


def accepted(_scene: Scene, outcome: Outcome) -> bool:
    """Whether the hub took it in to work on it."""
    return isinstance(outcome, Accepted)


def all_taken_in(_scene: Scene, outcome: Outcome) -> bool:
    """Whether a registration is done, and no row was refused."""
    report = outcome.value if isinstance(outcome, Ok) else None
    return isinstance(report, ops.TaskReport) and report.done and not any(row.errors for row in report.rows)


def shows_certificate(scene: Scene, outcome: Outcome) -> bool:
    """Whether the child's certificate is shown."""
    return _holds(outcome, scene.certificate())


def shows_tickets(scene: Scene, outcome: Outcome) -> bool:
    """Whether the child's vaccination tickets are shown."""
    return _holds(outcome, *(each for each in scene.tickets() if each.kind is TicketKind.VACCINATION))


def shows_questionnaire(scene: Scene, outcome: Outcome) -> bool:
    """Whether the questionnaire is shown as it was sent."""
    return outcome == Ok(questionnaire(scene))


def shows_dose(scene: Scene, outcome: Outcome) -> bool:
    """Whether the dose is shown as it was recorded."""
    return _holds(outcome, dose(scene))


def shows_someone(_scene: Scene, outcome: Outcome) -> bool:
    """Whether anybody is named at all."""
    return isinstance(outcome, Ok) and bool(outcome.value)


def _holds(outcome: Outcome, *wanted: object) -> bool:
    shown = outcome.value if isinstance(outcome, Ok) and isinstance(outcome.value, tuple) else ()
    return all(each in shown for each in wanted)


def shows_notice(scene: Scene, outcome: Outcome) -> bool:
    """Whether the notice is shown."""
    return _holds(outcome, notice(scene))


def shows_consent(_scene: Scene, outcome: Outcome) -> bool:
    """Whether the consent stands as it was given."""
    return _holds(outcome, Consent(ConsentArea.MEDICAL_SUBSIDY, is_given=True))


def shows_record(scene: Scene, outcome: Outcome) -> bool:
    """Whether the interview is shown as it was recorded."""
    value = outcome.value if isinstance(outcome, Ok) else None
    return isinstance(value, Record) and value.result == interview(scene) and not value.is_cancelled


def shows_results(scene: Scene, outcome: Outcome) -> bool:
    """Whether the dose is among the records of the body."""
    shown = outcome.value if isinstance(outcome, Ok) and isinstance(outcome.value, tuple) else ()
    return any(isinstance(each, BodyRecord) and each.record.result == dose(scene) for each in shown)


def keep_record_id(scene: Scene, outcome: Outcome) -> None:
    """Keep the number of a record."""
    if isinstance(outcome, Ok):
        scene.record_id = str(outcome.value)


def keep_version(scene: Scene, outcome: Outcome) -> None:
    """Keep the version of a record."""
    value = outcome.value if isinstance(outcome, Ok) else None
    scene.version = value.version if isinstance(value, Record) else str(value)
