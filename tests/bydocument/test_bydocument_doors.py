"""What is checked before an operation begins: paths, tokens, bodies; and cards."""

import base64
import json
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from documentworld import (
    BODY,
    CLINIC,
    DOCUMENT,
    HANAKO,
    KEY,
    NOW,
    OTHER_BODY,
    Authority,
    Card,
    World,
    recipient,
)


def test_public_answers(world):
    assert world.send("GET", "/v1/health", token="nonsense").json == {"status": "ok"}
    told = world.send("GET", "/v1/capabilities").json
    known = {capability["name"] for capability in DOCUMENT["x-capabilities"]}
    assert set(told["capabilities"]) <= known and "clock" in told["capabilities"]


def test_clock_is_offered_only_in_tests(make, tmp_path):
    world = World(make, tmp_path, test_clock=False)
    assert "clock" not in world.send("GET", "/v1/capabilities").json["capabilities"]
    assert (
        world.send("PUT", "/test/clock", "operator", body={"civilDate": "2026-11-30"}).code == "unsupported"
    )


def test_paths(world):
    for path in ("/", "/v1", "/v1/health/", "/V1/health", "/v1/bodies//records", "/v1/%FF/records"):
        assert world.send("GET", path).code == "unsupported"
    for method in ("GET", "HEAD", "OPTIONS", "PATCH"):
        assert world.send(method, "/v1/platform/accounts").code == "method-not-allowed"
    assert world.send("GET", "/v1/bodies/%FF/records", "body", BODY).code == "malformed"
    assert world.send("GET", f"/v1/bodies/{BODY}/records", "body", BODY, query=b"x=%FF").code == "malformed"
    assert world.send("GET", "/v1/bodies/%39%39%30001/records", "body", BODY).status == 200


def test_order_of_checks(world):
    path = f"/v1/bodies/{BODY}/departures"
    assert world.send("POST", path, raw=b"x").code == "unauthenticated"
    assert world.send("POST", path, "institution", CLINIC, raw=b"x", media="text/plain").code == "forbidden"
    assert (
        world.send("POST", path, "body", BODY, raw=b"x", media="text/plain").code == "unsupported-media-type"
    )
    assert world.send("POST", path, "body", BODY).code == "unsupported-media-type"
    assert world.send("POST", path, "body", BODY, raw=b"x" * 16_777_217).code == "too-large"
    assert world.send("POST", path, "body", OTHER_BODY, raw=b"x").code == "malformed"
    assert world.send("POST", path, "body", OTHER_BODY, raw=b"[{}]").code == "invalid-fields"
    assert world.send("POST", path, "body", OTHER_BODY, raw=b"[]").code == "forbidden"
    good = world.send(
        "POST", path, "body", BODY, raw=b"[]" + b" " * 16_777_214, media="Application/JSON; charset=x"
    )
    assert good.status == 204
    notice = f"/v1/bodies/{BODY}/notices/n"
    assert world.send("PUT", notice, "body", BODY, raw=b"{}" + b" " * 65_535).code == "too-large"
    assert world.send("PUT", notice, "body", BODY, raw=b"{}" + b" " * 65_534).code == "invalid-fields"


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"\xef\xbb\xbf[]", b"[", b'[{"a":1,"a":1}]', b"[NaN]", b"[-Infinity]", b"[" * 100_000 + b"]" * 100_000,
     '["x"]'.encode("utf-16")],
)  # fmt: skip
def test_malformed_bodies(world, body):
    assert world.by_body("POST", "recipient-registration-tasks", raw=body).code == "malformed"


def test_numbers_out_of_all_bounds(world):
    row = json.dumps([recipient(maxCopaymentAmount={"monthlyYen": 7})]).replace("7}", "9" * 9000 + "}")
    answer = world.by_body("POST", "recipient-registration-tasks", raw=row.encode())
    assert answer.code in ("invalid-fields", "malformed")  # a number that long need not be readable


def test_tokens(world):
    def status(token, path="/v1/bodies/990001/records"):
        return world.send("GET", path, token=token).status

    stranger = ec.generate_private_key(ec.SECP256R1())
    good = world.token("body", BODY)
    assert status(good) == 200
    assert (
        world.send("GET", "/v1/bodies/990001/records", headers={"Authorization": f"bEARER {good}"}).status
        == 200
    )
    for bad in (
        world.token("body", BODY, key=stranger), world.token("body", BODY, header={"kid": "x"}),
        world.token("body", BODY, header={}), world.token("king"), world.token("body", BODY, exp=None),
        world.token("body", BODY, exp=NOW - 60), world.token("body", BODY, iat=NOW + 61), world.token("body", BODY, nbf=NOW + 61),
        world.token("body", BODY, algorithm="HS256", key="k" * 32), good[:-4], good + "=", "a.b.c", "x",
    ):  # fmt: skip
        assert status(bad) == 401
    for fine in (
        world.token("body", BODY, exp=NOW - 59),
        world.token("body", BODY, iat=NOW + 60),
        world.token("body", BODY, iat=None),
    ):
        assert status(fine) == 200
    assert status(world.token("body")) == 403 == status(world.token("body", OTHER_BODY))
    assert status(world.token("institution", BODY)) == 403
    world.now += 3660
    assert status(good) == 401
    assert world.send("GET", "/v1/bodies/990001/records").status == 401


def test_cards(world):
    world.register(recipient())
    assert len(world.check().json["certificates"]) == 1
    card, other = world.card, Card(Authority())
    same_name = Card(Authority())  # another key under the same name
    bad = [
        card.read("9940000002"), card.read(aud="x"), card.read(jti=None), card.read(jti=1), card.read(exp=NOW - 300),
        card.read(iat=NOW + 301), card.read(iat=None), card.read(exp=float(NOW)), card.read(header={"typ": "JWT"}),
        card.read(header={"x5c": [card.x5c] * 2}), card.read(header={"x5c": card.x5c}), card.read(header={"x5c": [other.x5c]}),
        other.read(), same_name.read(), Card(world.authority, ca=True).read(), Card(world.authority, signs=False).read(),
        Card(world.authority, first=date(2026, 12, 1)).read(), "", "a.b.c", card.read()[:-2], "é",
        Card(world.authority, curve_key=ec.generate_private_key(ec.SECP384R1())).read(),
        card.read(header={"x5c": ["A" * 8193]}), card.read(header={"crit": ["x"]}),
    ]  # fmt: skip
    for assertion in bad:
        body = {"cardAssertion": assertion, "consent": True, "serviceDate": "2026-11-30"}
        assert world.clinic("POST", "eligibility-checks", body).code == "assertion-invalid"
    assert world.check(card.read(iat=NOW + 300)).status == 200 == world.check(card.read(exp=NOW - 299)).status
    once = card.read()
    assert world.check(once).status == 200 and world.check(once).code == "assertion-replayed"
    body = {"cardAssertion": once, "kind": "checkup", "serviceDate": "2026-11-30"}
    assert world.clinic("POST", "ticket-searches", body).code == "assertion-replayed"


def test_revocation(world):
    crl = {"media": "application/pkix-crl", "body": None}
    once = world.card.read()
    assert (
        world.platform("revocation-list", raw=world.authority.revocations(world.card.serial), **crl).status
        == 204
    )
    assert world.check(once).code == "card-revoked" and world.check(once).code == "assertion-replayed"
    for bad in (Authority().revocations(), Authority("x").revocations(), b"", b"x"):
        assert world.platform("revocation-list", raw=bad, **crl).errors == [("/revocationList", "rejected")]
    assert world.check().code == "card-revoked"
    assert world.platform("revocation-list", raw=world.authority.revocations("1"), **crl).status == 204
    assert world.check().status == 200


@pytest.mark.parametrize(("last", "end", "after"), [
    (date(2026, 8, 15), "2026-11-30", "2026-12-01"), (date(2026, 11, 30), "2027-02-28", "2027-03-01"),
])  # fmt: skip
def test_grace(world, last, end, after):
    world.register(recipient())
    card = Card(world.authority, "ab", last=last)
    world.link(HANAKO, KEY, "ab")
    world.clock(last.isoformat())
    assert len(world.check(card.read()).json["certificates"]) == 1
    world.clock(end)
    assert world.check(card.read()).json == {"certificates": []}
    world.clock(after)
    assert world.check(card.read()).code == "card-expired"


def test_cards_change_hands(world):
    new = Card(world.authority, "bb")
    assert world.check(new.read()).code == "card-unknown"
    world.link(HANAKO, KEY, "bb")
    assert world.check().code == "card-unknown"
    world.link(HANAKO, KEY, None)
    assert world.check(new.read()).status == 200
    world.link("p-2", "k2", "bb")
    world.register(recipient(key="k2", number="2" * 12, certificationName="人"))
    shown = world.check(new.read()).json["certificates"]
    assert [found["certificationName"] for found in shown] == ["人"]


def test_vectors(make, tmp_path):
    vectors = DOCUMENT["x-test-vectors"]
    (tmp_path / "own").mkdir()
    world = World(make, tmp_path / "own")
    world.prepare()
    (tmp_path / "ca.pem").write_text(vectors["caCertificatePem"])
    (tmp_path / "jwks.json").write_text(json.dumps(vectors["jwks"]))
    (tmp_path / "revocations.crl").write_bytes(base64.b64decode(vectors["revocationListBase64"]))
    hub = make(tmp_path, civil_date=date(2026, 11, 30), seconds=lambda: NOW)
    world.app = hub
    body = {"cardAssertion": vectors["cardAssertion"]["token"], "consent": True, "serviceDate": "2026-11-30"}

    def codes():
        for assertion in (vectors["tamperedAssertion"], vectors["cardAssertion"]["token"]):
            path = f"/v1/institutions/{CLINIC}/eligibility-checks"
            answer = world.send(
                "POST", path, token=vectors["bearerToken"]["token"], body=body | {"cardAssertion": assertion}
            )
            yield answer.code

    assert list(codes()) == ["assertion-invalid", "card-revoked"]
