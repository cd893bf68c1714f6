import tomllib
from pathlib import Path

from streamlit import config

from simulator.dashboard.settings import SETTINGS, arguments

ROOT = Path(__file__).parents[2]


def test_the_file_for_streamlit_says_the_same() -> None:
    read = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    flat = {f"{section}.{name}": value for section, table in read.items() for name, value in table.items()}
    assert flat == SETTINGS


def test_streamlit_knows_every_setting() -> None:
    assert set(SETTINGS) <= set(config.get_config_options())


def test_the_pages_are_served_to_this_machine_alone() -> None:
    assert "--server.address=127.0.0.1" in arguments()


def test_nothing_is_reported_to_the_maker_of_streamlit() -> None:
    assert "--browser.gatherUsageStats=false" in arguments()
