"""A mapping's file: what it may say, and what is said of its mistakes."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.hub.contract.calls import CALLS
from simulator.hub.mapping.file import read_mapping
from simulator.hub.mapping.mapping import HubMapping
from simulator.hub.mapping.template import OFF, template
from simulator.hub.sheet import line_of
from simulator.language import LANGUAGES, Complaint, Language
from simulator.port import operations as ops

NAMES = ["a", "kind", "code"]
KEYS = [
    "base_path",
    "token_scheme",
    "date_format",
    "booleans",
    "unsupported",
    "headers",
    "sent_headers",
    "media_types",
    "capabilities",
    "fields",
    "values",
    "problems",
    "problems.codes",
    "problems.codes.forbidden",
    "operations",
    "operations.RecordDose",
    "operations.RecordDose.statuses",
    "operations.RecordDose.request",
    "operations.RecordDose.request.values",
]


def complaint(folder: Path, text: str) -> Complaint:
    file = folder / "hub.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Complaint) as caught:
        read_mapping(file)
    assert str(file) in str(caught.value.where)
    assert caught.value.mend is not None
    return caught.value


def mapping(folder: Path, text: str) -> HubMapping:
    file = folder / "hub.toml"
    file.write_text(text, encoding="utf-8")
    return read_mapping(file)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("base_path = \n", 1, ["TOML"]),
        ("\n\n[headers\n", 3, ["TOML"]),
        ('base_pth = "/x"', 1, ["base_pth", "base_path"]),
        ('base_path = "api"', 1, ["base_path", "api"]),
        ("[operations.RecordDoze]\n", 1, ["RecordDoze", "RecordDose"]),
        ('unsupported = ["FetchAudit"]', 1, ["FetchAudit", "FetchAuditTrail"]),
        ("unsupported = 3", 1, ["unsupported"]),
        ('unsupported = ["SetClock"]\n[operations.SetClock]\nmethod = "POST"', 2, ["SetClock"]),
        ('[fields]\npersonID = "x"', 2, ["personID", "personId"]),
        ('[fields]\n"basicFiveInfo.nme" = "x"', 2, ["basicFiveInfo.nme", "basicFiveInfo.name"]),
        ('[fields]\npersonId = ""', 2, ["personId"]),
        ('[fields]\nvalidFrom = "d"\nvalidTo = "d"', 3, ["validFrom", "validTo", "同じ名前 d"]),
        ('[fields]\nvalidFrom = "validTo"', 2, ["validFrom", "validTo"]),
        ('[operations.RecordDose]\npath = "/shots"', 2, ["{code}", "/v1/institutions/{code}/doses"]),
        ('[operations.RecordDose]\npath = "/{code}/{clinic}"', 2, ["{clinic}", "{code}"]),
        ('[operations.RecordDose]\npath = "shots/{code}"', 2, ["shots/{code}"]),
        ('[operations.RecordDose]\npath = "/shots/{code"', 2, ["/shots/{code"]),
        ('[operations.RecordDose]\npath = "/接種/{code}"', 2, ["/接種/{code}"]),
        ('[operations.RecordDose]\nmethod = "SEND"', 2, ["SEND", "POST"]),
        ('[operations.RecordDose]\nmembers = { clinic = "c" }', 2, ["clinic", "code"]),
        ("[operations.RecordDose]\nstatuses = { 204 = 200 }", 2, ["204"]),
        ("[operations.RecordDose]\nstatuses = { 201 = 404 }", 2, ["404"]),
        ("[operations.RecordDose.request]\nfield = {}", 2, ["field", "fields"]),
        ('[operations.RecordDose.request.fields]\npersonId = "x"', 2, ["personId"]),
        ('[operations.RecordDose.request.fields]\ndoctor = "site"', 2, ["doctor", "site"]),
        ('[operations.RecordDose.request.added]\nsite = "x"', 2, ["site"]),
        ('[operations.RecordDose.request.added]\n"nobody.x" = "x"', 2, ["nobody"]),
        ('[operations.RecordDose.answer.supplied]\nid = "x"', 2, ["id", "recordId"]),
        ('[operations.RecordDose.request]\nomitted = ["x"]', 2, ["x"]),
        ('[operations.SetClock.answer.fields]\nx = "y"', 1, ["operations.SetClock.answer"]),
        ('[values]\nkind = { vaccinatoin = "V" }', 2, ["vaccinatoin", "vaccination"]),
        ('[values]\nkind = "V"', 2, ["kind"]),
        ('[values]\nsex = { 1 = "M", 2 = "M" }', 2, ["M"]),
        ("[values]\nsex = { 1 = [] }", 2, ["sex"]),
        ('[values]\nvalidFrom = { x = "y" }', 2, ["date_format"]),
        ('date_format = "YYMMDD"', 1, ["YYMMDD", "YYYYMMDD"]),
        ('booleans = ["0"]', 1, ["booleans"]),
        ("booleans = [1, 1]", 1, ["booleans"]),
        ('[headers]\nCookie = "x"', 2, ["Cookie", "Authorization"]),
        ('[headers]\nAuthorization = "X Auth"', 2, ["X Auth"]),
        ('[headers]\nAuthorization = "Accept"', 2, ["Accept"]),
        ('[sent_headers]\nX-Name = "花子"', 2, ["X-Name"]),
        ('token_scheme = "a b"', 1, ["a b"]),
        ('[media_types]\n"text/html" = "x"', 2, ["text/html", "application/json"]),
        ("[problems.codes]\ncard-old = { status = 1 }", 2, ["card-old", "card-"]),
        ("[problems.codes]\ncard-expired = { status = 1 }", 2, ["1"]),
        (
            '[problems.codes]\ncard-expired = { code = "E" }\ncard-revoked = { code = "E" }',
            3,
            ["card-expired", "card-revoked"],
        ),
        ('unsupported = ["FetchCapabilities"]', 1, ["[capabilities]", "verifies_card"]),
        ('[capabilities]\nhub = "h"\nversion = "1"\nnames = ["gate"]', 4, ["gate", "gateway"]),
        ('[capabilities]\nhub = "h"', 1, ["version"]),
        ("headers = 3", 1, ["headers"]),
    ],
)
def test_a_mistake_is_told_with_file_line_key_and_mend(
    text: str, line: int, words: list[str], tmp_path: Path
) -> None:
    told = complaint(tmp_path, text)
    assert f"{line} 行目" in str(told.where), told.render()
    for word in words:
        assert word in told.render()


def test_a_file_that_is_missing_or_no_utf8_is_a_complaint(tmp_path: Path) -> None:
    with pytest.raises(Complaint, match="読めません") as caught:
        read_mapping(tmp_path / "none.toml")
    assert "--template" in str(caught.value)
    (tmp_path / "sjis.toml").write_bytes("# 一行目\nx = '日本'".encode("shift_jis"))
    with pytest.raises(Complaint, match="UTF-8"):
        read_mapping(tmp_path / "sjis.toml")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    st.recursive(
        st.booleans() | st.integers(-5, 500) | st.text("abc{}/ é", max_size=5),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(NAMES), inner),
    ),
    st.sampled_from(KEYS),
)
def test_whatever_stands_at_a_key_it_is_read_or_complained_of(
    tmp_path: Path, value: object, key: str
) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(f"{key} = {toml(value)}\n", encoding="utf-8")
    told = None
    try:
        read_mapping(file)
    except Complaint as complaint:
        told = complaint
    assert told is None or (told.mend is not None and str(file) in told.render("ja"))


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {toml(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}'" if isinstance(value, str) else str(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_names_everything_and_says_nothing(language: Language, tmp_path: Path) -> None:
    text = template(language)
    plain = mapping(tmp_path, "")
    assert mapping(tmp_path, text) == plain
    for call in CALLS.values():
        assert f"[operations.{call.operation.__name__}]" in text
        assert call.path in text


def test_the_template_with_all_lines_in_force_says_the_same_as_the_contract(tmp_path: Path) -> None:
    lines = [line.removeprefix(OFF) for line in template("ja").splitlines() if not line.startswith("##")]
    spoken = mapping(tmp_path, "\n".join(lines))
    assert set(spoken.calls) == set(CALLS)
    for operation, call in CALLS.items():
        mapped = spoken.calls[operation]
        assert (mapped.method, mapped.path) == (call.method, call.path)
        assert set(mapped.statuses.items()) == {(status, status) for status in call.statuses}


def test_an_operation_that_is_left_out_is_not_spoken(tmp_path: Path) -> None:
    found = mapping(tmp_path, 'unsupported = ["SetClock"]\n[operations.SetClock]\n')
    assert ops.SetClock not in found.calls
    assert ops.RecordDose in found.calls


def test_a_key_is_found_in_tables_of_any_writing() -> None:
    lines = ["[a.b]", "# c = 1", "c = 1", '"d.e" = 2', "[a]", "f = { g = 1 }", "[[h]]", "i = 1", "'j' = 1"]
    assert line_of(lines, ("a", "b", "c")) == 3
    assert line_of(lines, ("a", "b", "d.e")) == 4
    assert line_of(lines, ("a", "f", "g")) == 6
    assert line_of(lines, ("a", "b", "missing")) == 1
    assert line_of(lines, ("h", "j")) == 9
    assert line_of(lines, ("x",)) is None
    assert line_of(lines, ()) is None
