from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.card import TokenIssuer
from simulator.card.tokens import LIFETIME_SECONDS
from simulator.hub.adapters.pmh import PmhAdapter
from simulator.hub.credentials import (
    MOST_KEPT,
    VARIABLE,
    KeptTokens,
    SkewedTokens,
    authorization,
    credentials_for,
    read_credentials,
)
from simulator.language import Complaint
from simulator.port.operations import FetchQuestionnaire

ISSUER = TokenIssuer.from_seed(1)
NOW = 1_796_000_000


class Counting:
    """An issuer that counts what it signs."""

    def __init__(self) -> None:
        self.issued = 0

    def issue(self, role: str, org: str | None, sub: str | None, issued_at: int) -> str:
        self.issued += 1
        return f"{role}/{org}/{sub}/{issued_at}"


def test_a_token_is_signed_once_for_many_requests() -> None:
    counting = Counting()
    tokens = KeptTokens(counting, lambda: NOW)  # type: ignore[arg-type]
    assert len({tokens("institution", "9910000001", None) for _ in range(100)}) == 1
    assert counting.issued == 1


def test_each_actor_has_a_token_of_its_own() -> None:
    tokens = KeptTokens(ISSUER, lambda: NOW)
    actors = [
        ("institution", "9910000001", None),
        ("institution", "9910000002", None),
        ("body", "452025", None),
        ("resident", None, "P-1"),
        ("resident", None, "P-2"),
    ]
    assert len({tokens(*actor) for actor in actors}) == len(actors)  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 2 * LIFETIME_SECONDS), min_size=1, max_size=30).map(sorted))
def test_a_token_that_is_given_has_half_of_its_life_before_it(moments: list[int]) -> None:
    now = [NOW]
    tokens = KeptTokens(Counting(), lambda: now[0])  # type: ignore[arg-type]
    for moment in moments:
        now[0] = NOW + moment
        issued_at = int(tokens("operator", None, None).rpartition("/")[2])
        assert now[0] - LIFETIME_SECONDS / 2 < issued_at <= now[0]


def test_a_clock_that_was_set_back_does_not_bring_tokens_from_the_future() -> None:
    now = [NOW]
    tokens = KeptTokens(Counting(), lambda: now[0])  # type: ignore[arg-type]
    tokens("operator", None, None)
    now[0] = NOW - 600
    assert tokens("operator", None, None).endswith(str(NOW - 600))


def test_residents_without_end_do_not_fill_the_memory() -> None:
    tokens = KeptTokens(Counting(), lambda: NOW)  # type: ignore[arg-type]
    for number in range(2 * MOST_KEPT + 1):
        tokens("resident", None, f"P-{number}")
    assert len(tokens._kept) <= MOST_KEPT


def test_with_a_skew_only_institutions_sign_by_a_wrong_clock() -> None:
    tokens = SkewedTokens(Counting(), 600, lambda: NOW)  # type: ignore[arg-type]
    assert tokens("institution", "9910000001", None).endswith(f"/{NOW + 600}")
    assert tokens("body", "452025", None).endswith(f"/{NOW}")
    assert tokens("resident", None, "P-1").endswith(f"/{NOW}")


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "credentials.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def own(role: str, organisation: str | None, person_id: str | None) -> str:
    return f"own-{role}-{organisation}-{person_id}"


GIVEN = """
[body]
token = "for-all-bodies"
[body.organisations."452025"]
token = "for-one-body"
[institution]
header = "X-Api-Key"
key = "for-clinics"
[gateway.organisations."x"]
token = "for-x"
"""


def test_what_a_hub_gave_out_is_shown_by_role_and_organisation(tmp_path: Path) -> None:
    shown = credentials_for(own, {VARIABLE: str(written(tmp_path, GIVEN))})
    assert shown("body", "131016", None) == "for-all-bodies"
    assert shown("body", "452025", None) == "for-one-body"
    assert shown("resident", None, "p1") == "own-resident-None-p1"
    assert shown("gateway", None, None) == "own-gateway-None-None"
    key = shown("institution", "4510000001", None)
    assert authorization(key) == {"X-Api-Key": "for-clinics"}
    assert authorization(shown("body", None, None)) == {"Authorization": "Bearer for-all-bodies"}


def test_an_api_key_stands_in_its_header_of_a_request(tmp_path: Path) -> None:
    shown = credentials_for(own, {VARIABLE: str(written(tmp_path, GIVEN))})
    request = next(PmhAdapter(shown).perform(FetchQuestionnaire("4510000001", "T1")))
    assert request.headers["X-Api-Key"] == "for-clinics"
    assert "Authorization" not in request.headers


def test_without_a_file_our_own_tokens_are_shown() -> None:
    assert credentials_for(own, {}) is own
    assert credentials_for(own, {VARIABLE: ""}) is own


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666, 0o700])
def test_a_file_that_others_may_read_is_refused(mode: int, tmp_path: Path) -> None:
    file = written(tmp_path, GIVEN, mode)
    with pytest.raises(Complaint, match="ほかの利用者") as caught:
        read_credentials(file)
    assert "chmod 600" in str(caught.value)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_ones_own_is_read(mode: int, tmp_path: Path) -> None:
    assert len(read_credentials(written(tmp_path, GIVEN, mode))) == 4


def test_a_file_in_a_run_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    inside = tmp_path / "notes"
    inside.mkdir()
    with pytest.raises(Complaint, match="実行フォルダ"):
        read_credentials(written(inside, GIVEN))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[mayor]\ntoken = 'secret-1'", ["mayor", "body"]),
        ("[body]\ntokn = 'secret-1'", ["tokn", "token"]),
        ("[body]\ntoken = 'secret 1'", ["body"]),
        ("[body]\ntoken = 1", ["body"]),
        ("[body]\nkey = 'secret-1'", ["header"]),
        ("[body]\ntoken = 'secret-1'\nheader = 'X'\nkey = 'k'", ["body"]),
        ("[body]\nheader = 'X Y'\nkey = 'secret-1'", ["X Y"]),
        ("[body.organisations]\n452025 = 'secret-1'", ["452025"]),
        ("[body.organisations.452025]\n", ["452025"]),
        ("body = 'secret-1'", ["body"]),
        ("[body\ntoken = 'secret-1'", ["TOML"]),
    ],
)
def test_a_mistake_is_told_and_the_secret_is_not(text: str, words: list[str], tmp_path: Path) -> None:
    file = written(tmp_path, text)
    with pytest.raises(Complaint) as caught:
        read_credentials(file)
    told = caught.value.render()
    assert str(file) in told
    assert "secret" not in told
    for word in words:
        assert word in told


def test_a_file_that_is_not_there_is_told_with_the_variable(tmp_path: Path) -> None:
    with pytest.raises(Complaint, match=VARIABLE):
        read_credentials(tmp_path / "none.toml")


def test_secrets_are_not_told_by_accident(tmp_path: Path) -> None:
    shown = credentials_for(own, {VARIABLE: str(written(tmp_path, GIVEN))})
    assert "for-" not in repr(shown)
