"""What a hub owes once it is up again after it was killed: all that it had acknowledged (DUR-001)."""

from simulator.language import say
from simulator.port.book import Book
from simulator.port.operations import ListHistory, LookUpSubsidy
from simulator.rules.history import all_records, history
from simulator.rules.rule import Allowed, Rule
from simulator.rules.shown import barred, due, shows_all


def records_kept(operation: ListHistory, book: Book) -> Allowed | None:
    """The records that were acknowledged stand in the history."""
    numbers = {each.result.ticket_number for each in all_records(operation, book) if each.stands}
    if not numbers:
        return None
    return Allowed(
        say("受け付けた記録 {count}件を、停止の後も失わない", count=len(numbers)),
        lambda outcome: numbers <= {row.ticket_number for row in history(outcome) or ()},
    )


def certificates_kept(operation: LookUpSubsidy, book: Book) -> Allowed | None:
    """The certificates that were taken in are shown."""
    wanted = () if barred(operation, book) else due(operation, book)
    if not wanted:
        return None
    says = say("登録した受給者証 {count}件を、停止の後も失わない", count=len(wanted))
    return Allowed(says, shows_all(wanted))


HISTORY: tuple[Rule[ListHistory], ...] = (Rule("DUR-001", records_kept),)
LOOK_UPS: tuple[Rule[LookUpSubsidy], ...] = (Rule("DUR-001", certificates_kept),)
