"""Types of permits as data: one file a type says what is asked, checked, allowed and printed.

`data/*.json` holds those that every node has; a node adds its own as files in the folder
`permit-types` of its data folder. Nothing here has been checked by a lawyer: every type carries
`illustrative`. A kind that no file describes is treated as `generic`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.attachments import Paper
from corridor.domain.days import is_day
from corridor.domain.permit_types.request import Detail, PermitRequest
from corridor.domain.reference.permit_rule import Data, Words
from corridor.domain.refusals import Refusal
from corridor.domain.values import Code, Country

GENERIC: Final = "generic"
FIELDS_MAX: Final = 40
FILE_BYTES_MAX: Final = 200_000
TYPES_MAX: Final = 500
LETTERS_MAX: Final = 2_000
YES_NO: Final = ("yes", "no")

FieldCode = Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_]{0,39}\Z")]
Days = Annotated[int, Meta(ge=0, le=3_650)]
Limit = Literal["trip", "load"]
LIMITS: Final[Mapping[Limit, frozenset[str]]] = {
    "trip": frozenset({"single", "return"}),
    "load": frozenset({"laden", "empty"}),
}
"""Answers that are held to where the vehicle crosses. What is for the laden covers the empty."""
Trip = Literal["", "single", "return"]
Load = Literal["", "laden", "empty"]
Need = Literal["vehicle", "goods", "dangerous_goods", "route", "days"]


class Choice(Data, frozen=True):
    """One of the answers of a field that has no others."""

    code: FieldCode
    text: Words


class TypeField(Data, frozen=True, kw_only=True):
    """One thing that this type asks and no dossier has.

    `least` and `most` bound the letters of a text, the value of a whole number. `usual` stands in
    the field before anything is typed.
    """

    code: FieldCode
    label: Words
    kind: Literal["text", "long", "whole", "date", "yes_no", "choice"] = "text"
    hint: Words | None = None
    required: bool = False
    least: int = 0
    most: int = LETTERS_MAX
    choices: Annotated[tuple[Choice, ...], Meta(max_length=100)] = ()
    usual: str = ""

    def __post_init__(self) -> None:
        """ValueError for what nobody could fill in."""
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(
                f"{self.code}: choices belong to a field of kind choice, and to it alone"
            )
        if self.least > self.most:
            raise ValueError(f"{self.code}: least is above most")
        if self.usual and not self.takes(self.usual):
            raise ValueError(f"{self.code}: the usual value does not fit the field")

    def takes(self, value: str) -> bool:
        """Whether a value, not empty, fits."""
        match self.kind:
            case "whole":
                is_whole = value.isascii() and value.isdigit() and len(value) <= len(str(self.most))
                return is_whole and self.least <= int(value) <= self.most
            case "date":
                return is_day(value)
            case "yes_no":
                return value in YES_NO
            case "choice":
                return value in {choice.code for choice in self.choices}
            case _:
                return self.least <= len(value) <= min(self.most, LETTERS_MAX)


class Print(Data, frozen=True):
    """What stands on the paper besides what every permit has there."""

    fields: tuple[FieldCode, ...] = ()
    note: Words | None = None


class Appeal(Data, frozen=True):
    """To whom a refusal is taken, and within how many days."""

    body: Words
    days: Annotated[int, Meta(ge=1, le=365)]


class Fee(Data, frozen=True):
    """What an application costs, in minor units, and whether it is paid before the decision."""

    amount_minor: Annotated[int, Meta(ge=1, le=10**12)]
    currency: Annotated[str, Meta(pattern=r"\A[A-Z]{3}\Z")]
    first: bool = False
    """Whether nothing is granted before it is paid."""
    days: Annotated[int, Meta(ge=1, le=365)] = 10
    """Within how many days it is to be paid."""


class PermitType(Data, frozen=True, kw_only=True):
    """One type: its form, checks, terms, rules and print."""

    code: Code
    version: Annotated[int, Meta(ge=1)]
    name: Words
    about: Words
    desk: Annotated[str, Meta(pattern=r"\A[A-Z]{2,8}\Z")]
    """Which desk of a state decides where no rule names one: `AZ-ROAD` for `ROAD`."""
    for_vehicle: bool = False
    """Whether it is for a named vehicle; the others are for the goods."""
    measures: bool = False
    """Whether its authority decides by the mass and the size of the vehicle."""
    fields: Annotated[tuple[TypeField, ...], Meta(max_length=FIELDS_MAX)] = ()
    limits: tuple[Limit, ...] = ()
    """Fields of these names whose answer is enforced at the crossing."""
    needs: tuple[Need, ...] = ()
    papers: tuple[Paper, ...] = ()
    term_days: Days | None = None
    """Days to decide, where the rule names none."""
    uses_most: Annotated[int, Meta(ge=1, le=1000)] = 1000
    uses_usual: Annotated[int, Meta(ge=1, le=1000)] = 1
    valid_days_most: Days = 3_650
    valid_days_usual: Days = 30
    """After the day it is wanted for: a truck may be early, and may be late."""
    four_eyes: bool = False
    """Whether a grant and a refusal take a second officer; a revocation never waits for one."""
    transfer: bool = False
    """Whether it may pass to another vehicle of the same holder."""
    extension_days_most: Days = 0
    appeal: Appeal | None = None
    silence: Literal["escalates", "grants"] = "escalates"
    """What a deadline that passes means. Silence is no consent, unless the type says so."""
    alone: bool = False
    """Whether it is applied for by itself, and reused by later dossiers."""
    stands_for: tuple[Code, ...] = ()
    """Kinds of requirements that it satisfies besides its own."""
    holds_in: tuple[Country, ...] = ()
    """States where it holds besides that of issue."""
    fee: Fee | None = None
    conditions: Annotated[tuple[Words, ...], Meta(max_length=10)] = ()
    """Proposed to the officer; short, for they stand in the QR code."""
    print: Print = Print()
    illustrative: Literal[True] = True

    def __post_init__(self) -> None:
        """ValueError for what contradicts itself."""
        codes = [one.code for one in self.fields]
        twice = {code for code in codes if codes.count(code) > 1}
        if twice:
            raise ValueError(f"fields named twice: {', '.join(sorted(twice))}")
        unknown = set(self.print.fields) - set(codes)
        if unknown:
            raise ValueError(f"printed and not asked: {', '.join(sorted(unknown))}")
        for limit in self.limits:
            field = self.field(limit)
            if field is None or {choice.code for choice in field.choices} != LIMITS[limit]:
                raise ValueError(f"{limit}: a limit is a choice of {sorted(LIMITS[limit])}")
        if self.uses_usual > self.uses_most:
            raise ValueError("uses_usual is above uses_most")

    def field(self, code: str) -> TypeField | None:
        """The field of this name."""
        return next((one for one in self.fields if one.code == code), None)

    def limit(self, name: Limit, details: Iterable[Detail]) -> str:
        """What was asked for, the usual where nothing was told; empty where it is no limit."""
        field = self.field(name) if name in self.limits else None
        if field is None:
            return ""
        return next((one.value for one in details if one.code == name and one.value), field.usual)

    def missing(self, details: Iterable[Detail]) -> tuple[TypeField, ...]:
        """What must be told and is not."""
        there = {one.code for one in details if one.value}
        return tuple(one for one in self.fields if one.required and one.code not in there)


class TypeBook(dict[str, PermitType]):
    """All types of a node by their code; one that nobody described is generic."""

    def __missing__(self, code: str) -> PermitType:
        return self[GENERIC]


def limits_of(request: PermitRequest, kind: PermitType) -> tuple[Trip, Load]:
    """What a permit of this type is limited to, if it is granted as it was asked for."""
    trip, load = kind.limit("trip", request.details), kind.limit("load", request.details)
    return msgspec.convert(trip, Trip), msgspec.convert(load, Load)


def wrong_in(request: PermitRequest, kind: PermitType) -> Iterator[Refusal]:
    """What stands against an application by its type alone."""
    yield from _wrong_details(request, kind)
    if request.dossier and kind.limit("load", request.details) == "empty":
        yield _about("permit_detail_laden", request, "load")
    there: Mapping[Need, bool] = {
        "vehicle": bool(request.plates),
        "goods": bool(request.goods),
        "dangerous_goods": any(line.dangerous_goods for line in request.goods),
        "route": bool(request.entry_office),
        "days": bool(request.wanted_from and request.wanted_to),
    }
    for need in kind.needs:
        if not there[need]:
            args = {"kind": kind.code, "need": need}
            yield Refusal("permit_type_needs", "/request", request.rule, args)


def _wrong_details(request: PermitRequest, kind: PermitType) -> Iterator[Refusal]:
    for one in kind.missing(request.details):
        yield _about("permit_detail_missing", request, one.code)
    seen: set[str] = set()
    for detail in request.details:
        field = kind.field(detail.code)
        if field is None or detail.code in seen:
            yield _about("permit_detail_unknown", request, detail.code)
        elif detail.value and not field.takes(detail.value):
            yield _about("permit_detail_form", request, detail.code)
        seen.add(detail.code)


def _about(code: str, request: PermitRequest, field: str) -> Refusal:
    """`detail` is named by type and field, since their names are data."""
    args = {"kind": request.kind, "detail": f"{request.kind}.{field}"}
    return Refusal(code, f"/request/details/{field}", request.rule, args)


def read_type(name: str, data: bytes) -> PermitType:
    """A type from the bytes of its file, named like its code; ValueError says what is wrong."""
    if len(data) > FILE_BYTES_MAX:
        raise ValueError(f"{name}: longer than {FILE_BYTES_MAX} bytes")
    try:
        found = msgspec.json.decode(data, type=PermitType)
    except msgspec.MsgspecError as error:
        raise ValueError(f"{name}: {error}") from None
    if name != f"{found.code}.json":
        raise ValueError(f"{name}: the file of the type {found.code} is named {found.code}.json")
    return found


def with_types(book: TypeBook, named: Iterable[tuple[str, bytes]]) -> TypeBook:
    """The book with more types, by the names and bytes of their files; ValueError with each fault.

    A type that is there already is replaced: a state may ask more than the common file does.
    """
    found, faults = TypeBook(book), []
    for name, data in named:
        try:
            one = read_type(name, data)
            found[one.code] = one
        except ValueError as error:
            faults.append(str(error))
    if len(found) > TYPES_MAX:
        faults.append(f"more than {TYPES_MAX} types")
    if faults:
        raise ValueError("; ".join(faults))
    return found


@cache
def load_permit_types() -> TypeBook:
    """The types that every node has."""
    folder = files("corridor.domain.permit_types") / "data"
    there = sorted(folder.iterdir(), key=lambda one: one.name)
    return with_types(TypeBook(), ((one.name, one.read_bytes()) for one in there))
