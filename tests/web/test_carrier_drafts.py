"""What is typed becomes a dossier, a dossier becomes a form, and nothing is lost between them."""

from datetime import date

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.consignment import (
    Aside,
    AtTheWheel,
    Consignment,
    Document,
    Dossier,
    Equipment,
    GuaranteeUse,
    House,
    Item,
    Means,
    Package,
    Party,
    Vehicle,
)
from corridor.domain.routes import DEMO_ROUTES
from corridor.node.demo.dossiers import story_dossier, with_etas
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.kept import read_draft
from corridor.web.views.drafting.model import Draft, ItemForm, document_of, lrn_of
from corridor.web.views.drafting.pointers import Spot, spot_of
from corridor.web.views.drafting.to_dossier import build
from tests.support.engines import GRN, REFERENCE

AT = "2026-11-21T08:00:00.000Z"
ID = "mv-KG-00000000000000000009"
STORY = story_dossier("OSH-2026-1", GRN, date(2026, 11, 21))
LETTERS = st.text(st.sampled_from("абвАЯazZ09-«»' ə"), min_size=1, max_size=20).map(
    lambda text: text.strip() or "x"
)
COUNTRIES = st.sampled_from(["KG", "UZ", "TM", "AZ", "GE"])
MASSES = st.decimals("0.001", "99999", places=3).map(lambda d: f"{d.normalize():f}")
PARTIES = st.builds(Party, name=LETTERS, city=LETTERS, country=st.none() | COUNTRIES, phone=LETTERS)
PACKAGES = st.builds(Package, st.sampled_from(["BX", "CT"]), st.none() | st.integers(0, 9999))
DOCUMENTS = st.builds(
    Document,
    st.sampled_from(["supporting", "transport", "previous"]),
    st.sampled_from(["N380", "N730", "N337"]),
    LETTERS,
)
MONEY = st.one_of(
    st.just((None, None)),
    st.tuples(st.integers(0, 10**9), st.sampled_from(["EUR", "KGS", "JPY"])),
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    minor, currency = draw(MONEY)
    return Item(
        number=1,
        declaration_number=1,
        description=draw(LETTERS),
        hs=draw(st.sampled_from(["", "080929", "5205", "84139100"])),
        gross_kg=draw(MASSES),
        net_kg=draw(st.just("") | MASSES),
        packages=tuple(draw(st.lists(PACKAGES, max_size=2))),
        documents=tuple(draw(st.lists(DOCUMENTS, max_size=2))),
        dangerous_goods=tuple(draw(st.lists(st.sampled_from(["1203", "2067"]), unique=True))),
        value_minor=minor,
        currency=currency,
        facts=tuple(draw(st.lists(st.sampled_from(["perishable", "cites"]), unique=True))),
        cus_code=draw(st.sampled_from(["", "0010001-6"])),
    )


@st.composite
def houses(draw: st.DrawFn) -> tuple[House, ...]:
    groups = draw(st.lists(st.lists(items(), min_size=1, max_size=3), min_size=1, max_size=3))
    made, running = [], 0
    for number, group in enumerate(groups, start=1):
        numbered = []
        for place, item in enumerate(group, start=1):
            running += 1
            numbered.append(replace(item, number=place, declaration_number=running))
        documents = tuple(draw(st.lists(DOCUMENTS, max_size=4)))
        ends = draw(st.none() | PARTIES), draw(st.none() | PARTIES)
        made.append(House(number, tuple(numbered), draw(MASSES), *ends, documents=documents))
    return tuple(made)


@st.composite
def equipment(draw: st.DrawFn, number: int, count: int) -> Equipment:
    seals = draw(st.lists(st.sampled_from(["S-1", "S-2", "S 3"]), unique=True))
    goods = draw(st.lists(st.integers(1, count + 1), unique=True))
    container = draw(st.sampled_from(["", "MSKU1234565", "TGHU7654321", "odd 1"]))
    size = draw(st.sampled_from(["", "22G1", "45R1"])) if container else ""
    count = draw(st.integers(0, 4))
    return Equipment(number, container, count, tuple(seals), tuple(goods), size_type=size)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    goods = draw(houses())
    count = sum(len(house.items) for house in goods)
    boxes = tuple(draw(equipment(k, count)) for k in range(1, draw(st.integers(0, 3)) + 1))
    main = Means("departure", draw(st.sampled_from(["30", "20"])), draw(LETTERS), draw(COUNTRIES))
    trailer = Means("departure", "31", draw(LETTERS), draw(st.none() | COUNTRIES))
    border = Means("border", "10", "IMO 9074729", office="AZALAT01")
    second = Means("departure", "31", draw(LETTERS), draw(st.none() | COUNTRIES))
    means = draw(st.permutations([main, trailer, border, second]))[: draw(st.integers(0, 4))]
    minor, currency = draw(MONEY)
    guarantees = (GuaranteeUse("1", GRN, amount_minor=minor, currency=currency),)
    return Dossier(
        lrn=draw(LETTERS),
        holder=draw(PARTIES),
        route=with_etas(
            DEMO_ROUTES[draw(st.sampled_from(sorted(DEMO_ROUTES)))], date(2026, 11, 22)
        ),
        consignment=Consignment(
            houses=goods,
            gross_kg=draw(MASSES),
            containerised=draw(st.booleans()),
            consignor=draw(st.none() | PARTIES),
            consignee=draw(st.none() | PARTIES),
            carrier=draw(st.none() | PARTIES),
            equipment=boxes,
            means=tuple(means),
            inland_mode=draw(st.sampled_from(["", "3"])),
        ),
        guarantees=guarantees if draw(st.booleans()) else (),
        vehicle=Vehicle(
            gross_kg=draw(st.just("") | MASSES), height_mm=draw(st.none() | st.integers(0, 9999))
        ),
        driver=draw(
            st.none()
            | st.builds(
                AtTheWheel,
                LETTERS,
                st.sampled_from(["", "AN 1"]),
                LETTERS,
                st.sampled_from([None, "KG", "TR"]),
                st.sampled_from([(), ("visa", "adr_training"), ("licence",)]),
            )
        ),
        answers=draw(st.dictionaries(st.sampled_from(["dual_use", "cites"]), st.booleans())),
        aside=(Aside("/CC015C/x", "kept"),) if draw(st.booleans()) else (),
    )


@given(dossiers())
@settings(max_examples=150, deadline=None)
def test_a_dossier_comes_back_from_its_form_unchanged(dossier: Dossier) -> None:
    draft = draft_from(dossier, ID, AT)
    stored = read_draft(document_of(draft, "ala-too", AT))
    assert stored == draft
    assert build(stored, REFERENCE).dossier == dossier


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=30), max_size=8))
def test_whatever_is_typed_is_kept_and_never_breaks_the_reading(typed: dict[str, str]) -> None:
    names = ["description", "hs", "gross", "net", "value", "currency", "count", "kind", "un"]
    fields = dict(zip(names, typed.values(), strict=False))
    draft = Draft(
        id=ID, lrn="L-1", goods=(ItemForm(fields),), transport=typed, parties=typed, route=typed
    )
    draft = replace(draft, points=STORY.route.points)
    assert read_draft(document_of(draft, "ala-too", AT)) == draft
    built = build(draft, REFERENCE)
    assert built.dossier is not None
    msgspec.json.decode(msgspec.json.encode(built.dossier), type=Dossier)


def test_the_story_is_whole_and_says_the_same() -> None:
    built = build(draft_from(STORY, ID, AT), REFERENCE)
    assert built.is_whole
    assert built.dossier == STORY


def test_an_empty_draft_says_what_is_missing() -> None:
    built = build(Draft(id=ID), REFERENCE)
    assert built.dossier is None
    assert {problem.section for problem in built.problems} >= {
        "goods",
        "parties",
        "route",
        "guarantee",
    }
    assert all(problem.missing for problem in built.problems)


def test_russian_numbers_are_understood() -> None:
    draft = draft_from(STORY, ID, AT)
    typed = ItemForm({**draft.goods[2].fields, "gross": "1 450,5", "value": "18 340,00"})
    built = build(replace(draft, goods=(*draft.goods[:2], typed)), REFERENCE)
    assert built.problems == ()
    assert built.dossier is not None
    assert built.dossier.consignment.houses[0].items[2].gross_kg == "1450.5"
    assert built.dossier.consignment.houses[0].items[2].value_minor == 1_834_000


def test_numbers_are_declared_as_they_are_issued_however_they_were_typed() -> None:
    draft = draft_from(STORY, ID, AT)
    typed = {"vehicle": " 01 kg\u00a0 777 аВс", "container": "msku 123456-5", "trailer": "01kg9991"}
    money = {**draft.guarantee, "grn": GRN.lower()}
    built = build(replace(draft, transport=draft.transport | typed, guarantee=money), REFERENCE)
    assert built.dossier is not None
    load = built.dossier.consignment
    assert [means.id for means in load.means[:2]] == ["01KG777ABC", "01KG9991"]
    assert load.equipment[0].container == "MSKU1234565"
    assert built.dossier.guarantees[0].grn == GRN


def test_the_name_of_a_ship_stays_as_it_is_typed() -> None:
    draft = draft_from(STORY, ID, AT)
    typed = {"vehicle_kind": "81", "vehicle": "Professor G\u00fcl"}
    built = build(replace(draft, transport=draft.transport | typed), REFERENCE)
    assert built.dossier is not None
    assert built.dossier.consignment.means[0].id == "Professor G\u00fcl"


def test_a_removed_item_takes_its_mass_and_its_number_with_it() -> None:
    draft = draft_from(STORY, ID, AT)
    built = build(replace(draft, goods=draft.goods[1:]), REFERENCE)
    assert built.dossier is not None
    load = built.dossier.consignment
    assert [item.declaration_number for item in load.houses[0].items] == [1, 2]
    assert load.gross_kg == "9350.5"
    assert load.equipment[0].goods == (1, 2)


def test_a_wrong_mass_is_shown_and_not_guessed() -> None:
    draft = draft_from(STORY, ID, AT)
    typed = ItemForm({**draft.goods[0].fields, "gross": "6.2 т"}, base=draft.goods[0].base)
    built = build(replace(draft, goods=(typed, *draft.goods[1:])), REFERENCE)
    assert [(p.section, p.item, p.field) for p in built.problems] == [("goods", 0, "gross")]
    assert not built.is_whole


def test_pointers_lead_to_fields() -> None:
    built = build(draft_from(STORY, ID, AT), REFERENCE)
    at = "/dossier/consignment"
    assert spot_of(f"{at}/houses/0/items/1/hs", built) == Spot("goods", "hs", 1)
    assert spot_of(f"{at}/houses/0/items/2/packages/0/count", built) == Spot("goods", "count", 2)
    assert spot_of(f"{at}/consignee/id", built) == Spot("parties", "consignee_id")
    assert spot_of(f"{at}/means/1/nationality", built) == Spot("transport", "trailer_country")
    assert spot_of(f"{at}/equipment/0/seal_count", built) == Spot("transport", "seal_count")
    assert spot_of("/dossier/route/points/3/eta", built) == Spot("route", "eta_3")
    assert spot_of("/dossier/guarantees/0/grn", built) == Spot("guarantee", "grn")
    assert spot_of("/access_code", built) == Spot("send", "access_code")
    assert spot_of("/dossier/answers/dual_use", built) == Spot("permits", "answer_dual_use")
    assert spot_of("", built) == Spot("send")


def test_a_reference_number_fits() -> None:
    assert lrn_of(ID, "KG") == "KG0000000000000009"
    assert len(lrn_of("mv-KG-" + "A" * 40, "KG")) <= 22
