"""A message judged as a whole: parsed, its structure, its identifiers, the cross-field rules."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from corridor.domain.consignment import Aside, Dossier, decisive_day
from corridor.domain.movement.judging import lists_for
from corridor.domain.movement.rules import check_rules, check_warnings
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal, Refused
from corridor.domain.routes import Route
from corridor.gateways.ncts.identifiers import check_identifiers
from corridor.gateways.ncts.message import Message, Unfit, read_message
from corridor.gateways.ncts.official import check_schema
from corridor.gateways.ncts.texts import refusal_json
from corridor.gateways.ncts.to_dossier import DECLARATIONS, Translated, to_dossier

_LODGED = "CC015C"


class CheckResult(msgspec.Struct, frozen=True):
    """The verdict on one file. `phase` is "5", "6" or, when unknown, empty."""

    file: str
    accepted: bool
    message: str = ""
    phase: str = ""
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    aside: tuple[Aside, ...] = ()

    def as_json(self) -> dict[str, object]:
        """As the command line prints it, with the texts in English."""
        return {
            "file": self.file,
            "accepted": self.accepted,
            "message": self.message,
            "phase": self.phase,
            "refusals": [refusal_json(refusal) for refusal in self.refusals],
            "warnings": [refusal_json(warning) for warning in self.warnings],
            "aside": [{"pointer": aside.pointer, "value": aside.value} for aside in self.aside],
        }


class Declared(msgspec.Struct, frozen=True):
    """A declaration ready to be lodged. The access code is a secret beside the dossier."""

    dossier: Dossier
    access_code: str
    aside: tuple[Aside, ...]
    warnings: tuple[Refusal, ...]


class Judged(msgspec.Struct):
    """What is known of a message so far."""

    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    message: str = ""
    phase: str = ""
    translated: Translated | None = None


def check_file(
    data: bytes, name: str, schemas: Path | None, reference: Reference, at: str
) -> CheckResult:
    """Judge a message of any type. `schemas` may be absent.

    The day of the instant `at` at the office of departure chooses the rules; without a route, that
    in UTC.

    Raises SchemasUnusableError when the schemas are asked for and cannot be used.
    """
    judged = _judge(read_message(data), data, Route(()), schemas, reference, at)
    aside = () if judged.translated is None else judged.translated.aside
    return CheckResult(
        file=name,
        accepted=not judged.refusals,
        message=judged.message,
        phase=judged.phase,
        refusals=judged.refusals,
        warnings=judged.warnings,
        aside=aside,
    )


def read_declaration(
    data: bytes, route: Route, reference: Reference, at: str
) -> Declared | Refused:
    """A CC015C as a dossier on the given route, or all that stands against it.

    Whether the route can be travelled is for the domain to say when the dossier is lodged.
    """
    message = read_message(data)
    if message.name not in ("", _LODGED) and message.phase:
        args = {"name": message.name}
        return Refused((Refusal("ncts.not_a_declaration", f"/{message.name}", "", args),))
    judged = _judge(message, data, route, None, reference, at)
    if judged.refusals or judged.translated is None:
        return Refused(judged.refusals)
    codes = judged.translated.access_codes
    return Declared(
        judged.translated.dossier,
        codes[0] if codes else "",
        judged.translated.aside,
        judged.warnings,
    )


def judged_of(message: Message, data: bytes, route: Route, reference: Reference, at: str) -> Judged:
    """A well-built declaration as a dossier on the route, with all that stands against it."""
    return _judge(message, data, route, None, reference, at)


def _judge(
    message: Message | Unfit,
    data: bytes,
    route: Route,
    schemas: Path | None,
    reference: Reference,
    at: str,
) -> Judged:
    """1 structure, 2 official schema, 3 identifiers, 4 translate, 5 rules; 1 and 2 may end it."""
    wrong = message.refusals if isinstance(message, Unfit) else ()
    if schemas is not None and message.phase:
        wrong += check_schema(data, message.name, message.phase, schemas)
    judged = Judged(wrong, (), message.name, message.phase)
    if isinstance(message, Unfit) or wrong:
        return judged
    judged.refusals = tuple(check_identifiers(message))
    if message.name in DECLARATIONS:
        _judge_declaration(judged, message, route, reference, at)
    return judged


def _judge_declaration(
    judged: Judged, message: Message, route: Route, reference: Reference, at: str
) -> None:
    translated = judged.translated = to_dossier(message.root, route)
    if translated.unfit is not None:
        judged.refusals += (translated.unfit,)
    on_date = decisive_day(translated.dossier, at)
    lists = lists_for(translated.dossier, reference, on_date)
    rules = check_rules(translated.dossier, lists, on_date)
    judged.refusals = once((*judged.refusals, *_at_origin(rules, translated)))
    warnings = check_warnings(translated.dossier, lists, on_date)
    judged.warnings = tuple(_at_origin(warnings, translated))


def _at_origin(refusals: Iterable[Refusal], translated: Translated) -> list[Refusal]:
    """The same, pointing into the message instead of the dossier."""
    found = list(refusals)
    if not found:
        return []
    origins = translated.traced()
    return [msgspec.structs.replace(one, pointer=origins.origin_of(one.pointer)) for one in found]


def once(refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
    """Each rule once at each place: some are judged on the message and on the dossier."""
    return tuple({(refusal.rule, refusal.pointer): refusal for refusal in refusals}.values())
