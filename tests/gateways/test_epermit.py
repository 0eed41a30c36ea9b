"""The e-permit protocol, from its specification: both ways, every code, against a double."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Party
from corridor.domain.facts import Actor
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.passing import PassByPermit, PresentPermit
from corridor.domain.permits.returning import ReturnPermit
from corridor.domain.permits.revoking import RevokePermit
from corridor.domain.permits.using import UsePermit
from corridor.domain.quotas.issuing import IssueNext
from corridor.engine.epermit import NEW_KEY, REFUSED, SENT, read_not_taken, read_outgoing
from corridor.engine.hlc import instant
from corridor.engine.queries import Queries
from corridor.gateways.epermit.canonical import BodyUnreadable, read_body, written
from corridor.gateways.epermit.partner_line import PartnerLine, Said
from corridor.gateways.epermit.shapes import BODY_BYTES_MAX
from corridor.gateways.epermit.signing import read_code, read_jwk, read_proof
from tests.doubles.epermit import Key, b64, is_signed, serving
from tests.gateways.epermit_world import (
    MINISTRY,
    POST,
    SECOND,
    URL,
    World,
    make_world,
    open_line,
    run,
)
from tests.support.engines import do

NUMBER = "TR-KG-2026-1-1"
QT = "qt-TR-KG-2026-1"
DAY_MS = 86_400_000


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


@pytest.fixture
def given(world: World) -> World:
    """Carriers of TR may have five permits, and TR knows it."""
    assert run(world.desk.give("TR", 2026, 1, 5))
    world.settle()
    return world


@pytest.fixture
def admitted(given: World) -> World:
    """One of them is issued."""
    assert given.take(given.double.permit("KG", 1)) == (200, "")
    return given


# Who a partner is


def test_a_line_is_opened_by_two_people(tmp_path: Path) -> None:
    world = make_world(tmp_path, opened=False)
    found = run(world.desk.fetch(URL))
    assert (found.code, found.name, len(found.keys)) == ("TR", "State TR", 1)
    assert run(world.desk.propose("TR", "Türkiye", URL, found, MINISTRY)) == ""
    assert world.take(world.double.permit("KG", 1)) == (401, "")
    assert run(world.desk.decide(world.now(), True, MINISTRY)) == "same_person"
    before = world.now()
    assert run(world.desk.propose("TR", "Türkiye", f"{URL}/2", found, MINISTRY)) == ""
    assert run(world.desk.decide(before, True, SECOND)) == "changed"
    assert run(world.desk.decide(world.now(), True, SECOND)) == ""
    assert run(world.desk.propose("TR", "", URL, found, SECOND)) == "AUTHORITY_ALREADY_EXISTS"
    assert world.now().confirmed_by == "road-2"
    assert run(world.desk.stop("TR", MINISTRY)) == ""
    assert run(world.desk.stop("TR", MINISTRY)) == "AUTHORITY_NOT_FOUND"
    assert world.take(world.double.permit("KG", 1)) == (401, "")


def test_a_line_that_nobody_wants_is_forgotten(tmp_path: Path) -> None:
    world = make_world(tmp_path, opened=False)
    run(world.desk.propose("TR", "Türkiye", URL, run(world.desk.fetch(URL)), MINISTRY))
    assert run(world.desk.decide(world.now(), False, MINISTRY)) == ""
    assert world.desk.lines() == ()


def test_the_public_page_gives_code_name_and_keys(world: World) -> None:
    said = json.loads(run(world.answers.answer("GET", "", "", b"")).body)
    assert (said["code"], said["name"]) == ("KG", "Kyrgyzstan")
    (key,) = said["keys"]
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("EC", "P-256", "ES256", "sig")
    assert "d" not in key
    assert run(world.answers.answer("GET", "/authorities", "", b"")).status == 404
    assert run(world.answers.answer("POST", "/events/other", "", b"{}")).status == 404


def test_the_private_half_of_a_key_is_its_owners_alone(tmp_path: Path) -> None:
    make_world(tmp_path)
    (file,) = (tmp_path / "epermit-keys").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


# Proof


def test_who_sent_it_has_to_be_proved(given: World) -> None:
    event = given.double.permit("KG", 1)
    good = given.double.proof(event)
    head, signature = good.split(".")
    body = json.dumps(event).encode()
    none = b64(json.dumps({"alg": "none", "kid": "TR-1"}).encode())
    wrong = {
        "another key": given.double.proof(event, Key("TR-1")),
        "no signature": f"{head}.",
        "alg none": f"{none}.",
        "alg HS256": given.double.proof(event, alg="HS256"),
        "critical": given.double.proof(event, crit=["b64"], b64=False),
        "too long": "a" * 2_000,
        "rubbish": "....",
        "no key": given.double.proof(event, kid=None),
    }
    for name, proof in wrong.items():
        assert given.post("permit-created", proof, body) == (401, ""), name
    for header in ("", "Basic abc"):
        assert (
            run(given.answers.answer("POST", "/events/permit-created", header, body)).status == 401
        )
    changed = json.dumps(event | {"plate_number": "34XYZ999"}).encode()
    assert given.post("permit-created", good, changed) == (401, "")
    assert given.post("permit-created", f"{head}..{signature}", body) == (200, "")


def test_a_message_for_another_state_is_not_ours(given: World) -> None:
    event = given.double.event("UZ", "KEY_REVOKED", authority="TR", key_id="TR-1", revoked_at=2e9)
    event["revoked_at"] = given.double.now
    assert given.take(event) == (401, "")
    stranger = given.double.permit("KG", 1) | {"event_producer": "AZ", "permit_issuer": "AZ"}
    assert given.take(stranger) == (401, "")


def test_whoever_signed_the_bytes_as_they_came_is_understood_too(given: World) -> None:
    event = given.double.permit("KG", 1)
    body = json.dumps(event, ensure_ascii=True, indent=1).encode()
    head, _, signature = given.double.keys[0].jws(body).split(".")
    assert given.post("permit-created", f"{head}.{signature}", body) == (200, "")


# Shape


def test_all_wrong_fields_are_named_at_once(given: World) -> None:
    event = given.double.permit("KG", 1) | {
        "permit_id": "TR-1",
        "permit_year": 1999,
        "permit_type": "1",
        "issued_at": "31/02/2026",
        "company_id": None,
        "plate_number": "34\x00ABC",
        "qr_code": 7,
        "other_claims": [],
        "event_id": "short",
    }
    answer = run(
        given.answers.answer("POST", "/events/permit-created", "", json.dumps(event).encode())
    )
    assert answer.status == 400
    assert set(json.loads(answer.body)["details"]) == {
        "permit_id",
        "permit_year",
        "permit_type",
        "issued_at",
        "company_id",
        "plate_number",
        "qr_code",
        "other_claims",
        "event_id",
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"event_type": "PERMIT_USED"}, "event_type"),
        ({"permit_issuer": "UZ"}, "valid"),
        ({"issued_at": "1/12/2026"}, "validIssuedAt"),
        ({"expires_at": "20/11/2026"}, "validExpiresAt"),
    ],
)
def test_what_the_fields_say_together(given: World, change: dict[str, Any], field: str) -> None:
    body = json.dumps(given.double.permit("KG", 1) | change).encode()
    answer = run(given.answers.answer("POST", "/events/permit-created", "", body))
    assert (answer.status, list(json.loads(answer.body)["details"])) == (400, [field])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"a":1,"a":2}',
        b'{"a":NaN}',
        b"[" * 100_000,
        b'{"permit_id":"\\ud800"}',
        b'{"other_claims":' + b'{"a":' * 320 + b"1" + b"}" * 321,
        b" " * (BODY_BYTES_MAX + 1),
    ],
)
def test_what_is_no_body_is_refused(given: World, body: bytes) -> None:
    assert run(given.answers.answer("POST", "/events/permit-created", "", body)).status == 400


def test_bodies_are_signed_as_the_open_server_writes_them() -> None:
    said = {"a": "<>&='\"\\/\u2028é\x01\n", "b": [1, True, None, 1.5], "c": None, "d": {"e": None}}
    assert written(said) == (
        '{"a":"\\u003c\\u003e\\u0026\\u003d\\u0027\\"\\\\/\\u2028é\\u0001\\n",'
        '"b":[1,true,null,1.5],"d":{}}'
    )
    with pytest.raises(BodyUnreadable):
        read_body(b'{"a":{"b":1,"b":1}}')


# The chain


def test_every_message_is_taken_once_and_after_one_that_is_known(given: World) -> None:
    first = given.double.quota("KG", 10)
    second = given.double.quota("KG", 20)
    assert given.take(second) == (422, "PREVIOUS_EVENT_NOTFOUND")
    assert given.take(first) == (200, "")
    assert given.take(first) == (422, "EVENT_ALREADY_EXISTS")
    assert given.take(second) == (200, "")
    given.double.last["KG"] = "0"
    assert given.take(given.double.quota("KG", 1)) == (422, "GENESIS_EVENT_ALREADY_EXISTS")
    assert given.now().count_in == 2
    assert Queries(given.core).get(QT).state.total == 30


def test_what_is_refused_is_kept_with_its_code(given: World) -> None:
    given.take(given.double.permit("KG", 9))
    (kept,) = Queries(given.core).documents(REFUSED, "TR")
    found = read_not_taken(kept)
    assert (found.code, found.about) == ("INVALID_PERMIT_QUOTA_RANGE", "TR-KG-2026-1-9")


# Keys


def test_keys_of_a_partner(given: World) -> None:
    double, new = given.double, Key("TR-2")

    def created(kid: str, authority: str = "TR", jwk: Any = None) -> dict[str, Any]:
        text = json.dumps(jwk or new.jwk)
        double.last["KG"] = given.now().last_in
        return double.event("KG", "KEY_CREATED", authority=authority, kid=kid, jwk=text)

    def revoked(kid: str, authority: str = "TR") -> dict[str, Any]:
        double.last["KG"] = given.now().last_in
        return double.event(
            "KG", "KEY_REVOKED", authority=authority, key_id=kid, revoked_at=double.now
        )

    assert given.take(revoked("TR-1")) == (422, "INSUFFICIENT_KEY")
    assert given.take(created("TR-1")) == (422, "KEYID_ALREADY_EXISTS")
    assert given.take(created("UZ-2", "UZ")) == (422, "AUTHORITY_NOT_FOUND")
    off = new.jwk | {"y": new.jwk["x"]}
    wrong: tuple[Any, ...] = ({"kty": "RSA"}, off, new.jwk | {"d": "AA"}, [])
    for jwk in wrong:
        assert given.take(created("TR-2", jwk=jwk or [1]))[0] == 400
    unknown = created("TR-2")
    assert given.take(unknown, proof=double.proof(unknown, Key("TR-9"))) == (422, "KEY_NOTFOUND")
    assert given.take(created("TR-2")) == (200, "")
    assert given.take(revoked("TR-3")) == (422, "KEY_NOTFOUND")
    assert given.take(revoked("TR-1", "UZ")) == (422, "AUTHORITY_NOT_FOUND")
    assert given.take(revoked("TR-1")) == (200, "")
    late = given.double.permit("KG", 1)
    assert given.take(late) == (422, "KEY_NOTFOUND")
    assert given.take(late, proof=double.proof(late, new)) == (200, "")


def test_keys_of_ours_are_told_in_their_order(given: World) -> None:
    assert run(given.desk.ask_for_key(NEW_KEY, MINISTRY)) == ""
    assert run(given.desk.make_key(SECOND)) == ""
    first, second = (one["kid"] for one in _config(given)["keys"])
    assert run(given.desk.revoke_key("none", MINISTRY)) == "KEY_NOTFOUND"
    assert run(given.desk.ask_for_key(first, MINISTRY)) == ""
    assert run(given.desk.revoke_key(first, SECOND)) == ""
    assert run(given.desk.revoke_key(second, MINISTRY)) == "INSUFFICIENT_KEY"
    run(given.desk.give("TR", 2026, 1, 1))
    given.settle()
    kinds = [one["event_type"] for one in given.double.received]
    assert kinds == ["QUOTA_CREATED", "KEY_CREATED", "KEY_REVOKED", "QUOTA_CREATED"]
    assert [one["kid"] for one in _config(given)["keys"]] == [second]


def test_no_officer_alone_changes_the_keys(given: World) -> None:
    desk = given.desk
    (kid,) = (one["kid"] for one in _config(given)["keys"])
    assert run(desk.make_key(MINISTRY)) == "changed"
    assert run(desk.revoke_key(kid, MINISTRY)) == "INSUFFICIENT_KEY"
    assert run(desk.ask_for_key(NEW_KEY, MINISTRY)) == ""
    assert run(desk.ask_for_key(NEW_KEY, SECOND)) == "asked_already"
    assert run(desk.make_key(MINISTRY)) == "same_person_key"
    assert run(desk.drop_key_asked(NEW_KEY, SECOND)) == ""
    assert run(desk.drop_key_asked(NEW_KEY, SECOND)) == "changed"
    assert run(desk.make_key(SECOND)) == "changed"
    assert len(_config(given)["keys"]) == 1
    run(desk.ask_for_key(NEW_KEY, MINISTRY))
    assert run(desk.make_key(SECOND)) == ""
    assert run(desk.revoke_key(kid, SECOND)) == "changed"
    run(desk.ask_for_key(kid, SECOND))
    assert run(desk.revoke_key(kid, SECOND)) == "same_person_key"
    assert [one.kid for one in desk.keys_asked()] == [kid]


def _config(world: World) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(world.answers.answer("GET", "/", "", b"")).body)
    return found


# Permits of theirs


def test_without_a_quota_no_permit(world: World) -> None:
    assert world.take(world.double.permit("KG", 1)) == (422, "INSUFFICIENT_PERMIT_QUOTA")


@pytest.mark.parametrize(
    ("serial", "change", "code"),
    [
        (6, {}, "INVALID_PERMIT_QUOTA_RANGE"),
        (0, {}, "INVALID_PERMIT_QUOTA_RANGE"),
        (1, {"permit_id": "TR-KG-2026-1-01"}, "INVALID_PERMIT_QUOTA_RANGE"),
        (1, {"permit_type": 2}, "INVALID_PERMITID"),
        (1, {"permit_year": 2027}, "INVALID_PERMITID"),
        (1, {"permit_id": "UZ-KG-2026-1-1"}, "INVALID_PERMITID"),
        (1, {"permit_id": "TR-KG-2026-01-1"}, "INVALID_PERMITID"),
        (1, {"permit_type": 2, "permit_id": "TR-KG-2026-2-1"}, "INSUFFICIENT_PERMIT_QUOTA"),
    ],
)
def test_a_permit_that_no_quota_has(
    given: World, serial: int, change: dict[str, Any], code: str
) -> None:
    assert given.take(given.double.permit("KG", serial, **change)) == (422, code)


def test_a_permit_of_theirs_is_one_here_under_its_own_number(admitted: World) -> None:
    again = admitted.double.permit("KG", 1)
    assert admitted.take(again) == (422, "PERMITID_ALREADY_EXISTS")
    permit = admitted.permit(NUMBER)
    assert (permit.id, permit.status, permit.admitted_from) == (f"pm-KG-{NUMBER}", "granted", "TR")
    assert (permit.valid_from, permit.valid_to) == ("2026-11-20", "2027-01-31")
    assert permit.request.holder.name == "Öz & Söhne <Nakliyat> d'Or = A.Ş."
    assert permit.request.plates == ("34ABC123",)


def test_a_name_longer_than_ours_may_be_is_kept_whole_beside(given: World) -> None:
    long = {"company_name": "A" * 400, "company_id": "9" * 40, "plate_number2": "34TR34"}
    assert given.take(given.double.permit("KG", 1, **long)) == (200, "")
    asked = given.permit(NUMBER).request
    assert (len(asked.holder.name), asked.holder.id) == (140, "")
    assert [len(one.value) for one in asked.details] == [400, 40]
    assert asked.plates == ("34ABC123", "34TR34")


def test_used_it_is_told_back_and_cannot_be_revoked(admitted: World) -> None:
    subject = f"pm-KG-{NUMBER}"
    other = do(admitted.core, PassByPermit("in", "34XYZ999"), POST, subject)
    assert [one.code for one in other.refusals] == ["permit_use_other_plate"]
    early = do(admitted.core, PassByPermit("out", "34 ABC 123"), POST, subject)
    assert [one.code for one in early.refusals] == ["permit_not_inside"]
    assert not do(admitted.core, PassByPermit("in", "34 ABC 123"), POST, subject).refusals
    admitted.settle()
    twice = do(admitted.core, PassByPermit("in", "34ABC123"), POST, subject)
    assert [one.code for one in twice.refusals] == ["permit_used_up"]
    assert not do(admitted.core, PassByPermit("out", "34ABC123"), POST, subject).refusals
    admitted.settle()
    told = [one for one in admitted.double.received if one["event_type"] == "PERMIT_USED"]
    assert [(one["permit_id"], one["activity_type"]) for one in told] == [
        (NUMBER, "ENTRANCE"),
        (NUMBER, "EXIT"),
    ]
    assert told[0]["activity_details"] == "KGDOST01"
    assert admitted.take(admitted.double.revoke("KG", NUMBER)) == (422, "PERMIT_USED")


def test_the_crossing_of_a_movement_is_told_back_too(admitted: World) -> None:
    subject, customs = f"pm-KG-{NUMBER}", replace(POST, role="customs")
    assert not do(admitted.core, PresentPermit("mv-KG-1", "KG"), customs, subject).refusals
    to_the_second = f"{instant(admitted.clock.now_ms())[:19]}Z"
    by_crossing = UsePermit("KGDOST01", "mv-KG-1", used_at=to_the_second)
    assert not do(admitted.core, by_crossing, Actor(role="system"), subject).refusals
    admitted.settle()
    (told,) = (one for one in admitted.double.received if one["event_type"] == "PERMIT_USED")
    assert (told["permit_id"], told["activity_type"]) == (NUMBER, "ENTRANCE")


def test_revoked_nobody_passes_by_it(admitted: World) -> None:
    gone = admitted.double.revoke("KG", "TR-KG-2026-1-2")
    assert admitted.take(gone) == (422, "PERMIT_NOTFOUND")
    admitted.double.last["KG"] = admitted.now().last_in
    assert admitted.take(admitted.double.revoke("KG", NUMBER)) == (200, "")
    assert admitted.take(admitted.double.revoke("KG", NUMBER)) == (422, "PERMIT_ALREADY_REVOKED")
    assert admitted.permit(NUMBER).status == "revoked"
    late = do(admitted.core, PassByPermit("in", "34ABC123"), POST, f"pm-KG-{NUMBER}")
    assert [one.code for one in late.refusals] == ["permit_wrong_status"]


def test_only_posts_of_the_state_where_it_holds_let_anybody_pass(admitted: World) -> None:
    abroad = Actor("UZDUST01", "uz-border", "gate", "checkpoint")
    found = do(admitted.core, PassByPermit("in", "34ABC123"), abroad, f"pm-KG-{NUMBER}")
    assert [one.code for one in found.refusals] == ["permit_no_post"]
    taken = do(admitted.core, RevokePermit("No."), MINISTRY, f"pm-KG-{NUMBER}")
    assert [one.code for one in taken.refusals] == ["permit_not_your_desk"]


# Permits of ours


def applied(world: World, number: int = 1) -> str:
    """A carrier asks its ministry for a permit for TR."""
    request = PermitRequest(
        dossier=f"mv-KG-{number}",
        kind="road_transit",
        country="TR",
        authority="KG-ROAD",
        rule="R053",
        holder=Party("Ala-Too"),
        plates=(f"01KG{number:03d}ABC", "01KG9999"),
        countries=("KG", "UZ", "TR"),
        quota=QT,
    )
    carrier = Actor("", "ala-too", "driver", "carrier")
    id = f"pm-KG-{number}"
    outcome = do(world.core, ApplyForPermit(request), carrier, id)
    assert not outcome.refusals, outcome
    return id


@pytest.fixture
def issued(world: World) -> World:
    """TR gave ten permits; one was issued, and TR knows it."""
    assert world.take(world.double.quota("KG", 10)) == (200, "")
    applied(world)
    assert not do(world.core, IssueNext(1), MINISTRY, QT).refusals
    world.settle()
    return world


def test_a_permit_of_ours_reaches_the_partner_with_its_code(issued: World) -> None:
    (told,) = issued.double.received
    assert told["permit_id"] == "KG-TR-2026-1-1"
    assert (told["plate_number"], told["plate_number2"]) == ("01KG001ABC", "01KG9999")
    assert (told["departure_country"], told["arrival_country"]) == ("KG", "TR")
    (jwk,) = _config(issued)["keys"]
    assert is_signed(jwk, told["qr_code"])
    claims = read_code(told["qr_code"])
    assert claims is not None
    assert claims.claims["id"] == "KG-TR-2026-1-1"
    shown = run(issued.answers.answer("GET", f"/verify/{told['qr_code']}", "", b""))
    said = json.loads(shown.body)
    assert (said["permit_id"], said["used"], said["activities"]) == ("KG-TR-2026-1-1", False, [])
    altered = f"{told['qr_code'][:-4]}AAAA"
    assert run(issued.answers.answer("GET", f"/verify/{altered}", "", b"")).status == 404
    run(issued.desk.ask_for_key(NEW_KEY, MINISTRY))
    run(issued.desk.make_key(SECOND))
    run(issued.desk.ask_for_key(jwk["kid"], MINISTRY))
    assert run(issued.desk.revoke_key(jwk["kid"], SECOND)) == ""
    assert run(issued.answers.answer("GET", f"/verify/{told['qr_code']}", "", b"")).status == 404


def test_used_there_it_is_used_here(issued: World) -> None:
    double = issued.double
    assert issued.take(double.used("KG", "KG-TR-2026-1-9")) == (422, "PERMIT_NOTFOUND")
    double.last["KG"] = issued.now().last_in
    assert issued.take(double.used("KG", "KG-TR-2026-1-1")) == (200, "")
    assert issued.take(double.used("KG", "KG-TR-2026-1-1", "EXIT")) == (200, "")
    permit = issued.permit("KG-TR-2026-1-1")
    assert (permit.status, len(permit.uses), len(permit.exits)) == ("exhausted", 1, 1)
    ahead = double.used("KG", "KG-TR-2026-1-1") | {"activity_timestamp": double.now + 90_000}
    assert issued.take(ahead) == (200, "")
    assert issued.permit(permit.number).uses[-1].used_at <= instant(issued.clock.now_ms())
    stays = do(issued.core, RevokePermit("No."), MINISTRY, permit.id)
    assert [one.code for one in stays.refusals] == ["permit_used_stays"]


def test_taken_back_here_it_is_over_there(issued: World) -> None:
    applied(issued, 2)
    assert not do(issued.core, IssueNext(1), MINISTRY, QT).refusals
    assert not do(issued.core, RevokePermit("A mistake."), MINISTRY, "pm-KG-1").refusals
    carrier = Actor("", "ala-too", "driver", "carrier")
    assert not do(issued.core, ReturnPermit("Not needed."), carrier, "pm-KG-2").refusals
    issued.settle()
    assert all(one["revoked"] for one in issued.double.permits.values())
    assert len(issued.double.permits) == 2
    shown = issued.double.permits["KG-TR-2026-1-1"]["qr_code"]
    assert run(issued.answers.answer("GET", f"/verify/{shown}", "", b"")).status == 404
    issued.double.last["KG"] = issued.now().last_in
    late = issued.double.used("KG", "KG-TR-2026-1-1")
    assert issued.take(late) == (200, "")
    assert issued.permit("KG-TR-2026-1-1").discrepancies == ("passed_while_revoked",)


# A partner that is ill


def test_what_a_partner_does_not_take_waits_in_its_order(issued: World) -> None:
    issued.double.down = 503
    for number in (2, 3):
        applied(issued, number)
        do(issued.core, IssueNext(1), MINISTRY, QT)
    issued.settle()
    line = issued.now()
    assert (line.error, line.waiting, line.failures) == ("REMOTE_ERROR", 2, 1)
    assert "503" in line.error_text
    posted = issued.line.posted
    issued.settle()
    assert issued.line.posted == posted
    issued.double.down = 0
    assert run(issued.desk.try_now("TR"))
    issued.settle()
    assert (issued.now().waiting, issued.now().error) == (0, "")
    numbers = [one["permit_id"] for one in issued.double.received]
    assert numbers == [f"KG-TR-2026-1-{n}" for n in (1, 2, 3)]


def test_an_answer_that_was_lost_is_no_harm(issued: World) -> None:
    last = issued.double.received.copy()
    run(issued.desk.give("TR", 2026, 1, 3))
    issued.double.faults.append((500, {}))
    issued.settle()
    with_it = json.loads(_queued(issued))
    issued.double.received.append(with_it)
    issued.clock.turn(DAY_MS)
    issued.settle()
    assert issued.now().waiting == 0
    assert issued.double.received == [*last, with_it]


def _queued(world: World) -> str:
    (document,) = Queries(world.core).documents("epermit-queue", "TR")
    return read_outgoing(document).text


def test_a_partner_restored_from_an_old_copy_is_sent_what_it_forgot(issued: World) -> None:
    for number in (2, 3, 4):
        applied(issued, number)
        do(issued.core, IssueNext(1), MINISTRY, QT)
    issued.settle()
    forgotten = issued.double.received[1:]
    issued.double.received = issued.double.received[:1]
    for one in forgotten:
        del issued.double.permits[one["permit_id"]]
    applied(issued, 5)
    do(issued.core, IssueNext(1), MINISTRY, QT)
    issued.settle()
    assert issued.now().waiting == 0
    assert len(issued.double.permits) == 5


def test_a_partner_that_always_forgets_does_not_keep_us_busy(issued: World) -> None:
    behind = (422, {"details": {"errorCode": "PREVIOUS_EVENT_NOTFOUND"}})
    run(issued.desk.give("TR", 2026, 1, 3))
    issued.double.faults = [behind] * 50
    issued.settle()
    assert issued.now().error == "PREVIOUS_EVENT_NOTFOUND"
    assert issued.line.posted < 5


def test_what_it_refuses_stops_the_line_until_it_is_left_out(issued: World) -> None:
    for number in (2, 3):
        applied(issued, number)
        do(issued.core, IssueNext(1), MINISTRY, QT)
    issued.double.permits["KG-TR-2026-1-2"] = {}
    issued.settle()
    line = issued.now()
    assert (line.error, line.waiting) == ("PERMITID_ALREADY_EXISTS", 2)
    assert not run(issued.desk.leave_out("TR", "TR 000000000009"))
    assert run(issued.desk.leave_out("TR", line.head))
    issued.settle()
    assert (issued.now().waiting, issued.now().error) == (0, "")
    assert "KG-TR-2026-1-3" in issued.double.permits
    sent = [read_outgoing(one) for one in Queries(issued.core).documents(SENT, "TR")]
    assert {one.about: one.error for one in sent} == {
        "KG-TR-2026-1-1": "",
        "KG-TR-2026-1-2": "PERMITID_ALREADY_EXISTS",
        "KG-TR-2026-1-3": "",
    }


def test_the_last_that_is_left_out_leaves_the_chain_whole(issued: World) -> None:
    refused = (422, {"details": {"errorCode": "INVALID_PERMIT_QUOTA_RANGE"}})
    issued.double.faults = [(503, {})]
    run(issued.desk.give("TR", 2026, 1, 3))
    issued.settle()
    assert not run(issued.desk.leave_out("TR", issued.now().head))
    issued.double.faults = [refused]
    run(issued.desk.try_now("TR"))
    issued.settle()
    assert run(issued.desk.leave_out("TR", issued.now().head))
    run(issued.desk.give("TR", 2026, 1, 2))
    issued.settle()
    assert (issued.now().waiting, issued.now().error) == (0, "")


def test_a_closed_line_keeps_what_is_to_be_told(issued: World) -> None:
    assert run(issued.desk.stop("TR", MINISTRY)) == ""
    applied(issued, 2)
    do(issued.core, IssueNext(1), MINISTRY, QT)
    issued.settle()
    assert len(issued.double.permits) == 1
    assert not run(issued.desk.try_now("TR"))
    open_line(issued)
    issued.settle()
    assert len(issued.double.permits) == 2


def test_health_says_where_the_chains_end(issued: World) -> None:
    def asked(token: str) -> tuple[int, Any]:
        answer = run(issued.answers.answer("GET", "/healthcheck", f"Bearer {token}", b""))
        return answer.status, json.loads(answer.body)

    line = issued.now()
    ends = {"to_last_event_id": line.last_in, "from_last_event_id": line.last_out}
    assert asked(issued.double.token("KG")) == (200, ends)
    assert asked(issued.double.token("UZ"))[0] == 401
    assert asked("")[0] == 401
    token = issued.double.token("KG")
    issued.clock.turn(DAY_MS)
    assert asked(token)[0] == 401


def test_codes_of_permits_are_read_and_proved(admitted: World) -> None:
    code = admitted.permit(NUMBER).credential
    found = admitted.desk.read_code(f"0.{code}")
    assert found is not None
    assert (found.number, found.is_signed, found.counts) == (NUMBER, True, True)
    assert found.subject == f"pm-KG-{NUMBER}"
    forged = Key("TR-1").jws(json.dumps({"id": NUMBER}).encode())
    read = admitted.desk.read_code(forged)
    assert read is not None
    assert not read.is_signed
    assert admitted.desk.read_code("DTC1.a.b") is None
    assert read_proof("a.b.c.d") is None
    assert read_jwk("x") is None


def test_an_answer_that_nests_without_end_says_nothing() -> None:
    assert Said(200, b'{"a":' + b"[" * 9_000).json == {}


def test_over_a_real_line(tmp_path: Path) -> None:
    world = make_world(tmp_path, opened=False)
    with serving(world.double) as url:
        world.desk._line = PartnerLine(frozenset({url}))
        world.courier._line = world.desk._line
        refused = run(PartnerLine().read(url))
        assert (refused.status, refused.error) == (0, "url-not-https")
        found = run(world.desk.fetch(f"{url}/"))
        run(world.desk.propose("TR", found.name, url, found, MINISTRY))
        run(world.desk.decide(world.now(), True, SECOND))
        world.double.shakes_hands(_config(world))
        run(world.desk.give("TR", 2026, 1, 5))
        world.settle()
        assert world.now().waiting == 0
    run(world.desk.give("TR", 2026, 1, 5))
    world.settle()
    assert world.now().error == "REMOTE_ERROR"
    assert run(world.desk.fetch(f"{url}/")).error
