"""Types of permits as data: what a file may say, and what an application by it is refused for."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from corridor.domain.permit_types.request import Detail, PermitRequest
from corridor.domain.permit_types.types import (
    FILE_BYTES_MAX,
    TYPES_MAX,
    PermitType,
    TypeBook,
    TypeField,
    limits_of,
    load_permit_types,
    read_type,
    with_types,
    wrong_in,
)
from corridor.domain.permits.applications import request_for
from corridor.domain.permits.applying import ApplyForPermit, PermitApplied
from corridor.domain.permits.granting import GrantPermit
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.numbers import permit_number
from corridor.domain.permits.state import Permit
from corridor.domain.reference.permit_rule import Words
from tests.domain.known import decide
from tests.domain.test_permits_decide import (
    APPLIED,
    DESK,
    HOME,
    REQUEST,
    codes,
    context,
    events,
)

BOOK = load_permit_types()
LISTED = [
    "road_transit",
    "road_bilateral",
    "road_third",
    "oversize",
    "dangerous_goods",
    "veterinary",
    "phytosanitary",
    "cites",
    "radioactive",
    "precursors",
    "conformity",
    "generic",
]
OURS = {
    "code": "camels",
    "version": 3,
    "name": {"en": "Permit for camels", "ru": "Разрешение на верблюдов"},
    "about": {"en": "Humps.", "ru": "Горбы."},
    "desk": "VET",
    "fields": [
        {
            "code": "humps",
            "label": {"en": "Humps", "ru": "Горбов"},
            "kind": "whole",
            "required": True,
            "least": 1,
            "most": 2,
        }
    ],
    "illustrative": True,
}


def written(**changes: Any) -> bytes:
    return msgspec.json.encode(OURS | changes)


def field(kind: str, **more: Any) -> TypeField:
    return msgspec.convert(
        {"code": "f", "label": {"en": "F", "ru": "Ф"}, "kind": kind, **more}, TypeField
    )


@pytest.mark.parametrize("code", LISTED)
def test_each_type_of_the_list_is_one_file_in_both_languages(code: str) -> None:
    kind = BOOK[code]
    assert kind.code == code
    assert kind.illustrative
    texts: list[Words] = [kind.name, kind.about, *(one.label for one in kind.fields)]
    assert all(one.en and one.ru for one in texts)


def test_a_kind_that_nobody_described_is_generic() -> None:
    assert BOOK["no_such_kind"] is BOOK["generic"]


def test_a_type_of_a_node_stands_beside_those_of_all_and_may_replace_one() -> None:
    more = with_types(BOOK, [("camels.json", written())])
    assert more["camels"].fields[0].most == 2
    assert "camels" not in BOOK
    stricter = msgspec.json.encode(replace(BOOK["veterinary"], four_eyes=True))
    assert with_types(BOOK, [("veterinary.json", stricter)])["veterinary"].four_eyes


def test_all_faults_of_files_are_told_at_once() -> None:
    bad = [
        ("camels.json", written(colour="red")),
        ("other.json", written()),
        ("long.json", b" " * (FILE_BYTES_MAX + 1)),
        ("camels.json", b"{"),
    ]
    with pytest.raises(ValueError, match=r"colour.*camels\.json.*longer than.*camels\.json"):
        with_types(TypeBook(), bad)
    many = TypeBook({str(n): BOOK["generic"] for n in range(TYPES_MAX + 1)})
    with pytest.raises(ValueError, match="more than"):
        with_types(many, [])


TWICE = [*OURS["fields"], *OURS["fields"]]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fields": TWICE}, "named twice: humps"),
        ({"print": {"fields": ["tail"]}}, "printed and not asked: tail"),
        ({"uses_most": 2, "uses_usual": 3}, "uses_usual is above"),
        ({"illustrative": False}, "illustrative"),
        ({"limits": ["load"]}, "a limit is a choice"),
        ({"code": "x" * 18}, "code"),
    ],
)
def test_a_type_that_contradicts_itself_is_no_type(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_type("camels.json", written(**changes))


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "choice"},
        {"kind": "text", "choices": [{"code": "a", "text": {"en": "A", "ru": "А"}}]},
        {"kind": "text", "least": 3, "most": 2},
        {"kind": "whole", "most": 5, "usual": "6"},
    ],
)
def test_a_field_that_nobody_could_fill_in_is_no_field(more: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        field(**more)


CHOICES = [{"code": "a", "text": {"en": "A", "ru": "А"}}]


@pytest.mark.parametrize(
    ("one", "good", "bad"),
    [
        (field("text", least=2, most=3), "ab", "abcd"),
        (field("long"), "x" * 2000, "x" * 2001),
        (field("whole", least=1, most=20), "7", "21"),
        (field("whole", least=1, most=20), "20", "٣"),
        (field("whole", least=1, most=20), "1", "007"),
        (field("date"), "2026-02-28", "2026-02-30"),
        (field("yes_no"), "yes", "maybe"),
        (field("choice", choices=CHOICES), "a", "b"),
    ],
)
def test_what_a_field_takes(one: TypeField, good: str, bad: str) -> None:
    assert one.takes(good)
    assert not one.takes(bad)


def wrong(request: PermitRequest, kind: PermitType) -> list[str]:
    return [refusal.code for refusal in wrong_in(request, kind)]


def test_what_an_application_lacks_by_its_type() -> None:
    camels = with_types(BOOK, [("camels.json", written())])["camels"]
    asked = replace(REQUEST, kind="camels")
    assert wrong(asked, camels) == ["permit_detail_missing"]
    assert wrong(replace(asked, details=(Detail("humps", "2"),)), camels) == []
    assert wrong(replace(asked, details=(Detail("humps", "3"),)), camels) == ["permit_detail_form"]
    more = (Detail("humps", "1"), Detail("tail", "long"), Detail("humps", "2"))
    assert wrong(replace(asked, details=more), camels) == ["permit_detail_unknown"] * 2
    needy = replace(camels, fields=(), needs=("vehicle", "goods", "dangerous_goods", "days"))
    bare = replace(asked, plates=(), goods=())
    assert wrong(bare, needy) == ["permit_type_needs"] * 4
    assert wrong(replace(asked, wanted_from="2026-12-01"), replace(needy, needs=("route",))) == []


def test_an_application_says_by_which_version_of_its_type_it_was_judged() -> None:
    (said,) = events(decide(PERMITS, None, ApplyForPermit(replace(REQUEST, type_version=9)), HOME))
    assert isinstance(said, PermitApplied)
    assert said.request.type_version == BOOK["road_transit"].version


def test_the_term_is_that_of_the_type_where_the_rule_names_none() -> None:
    slow = TypeBook(BOOK | {"road_transit": replace(BOOK["road_transit"], term_days=12)})
    rules = tuple(replace(one, lead_time_days=None) for one in HOME.requirement_rules)
    here = replace(HOME, permit_types=slow, requirement_rules=rules)
    (said,) = events(decide(PERMITS, None, ApplyForPermit(REQUEST), here))
    assert said.request.term_days == 12


def test_a_grant_stays_within_what_the_type_allows() -> None:
    over = GrantPermit("2026-11-21", "2026-12-20", uses=11)
    assert codes(decide(PERMITS, APPLIED, over, context())) == ["permit_uses_over"]
    heavy = replace(APPLIED, request=replace(REQUEST, kind="dangerous_goods"))
    long = GrantPermit("2026-11-21", "2027-11-20")
    assert codes(decide(PERMITS, heavy, long, context())) == ["permit_days_over"]


def test_goods_are_granted_in_part_and_a_vehicle_is_not() -> None:
    part = GrantPermit("2026-11-21", "2026-12-20", left_out=(2,))
    assert codes(decide(PERMITS, APPLIED, part, context())) == ["permit_left_out"]
    goods = replace(APPLIED, request=replace(REQUEST, kind="phytosanitary"))
    (said,) = events(decide(PERMITS, goods, part, context()))
    assert said.left_out == (2,)
    for all_of_them in ((1, 2, 3), (9,)):
        none = replace(part, left_out=all_of_them)
        assert codes(decide(PERMITS, goods, none, context())) == ["permit_left_out"]


def test_a_dossier_has_goods_and_its_permit_is_for_the_laden() -> None:
    asked = replace(REQUEST, details=(Detail("load", "empty"),))
    road = BOOK["road_transit"]
    assert wrong(asked, road) == ["permit_detail_laden"]
    assert wrong(replace(asked, dossier=""), road) == []
    assert limits_of(asked, road) == ("single", "empty")
    assert limits_of(asked, BOOK["generic"]) == ("", "")


@pytest.mark.parametrize(("kind", "type"), [("road_bilateral", "1"), ("road_third", "3")])
def test_road_permits_are_numbered_by_their_kind(kind: str, type: str) -> None:
    number = permit_number(replace(REQUEST, kind=kind), "KG", "2026", "AB12CD34EF56")
    assert number.startswith(f"AZ-KG-2026-{type}-")


__all__ = ["DESK", "Permit", "request_for"]
