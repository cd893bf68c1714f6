"""The trust folder: what a hub has to trust in order to check cards and tokens. Public keys only."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm
from jwt.exceptions import InvalidKeyError

from simulator.language import Complaint, Text, say
from simulator.language.system import reason_of

CA_FILE = "ca.pem"
REVOCATION_FILE = "revocations.crl"
JWKS_FILE = "jwks.json"
FILES = (CA_FILE, REVOCATION_FILE, JWKS_FILE)
_PARTIAL = ".partial"
_OURS = frozenset({*FILES, *(name + _PARTIAL for name in FILES)})
_REMAKE = say("`pmhsim trust init` で作り直してください。")


class TrustError(Complaint):
    """A trust folder that cannot be written or read: what is wrong, which file, and how to mend it."""

    def __init__(self, what: Text, path: Path, mend: Text) -> None:
        super().__init__(what, where=say("{path}", path=path), mend=mend)
        # An exception is built again from its arguments in another process.
        self.args = (what, path, mend)


class _Unfit(Exception):  # noqa: N818 - becomes a TrustError where the file is known
    """What a file holds that must not be there, or lacks."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class TrustAnchor:
    """The authority's certificate (PEM), its revocation list (DER) and the token issuer's JWK set."""

    ca_certificate_pem: bytes
    revocation_list_der: bytes
    jwks: Mapping[str, Any]


def write_trust(directory: Path, anchor: TrustAnchor) -> None:
    """Write `ca.pem`, `revocations.crl` and `jwks.json`; an earlier trust folder is replaced.

    Each file is put in place whole, and none before all three are written.

    Raises:
        TrustError: the anchor is damaged or holds a private key, the folder holds other files, or it cannot
            be written.
    """
    _check(directory, anchor)
    contents = {
        CA_FILE: anchor.ca_certificate_pem,
        REVOCATION_FILE: anchor.revocation_list_der,
        JWKS_FILE: json.dumps(dict(anchor.jwks), indent=2, sort_keys=True).encode() + b"\n",
    }
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(directory)
        _replace_all(directory, contents)
    except OSError as error:
        raise TrustError(
            say("信頼フォルダに書けません（{reason}）。", reason=reason_of(error)),
            directory,
            say("書込みのできるフォルダを指定してください。"),
        ) from error


def read_trust(directory: Path) -> TrustAnchor:
    """Read a trust folder and check that its three files are whole and belong together.

    Raises:
        TrustError: a file is missing or damaged, the list is not the authority's, or a private key is there.
    """
    jwks_text = _content(directory / JWKS_FILE)
    with _damage(directory / JWKS_FILE):
        jwks = json.loads(jwks_text)
    anchor = TrustAnchor(_content(directory / CA_FILE), _content(directory / REVOCATION_FILE), jwks)
    _check(directory, anchor)
    return anchor


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise TrustError(say("信頼フォルダのファイルがありません。"), path, _REMAKE) from error
    except OSError as error:
        raise TrustError(
            say("信頼フォルダのファイルを読めません（{reason}）。", reason=reason_of(error)),
            path,
            say("フォルダの指定と読取り権限を確かめてください。"),
        ) from error


def _check(directory: Path, anchor: TrustAnchor) -> None:
    with _damage(directory / CA_FILE):
        authority = _authority(anchor.ca_certificate_pem)
    with _damage(directory / REVOCATION_FILE):
        revocations = x509.load_der_x509_crl(anchor.revocation_list_der)
    if not revocations.is_signature_valid(cast("ec.EllipticCurvePublicKey", authority.public_key())):
        raise TrustError(
            say("失効リストが {file} の認証局のものではありません。", file=CA_FILE),
            directory / REVOCATION_FILE,
            _REMAKE,
        )
    with _damage(directory / JWKS_FILE):
        _check_keys(anchor.jwks)


def _authority(pem: bytes) -> x509.Certificate:
    if b"PRIVATE KEY" in pem:
        raise _Unfit(say("秘密鍵が入っています"))
    certificate = x509.load_pem_x509_certificate(pem)
    if not isinstance(certificate.public_key(), ec.EllipticCurvePublicKey):
        raise _Unfit(say("楕円曲線の公開鍵ではありません"))
    return certificate


def _check_keys(jwks: object) -> None:
    keys = jwks.get("keys") if isinstance(jwks, Mapping) else None
    if not isinstance(keys, list) or not keys:
        raise _Unfit(say("keys に公開鍵が1つ以上必要です"))
    for key in keys:
        if not isinstance(key, dict):
            raise _Unfit(say("keys の要素がオブジェクトではありません"))
        if "d" in key:
            raise _Unfit(say("秘密鍵（d）が入っています"))
        ECAlgorithm.from_jwk(key)


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    try:
        yield
    except _Unfit as unfit:
        raise _broken(path, unfit.reason) from unfit
    except (ValueError, TypeError, InvalidKeyError, UnsupportedAlgorithm) as error:
        raise _broken(path, say("形式が正しくありません")) from error


def _broken(path: Path, reason: Text) -> TrustError:
    return TrustError(say("信頼フォルダのファイルが壊れています（{reason}）。", reason=reason), path, _REMAKE)


def _refuse_foreign(directory: Path) -> None:
    foreign = sorted(entry.name for entry in directory.iterdir() if entry.name not in _OURS)
    if foreign:
        raise TrustError(
            say("信頼フォルダに別のファイルがあります（{count}件）。", count=len(foreign)),
            directory / foreign[0],
            say("空のフォルダか新しいフォルダを指定してください。"),
        )


def _replace_all(directory: Path, contents: Mapping[str, bytes]) -> None:
    partial = {name: directory / (name + _PARTIAL) for name in contents}
    try:
        for name, content in contents.items():
            partial[name].write_bytes(content)
        for name, path in partial.items():
            path.replace(directory / name)
    finally:
        for path in partial.values():
            path.unlink(missing_ok=True)
