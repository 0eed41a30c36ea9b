"""The parts that pages are made with."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from litestar import Request

from corridor.domain.refusal_texts import REFUSAL_TEXTS
from corridor.domain.refusals import Refusal
from corridor.web.addresses import local_path, with_query
from corridor.web.forms import Form, field_for
from corridor.web.i18n import in_language, words_in
from corridor.web.observed.words import counted
from corridor.web.patience import FormPatience, Slow
from corridor.web.templating import Reader, static
from corridor.web.toolkit import live_url
from tests.support.web import make_services


@pytest.fixture(params=["ru", "en"])
def reader(request: pytest.FixtureRequest, tmp_path: Any) -> Reader:
    """Somebody who reads one of the languages."""
    return Reader(request.param, make_services(tmp_path))


def test_a_field_for_every_pointer() -> None:
    fields = {"/dossier/lrn": "lrn", "/dossier/route": "route", "": "form"}
    assert field_for("/dossier/lrn", fields) == "lrn"
    assert field_for("/dossier/route/points/3/office", fields) == "route"
    assert field_for("/dossier/seals", fields) == "form"
    assert field_for("/dossier/seals", {}) == ""
    assert field_for("/a", lambda pointer: pointer[1:]) == "a"


@pytest.mark.parametrize(("count", "chosen"), [(1, 1), (2, 0)])
def test_a_choice_that_has_no_other_is_made(reader: Reader, count: int, chosen: int) -> None:
    options = [{"value": str(number), "label": "x"} for number in range(count)]
    macros = reader.environment.get_template("macros/forms.html").make_module()
    drawn = macros.radios("office", "Office", options)  # type: ignore[attr-defined]
    assert drawn.count("checked") == chosen


def test_a_closed_part_says_a_thing_once_however_many_it_is_said_of(reader: Reader) -> None:
    drawn = reader.environment.from_string(
        '{% from "macros/fold.html" import fold %}{% call fold("Parties", gist) %}{% endcall %}'
    ).render(gist=["One LLC", "", "One LLC", "Two LLC"])
    assert "One LLC · Two LLC</span>" in drawn


@pytest.mark.parametrize(
    ("value", "said"), [(1.0, "1 единица"), (162.0, "162 единицы"), (1.5, "1,5 единицы")]
)
def test_what_is_counted_has_its_own_forms(tmp_path: Any, value: float, said: str) -> None:
    reader = Reader("ru", make_services(tmp_path))
    assert counted(reader, "vehicles", value, said.partition(" ")[0]) == said


def test_parameters_of_an_address_keep_their_order() -> None:
    scope = {
        "type": "http",
        "path": "/customs",
        "query_string": b"q=x&lane=due&from=KG&needs=1&after=9&fragment=rows",
    }
    request: Request[Any, Any, Any] = Request(scope)  # type: ignore[arg-type]
    changed = with_query(request, {"after": None, "sort": "due"})
    assert changed == "/customs?q=x&lane=due&from=KG&needs=1&sort=due"


def test_a_form_keeps_what_was_typed() -> None:
    form = Form({"a": ["  x "], "b": ["1", "2 "]})
    assert (form["a"], form["b"], form["c"]) == ("x", "1", "")
    assert form.all("b") == ["1", "2"]
    assert form.is_checked("a")
    assert not form.is_checked("c")
    form.add_error("a", "first")
    form.add_error("a", "second")
    form.add_error("", "whole")
    assert form.error("a") == "first"
    assert [error["href"] for error in form.errors] == ["#f-a", "#f-a", "#main"]


def test_every_refusal_is_said_with_any_arguments(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As another node may bring it: what our own code leaves out is a fault elsewhere."""
    monkeypatch.undo()
    some = {"status": "released", "office": "KGOSH001", "country": "UZ"}

    def unsaid() -> Iterator[str]:
        for code in sorted(REFUSAL_TEXTS):
            said = reader.refusals.say(Refusal(code, "/x"))
            full = reader.refusals.say(Refusal(code, "/x", "R1", some))
            if not (said.text and full.text) or "{" in said.text + said.remedy:
                yield f"{code}: {said.text!r} {said.remedy!r} {full.text!r}"

    assert not (found := "\n".join(unsaid())), found


def test_codes_in_refusals_are_shown_as_names(reader: Reader) -> None:
    said = reader.refusals.say(Refusal("not_your_office", "", "", {"office": "KGOSH001"}))
    assert "KGOSH001" in said.text
    assert reader.names.office("KGOSH001") in said.text
    unknown = reader.refusals.say(Refusal("never_heard_of", "/a"))
    assert "never_heard_of" in unknown.text


def test_days_in_refusals_are_written_as_on_the_pages(tmp_path: Any) -> None:
    args = {"kind": "road_transit", "country": "UZ", "date": "2026-12-01", "entry": "2026-11-28"}
    late = Refusal("permit_decision_late", "", "", args | {"late_days": "3"})
    future = Refusal("time_in_future", "", "", {"given": "2026-11-26T20:30:00.000Z"})
    past = Refusal("limit_date_past", "", "", {"limit_date": "2026-11-26"})
    odd = Refusal("limit_date_past", "", "", {"limit_date": "tomorrow"})
    services = make_services(tmp_path)
    said = {lang: Reader(lang, services).refusals.say for lang in ("ru", "en")}
    assert (
        "решение до 01.12.2026, требуется к 28.11.2026 — опоздает на 3 дня" in said["ru"](late).text
    )
    assert "by 1 Dec 2026, and it is needed on 28 Nov 2026" in said["en"](late).text
    assert "27.11.2026, 02:30 (UTC+6)" in said["ru"](future).text
    assert "27 Nov 2026, 02:30 (UTC+6)" in said["en"](future).text
    assert "26.11.2026" in said["ru"](past).text
    assert "tomorrow" in said["en"](odd).text


def test_names(reader: Reader) -> None:
    names = reader.names
    assert names.country("UZ") in ("Узбекистан", "Uzbekistan")
    assert names.place("KG-OSH") in ("Ош", "Osh")
    assert names.office("UZ-PLANT") == names.authority("UZ-PLANT") != "UZ-PLANT"
    assert names.country("QQ") == names.place("QQ") == names.office("QQ") == "QQ"
    assert names.country(None) == names.place(None) == names.office(None) == ""
    assert names.package("Q?") == "Q?"


def test_data_in_two_languages() -> None:
    assert in_language("ru", {"ru": "да", "en": "yes"}) == "да"
    assert in_language("en", {"ru": "да", "en": "yes"}) == "yes"
    assert in_language("ru", {"en": "yes"}) == "yes"


def test_words() -> None:
    russian = words_in("ru")
    assert russian.ngettext("%(num)s day", "%(num)s days", 2) == "2 дня"
    assert russian("%(hours)s h", hours=3) == "3 ч"
    assert russian.pgettext("nothing", "100%") == "100%"


def test_addresses() -> None:
    assert local_path("/a?b=c#d") == "/a?b=c#d"
    for text in ("", "a", "//a", "http://a/", "/\\a", "javascript:a"):
        assert local_path(text, "/x") == "/x"
    for text in (
        "/\t/evil.test",
        "/\t\\evil.test",
        "/a\\b",
        "/\n/evil.test",
        "///evil.test",
        "/\0a",
    ):
        assert local_path(text, "/x") == "/x", text
    assert live_url([], 5) is None
    assert live_url(["b", "a", "b"], 5) == "/live?topics=a%20b&since=5"
    assert static("nothing-of-ours.txt") == "/static/nothing-of-ours.txt"


async def test_a_form_that_drips_is_given_up() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        await receive()

    async def drip() -> Any:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def whole() -> Any:
        return {"type": "http.request", "body": b"a", "more_body": False}

    async def send(message: Any) -> None: ...

    post: Any = {"type": "http", "method": "POST"}
    with pytest.raises(Slow):
        await FormPatience(app, seconds=0.05)(post, drip, send)
    await FormPatience(app, seconds=0.05)(post, whole, send)
