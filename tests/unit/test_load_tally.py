from hypothesis import given
from hypothesis import strategies as st

from simulator.load.tally import Tally
from simulator.rules.verdict import Verdict

COUNTS = st.fixed_dictionaries(
    {
        "visits": st.integers(0, 100),
        "asked": st.integers(0, 100),
        "judged": st.integers(0, 100),
        "unanswered": st.integers(0, 3),
        "exercised": st.dictionaries(st.sampled_from(["SUB-001", "TCK-001"]), st.integers(1, 9)),
        "deviations": st.dictionaries(st.sampled_from(["SUB-004", "QST-002"]), st.integers(1, 9)),
        "faults": st.dictionaries(st.sampled_from(["latency", "drop_after"]), st.integers(1, 9)),
    }
)


def tally(**counts: object) -> Tally:
    made = Tally()
    numbers = dict.fromkeys(("visits", "asked", "judged", "unanswered"), 0)
    made.add({**numbers, "exercised": {}, "deviations": {}, "faults": {}, **counts})
    return made


@given(st.lists(COUNTS, max_size=4))
def test_tallies_of_many_processes_add_up_in_any_order(counts: list[dict[str, object]]) -> None:
    forwards, backwards = Tally(), Tally()
    for each in counts:
        forwards.add(each)
    for each in reversed(counts):
        backwards.add(each)
    assert forwards == backwards


@given(COUNTS)
def test_counts_given_away_are_counted_once(counts: dict[str, object]) -> None:
    worker, master = tally(**counts), Tally()
    master.add(worker.give_away())
    master.add(worker.give_away())
    assert master == tally(**counts)
    assert worker == Tally()


def test_a_hub_conforms_only_if_something_was_judged_and_nothing_stayed_unanswered() -> None:
    assert Tally().verdict is Verdict.UNDECIDED
    assert tally(asked=9).verdict is Verdict.UNDECIDED
    assert tally(exercised={"SUB-001": 9}).verdict is Verdict.PASS
    assert tally(exercised={"SUB-001": 9}, unanswered=1).verdict is Verdict.UNDECIDED
    assert tally(exercised={"SUB-001": 9}, unanswered=1, deviations={"SUB-001": 1}).verdict is Verdict.FAIL


def test_the_summary_names_every_violated_requirement_and_ends_with_the_verdict() -> None:
    counts = tally(visits=1234, asked=5000, judged=4999, exercised={"SUB-004": 7}, deviations={"SUB-004": 2})
    lines = [line.render() for line in counts.summary()]
    assert "1,234" in lines[0]
    assert "5,000" in lines[1]
    assert "4,999" in lines[1]
    assert any("SUB-004" in line and "2件" in line for line in lines)
    assert "不適合" in lines[-1]
    assert "適合" in tally(exercised={"SUB-001": 1}).summary()[-1].render()
    assert "判定不能" in Tally().summary()[-1].render()


def test_the_summary_says_what_was_put_in_on_purpose_and_only_then() -> None:
    assert not any("わざと" in line.render() for line in tally(exercised={"SUB-001": 1}).summary())
    told = [line.render() for line in tally(faults={"drop_after": 1200, "latency": 3}).summary()]
    (line,) = (line for line in told if "わざと入れた通信の障害" in line)
    assert "処理後の切断（回答が届かない） 1,200件" in line
    assert "応答の遅れ 3件" in line
