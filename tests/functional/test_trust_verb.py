"""`pmhsim trust init`: what a hub has to trust, and never a secret."""

import json
from pathlib import Path

import pytest
from cryptography import x509
from demos import JAPANESE, Told, pmhsim, started

FILES = {"ca.pem", "revocations.crl", "jwks.json"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def assert_complains(told: Told, *words: str) -> None:
    assert told.code == 2
    assert told.stdout == ""
    assert "Traceback" not in told.stderr
    assert JAPANESE.search(told.stderr)
    for word in words:
        assert word in told.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "new" / "trust"


def test_three_files_are_written(folder: Path) -> None:
    told = pmhsim("trust", "init", str(folder))
    assert told.code == 0
    assert set(contents(folder)) == FILES
    assert str(folder) in told.stdout
    assert told.stdout.splitlines()[-1] == f"再現: pmhsim trust init {folder} --seed 42"


def test_the_files_are_what_their_names_say(folder: Path) -> None:
    pmhsim("trust", "init", str(folder))
    written = contents(folder)
    authority = x509.load_pem_x509_certificate(written["ca.pem"])
    revocations = x509.load_der_x509_crl(written["revocations.crl"])
    assert revocations.issuer == authority.subject
    assert list(revocations) == []
    (key,) = json.loads(written["jwks.json"])["keys"]
    assert (key["kty"], key["crv"]) == ("EC", "P-256")


def test_no_private_key_is_written(folder: Path) -> None:
    pmhsim("trust", "init", str(folder))
    written = contents(folder)
    assert not any(b"PRIVATE" in content for content in written.values())
    private = {"d", "p", "q", "dp", "dq", "qi", "k"}
    assert all(private.isdisjoint(key) for key in json.loads(written["jwks.json"])["keys"])
    assert written["ca.pem"].count(b"-----BEGIN") == 1


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    pmhsim("trust", "init", str(folder), "--seed", "7")
    far = started("trust", "init", "far", "--seed", "7", folder=tmp_path, TZ="Pacific/Kiritimati")
    assert far.code == 0
    assert contents(tmp_path / "far") == contents(folder)
    pmhsim("trust", "init", str(tmp_path / "other"), "--seed", "8")
    assert all(content != contents(folder)[name] for name, content in contents(tmp_path / "other").items())


def test_an_earlier_trust_folder_is_replaced(folder: Path, tmp_path: Path) -> None:
    pmhsim("trust", "init", str(folder), "--seed", "7")
    assert pmhsim("trust", "init", str(folder), "--seed", "8").code == 0
    pmhsim("trust", "init", str(tmp_path / "other"), "--seed", "8")
    assert contents(folder) == contents(tmp_path / "other")


def test_a_folder_with_other_files_is_left_alone(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "letter.txt").write_text("mine", encoding="utf-8")
    assert_complains(pmhsim("trust", "init", str(folder)), "letter.txt", "フォルダを指定")
    assert contents(folder) == {"letter.txt": b"mine"}


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    for place in (file, file / "below"):
        assert_complains(pmhsim("trust", "init", str(place)), str(place), "フォルダを指定")
    assert file.read_text(encoding="utf-8") == "mine"


def test_the_folder_has_to_be_named() -> None:
    assert_complains(pmhsim("trust", "init"), "DIR")
