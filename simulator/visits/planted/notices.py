"""Planted errands around children's tickets and notices: consents, departures, recommendations."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from simulator.facts.selections import Program
from simulator.language import Text, say
from simulator.port.operations import (
    ListHistory,
    ListNotices,
    Operation,
    RecordDose,
    SendNotice,
    SetConsent,
    WithdrawNotice,
)
from simulator.records.consent import ConsentArea
from simulator.records.departure import DepartureReason
from simulator.records.institution import InstitutionKind
from simulator.records.notice import Notice, NoticeKind
from simulator.records.result import Dose
from simulator.records.ticket import Ticket, TicketKind
from simulator.visits.plan import AtDesk, Errand, ErrandPlan
from simulator.visits.planted.children import COURSE, VACCINE, family_of
from simulator.visits.planted.errands import departs
from simulator.visits.planted.stage import Planted, Stage, account, link, not_disclosed, ticketed
from simulator.world import keys
from simulator.world.resident import Resident

ONE_DAY = timedelta(days=1)
MORE_THAN_A_PAGE = 21
CLASS_B, ANTENATAL = "influenza", "anc01"
RECOMMENDED, TOLD = "予防接種のご案内", "お知らせ"
DEATH, MOVE_OUT = DepartureReason.DEATH, DepartureReason.MOVE_OUT


@dataclass(frozen=True, slots=True)
class Family:
    """A child with a ticket, the guardian, and the way they and the body speak of notices."""

    stage: Stage
    label: str
    child: Resident
    guardian: Resident
    ticket: Ticket

    def notice(
        self,
        number: int = 1,
        kind: NoticeKind = NoticeKind.RECOMMENDATION,
        subject: str = VACCINE,
        days_ahead: int = 0,
        *,
        about: Resident | None = None,
        for_ticket: bool = True,
    ) -> Notice:
        """A notice about the child unless told otherwise."""
        holder = about or self.child
        text = RECOMMENDED if kind is NoticeKind.RECOMMENDATION else f"{TOLD}{number}"
        return Notice(
            keys.marked(f"N-{self.label}-{number}", self.stage.nonce),
            holder.at_body,
            kind,
            subject,
            text,
            self.stage.day + timedelta(days=days_ahead),
            self.ticket.ticket_number if for_ticket else "",
        )

    @property
    def listing(self) -> ListNotices:
        """The guardian looks at the child's notices."""
        return ListNotices(self.guardian.person_id, self.child.person_id)

    @property
    def own_listing(self) -> ListNotices:
        """The child looks for himself."""
        return ListNotices(self.child.person_id, self.child.person_id)

    def errand(self, why: Text, *steps: Errand, tomorrow: tuple[Operation, ...] = ()) -> Planted:
        """The errand of this family."""
        plan = ErrandPlan(self.stage.occasion(self.label, self.child), steps, tomorrow)
        return Planted(
            self.label,
            why,
            (plan,),
            (link(self.child), link(self.guardian)),
            (account(self.guardian, self.child),),
            tickets=ticketed(self.child, self.ticket),
        )


def family(stage: Stage, label: str, *, is_hidden: bool = False) -> Family:
    """A family whose child has a ticket that may be used today."""
    name = f"errand-{label}"
    child, guardian = family_of(stage, name)
    if is_hidden:
        child = not_disclosed(child)
    ticket = stage.ticket(child, VACCINE, course=COURSE, dose_number=1)
    return Family(stage, name, child, guardian, ticket)


def notice_states(stage: Stage) -> Iterator[Planted]:
    """Notices and tickets; nothing where the body does not run vaccinations."""
    if not stage.runs(Program.VACCINATION):
        return
    yield from _tickets(stage)
    yield from _days(stage)
    yield from _departures(stage)
    yield from _ends(stage)
    yield from _kinds(stage)
    yield _under_protection(stage)


def _send(*notices: Notice) -> tuple[SendNotice, ...]:
    return tuple(SendNotice(notice.about.body_code, notice) for notice in notices)


def _tickets(stage: Stage) -> Iterator[Planted]:
    one = family(stage, "ticket-consent")
    desk = AtDesk(stage.live(InstitutionKind.CLINIC), TicketKind.VACCINATION)
    proxy, child = one.guardian.person_id, one.child.person_id
    yield one.errand(
        say("予防接種の同意を取り消し、また同意した後、接種券が照会される"),
        SetConsent(proxy, child, ConsentArea.VACCINATION, is_given=False),
        desk,
        SetConsent(proxy, child, ConsentArea.VACCINATION, is_given=True),
        desk,
    )
    gone = family(stage, "ticket-moved-out")
    yield gone.errand(
        say("昨日転出した子の接種券が照会される"), departs(gone.child, MOVE_OUT, stage, days_ago=1), desk
    )


def _days(stage: Stage) -> Iterator[Planted]:
    one, stranger = family(stage, "notice-days"), stage.adult("errand-notice-days stranger")
    today, queued = one.notice(), one.notice(2, NoticeKind.INFORMATION, days_ahead=1)
    looked = ListNotices(stranger.person_id, one.child.person_id)
    planted = one.errand(
        say("今日からの勧奨と明日からのお知らせを、保護者・本人・代理できない人が見る"),
        *_send(today, queued),
        one.listing,
        one.own_listing,
        looked,
        tomorrow=(one.listing,),
    )
    yield replace(
        planted, links=(*planted.links, link(stranger)), accounts=(*planted.accounts, account(stranger))
    )
    many = family(stage, "notice-pages")
    notices = (
        many.notice(number, NoticeKind.INFORMATION, for_ticket=False)
        for number in range(1, MORE_THAN_A_PAGE + 2)
    )
    yield many.errand(say("お知らせが何ページにもなる"), *_send(*notices), many.listing)


def _departures(stage: Stage) -> Iterator[Planted]:
    dead = family(stage, "notice-death")
    yield dead.errand(
        say("勧奨とお知らせを送った後に亡くなる（明日からのものも予約されている）"),
        *_send(dead.notice(), dead.notice(2, NoticeKind.INFORMATION, days_ahead=1)),
        dead.listing,
        departs(dead.child, DEATH, stage, days_ago=0),
        dead.listing,
        tomorrow=(dead.listing,),
    )
    gone = family(stage, "notice-moved-out")
    there = stage.known_at(gone.child, stage.other_body(Program.VACCINATION))
    other = stage.ticket(there, "bcg", course=COURSE, dose_number=1, suffix="7")
    planted = gone.errand(
        say("転出した子に、前の自治体と今の自治体が通知を送っている"),
        *_send(gone.notice(), gone.notice(2, NoticeKind.INFORMATION, days_ahead=1)),
        *_send(gone.notice(3, NoticeKind.INFORMATION, about=there, for_ticket=False)),
        departs(gone.child, MOVE_OUT, stage, days_ago=0),
        gone.listing,
        tomorrow=(gone.listing,),
    )
    yield replace(planted, tickets=(*planted.tickets, *ticketed(there, other)))


def _ends(stage: Stage) -> Iterator[Planted]:
    taken_back = family(stage, "notice-withdrawn")
    first = taken_back.notice()
    yield taken_back.errand(
        say("送った勧奨を取り下げる"),
        *_send(first),
        taken_back.listing,
        WithdrawNotice(first.about.body_code, first.notice_id),
        taken_back.listing,
    )
    done = family(stage, "recommendation-done")
    yield done.errand(
        say("勧奨の後に接種が済む"),
        *_send(done.notice()),
        done.listing,
        _dose(done),
        ListHistory(done.guardian.person_id, done.child.person_id),
        done.listing,
    )
    yield _pregnancy(stage)


def _dose(one: Family) -> RecordDose:
    code, ticket = one.stage.live(InstitutionKind.CLINIC).code, one.ticket
    what = (ticket.ticket_number, ticket.subject, ticket.dose_number, one.stage.day)
    dose = Dose(*what, "LOT1", "0.5", "左上腕", "架空 医師", code)
    return RecordDose(code, dose, one.child.birth, f"{one.label}-{ticket.ticket_number}")


def _pregnancy(stage: Stage) -> Planted:
    label = "errand-notice-pregnancy"
    mother = stage.adult(label)
    ticket = stage.ticket(mother, ANTENATAL, kind=TicketKind.CHECKUP)
    one = Family(stage, label, mother, mother, ticket)
    concerned = replace(one.notice(1, NoticeKind.INFORMATION, ANTENATAL), concerns_pregnancy=True)
    other = one.notice(2, NoticeKind.INFORMATION, for_ticket=False)
    planted = one.errand(
        say("妊婦健診のお知らせの後に、妊娠が終わる"),
        *_send(concerned, other),
        one.listing,
        departs(mother, DepartureReason.PREGNANCY_END, stage, days_ago=0),
        one.listing,
    )
    return replace(planted, links=(link(mother),), accounts=())


def _kinds(stage: Stage) -> Iterator[Planted]:
    one = family(stage, "notice-class-b")
    yield one.errand(
        say("B類の予防接種の勧奨とお知らせを送ろうとする"),
        *_send(one.notice(1, subject=CLASS_B, for_ticket=False)),
        *_send(one.notice(2, NoticeKind.INFORMATION, CLASS_B, for_ticket=False)),
        one.listing,
    )


def _under_protection(stage: Stage) -> Planted:
    one = family(stage, "notice-not-disclosed", is_hidden=True)
    return one.errand(
        say("不開示（支援措置）の子への通知を、代理人と本人が見る"),
        *_send(one.notice()),
        one.listing,
        one.own_listing,
    )
