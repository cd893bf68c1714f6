import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.hub.transports.faultfile import read_faults
from simulator.language import Complaint
from simulator.load.settings import CHOICES, LARGEST_SEED, Settings


def test_without_any_choice_a_load_test_has_sound_settings() -> None:
    settings = Settings.read({})
    assert settings == Settings("452025", 0.05, 42, None, "pmh", frozenset())


def test_a_blank_choice_stands_at_its_default() -> None:
    assert Settings.read({choice.name: "  " for choice in CHOICES}) == Settings.read({})


def test_every_choice_is_read() -> None:
    chosen = {
        "municipality": "452025",
        "share": "0.5",
        "seed": "7",
        "hold_speed": "60",
        "adapter": "mine:Adapter",
        "own_hosts": "hub.example.test, 10.0.0.8\thub-2",
        "faults": "wrong-clock",
    }
    settings = Settings.read(chosen)
    assert settings == Settings(
        "452025",
        0.5,
        7,
        60.0,
        "mine:Adapter",
        frozenset({"hub.example.test", "10.0.0.8", "hub-2"}),
        read_faults("wrong-clock")[0],
    )
    assert settings.skew_seconds == 600


def test_a_plan_of_faults_that_cannot_be_read_is_told_with_those_that_can() -> None:
    with pytest.raises(Complaint) as told:
        Settings.read({"faults": "no-such-plan.toml"})
    assert "--faults" in str(told.value)
    assert "bad-line" in str(told.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("municipality", "131016"),
        ("municipality", "miyakonojo"),
        ("share", "0"),
        ("share", "1.01"),
        ("share", "nan"),
        ("share", "a quarter"),
        ("seed", "-1"),
        ("seed", "1.5"),
        ("seed", str(LARGEST_SEED + 1)),
        ("hold_speed", "0"),
        ("hold_speed", "-60"),
        ("hold_speed", "inf"),
        ("hold_speed", "fast"),
    ],
)
def test_a_bad_choice_is_told_in_words_with_its_flag_and_its_variable(name: str, text: str) -> None:
    with pytest.raises(Complaint) as told:
        Settings.read({name: text})
    (choice,) = (each for each in CHOICES if each.name == name)
    assert text in told.value.what.render()
    assert told.value.where is not None
    assert choice.flag in told.value.where.render()
    assert choice.variable in told.value.where.render()
    assert told.value.mend is not None


@given(st.sampled_from(["municipality", "share", "seed", "hold_speed"]), st.text(max_size=30))
def test_whatever_is_written_is_read_or_complained_about(name: str, text: str) -> None:
    try:
        settings = Settings.read({name: text})
    except Complaint:
        return
    assert 0 < settings.share <= 1
    assert 0 <= settings.seed <= LARGEST_SEED
    assert settings.hold_speed is None or settings.hold_speed > 0


def test_what_opens_doors_cannot_be_changed_while_the_process_runs() -> None:
    assert {choice.name for choice in CHOICES if not choice.changeable} == {
        "adapter",
        "own_hosts",
        "faults",
    }


def test_variables_and_flags_are_those_of_the_documentation() -> None:
    assert {choice.variable: choice.flag for choice in CHOICES} == {
        "PMHSIM_MUNICIPALITY": "--municipality",
        "PMHSIM_SHARE": "--share",
        "PMHSIM_SEED": "--seed",
        "PMHSIM_HOLD_SPEED": "--hold-speed",
        "PMHSIM_ADAPTER": "--adapter",
        "PMHSIM_OWN_HOSTS": "--own-host",
        "PMHSIM_FAULTS": "--faults",
    }
