"""Powers of attorney on the carrier's pages, and at the moment of filing."""

from datetime import date

import msgspec
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient
from msgspec.structs import replace

from corridor.domain.movement.lodging import DeclarationLodged, LodgeDeclaration
from corridor.engine.codec import encode_command
from corridor.engine.jobs import FireTimers
from corridor.engine.mending import CompleteTimers
from corridor.engine.queries import Queries
from corridor.engine.unit import Unit
from corridor.node.demo.dossiers import story_dossier
from tests.support.engines import GRN
from tests.support.pages import check_page, text_of
from tests.support.web import bearer, csrf, sign_in
from tests.web.conftest import World

HERE = "/carrier/powers"


def send(client: TestClient[Litestar], path: str, **fields: str | list[str]) -> Response:
    answer = client.post(path, data={"_csrf_token": csrf(client), **fields})
    check_page(answer, "ru", answer.status_code)
    return answer


def words(client: TestClient[Litestar], path: str = HERE) -> str:
    return " ".join(text_of(check_page(client.get(path), "ru")).split())


def file_for(world: World, lrn: str) -> Response:
    """The rival files for the firm of the story."""
    dossier = story_dossier(lrn, GRN, date(2026, 11, 21))
    named = replace(dossier, holder=replace(dossier.holder, id="ala-too"), guarantees=())
    body = encode_command(LodgeDeclaration(named))
    headers = {**bearer("rival"), "content-type": "application/json"}
    return world.client.post("/api/v1/declarations", content=body, headers=headers)


def codes(answer: Response) -> list[str]:
    return [one["code"] for one in answer.json().get("refusals", ())]


def test_given_used_taken_back_and_then_refused(world: World) -> None:
    client = world.client
    sign_in(client, "aibek")
    assert send(client, f"{HERE}/new", broker="", valid_to="").status_code == 422
    fields = {"valid_from": "2026-11-21", "valid_to": "2026-11-30"}
    send(client, f"{HERE}/new", broker="other-firm", scope=["file", "amend"], **fields)
    assert "Other other-firm подача деклараций, изменение деклараций" in words(client)
    (row,) = Queries(world.core).rows("carrier:ala-too:powers").rows
    sign_in(client, "rival")
    assert "Ala-Too ala-too" in words(client)
    assert f"{HERE}/{row.subject}/end" not in client.get(HERE).text
    assert "Отозвать её может только" in words(client, f"{HERE}/{row.subject}/end")
    filed = file_for(world, "R-1")
    assert "power" not in " ".join(codes(filed))
    sign_in(client, "aibek")
    shown = client.get(f"{HERE}/{row.subject}/end")
    check_page(shown, "ru")
    assert f'action="{HERE}/{row.subject}/end?' in shown.text
    send(client, f"{HERE}/{row.subject}/end", reason="Договор окончен")
    assert "отозвана Договор окончен" in words(client)
    refused = file_for(world, "R-2")
    assert refused.status_code == 422
    (told,) = [one for one in refused.json()["refusals"] if one["code"].startswith("power_")]
    assert (told["code"], told["pointer"]) == ("power_withdrawn", "/dossier/holder/id")
    assert told["remedy"]


def test_the_timeline_says_for_whom_and_by_which_power(world: World) -> None:
    from corridor.web.act import Tale
    from corridor.web.acts.readings import note_of

    dossier = story_dossier("R-3", GRN, date(2026, 11, 21))
    said = DeclarationLodged(dossier, "2026-11-21", power="pa-KG-1")
    app = world.client.app
    note = note_of(said, Tale(app.state.readers["ru"], "KG"))
    assert note.endswith(f"Подано за {dossier.holder.name} по доверенности pa-KG-1.")


def test_asked_for_by_the_broker_given_by_the_holder_and_told_to_both(world: World) -> None:
    client, days = world.client, {"valid_from": "2026-11-21", "valid_to": "2026-11-30"}
    sign_in(client, "rival")
    assert send(client, f"{HERE}/ask", holder="", valid_to="").status_code == 422
    send(client, f"{HERE}/ask", holder="ala-too", scope=["file", "amend"], note="Весна", **days)
    assert "Ala-Too ala-too" in words(client)
    assert "ждёт декларанта" in words(client)
    again = send(client, f"{HERE}/ask", holder="ala-too", scope="file", **days)
    assert again.status_code == 422
    assert 'id="f-holder-error"' in again.text
    assert "power" not in " ".join(codes(file_for(world, "R-4"))), "it is no word of the holder"
    (row,) = Queries(world.core).rows("carrier:ala-too:powers").rows
    assert "/grant" not in client.get(HERE).text
    assert send(client, f"{HERE}/{row.subject}/grant", scope="file", **days).status_code == 422
    sign_in(client, "aibek")
    assert "Запрошена доверенность" in words(client, "/news")
    assert "Весна" in words(client)
    shown = check_page(client.get(f"{HERE}/{row.subject}/grant"), "ru")
    assert 'value="2026-11-30"' in client.get(f"{HERE}/{row.subject}/grant").text, shown
    send(client, f"{HERE}/{row.subject}/grant", scope="amend", **days)
    sign_in(client, "rival")
    assert "Доверенность выдана" in words(client, "/news")
    assert "power_scope" in codes(file_for(world, "R-5"))


def test_declined_and_withdrawn(world: World) -> None:
    client, days = world.client, {"valid_from": "2026-11-21", "valid_to": "2026-11-30"}
    sign_in(client, "rival")
    send(client, f"{HERE}/ask", holder="ala-too", scope="file", **days)
    (row,) = Queries(world.core).rows("carrier:ala-too:powers").rows
    check_page(client.get(f"{HERE}/{row.subject}/withdraw"), "ru")
    send(client, f"{HERE}/{row.subject}/withdraw")
    assert "запрос отозван" in words(client)
    send(client, f"{HERE}/ask", holder="ala-too", scope="file", **days)
    rows = Queries(world.core).rows("carrier:ala-too:powers").rows
    (second,) = {one.subject for one in rows} - {row.subject}
    sign_in(client, "aibek")
    check_page(client.get(f"{HERE}/{second}/decline"), "ru")
    send(client, f"{HERE}/{second}/decline", reason="Не знаем вас")
    assert "отклонена Не знаем вас" in words(client)
    sign_in(client, "rival")
    assert "Не знаем вас" in words(client)
    assert "power_declined" in codes(file_for(world, "R-6"))


class NoTimers(msgspec.Struct, frozen=True):
    """As an earlier version left it."""

    subject: str

    def run(self, unit: Unit) -> None:
        unit.tx.set_timers(self.subject, ())


OLDER_MOVEMENTS = 2 * 2
"""Two wait for a decision, for the timers of terms and of lapsing each, which came later too."""


def test_a_power_from_before_its_last_day_was_looked_at_ends_all_the_same(world: World) -> None:
    sign_in(world.client, "aibek")
    fields = {"valid_from": "2026-11-21", "valid_to": "2026-11-30"}
    send(world.client, f"{HERE}/new", broker="other-firm", scope=["file"], **fields)
    (row,) = Queries(world.core).rows("carrier:ala-too:powers").rows
    world.core.run_one(NoTimers(row.subject))
    world.clock.turn(20 * 24 * 3_600_000)
    world.core.run_one(FireTimers())
    assert not Queries(world.core).get(row.subject).state.ran_out_at
    assert world.core.run_one(CompleteTimers()) == 1 + OLDER_MOVEMENTS
    world.core.run_one(FireTimers())
    assert Queries(world.core).get(row.subject).state.ran_out_at
    assert world.core.run_one(CompleteTimers()) == 0


def test_no_says_plainly_what_it_refuses_before_it_is_said(world: World) -> None:
    """A firm that files on paper until then is refused from then on."""
    assert "power" not in " ".join(codes(file_for(world, "R-0")))
    sign_in(world.client, "rival")
    fields: dict[str, str | list[str]] = {"valid_from": "2026-11-21", "valid_to": "2026-11-30"}
    fields["scope"] = ["file"]
    assert "узел будет отклонять" in words(world.client, f"{HERE}/ask")
    send(world.client, f"{HERE}/ask", holder="ala-too", **fields)
    (row,) = Queries(world.core).rows("carrier:ala-too:powers").rows
    sign_in(world.client, "aibek")
    form = words(world.client, f"{HERE}/{row.subject}/decline")
    assert "узел будет отклонять всё, что Other подаст от вашего имени" in form
    send(world.client, f"{HERE}/{row.subject}/decline", reason="")
    assert "power_declined" in codes(file_for(world, "R-1"))


def test_a_program_calls_its_own_firm_as_its_account_does(world: World) -> None:
    """Whoever gives and whoever asks; how it calls the other is for it to say."""
    terms = {"scope": ["file"], "valid_from": "2026-11-21", "valid_to": "2026-11-30"}
    given = {"do": "power.give", "broker": "other-firm", "broker_name": "They"}
    asked = {"do": "power.ask", "holder": "ala-too", "holder_name": "They"}
    for login, said, own in (("aibek", given, "holder_name"), ("rival", asked, "broker_name")):
        sent = world.client.post(
            "/api/v1/subjects/new/commands",
            json=said | terms | {own: "Another firm"},
            headers=bearer(login),
        )
        state = Queries(world.core).get(sent.json()["subject"]).state
        other = "broker_name" if own == "holder_name" else "holder_name"
        assert getattr(state, own) in ("Ala-Too", "Other")
        assert getattr(state, other) == "They"
