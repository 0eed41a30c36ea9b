"""What each code means, made from the tables and texts by which the pages themselves speak."""

import re
from collections.abc import Iterator
from typing import Any, Final

from corridor.domain.movement.rules.registry import RULES, WARNINGS
from corridor.domain.refusals import N_, RefusalText
from corridor.web.i18n import in_language
from corridor.web.labels.labels import TABLES
from corridor.web.names import Names
from corridor.web.refusal_words import OWN_TEXTS
from corridor.web.services import Services
from corridor.web.templating import Reader

View = dict[str, Any]
_SECTIONS: Final = {
    "result": N_("Results of a control"),
    "channel": N_("Channels of control"),
    "incident": N_("Incidents on the way"),
    "guarantee_kind": N_("Types of guarantee"),
    "guarantee_reason": N_("Reasons against a guarantee (CL252)"),
    "means": N_("Means of transport"),
    "document": N_("Types of documents and authorisations"),
    "document_group": N_("Groups of documents"),
    "office_role": N_("Offices of the way"),
    "role": N_("Roles of people"),
    "status": N_("Statuses of a movement"),
    "stage": N_("Stages at destination"),
    "guarantee": N_("Statuses of a reservation"),
    "permit_status": N_("Statuses of a permit"),
    "requirement": N_("States of a requirement"),
    "permit_kind": N_("Kinds of permits"),
    "discrepancy": N_("Discrepancies"),
}
_VALUE: Final = re.compile(r"\{\w+\}|%\(\w+\)[sd]")


def meanings(reader: Reader, services: Services, texts: dict[str, RefusalText]) -> list[View]:
    """Sections of (id, code, text, remedy); `texts`: of the refusals."""
    say = reader.words.gettext
    found = [
        _section(table, say(title), ((code, say(text), "") for code, text in TABLES[table].items()))
        for table, title in _SECTIONS.items()
    ]
    rules = {rule.code: (rule.text, rule.remedy) for rule in (*RULES, *WARNINGS)}
    said = {code: (one.text, one.remedy) for code, one in (texts | OWN_TEXTS).items()}
    plain = {code: both for code, both in said.items() if not code.startswith("rule.")}
    return [
        *found,
        _section("package", say(N_("Kinds of packages")), _packages(reader.names, services)),
        _section("office", say(N_("Customs offices")), _offices(reader.names, services)),
        _section("authority", say(N_("Authorities")), _authorities(reader.names, services)),
        _section("permit-rule", say(N_("Rules about permits")), _permit_rules(reader, services)),
        _section("rule", say(N_("Cross-field rules")), _texts(rules, reader)),
        _section("refusal", say(N_("Refusals of the system")), _texts(plain, reader)),
    ]


def _packages(names: Names, services: Services) -> Iterator[tuple[str, str, str]]:
    for code, kind in services.reference.package_kinds.items():
        if name := kind.name(names.lang):
            yield code, name, ""


def _offices(names: Names, services: Services) -> Iterator[tuple[str, str, str]]:
    for code, office in services.reference.offices.items():
        yield code, f"{names.office(code)}, {names.country(office.country)}", ""


def _authorities(names: Names, services: Services) -> Iterator[tuple[str, str, str]]:
    for desk in services.authorities:
        yield desk.code, names.authority(desk.code), ""


def _permit_rules(reader: Reader, services: Services) -> Iterator[tuple[str, str, str]]:
    for rule in services.rules_today:
        yield rule.id, in_language(reader.lang, rule.title), ""


def _texts(texts: dict[str, tuple[str, str]], reader: Reader) -> Iterator[tuple[str, str, str]]:
    """With an ellipsis where a refusal names what it speaks of."""
    say = reader.words.gettext
    for code, (text, remedy) in sorted(texts.items()):
        yield code, _unfilled(say(text)), _unfilled(say(remedy)) if remedy else ""


def _unfilled(text: str) -> str:
    return _VALUE.sub("…", text).replace("….", "…")


def _section(id: str, title: str, rows: Iterator[tuple[str, str, str]]) -> View:
    shown = [
        {
            "id": f"{id}-{code}",
            "code": code,
            "text": text.removeprefix(f"{code}: "),
            "remedy": remedy,
        }
        for code, text, remedy in rows
    ]
    return {"id": id, "title": title, "rows": shown}
