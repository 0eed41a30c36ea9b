"""A profile as a form: what was typed into the struct, and back, every letter kept on a fault."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar, get_type_hints

import msgspec
from msgspec.structs import asdict

from corridor.domain import typed
from corridor.domain.codes import hs_codes
from corridor.domain.refusals import Refusal, Refused
from corridor.domain.risk.profile import ROLES, Profile
from corridor.domain.risk.scoring import Terms
from corridor.web.forms import Form

LINES: Final = ("parties", "words")
CODES: Final = ("departs", "passes", "arrives", "offices")
DAYS: Final = ("valid_from", "valid_to")
NUMBERS: Final = ("weight", "value_below", "value_above", "history_least", "mass_apart")
TICKED: Final = ("twice", "too_fast", "seals_apart")
WHO: Final = ("party_roles", "first_time")
OF_TERMS: Final = ("yellow_from", "red_from", "random_of_10000")
DIGITS_MAX: Final = 9
T = TypeVar("T")


def read_profile_form(form: Form, code: str, earlier: Profile | None) -> Profile | Refused:
    """What was typed; refusals of all values that have not the shape of their fields."""
    members: dict[str, Any] = {
        "code": code,
        "title": typed.one_line(form["title"]),
        "look_at": form["look_at"],
        "goods": hs_codes(form["goods"].replace("\n", ",")) if form["goods"] else (),
        "invented": earlier.invented if earlier is not None else False,
    }
    members |= {name: _lines(form[name]) for name in LINES}
    members |= {name: _codes(form[name]) for name in CODES}
    members |= {name: typed.day(form[name]) for name in DAYS}
    members |= {name: name in form.all("signs") for name in TICKED}
    members |= {name: [one for one in ROLES if one in form.all(name)] for name in WHO}
    return _converted(members | dict(_numbers(form, NUMBERS)), Profile)


def read_terms_form(form: Form) -> Terms | Refused:
    """The same of the terms."""
    return _converted(dict(_numbers(form, OF_TERMS)), Terms)


def _converted(members: dict[str, Any], kind: type[T]) -> T | Refused:
    try:
        return msgspec.convert(members, kind)
    except msgspec.ValidationError:
        return Refused(tuple(_misshapen(members, kind)))


def _misshapen(members: Mapping[str, Any], kind: type[Any]) -> Iterator[Refusal]:
    """All values that do not fit, each with what would."""
    hints = get_type_hints(kind, include_extras=True)
    for name, value in members.items():
        try:
            msgspec.convert(value, hints[name])
        except msgspec.ValidationError:
            yield _unfit(name, value, msgspec.inspect.type_info(hints[name]))


def _unfit(name: str, value: Any, shape: msgspec.inspect.Type) -> Refusal:
    at = f"/{name}"
    if isinstance(shape, msgspec.inspect.IntType):
        bounds = {"lowest": str(shape.ge), "highest": str(shape.le)}
        return Refusal("risk_number", at, "", {"given": str(value)} | bounds)
    if isinstance(shape, msgspec.inspect.StrType) and shape.pattern is not None:
        given = {"given": str(value)}
        return Refusal("risk_code", at, "", given) if value else Refusal("risk_no_code", at)
    return Refusal("risk_too_much", at)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))


def _codes(text: str) -> tuple[str, ...]:
    found = typed.latin(text.replace("\n", " ")).replace(",", " ").replace(";", " ").split()
    return tuple(dict.fromkeys(found))


def _numbers(form: Form, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Whole numbers; what is none stays as it was typed, to be refused by its field."""
    for name in names:
        value = typed.plain(form[name])
        if value:
            is_number = value.isascii() and value.isdecimal() and len(value) <= DIGITS_MAX
            yield name, int(value) if is_number else value


def form_of(profile: Profile) -> Form:
    """The form filled with a profile."""
    shown = dict(_shown(asdict(profile)))
    return Form(shown | {"signs": [one for one in TICKED if getattr(profile, one)]})


def form_of_terms(terms: Terms) -> Form:
    """The form filled with the terms."""
    return Form({name: [str(getattr(terms, name))] for name in OF_TERMS})


def _shown(members: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for name, value in members.items():
        if name in WHO:
            yield name, list(value)
        elif name in TICKED:
            continue
        elif isinstance(value, tuple):
            yield name, ["\n".join(value) if name in LINES else ", ".join(value)]
        else:
            yield name, [str(value)]
