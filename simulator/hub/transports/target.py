"""Which hubs may be reached: loopback, and hosts of one's own that were named; never a public body's."""

import re
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

from simulator.language import Complaint, Text, say

FORBIDDEN = ("go.jp", "lg.jp", "lgwan.jp", "onshikaku.org")
"""Domains that are refused always, with all names under them."""

DEFAULT_PORTS: Mapping[str, int] = MappingProxyType({"http": 80, "https": 443})
_LOOPBACK = IPv4Network("127.0.0.0/8")
_LOOPBACK_6 = IPv6Address("::1")
_LABEL = r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_PATH = re.compile(r"(/[A-Za-z0-9_~!$&'()*+,;=:-][A-Za-z0-9._~!$&'()*+,;=:-]*)*")
# Readers of URLs differ in what they make of these, so none is let through.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f\\@?#]")
_EXAMPLE = "http://127.0.0.1:8080"

IpAddress = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """A hub that may be reached: its URL, taken apart, and the checked addresses of its host.

    Connections go to `addresses` and nowhere else, whatever the name comes to stand for later.
    """

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """Host and port as a Host header says them; the scheme's own port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def base_url(self) -> str:
        """The URL in its one normal form, without a slash at its end."""
        return f"{self.scheme}://{self.authority}{self.path}"


def check_target(url: str, own_hosts: frozenset[str]) -> str:
    """The normalised base URL of a hub that may be reached; raises as `find_target` does."""
    return find_target(url, own_hosts).base_url


def find_target(url: str, own_hosts: frozenset[str] = frozenset()) -> Target:
    """Take a URL apart, resolve its host and check every address of it.

    Raises:
        Complaint: it is no plain http or https URL, its host does not resolve, is not on loopback and not
            named in `own_hosts`, or is one of those that are refused always.
    """
    parts, port = _split(url)
    host = _normal_host(parts.hostname or "")
    if host is None:
        raise _refusal(url, say("ホスト名を読めません。"))
    _refuse_forbidden(url, host)
    addresses, canonical = _resolve(url, host, port)
    for name in canonical:
        _refuse_forbidden(url, _normal_host(name) or "")
    if host not in {_normal_host(own) for own in own_hosts}:
        _refuse_beyond_loopback(url, addresses)
    return Target(parts.scheme, host, port, parts.path.rstrip("/"), tuple(map(str, addresses)))


def _split(url: str) -> tuple[SplitResult, int]:
    if _AMBIGUOUS.search(url):
        raise _refusal(url, say("空白・利用者情報(@)・問合せ(?)・断片(#)・逆斜線は使えません。"))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refusal(url, say("URLとして読めません。")) from None
    if parts.scheme not in DEFAULT_PORTS:
        raise _refusal(url, say("http か https のURLだけが使えます。"))
    if not _PATH.fullmatch(parts.path.rstrip("/")):
        raise _refusal(url, say("パスに使えない文字があります。"))
    if port == 0:
        raise _refusal(url, say("ポート 0 には接続できません。"))
    return parts, port or DEFAULT_PORTS[parts.scheme]


def _normal_host(host: str) -> str | None:
    """A host in its one form: an address, or a name in ASCII and lower case without a dot at its end."""
    try:
        return str(_address(host))
    except ValueError:
        pass
    try:
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        return None
    return name if _NAME.fullmatch(name) else None


def _address(text: str) -> IpAddress:
    address = ip_address(text)
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        raise ValueError("a scope belongs to one machine")
    return address


def _resolve(url: str, host: str, port: int) -> tuple[tuple[IpAddress, ...], frozenset[str]]:
    """Every address of a host, each once and in order, and its canonical names."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_CANONNAME)
        addresses = tuple(dict.fromkeys(ip_address(entry[4][0]) for entry in found))
    except (OSError, UnicodeError, ValueError):
        raise _refusal(url, say("ホスト名のアドレスが得られません。")) from None
    return addresses, frozenset(entry[3] for entry in found if entry[3])


def _refuse_forbidden(url: str, host: str) -> None:
    for domain in FORBIDDEN:
        if host == domain or host.endswith(f".{domain}"):
            raise Complaint(
                say("公的機関のホストには接続しません: {domain}", domain=domain),
                where=say("URL {url}", url=_shown(url)),
                mend=say("自分で起動したハブのURLを指定してください。例: {example}", example=_EXAMPLE),
            )


def _refuse_beyond_loopback(url: str, addresses: Iterable[IpAddress]) -> None:
    for address in addresses:
        is_loopback = address in _LOOPBACK if isinstance(address, IPv4Address) else address == _LOOPBACK_6
        if not is_loopback:
            raise Complaint(
                say("この計算機の外のホストです: {address}", address=address),
                where=say("URL {url}", url=_shown(url)),
                mend=say("自分のハブであれば --own-host でホスト名を指定してください。"),
            )


def _refusal(url: str, what: Text) -> Complaint:
    return Complaint(
        what,
        where=say("URL {url}", url=_shown(url)),
        mend=say("ハブのURLを指定してください。例: {example}", example=_EXAMPLE),
    )


def _shown(url: str) -> str:
    """The URL without what might be a password in it, and on one line."""
    return re.sub(r"//.*@", "//…@", "".join(c if c.isprintable() else "�" for c in url))
