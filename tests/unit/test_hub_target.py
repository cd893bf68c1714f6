"""Only loopback and hosts of one's own are reached; public bodies never, whatever the writing."""

import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from simulator.hub.transports.target import check_target, find_target
from simulator.language import Complaint

NOBODY: frozenset[str] = frozenset()
OWN = frozenset({"hub.example", "192.0.2.7"})


def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str, canonical: str = "") -> list[str]:
    """Let every name stand for these addresses; gives the list of names that are asked for."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_options: Any) -> list[tuple[Any, ...]]:
        asked.append(host)
        return [(0, 0, 0, canonical, (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080/hub/pmh//", "http://127.0.0.1:8080/hub/pmh"),
        ("HTTP://127.9.8.7:80", "http://127.9.8.7"),
        ("https://127.0.0.1:443/", "https://127.0.0.1"),
        ("http://127.0.0.1:443", "http://127.0.0.1:443"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
        ("http://127.1:8080", "http://127.1:8080"),
    ],
)
def test_loopback_is_reached_and_written_in_one_way(url: str, normal: str) -> None:
    assert check_target(url, NOBODY) == normal


def test_a_name_is_written_in_lower_case_without_its_last_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "127.0.0.1")

    assert check_target("http://LocalHost.:9/", NOBODY) == "http://localhost:9"


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1",
        "http://10.0.0.1:8080",
        "http://0.0.0.0:8080",
        "http://128.0.0.1",
        "http://[::]",
        "http://[::ffff:127.0.0.1]",
        "http://[::ffff:192.0.2.1]",
        "http://[fe80::1]",
        "http://169.254.169.254/latest",
        "http://3232235777",
        "http://0xC0A80001",
    ],
)
def test_an_address_beyond_loopback_is_refused_with_what_to_do(url: str) -> None:
    with pytest.raises(Complaint, match="外のホスト") as caught:
        check_target(url, NOBODY)

    assert "--own-host" in str(caught.value)


@pytest.mark.parametrize(
    "addresses",
    [("192.0.2.1",), ("127.0.0.1", "192.0.2.1"), ("192.0.2.1", "127.0.0.1"), ("::1", "2001:db8::1")],
)
def test_every_address_of_a_name_has_to_be_loopback(
    monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    resolving(monkeypatch, *addresses)

    with pytest.raises(Complaint, match="外のホスト"):
        check_target("http://localhost:8080", NOBODY)


@pytest.mark.parametrize("url", ["https://hub.example/", "https://HUB.Example.:8443", "http://192.0.2.7"])
def test_a_host_of_ones_own_is_reached_when_named(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    resolving(monkeypatch, "192.0.2.7")

    assert find_target(url, OWN).addresses == ("192.0.2.7",)


@pytest.mark.parametrize(
    "url", ["http://evil.hub.example", "http://hub.example.evil.test", "http://xhub.example"]
)
def test_naming_a_host_names_no_other(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    resolving(monkeypatch, "192.0.2.7")

    with pytest.raises(Complaint, match="外のホスト"):
        check_target(url, OWN)


FORBIDDEN = [
    "http://go.jp",
    "https://www.digital.go.jp/",
    "https://www.DIGITAL.GO.JP",
    "https://www.digital.go.jp.",
    "https://city.example.lg.jp",
    "https://x.lgwan.jp:8443",
    "https://api.onshikaku.org",
    "https://onshikaku.org.",
    "https://digital.ｇｏ.ｊｐ",
    "https://digital。go。jp",
    "https://digital.go．jp",
    "https://デジタル.go.jp",
    "https://xn--cckbak0byl6e.go.jp",
]


@pytest.mark.parametrize("url", FORBIDDEN)
def test_a_public_body_is_refused_even_when_named_as_ones_own_and_not_even_looked_up(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    asked = resolving(monkeypatch, "127.0.0.1")
    named = frozenset({urlsplit(url).hostname or "", "www.digital.go.jp", "go.jp", "onshikaku.org"})

    with pytest.raises(Complaint, match="公的機関"):
        check_target(url, named)
    assert asked == []


def test_a_name_that_stands_for_a_public_body_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "192.0.2.7", canonical="front.digital.go.jp")

    with pytest.raises(Complaint, match="公的機関"):
        check_target("https://hub.example", OWN)


@pytest.mark.parametrize("host", ["notgo.jp", "go.jp.example", "mylg.jp", "onshikaku.org.example"])
def test_a_name_that_only_looks_like_a_public_body_may_be_ones_own(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    resolving(monkeypatch, "192.0.2.9")

    assert check_target(f"https://{host}", frozenset({host})) == f"https://{host}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:8080",
        "//127.0.0.1",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://127.0.0.1@evil.example/",
        "http://user:secret@127.0.0.1/",
        "http://evil.example\\@127.0.0.1/",
        "http://127.0.0.1\\.evil.example/",
        "http://127.0.0.1#@evil.example/",
        "http://127.0.0.1?@evil.example/",
        "http://127.0.0.1/?q=1",
        "http://127.0.0.1/#f",
        "http://127.0.0.1 .evil.example/",
        " http://127.0.0.1",
        "http://127.0.0.1\r\nHost: evil",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:-1",
        "http://127.0.0.1:0",
        "http://127.0.0.1:http",
        "http://127.0.0.1/a/../b",
        "http://127.0.0.1/%2e%2e/b",
        "http://127.0.0.1/a//b",
        "http://[::1",
        "http://[::1%25lo]/",
        "http://%6c%6fcalhost/",
        "http://local host/",
        "http://a..b/",
        "http://-a.example/",
        "http://" + "a" * 64 + ".example/",
        "http://日本\u200e語..jp/",
    ],
)
def test_what_is_no_plain_url_of_a_host_is_refused(url: str) -> None:
    with pytest.raises(Complaint) as caught:
        check_target(url, OWN)

    assert caught.value.mend is not None
    assert "secret" not in str(caught.value)


def test_a_name_without_an_address_is_a_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_where: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    with pytest.raises(Complaint, match="アドレスが得られません"):
        check_target("http://hub.example", OWN)


def test_the_addresses_that_were_checked_are_the_ones_to_connect_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = resolving(monkeypatch, "127.0.0.1", "127.0.0.1", "::1")
    target = find_target("http://localhost:8080/pmh")

    assert target.addresses == ("127.0.0.1", "::1")
    assert (target.authority, target.base_url) == ("localhost:8080", "http://localhost:8080/pmh")
    assert asked == ["localhost"]
