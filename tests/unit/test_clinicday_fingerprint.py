"""What of an outcome counts in the fingerprint: nothing that a hub gives at its own will."""

from dataclasses import replace

from builders import checkup, dose

from simulator.clinicday.fingerprint import normalised
from simulator.port.outcomes import Accepted, Empty, Malformed, Ok, Refused
from simulator.records.person import BodyPerson
from simulator.records.result import BodyRecord, Record

RECORD = Record("r-1", "v1", dose())
MINE = BodyRecord(BodyPerson("990001", "0000000001-cafe"), RECORD)
OF_EARLIER_RUN = BodyRecord(BodyPerson("990001", "0000000001-beef"), replace(RECORD, record_id="r-0"))


def test_ids_that_a_hub_gives_play_no_part() -> None:
    assert normalised(Ok("r-1")) == normalised(Ok("anything"))
    assert normalised(Accepted("t-1")) == normalised(Accepted("t-2"))
    assert normalised(Ok(RECORD)) == normalised(Ok(Record("other", "other", dose())))
    assert normalised(Ok((MINE,))) == normalised(Ok((BodyRecord(MINE.holder, Record("x", "y", dose())),)))


def test_what_a_record_says_and_whether_it_is_cancelled_counts() -> None:
    cancelled = replace(RECORD, is_cancelled=True)
    found = [normalised(Ok(each)) for each in (RECORD, cancelled, replace(RECORD, result=checkup()))]
    assert all(found.count(each) == 1 for each in found)
    assert normalised(Ok((MINE,))) != normalised(Ok((BodyRecord(MINE.holder, cancelled),)))


def test_of_the_records_on_a_bodys_tickets_only_those_of_the_run_count() -> None:
    assert normalised(Ok((OF_EARLIER_RUN, MINE)), "cafe") == normalised(Ok((MINE,)), "cafe")
    assert normalised(Ok((OF_EARLIER_RUN, MINE))) != normalised(Ok((MINE,)))


def test_kinds_of_outcomes_are_told_apart_and_reasons_count() -> None:
    found = [normalised(each) for each in (Empty(), Refused("x"), Refused("y"), Malformed("x"), Ok(()))]
    assert all(found.count(each) == 1 for each in found)
