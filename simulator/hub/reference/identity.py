"""Who is who: one person, the bodies that know him, and the platform's id for him."""

from datetime import date

from simulator.hub.reference.store import Store
from simulator.records.person import BodyPerson, Registrant

_TIE = "UPDATE body_person SET person = ?, tied = (SELECT MAX(tied) + 1 FROM body_person) WHERE id = ?"
# Whom the platform has not linked himself goes with the latest link of his My Number.
_FOLLOW = (
    "UPDATE body_person SET person = ? WHERE tied = 0"
    " AND my_number = (SELECT my_number FROM body_person WHERE id = ?)"
)
_SAME_NUMBER = "SELECT person FROM body_person WHERE my_number = ? ORDER BY tied DESC"
_OTHER_GROUPS = "SELECT DISTINCT person FROM body_person WHERE my_number = ? AND person <> ?"


def person_by_id(store: Store, person_id: str) -> int | None:
    """The person whom the platform names so."""
    found = store.row("SELECT id FROM person WHERE person_id = ?", person_id)
    return None if found is None else int(found[0])


def person_id_of(store: Store, person: int) -> str | None:
    """The platform's id of a person, None while the platform has not named him."""
    found = store.row("SELECT person_id FROM person WHERE id = ?", person)
    return None if found is None else found[0]


def holder_of(store: Store, at_body: BodyPerson) -> tuple[int, int] | None:
    """The row of a body's person and the person; None where the body does not know him."""
    found = store.row(
        "SELECT id, person FROM body_person WHERE body_code = ? AND person_key = ?",
        *(at_body.body_code, at_body.person_key),
    )
    return None if found is None else (int(found[0]), int(found[1]))


def tie(store: Store, person_id: str, at_body: BodyPerson) -> int:
    """Tie a body's person to the platform's id, and with him all who bear the same My Number; gives him."""
    person = person_by_id(store, person_id) or _named(store, person_id)
    known = holder_of(store, at_body)
    if known is None:
        holder = _add(store, at_body, person)
    else:
        holder, former = known
        # Somebody whom the platform has not named yet is the same; one named otherwise keeps the rest.
        if former != person and person_id_of(store, former) is None:
            _merge(store, former, person)
    store.write(_TIE, person, holder)
    store.write(_FOLLOW, person, holder)
    return person


def enrol(store: Store, registrant: Registrant) -> tuple[int, int] | None:
    """Take in a registrant; gives his row at the body and the person, or None where identities contradict.

    A My Number known from another body makes them one person, unless the platform knows them as two.
    """
    at_body = registrant.at_body
    known = store.row(
        "SELECT id, person, my_number FROM body_person WHERE body_code = ? AND person_key = ?",
        *(at_body.body_code, at_body.person_key),
    )
    if known is None:
        same = store.row(_SAME_NUMBER, registrant.my_number)
        person = int(same[0]) if same else store.insert("INSERT INTO person DEFAULT VALUES")
        holder = _add(store, at_body, person)
    else:
        holder, person, number = known
        if number is None:
            joined = _join(store, person, registrant.my_number)
            if joined is None:
                return None
            person = joined
        elif number != registrant.my_number:
            return None
    _describe(store, holder, registrant)
    return holder, person


def birth_date_of(store: Store, holder: int) -> date | None:
    """The date of birth that the body registered."""
    found = store.row("SELECT date_of_birth FROM body_person WHERE id = ?", holder)
    return None if found is None or found[0] is None else date.fromisoformat(found[0])


def _named(store: Store, person_id: str) -> int:
    return store.insert("INSERT INTO person (person_id) VALUES (?)", person_id)


def _add(store: Store, at_body: BodyPerson, person: int) -> int:
    return store.insert(
        "INSERT INTO body_person (body_code, person_key, person) VALUES (?, ?, ?)",
        *(at_body.body_code, at_body.person_key, person),
    )


def _join(store: Store, person: int, my_number: str) -> int | None:
    for (other,) in store.rows(_OTHER_GROUPS, my_number, person):
        if person_id_of(store, other) is None:
            _merge(store, other, person)
        elif person_id_of(store, person) is None:
            _merge(store, person, other)
            person = other
        else:
            return None
    return person


def _merge(store: Store, former: int, person: int) -> None:
    for table in ("body_person", "card", "audit_entry"):
        store.write(f"UPDATE {table} SET person = ? WHERE person = ?", person, former)  # noqa: S608 - own names
    for table in ("card_reading", "withdrawn_consent"):
        store.write(f"UPDATE OR REPLACE {table} SET person = ? WHERE person = ?", person, former)  # noqa: S608 - own names
    store.write("DELETE FROM person WHERE id = ?", former)


def _describe(store: Store, holder: int, registrant: Registrant) -> None:
    basic = registrant.basic
    store.write(
        "UPDATE body_person SET my_number = ?, name = ?, name_kana = ?, address = ?, date_of_birth = ?,"
        " sex = ?, not_disclosed = ? WHERE id = ?",
        *(registrant.my_number, basic.name, basic.name_kana, basic.address),
        *(basic.date_of_birth.isoformat(), basic.sex.value, registrant.is_not_disclosed, holder),
    )
