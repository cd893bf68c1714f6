import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from simulator.card import (
    CertificationAuthority,
    TokenIssuer,
    TrustAnchor,
    TrustError,
    read_trust,
    write_trust,
)

AS_OF = date(2026, 11, 30)


def anchor(seed: int = 1, revoked: tuple[int, ...] = (5, 3)) -> TrustAnchor:
    authority = CertificationAuthority.from_seed(seed)
    return TrustAnchor(
        authority.certificate_pem,
        authority.revocation_list(revoked, AS_OF),
        TokenIssuer.from_seed(seed).jwks(),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_trust(tmp_path / "trust", anchor())
    return tmp_path / "trust"


def test_what_is_written_is_read_again(folder: Path) -> None:
    assert read_trust(folder) == anchor()
    assert sorted(path.name for path in folder.iterdir()) == ["ca.pem", "jwks.json", "revocations.crl"]


def test_the_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_trust(tmp_path / "again", anchor())
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_no_private_key_is_written(folder: Path) -> None:
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"PRIVATE" not in content
    assert b'"d"' not in content


def test_a_private_key_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    private: dict[str, Any] = ECAlgorithm.to_jwk(ec.derive_private_key(7, ec.SECP256R1()), as_dict=True)
    with pytest.raises(TrustError, match="秘密鍵"):
        write_trust(tmp_path / "new", replace(anchor(), jwks={"keys": [private]}))
    pem = anchor().ca_certificate_pem + b"-----BEGIN EC PRIVATE KEY-----\n"
    with pytest.raises(TrustError, match="秘密鍵"):
        write_trust(tmp_path / "new", replace(anchor(), ca_certificate_pem=pem))
    assert not (tmp_path / "new").exists()


def test_an_earlier_trust_folder_is_replaced_even_after_an_interrupted_write(folder: Path) -> None:
    (folder / "ca.pem.partial").write_bytes(b"half")
    write_trust(folder, anchor(seed=2))
    assert read_trust(folder) == anchor(seed=2)
    assert len(list(folder.iterdir())) == 3


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(TrustError, match=r"(?s)別のファイル.*thesis\.txt.*空のフォルダ"):
        write_trust(tmp_path, anchor())
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(TrustError, match=r"(?s)書けません.*file.*フォルダを指定"):
            write_trust(place, anchor())


@pytest.mark.parametrize("name", ["ca.pem", "revocations.crl", "jwks.json"])
def test_a_missing_file_is_named_with_its_remedy(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(TrustError, match=rf"(?s)ありません.*{name}.*pmhsim trust init"):
        read_trust(folder)


@pytest.mark.parametrize("name", ["ca.pem", "revocations.crl", "jwks.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[1]", b"-----BEGIN CERTIFICATE-----\n"])
def test_a_damaged_file_is_named_with_its_remedy(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(TrustError, match=rf"(?s)壊れています.*{name}.*pmhsim trust init"):
        read_trust(folder)


@pytest.mark.parametrize(
    "keys",
    [
        [],
        ["k"],
        [{"kty": "oct", "k": "AA"}],
        [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}],
        [{"kty": "EC", "crv": "P-256", "x": 1, "y": 2}],
        [{"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}],
    ],
)
def test_keys_that_are_no_public_ec_keys_are_refused(folder: Path, keys: list[Any]) -> None:
    (folder / "jwks.json").write_text(json.dumps({"keys": keys}))
    with pytest.raises(TrustError, match=r"(?s)壊れています.*jwks\.json"):
        read_trust(folder)


def test_the_list_of_another_authority_is_refused(folder: Path) -> None:
    (folder / "revocations.crl").write_bytes(anchor(seed=2).revocation_list_der)
    with pytest.raises(TrustError, match=r"(?s)認証局のものではありません.*revocations\.crl"):
        read_trust(folder)


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "ca.pem").unlink()
    (folder / "ca.pem").mkdir()
    with pytest.raises(TrustError, match=r"(?s)読めません.*ca\.pem"):
        read_trust(folder)
