"""Permits that were given outside of the corridor: brought in, changed, revoked, counted."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Dossier, Equipment, Party
from corridor.domain.context import Context
from corridor.domain.facts import Actor, Fact
from corridor.domain.kind import owner_at_home
from corridor.domain.movement.amending import DeclarationAmended
from corridor.domain.permit_types.request import Detail, PermitGoods
from corridor.domain.permits.amended import NoteAmendment, PermitDossierAmended
from corridor.domain.permits.applications import request_for
from corridor.domain.permits.assigning import (
    CountForDossier,
    PermitAssigned,
    PermitUnassigned,
    StopCounting,
)
from corridor.domain.permits.bringing_in import (
    BringInCertificate,
    BringInPermit,
    PermitBroughtIn,
)
from corridor.domain.permits.brought import (
    Brought,
    PermitRecord,
    brought_id,
    is_one_number,
    record_of,
    replaced_key,
)
from corridor.domain.permits.certificates import Certificate, CertifiedGoods
from corridor.domain.permits.certifying import certificate_of
from corridor.domain.permits.coverage import RequirementState, refusal_of
from corridor.domain.permits.dossier import DOSSIER_PERMITS, dossier_key
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.listings import found_by, keys, listings, number_key
from corridor.domain.permits.record_checks import wrong_in_record
from corridor.domain.permits.requirements import standings
from corridor.domain.permits.revoking import PermitRevoked
from corridor.domain.permits.state import Assigned, Permit, PermitUse
from corridor.domain.permits.stopped import digest_of
from corridor.domain.permits.superseding import PermitSuperseded, SupersedePermit
from corridor.domain.permits.using import PermitUsed
from corridor.domain.refusals import Refused
from tests.domain.known import NOTHING, Known, decide, reactions
from tests.domain.movement_world import CARRIER, SUBJECT, after
from tests.domain.permit_cases import CHERRIES, OSH_POTI, REFERENCE, RULES, YARN, dossier, item
from tests.domain.test_permits_decide import GRANTED, NOW, codes, context, events, sign

PLANT = Actor(office="UZ-PLANT", org="UZ-PLANT", person="p", role="permit")
ROAD = Actor(office="AZ-ROAD", org="AZ-ROAD", person="r", role="permit")
UZ_ROAD = replace(PLANT, office="UZ-ROAD")
SYSTEM = Actor(office="", org="UZ", role="system")
NUMBER = "KG-0001/26"
ID = brought_id("UZ", "KG", NUMBER)
WHEAT = CertifiedGoods(
    number=1,
    description="Wheat, milling",
    botanical="Triticum aestivum",
    hs="100199",
    net_kg="20000",
    origin="KG",
    place="Чүй",
    treatment="Phosphine, 5 g/m3, 72 h",
)
CERTIFICATE = Certificate(
    kind="phytosanitary",
    type_code="851",
    number=NUMBER,
    issued_on="2026-11-18",
    service="Plant quarantine service of Kyrgyzstan",
    consignor=Party(name="Ala-Too Agro"),
    consignee=Party(name="Kafkas Un"),
    exporter="KG",
    importer="GE",
    transit=("UZ", "AZ"),
    goods=(WHEAT,),
    declarations=("Free of Trogoderma granarium.",),
)
RECORD = PermitRecord(
    number="AZ/2026/77",
    kind="road_transit",
    issued_on="2026-11-01",
    valid_from="2026-11-01",
    valid_to="2026-12-31",
    uses=2,
    holder=Party(name="Ala-Too Trans"),
    plates=("01KG777ABC",),
)
OWN_ID = brought_id("AZ", "AZ", RECORD.number)


def here(subject: str = ID, actor: Actor = PLANT, **more: Any) -> Context:
    return context(actor.office[:2] or "UZ", actor, subject=subject, **more)


def fact(said: Any, actor: Actor = PLANT, node: str = "") -> Fact[Any]:
    there = node or actor.office[:2] or "UZ"
    return Fact(payload=said, actor=actor, node=there, number=1, at=NOW, clock=NOW)


def told(
    state: Permit | None, said: Any, subject: str = ID, actor: Actor = PLANT, node: str = ""
) -> Permit | None:
    return PERMITS.evolve(state, fact(said, actor, node), subject)


def taken(certificate: Certificate = CERTIFICATE, state: Permit | None = None) -> Permit:
    """The certificate as it stands once it was brought in."""
    (said,) = events(decide(PERMITS, state, BringInCertificate(certificate), here()))
    made = told(state, said)
    assert made is not None
    assert not made.unheard
    return made


def own(record: PermitRecord = RECORD, state: Permit | None = None) -> Permit:
    """A permit of a system of the authority's own."""
    (said,) = events(decide(PERMITS, state, BringInPermit(record), here(OWN_ID, ROAD)))
    made = told(state, said, OWN_ID, ROAD)
    assert made is not None
    return made


def test_a_certificate_of_another_state_counts_for_the_requirement_of_this_one() -> None:
    made = taken(replace(CERTIFICATE, goods=(replace(WHEAT, hs=""),)))
    assert (made.status, made.number, made.issuer) == ("granted", NUMBER, "UZ")
    assert (made.valid_from, made.valid_to) == ("2026-11-18", "2026-12-18")
    assert made.request.goods[0].description == "Wheat, milling (Triticum aestivum)"
    assert {one.code for one in made.request.details} == {
        "place_of_growth",
        "treatment",
        "declaration",
    }
    assert made.brought is not None
    assert (made.brought.issuer, made.brought.taken_at) == ("KG", NOW)
    assert made.credential == ""
    found = dossier()
    need = next(
        one.requirement
        for one in standings(found, RULES, (), REFERENCE, NOW)
        if (one.requirement.country, one.requirement.kind) == ("UZ", "phytosanitary")
    )
    (said,) = events(decide(PERMITS, made, CountForDossier("mv-KG-1", "KG"), here()))
    counted = told(made, said)
    assert counted is not None
    assert [one.dossier for one in counted.assigned] == ["mv-KG-1"]
    assert dossier_key("mv-KG-1") in keys(counted, "KG")
    assert "KG" in (PERMITS.audience(counted))
    there = standings(found, RULES, (counted,), REFERENCE, NOW)
    (mine,) = [one for one in there if one.requirement == need]
    assert (mine.state, mine.permit, mine.number) == ("have", ID, NUMBER)
    assert codes(decide(PERMITS, counted, CountForDossier("mv-KG-1", "KG"), here())) == [
        "permit_assigned_already"
    ]
    assert codes(decide(PERMITS, counted, CountForDossier("mv-KG-2", "KG"), here())) == [
        "permit_no_free_use"
    ]
    (freed,) = events(decide(PERMITS, counted, StopCounting("mv-KG-1"), here()))
    assert freed == PermitUnassigned("mv-KG-1")
    left = told(counted, freed)
    assert left is not None
    assert left.assigned == ()
    assert codes(decide(PERMITS, left, StopCounting("mv-KG-1"), here())) == ["permit_not_assigned"]


CHERRY = replace(WHEAT, description="Cherries", botanical="Prunus avium", hs="08092900")
PLUM = replace(WHEAT, description="Plums", botanical="Prunus domestica", hs="080940")
PLUMS = item(4, "0809400500", description="Plums")
FRUIT = dossier(CHERRIES, YARN, PLUMS)


def counted(*goods: CertifiedGoods, id: str = ID) -> Permit:
    """A certificate for these goods that counts for the dossier, as it did before codes were held
    against it, or once an officer had looked.
    """
    made = taken(replace(CERTIFICATE, goods=goods))
    return replace(made, id=id, assigned=(Assigned("mv-KG-1", "KG"),))


def plant_standing(*permits: Permit) -> RequirementState:
    found = standings(FRUIT, RULES, permits, REFERENCE, NOW)
    return next(
        one
        for one in found
        if (one.requirement.country, one.requirement.kind) == ("UZ", "phytosanitary")
    )


def test_a_certificate_for_other_goods_is_none_for_these() -> None:
    """Two certificates may name between them what one of them does not."""
    found = plant_standing(counted(WHEAT))
    assert (found.state, found.code, found.items) == ("missing", "permit_other_goods", (1, 4))
    assert found.may_be_applied_for
    assert refusal_of(found).args["items"] == "1, 4"
    half = plant_standing(counted(WHEAT), counted(CHERRY))
    assert (half.code, half.items) == ("permit_other_goods", (4,))
    for whole in (
        (counted(CHERRY), counted(PLUM)),
        (counted(CHERRY, PLUM),),
        (counted(replace(CHERRY, hs="0809")),),
        (counted(WHEAT, replace(WHEAT, hs="")),),
        (counted(WHEAT), replace(counted(WHEAT), request=replace(taken().request, goods=()))),
    ):
        assert plant_standing(*whole).state == "have"


@pytest.mark.parametrize(
    ("goods", "declared", "seen", "code", "items"),
    [
        ((WHEAT,), FRUIT, True, "permit_goods_other", "1, 4"),
        ((WHEAT, replace(WHEAT, hs="")), FRUIT, False, "permit_goods_unclear", "1, 4"),
        ((CHERRY,), FRUIT, False, "", ""),
        ((CHERRY, replace(PLUM, hs="")), FRUIT, False, "permit_goods_unclear", "4"),
        ((CHERRY, replace(PLUM, hs="")), FRUIT, True, "", ""),
        ((WHEAT,), dossier(YARN), False, "", ""),
    ],
)
def test_the_officer_is_warned_of_other_goods_before_they_count(
    goods: tuple[CertifiedGoods, ...], declared: Dossier, seen: bool, code: str, items: str
) -> None:
    class Declared:
        dossier = declared

    made = taken(replace(CERTIFICATE, goods=goods))
    there = Known(states={"mv-KG-1": Declared()})
    said = CountForDossier("mv-KG-1", "KG", seen)
    found = decide(PERMITS, made, said, here(requirement_rules=RULES), there)
    if not code:
        assert found == (PermitAssigned("mv-KG-1", "KG", seen),)
        return
    assert isinstance(found, Refused)
    assert [(one.code, one.args["items"]) for one in found.refusals] == [(code, items)]


def test_what_an_authority_counts_for_a_dossier_counts_whoever_owns_it() -> None:
    class Look(Known):
        def state(self, subject: str) -> Any:
            return {ID: made, "pm-KG-1": GRANTED}.get(subject)

    made = taken()
    from corridor.domain.needs import Ask

    class Owned:
        owner = "somebody"

    look = Look({dossier_key("mv-KG-1"): [ID, "pm-KG-1"]})
    assert DOSSIER_PERMITS.gather(look, Ask("mv-KG-1", Owned())) == (made,)


def test_nobody_but_that_authority_says_for_what_it_counts() -> None:
    made = taken()
    assert codes(decide(PERMITS, made, CountForDossier("mv-KG-1", "KG"), here(actor=UZ_ROAD))) == [
        "permit_not_your_desk"
    ]
    strange = told(made, PermitAssigned("mv-KG-1", "KG"), actor=UZ_ROAD)
    assert strange is not None
    assert strange.unheard
    asked = replace(GRANTED, request=replace(GRANTED.request, authority="AZ-ROAD"))
    road = here("pm-KG-1", ROAD)
    assert codes(decide(PERMITS, asked, CountForDossier("mv-KG-1", "KG"), road)) == [
        "permit_not_brought"
    ]
    assert codes(decide(PERMITS, asked, StopCounting("mv-KG-1"), road)) == ["permit_not_assigned"]
    system = here("pm-KG-1", replace(SYSTEM, office="AZALAT01"))
    assert codes(decide(PERMITS, asked, SupersedePermit("X"), system)) == ["permit_not_brought"]


WRONG_CERTIFICATES: list[tuple[dict[str, Any], list[str]]] = [
    ({"exporter": "XX"}, ["certificate_country"]),
    ({"importer": "QQ"}, ["certificate_country"]),
    ({"importer": "GE", "transit": ()}, ["certificate_not_for_here"]),
    ({"exporter": "UZ"}, ["certificate_own"]),
    ({"issued_on": "2026-02-30"}, ["certificate_day"]),
    ({"issued_on": "2026-12-01"}, ["certificate_day"]),
    ({"consignor": Party()}, ["certificate_party"]),
    ({"consignee": Party()}, ["certificate_party"]),
    ({"goods": ()}, ["certificate_goods"]),
    (
        {"goods": (CertifiedGoods(number=3),)},
        ["certificate_line_name", "certificate_line_quantity", "certificate_line_origin"],
    ),
    ({"goods": (replace(WHEAT, gross_kg="2e4"),)}, ["certificate_line_mass"]),
]


@pytest.mark.parametrize(("changes", "expected"), WRONG_CERTIFICATES)
def test_a_certificate_that_does_not_hold_is_refused(
    changes: dict[str, Any], expected: list[str]
) -> None:
    wrong = replace(CERTIFICATE, **changes)
    subject = brought_id("UZ", wrong.exporter, NUMBER)
    assert codes(decide(PERMITS, None, BringInCertificate(wrong), here(subject))) == expected


def test_a_certificate_is_withdrawn_and_one_that_is_not_here_cannot_be() -> None:
    gone = BringInCertificate(replace(CERTIFICATE, status="withdrawn", goods=()))
    assert codes(decide(PERMITS, None, gone, here())) == ["permit_brought_unknown"]
    made = taken()
    (said,) = events(decide(PERMITS, made, gone, here()))
    assert said == PermitRevoked("Plant quarantine service of Kyrgyzstan")
    revoked = told(made, said)
    assert revoked is not None
    assert revoked.status == "revoked"
    assert codes(decide(PERMITS, revoked, gone, here())) == ["permit_brought_same"]
    again = BringInCertificate(CERTIFICATE)
    assert codes(decide(PERMITS, revoked, again, here())) == ["permit_brought_over"]


def test_one_certificate_stands_in_the_place_of_another() -> None:
    old, new = taken(), replace(CERTIFICATE, number="KG-0002/26", replaces=NUMBER)
    subject = brought_id("UZ", "KG", new.number)
    (said,) = events(decide(PERMITS, None, BringInCertificate(new), here(subject)))
    made = told(None, said, subject)
    assert made is not None
    assert replaced_key(ID) in keys(made, "UZ")
    known, late = Known({replaced_key(ID): (subject,)}), BringInCertificate(CERTIFICATE)
    assert codes(decide(PERMITS, None, late, here(), known)) == ["permit_brought_replaced"]
    (follows,) = reactions(fact(said), made, here(subject))
    assert (follows.subject, follows.command) == (ID, SupersedePermit(new.number))
    (over,) = events(decide(PERMITS, old, SupersedePermit(new.number), here(actor=SYSTEM)))
    gone = told(old, over, actor=SYSTEM)
    assert gone is not None
    assert gone.brought is not None
    assert (gone.status, gone.brought.superseded_by) == ("revoked", new.number)
    itself = replace(new, replaces=new.number)
    (said,) = events(decide(PERMITS, None, BringInCertificate(itself), here(subject)))
    assert reactions(fact(said), made, here(subject)) == ()
    assert (
        reactions(fact(replace(said, brought=Brought(source="api", issuer="AZ"))), made, here())
        == ()
    )


def test_a_permit_of_a_system_of_its_own_has_a_code_of_this_node() -> None:
    made = own(replace(RECORD, firm="KG0001"))
    assert made.credential.startswith("DTC1.")
    assert [row.list for row in listings(made, "AZ")] == [
        "permits:AZ-ROAD:decided",
        "carrier:KG0001:permits",
    ]
    assert number_key(RECORD.number) in keys(made, "AZ")
    assert "carrier:KG0001" in found_by(made, "AZ").desks
    assert owner_at_home(own(), "AZ") == {}
    assert not PERMITS.sees(Actor(role="carrier"), own())
    assert [row.list for row in listings(own(), "AZ")] == ["permits:AZ-ROAD:decided"]


def test_the_same_permit_twice_is_one_and_what_differs_changes_it() -> None:
    made = own()
    same = BringInPermit(RECORD, "api")
    assert codes(decide(PERMITS, made, same, here(OWN_ID, ROAD))) == ["permit_brought_same"]
    longer = own(replace(RECORD, valid_to="2027-01-31"), made)
    assert longer.valid_to == "2027-01-31"
    assert longer.replaced == (digest_of(made.credential),)
    assert longer.brought is not None
    assert (longer.brought.taken_at, longer.brought.changed_at) == (NOW, NOW)
    used = replace(made, status="exhausted", uses=(PermitUse("AZALAT01", "mv-KG-1", NOW),) * 2)
    fewer = BringInPermit(replace(RECORD, uses=1))
    assert codes(decide(PERMITS, used, fewer, here(OWN_ID, ROAD))) == ["permit_brought_uses"]
    assert own(replace(RECORD, uses=3), used).status == "granted"
    assert own(replace(RECORD, conditions=("By day.",)), used).status == "exhausted"


def test_revocations_come_by_the_same_way() -> None:
    gone = PermitRecord(number=RECORD.number, kind="road_transit", status="revoked", reason="No.")
    made = own()
    (said,) = events(decide(PERMITS, made, BringInPermit(gone), here(OWN_ID, ROAD)))
    assert said == PermitRevoked("No.")
    silent = BringInPermit(replace(gone, reason=""))
    (said,) = events(decide(PERMITS, made, silent, here(OWN_ID, ROAD)))
    assert said == PermitRevoked("—")
    used = replace(made, uses=(PermitUse("AZALAT01", "mv-KG-1", NOW),))
    assert codes(decide(PERMITS, used, BringInPermit(gone), here(OWN_ID, ROAD))) == [
        "permit_used_stays"
    ]


WRONG_RECORDS: list[tuple[dict[str, Any], list[str]]] = [
    ({"kind": "phytosanitary"}, ["permit_wrong_authority"]),
    ({"issued_on": ""}, ["permit_day_impossible"]),
    ({"valid_to": "2026-10-01"}, ["permit_dates_order"]),
    ({"plates": ("-",)}, ["permit_plate_form"]),
    ({"holder": Party()}, ["permit_brought_holder"]),
    ({"number": "-/-"}, ["permit_brought_number"]),
    ({"conditions": ("Д" * 400,)}, ["permit_credential_too_long"]),
]


@pytest.mark.parametrize(("changes", "expected"), WRONG_RECORDS)
def test_a_record_that_does_not_hold_is_refused(
    changes: dict[str, Any], expected: list[str]
) -> None:
    command = BringInPermit(replace(RECORD, **changes))
    assert codes(decide(PERMITS, None, command, here(OWN_ID, ROAD))) == expected


def test_other_permits_are_left_alone() -> None:
    command = BringInPermit(replace(RECORD, number=GRANTED.number))
    subject = brought_id("AZ", "AZ", GRANTED.number)
    taken_number = Known({number_key(GRANTED.number): ["pm-KG-1"]})
    assert codes(decide(PERMITS, None, command, here(subject, ROAD), taken_number)) == [
        "permit_number_known"
    ]
    assert codes(decide(PERMITS, GRANTED, command, here(subject, ROAD))) == ["permit_brought_own"]
    other = replace(RECORD, kind="oversize")
    assert codes(decide(PERMITS, own(), BringInPermit(other), here(OWN_ID, ROAD))) == [
        "permit_brought_kind"
    ]
    generic = BringInPermit(replace(RECORD, kind="medicines"))
    abroad = replace(ROAD, office="GE-ROAD")
    there = context("AZ", abroad, subject=OWN_ID)
    assert codes(decide(PERMITS, None, generic, there)) == ["permit_wrong_authority"]
    assert events(decide(PERMITS, None, generic, here(OWN_ID, ROAD)))
    unsigned = here(OWN_ID, ROAD, sign=None)
    assert codes(decide(PERMITS, None, BringInPermit(RECORD), unsigned)) == ["permit_no_key"]


def test_a_permit_that_was_brought_in_is_born_at_its_authority_alone() -> None:
    said = PermitBroughtIn(RECORD, Brought(source="table", issuer="AZ"))
    assert told(None, said, OWN_ID, ROAD) is not None
    assert told(None, said, "pm-AZ-1", ROAD) is None
    assert told(None, said, OWN_ID, replace(ROAD, role="carrier")) is None
    assert told(None, said, OWN_ID, ROAD, node="GE") is None
    strange = told(own(), replace(said, record=replace(RECORD, number="2")), OWN_ID, ROAD)
    assert strange is not None
    assert strange.discrepancies
    late = told(replace(own(), status="revoked"), PermitSuperseded("X"), OWN_ID, SYSTEM, "AZ")
    assert late is not None
    assert late.discrepancies


def test_a_certificate_of_animals_has_no_details_of_plants() -> None:
    beef = replace(
        CERTIFICATE,
        kind="veterinary",
        type_code="853",
        goods=(replace(WHEAT, description="Beef", botanical=""), replace(WHEAT, description="")),
    )
    record = record_of(beef, "2026-12-18")
    assert record.details == ()
    assert [line.description for line in record.goods] == ["Beef", "Triticum aestivum"]
    assert sign(b"")[0] == "AZ-key-1"
    assert NOTHING.find("") == ()


def test_only_the_state_that_the_goods_leave_certifies_them() -> None:
    """And for whom they are has to be known."""
    found = dossier(over=OSH_POTI)
    load = replace(
        found.consignment,
        consignee=Party(name="Kafkas Un"),
        equipment=(Equipment(number=1, container="MSKU1234565"), Equipment(number=2)),
    )
    declared = replace(found, consignment=load)
    line = PermitGoods(1, "Cherries", "080929", "1000")
    details = (Detail("declaration", "Free of flies."), Detail("treatment", "Cold, 21 days"))
    asked = replace(
        GRANTED.request,
        kind="phytosanitary",
        country="KG",
        countries=("KG", "UZ", "GE"),
        goods=(line, replace(line, number=2), replace(line, number=9)),
        details=details,
    )
    permit = replace(GRANTED, request=asked, left_out=(2,), decided_at=NOW)
    made = certificate_of(permit, declared, "Plant service")
    assert made is not None
    assert (made.exporter, made.importer, made.transit) == ("KG", "GE", ("UZ",))
    assert (made.status, made.issued_on, made.containers) == (
        "in_force",
        "2026-11-22",
        ("MSKU1234565",),
    )
    assert [one.number for one in made.goods] == [1, 9]
    assert made.declarations == ("Free of flies.",)
    assert made.consignor.name == asked.holder.name
    bare = replace(
        permit,
        status="revoked",
        request=replace(asked, details=(), kind="veterinary", goods=(line,)),
    )
    gone = certificate_of(bare, found, "Vet")
    assert gone is not None
    assert (gone.status, gone.type_code, gone.consignee) == ("withdrawn", "853", Party())
    for none in (
        replace(permit, status="applied"),
        replace(permit, request=replace(asked, kind="oversize")),
        replace(permit, request=replace(asked, country="UZ")),
        replace(permit, request=replace(asked, countries=("KG",))),
    ):
        assert certificate_of(none, declared, "X") is None
    assert certificate_of(permit, None, "X") is None


def test_what_was_taken_in_goes_out_as_it_came_and_withdrawn_once_it_is() -> None:
    made = taken()
    assert certificate_of(made, None, "X") == CERTIFICATE
    gone = certificate_of(replace(made, status="revoked"), None, "X")
    assert gone == replace(CERTIFICATE, status="withdrawn")
    assert certificate_of(own(), None, "X") is None


def test_one_number_of_one_state_is_one_subject() -> None:
    asked = PERMITS.asked[BringInPermit]
    assert asked.names is not None
    assert asked.names(BringInPermit(RECORD), "AZ") == OWN_ID
    assert asked.names(BringInCertificate(CERTIFICATE), "UZ") == ID


@pytest.mark.parametrize(
    ("other", "is_one"), [("az 2026-77", True), ("AZ202677", True), ("AZ/202/677", False)]
)
def test_two_numbers_of_the_same_digits_are_two_where_they_are_parted_otherwise(
    other: str, is_one: bool
) -> None:
    assert brought_id("AZ", "AZ", other) == OWN_ID
    assert is_one_number(RECORD.number, other) == is_one
    changed = BringInPermit(replace(RECORD, number=other, valid_to="2027-01-31"))
    found = decide(PERMITS, own(), changed, here(OWN_ID, ROAD))
    assert (not isinstance(found, Refused)) == is_one
    if not is_one:
        assert codes(found) == ["permit_number_known"]


def test_the_authority_hears_of_each_use_of_what_its_system_gave() -> None:
    heard = PERMITS.told[PermitUsed].heard
    said = PermitUsed("AZALAT01", "mv-KG-1", NOW)
    assert list(heard.offices(own(), said)) == [("permits:AZ-ROAD", "")]
    assert list(heard.offices(GRANTED, said)) == []


def test_a_slip_of_the_hand_is_told_by_its_field() -> None:
    record = PermitRecord(
        number="1",
        kind="road_annual",
        issued_on="2015-01-01",
        valid_from="2026-11-30",
        valid_to="2126-11-30",
        holder=Party(name="Ala-Too", country="ZZ"),
        countries=("KG", "QQ"),
    )
    found = [(one.code, one.pointer) for one in wrong_in_record(record, "2026-11-30")]
    assert found == [
        ("permit_brought_day_far", "/issued_on"),
        ("permit_brought_day_far", "/valid_to"),
        ("permit_brought_state", "/holder/country"),
        ("permit_brought_state", "/countries"),
    ]


def test_a_desk_is_told_when_the_dossier_of_its_permit_was_amended() -> None:
    """Of a certificate from outside in any case; of the others where they name something else."""

    class Amended:
        dossier = replace(FRUIT)

    there, said = Known(states={"mv-KG-1": Amended()}), NoteAmendment("mv-KG-1")
    system = here(actor=SYSTEM, requirement_rules=RULES)
    for permit, items in ((counted(CHERRY, PLUM), ()), (counted(CHERRY), (4,))):
        found = decide(PERMITS, permit, said, system, there)
        assert found == (PermitDossierAmended("mv-KG-1", items),)
    assert told(counted(CHERRY), PermitDossierAmended("mv-KG-1"), actor=SYSTEM) == counted(CHERRY)
    assert codes(decide(PERMITS, counted(CHERRY), said, here(), there)) == ["permit_not_your_state"]
    assert decide(PERMITS, counted(CHERRY), said, system) == (), "the dossier is not known here"
    heard = PERMITS.told[PermitDossierAmended].heard
    reached = heard.offices(counted(CHERRY), PermitDossierAmended("mv-KG-1"))
    assert list(reached) == [("permits:UZ-PLANT", "")]

    fruit = request_for(plant_standing().requirement, FRUIT, "mv-KG-1")
    mine = replace(GRANTED, request=fruit, uses=())
    home = context("KG", replace(SYSTEM, org="KG"), subject=mine.id, requirement_rules=RULES)
    assert decide(PERMITS, mine, said, home, there) == ()
    assert plant_standing(mine).state == "have"
    cherries = replace(mine, request=replace(fruit, goods=fruit.goods[:1]))
    assert decide(PERMITS, cherries, said, home, there) == (PermitDossierAmended("mv-KG-1", (4,)),)
    assert plant_standing(cherries).code == "permit_other_goods"
    truck = replace(mine, request=replace(fruit, plates=("01KG000XYZ",)))
    another = PermitDossierAmended("mv-KG-1", (), other_vehicle=True)
    assert decide(PERMITS, truck, said, home, there) == (another,)


def test_an_amendment_reaches_the_permits_that_were_given_here() -> None:
    states = {
        "pm-KG-1": GRANTED,
        "pm-KG-2": replace(GRANTED, id="pm-KG-2", status="revoked"),
        ID: taken(),
    }
    known = Known({dossier_key(SUBJECT): list(states)}, states)
    world = after(2)
    state = replace(world.now(), owner=GRANTED.owner)
    said = fact(DeclarationAmended(state.dossier, "2026-11-20"), CARRIER, "KG")
    for node, subject in (("KG", "pm-KG-1"), ("UZ", ID), ("KZ", "")):
        here_now = context(node, subject=SUBJECT)
        there = [one.subject for one in reactions(said, state, here_now, known)]
        assert [one for one in there if one.startswith("pm-")] == [subject] * bool(subject)
