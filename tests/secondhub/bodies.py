"""What bodies ask for."""

from .hub import Ask
from .institutions import record
from .notices import CLASS_B
from .problems import Answer, Refusal, rejected


def register(ask: Ask) -> Answer:
    """Accepts a registration; what becomes of it the task tells."""
    layout = ask.action.removeprefix("register-")
    now = ask.hub.requests
    task = ask.hub.registration.accept(ask.path["bodyCode"], layout, ask.content, ask.faults, now, now)
    return Answer(202, {"taskId": task.task_id})


def fetch_task(ask: Ask) -> Answer:
    """How a registration fares."""
    task = ask.hub.registration.poll(ask.path["bodyCode"], ask.path["taskId"])
    if task is None:
        raise Refusal("forbidden")
    if task.report is None:
        return Answer(200, {"status": "processing", "rows": []})
    return Answer(200, {"status": "done", "rows": task.report})


def register_departures(ask: Ask) -> Answer:
    """Deaths, moves and ends of pregnancies: all of them, or none."""
    found = [ask.known(row["municipalityIdentityKey"]) for row in ask.content]
    ask.concerns(*found)
    unknown = [f"/{place}/municipalityIdentityKey" for place, known in enumerate(found) if known is None]
    if unknown:
        raise rejected(*unknown)
    for known, row in zip(found, ask.content, strict=True):
        assert known is not None
        known.depart(row["reason"], row["departedOn"], ask.hub.requests)
    return Answer()


def send_notice(ask: Ask) -> Answer:
    """Sends a notice, or the same again."""
    about = ask.known(ask.content["municipalityIdentityKey"])
    if about is None:
        raise Refusal("person-unknown")
    ask.concerns(about)
    if ask.hub.notices.is_repeated(about, ask.path["noticeId"], ask.content):
        return Answer()
    if ask.hub.people.has_departed(about, ask.content["concernsPregnancy"]):
        raise Refusal("person-departed")
    if ask.content["kind"] == "recommendation" and ask.content["subject"] in CLASS_B:
        raise Refusal("recommendation-not-allowed")
    ask.hub.notices.send(ask.path["noticeId"], about, ask.content, ask.hub.requests)
    return Answer()


def withdraw_notice(ask: Ask) -> Answer:
    """Withdraws a notice for good."""
    notice = ask.hub.notices.find(ask.path["bodyCode"], ask.path["noticeId"])
    if notice is None:
        raise Refusal("notice-unknown")
    ask.concerns(notice.about)
    notice.is_withdrawn = True
    return Answer()


def fetch_results(ask: Ask) -> Answer:
    """The records on the body's tickets."""
    here, answer = ask.page("records", ask.hub.records.of_body(ask.path["bodyCode"]))
    shown = []
    for found in here:
        holder = found.ticket.holder
        ask.concerns(holder)
        shown.append({"bodyCode": holder.body, "municipalityIdentityKey": holder.key} | found.shown())
    return answer(shown)


def record_group_checkup(ask: Ask) -> Answer:
    """Records a checkup on a ticket of the body's own."""
    ticket = ask.ticket(ask.content["ticketNumber"])
    ask.concerns(ticket.holder)
    if ticket.holder.body != ask.path["bodyCode"]:
        raise Refusal("forbidden")
    return record(ask, "checkup", ask.path["bodyCode"])
