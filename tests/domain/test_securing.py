"""Guarantees before the release: several, others in the place of those refused, and papers."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.codes import make_grn
from corridor.domain.consignment import GuaranteeUse
from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees.freeing import ReleaseReservation
from corridor.domain.guarantees.showing import NoteWrongCode
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.cancelling import DeclarationCancelled
from corridor.domain.movement.entrusting import wrong_codes
from corridor.domain.movement.guarantee import (
    AnswerGuarantee,
    AskGuarantorsAgain,
    GuaranteePaperSeen,
    GuaranteeRequested,
    RequestGuarantee,
    frees_guarantee,
)
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.secured import shares_called
from corridor.domain.movement.securing import ChangeGuarantees, GuaranteesChanged
from corridor.domain.refusals import Refusal, Refused
from corridor.domain.values import Country
from tests.domain.known import NOTHING, Known, decide, reactions
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    GRN,
    GUARANTEE,
    LIFE,
    OSH,
    SUBJECT,
    World,
    after,
    context,
)
from tests.domain.test_tir import CARNET, DOSSIER_TIR

ASKED = 4
SECOND = make_grn("26", "KG", "000001000002")
UZBEK = make_grn("26", "UZ", "000001000001")
SYSTEM = Actor("", "KG", "", "system")
USE = DOSSIER.guarantees[0]
TWO = (replace(USE, amount_minor=1_000_000), replace(USE, grn=SECOND, amount_minor=850_000))
OWN = replace(GUARANTEE, grn=SECOND)
OF_CLIENT = replace(OWN, holder=DOSSIER.holder.id)
HERE = Known({}, {f"gr-{GRN}": GUARANTEE, f"gr-{SECOND}": OWN})


def refused() -> World:
    """The guarantor refused."""
    world = after(ASKED)
    world.tell(AnswerGuarantee(GRN, 1, "EUR", "guarantee_insufficient", 5), SYSTEM)
    return world


def test_after_a_refusal_the_guarantee_is_under_amendment() -> None:
    assert refused().now().standing == "guarantee_under_amendment"
    assert after(ASKED).now().standing == "guarantee_registering"


def test_another_is_named_and_asked_for_without_filing_anew() -> None:
    world = refused()
    command = ChangeGuarantees(TWO, {SECOND: "A1B2"})
    assert world.tell(command, CARRIER, HERE) == ("movement.guarantees_changed/1",)
    assert world.now().guarantees == ()
    assert world.now().dossier.guarantees == TWO
    again = world.tell(AskGuarantorsAgain("KGOSH001"), replace(OSH, role="system"))
    assert again == ("movement.guarantee_requested/1",) * 2
    for use in TWO:
        answer = AnswerGuarantee(use.grn, use.amount_minor or 0, "EUR", guarantor="kg-guarantor")
        world.tell(answer, SYSTEM)
    assert world.now().is_secured
    assert world.now().reserved_minor == 1_850_000
    assert world.now().guarantee.guarantor == "kg-guarantor"


@pytest.mark.parametrize(
    ("command", "known", "codes"),
    [
        (ChangeGuarantees(TWO), HERE, ["guarantee_access_code"]),
        (ChangeGuarantees(TWO, {SECOND: "xxxx"}), HERE, ["guarantee_access_code"]),
        (ChangeGuarantees(TWO), NOTHING, ["access_code_missing"]),
        (ChangeGuarantees((USE, USE)), HERE, ["guarantee_named_twice"]),
        (ChangeGuarantees((replace(USE, amount_minor=1),)), HERE, ["guarantees_below_risk"]),
        (
            ChangeGuarantees((replace(USE, grn=GRN[:-1]),), {GRN[:-1]: "1"}),
            HERE,
            ["R0028", "R0318"],
        ),
        (
            ChangeGuarantees(TWO, {SECOND: "A1B2"}),
            Known({}, {f"gr-{SECOND}": replace(OWN, holder="tien-shan")}),
            ["guarantee_other_holder"],
        ),
        (
            ChangeGuarantees(TWO, {SECOND: "A1B2"}),
            Known({}, {f"gr-{SECOND}": replace(OWN, locked_until="2027-01-01")}),
            ["guarantee_locked"],
        ),
    ],
)
def test_what_cannot_be_named(command: ChangeGuarantees, known: Known, codes: list[str]) -> None:
    found = decide(MOVEMENTS, refused().now(), command, context(CARRIER), known)
    assert isinstance(found, Refused)
    assert [one.rule or one.code for one in found.refusals] == codes


def test_what_is_not_of_one_currency_is_not_added_up() -> None:
    other = (replace(USE, amount_minor=1, currency="USD"),)
    assert refused().tell(ChangeGuarantees(other), CARRIER, HERE) == (
        "movement.guarantees_changed/1",
    )
    unstated = (replace(USE, amount_minor=None),)
    assert refused().tell(ChangeGuarantees(unstated), CARRIER, HERE) == (
        "movement.guarantees_changed/1",
    )


def test_under_a_carnet_there_is_none_to_change() -> None:
    world = World()
    world.tell(LodgeDeclaration(DOSSIER_TIR), CARRIER)
    assert world.tell(ChangeGuarantees((USE,)), CARRIER, HERE) == ("guarantee_by_carnet",)


def test_a_carnet_covers_one_journey() -> None:
    world = World()
    world.tell(LodgeDeclaration(DOSSIER_TIR), CARRIER)
    mine = world.now()
    keys = {f"carnet:{CARNET}": (SUBJECT, "mv-KG-2")}
    used = Known(keys, {SUBJECT: mine, "mv-KG-2": replace(mine, id="mv-KG-2")})
    assert f"carnet:{CARNET}" in MOVEMENTS.keys(mine, "KG")
    assert World().tell(LodgeDeclaration(DOSSIER_TIR), CARRIER, used) == ("carnet_used",)
    assert world.tell(AmendDeclaration(DOSSIER_TIR), CARRIER, used) == ("carnet_used",)
    in_vain = replace(mine, id="mv-KG-2", status="cancelled")
    free = Known(keys, {SUBJECT: mine, "mv-KG-2": in_vain})
    assert World().tell(LodgeDeclaration(DOSSIER_TIR), CARRIER, free) == ("movement.lodged/1",)


def test_a_code_for_another_node_is_handed_on_and_in_no_event() -> None:
    dossier = replace(DOSSIER, guarantees=(USE, replace(USE, grn=UZBEK)))
    command = LodgeDeclaration(dossier, "A1B2", access_codes={UZBEK: "Zz99"})
    world = World()
    world.tell(command, CARRIER, HERE)
    assert world.now().shown == (UZBEK,)
    hands = MOVEMENTS.asked[LodgeDeclaration].hands
    assert hands is not None
    [handed] = hands(None, command, context(CARRIER))
    assert (handed.node, handed.subject, handed.secret) == ("UZ", f"gr-{UZBEK}", "Zz99")
    assert "Zz99" not in repr(world.facts)
    changed = MOVEMENTS.asked[ChangeGuarantees].hands
    assert changed is not None
    again = ChangeGuarantees(dossier.guarantees, {UZBEK: "Zz99", GRN: "A1B2"})
    assert list(changed(world.now(), again, context(CARRIER))) == [handed]
    assert [
        *hands(None, LodgeDeclaration(replace(dossier, guarantees=()), "A1B2"), context(CARRIER))
    ] == []


def test_a_code_refused_here_is_counted_at_its_guarantee() -> None:
    asked = MOVEMENTS.asked[LodgeDeclaration]
    both = replace(DOSSIER, guarantees=TWO)
    command = LodgeDeclaration(both, "xxxx", access_codes={SECOND: "yyyy"})
    found = decide(MOVEMENTS, None, command, context(CARRIER), HERE)
    assert isinstance(found, Refused)
    assert [one.pointer for one in found.refusals] == ["/access_code", f"/access_codes/{SECOND}"]
    assert asked.refused is not None
    counted = [
        (one.subject, one.command) for one in asked.refused(command, found, context(CARRIER))
    ]
    assert counted == [
        (f"gr-{GRN}", NoteWrongCode(SUBJECT)),
        (f"gr-{SECOND}", NoteWrongCode(SUBJECT)),
    ]


def test_a_broker_is_entrusted_with_several() -> None:
    client = Known(
        {}, {f"gr-{GRN}": replace(GUARANTEE, holder=DOSSIER.holder.id), f"gr-{SECOND}": OF_CLIENT}
    )
    both = replace(DOSSIER, guarantees=TWO)
    world = World()
    command = LodgeDeclaration(both, access_codes={GRN: "A1B2", SECOND: "A1B2"})
    world.tell(command, CARRIER, client)
    assert (world.now().entrusted, world.now().also_entrusted) == (GRN, (SECOND,))
    world = refused()
    world.tell(ChangeGuarantees(TWO, {SECOND: "A1B2"}), CARRIER, client)
    assert world.now().entrusted == SECOND
    world.tell(ChangeGuarantees(TWO, {GRN: "A1B2"}), CARRIER, client)
    assert (world.now().entrusted, world.now().also_entrusted) == (SECOND, (GRN,))


def fact(payload: Any) -> Fact[Any]:
    return Fact(payload, "KG", 1, "2026-11-21T08:00:00.000Z-0001", "2026-11-21T08:00:00.000Z", OSH)


def test_what_is_left_out_is_freed_and_departure_asks_again_by_itself() -> None:
    world = after(5)
    world.tell(ChangeGuarantees((replace(USE, grn=SECOND),), {SECOND: "A1B2"}), CARRIER, HERE)
    state = world.now()
    assert state.dropped == (GRN,)
    changed = fact(GuaranteesChanged(state.dossier.guarantees))
    found = reactions(changed, state, context(SYSTEM, node="KG"))
    assert [(one.subject, one.command) for one in found] == [
        (f"gr-{GRN}", ReleaseReservation(SUBJECT)),
        (SUBJECT, AskGuarantorsAgain("KGOSH001")),
    ]
    assert reactions(changed, state, context(SYSTEM, node="UZ")) == ()
    early = replace(state, status="accepted", dropped=(UZBEK,))
    assert reactions(changed, early, context(SYSTEM, node="KG")) == ()
    [freed] = reactions(changed, early, context(SYSTEM, node="UZ"))
    assert freed.subject == f"gr-{UZBEK}"
    both = replace(state, dropped=(GRN, UZBEK))
    [freed] = reactions(changed, both, context(SYSTEM, node="UZ"))
    assert freed.subject == f"gr-{UZBEK}"


def test_what_is_named_no_more_is_not_asked_for() -> None:
    world = refused()
    asked = fact(GuaranteeRequested(GRN, 1, "EUR"))
    assert reactions(asked, world.now(), context(SYSTEM, node="KG")) == ()


@pytest.mark.parametrize(
    ("use", "tags"),
    [
        (GuaranteeUse("8", "", "decision 17"), ("movement.guarantee_paper_seen/1",)),
        (GuaranteeUse("3", "", "receipt 4"), ("movement.guarantee_paper_seen/1",)),
        (GuaranteeUse("5", "", "", 50_000, "EUR"), ("movement.guarantee_paper_seen/1",)),
        (GuaranteeUse("5", "", "", 50_001, "EUR"), ("guarantee_waived_exceeded",)),
    ],
)
def test_what_reserves_nothing_is_looked_at(use: GuaranteeUse, tags: tuple[str, ...]) -> None:
    world = World()
    world.tell(LodgeDeclaration(replace(DOSSIER, guarantees=(use,))), CARRIER)
    for command, actor in LIFE[1:3]:
        world.tell(command, actor)
    assert not world.now().is_secured
    assert world.tell(RequestGuarantee(), OSH) == tags
    is_seen = tags == ("movement.guarantee_paper_seen/1",)
    assert world.now().is_secured == is_seen
    assert world.now().guarantee_status == ("by_paper" if is_seen else "none")
    if is_seen:
        assert world.tell(RequestGuarantee(), OSH) == ("guarantee_already",)
        world.tell(ChangeGuarantees((USE,), {GRN: "A1B2"}), CARRIER, HERE)
        assert world.now().papers_seen == ()


def test_an_amendment_that_names_another_drops_the_first() -> None:
    world = after(5)
    other = replace(DOSSIER, guarantees=(replace(USE, grn=SECOND),))
    world.tell(AmendDeclaration(other), CARRIER, HERE)
    assert (world.now().guarantees, world.now().dropped) == ((), (GRN,))
    assert not world.now().is_secured


def test_what_was_called_is_shared_out_in_order() -> None:
    state = after(5).now()
    first = replace(state.guarantee, amount_minor=100)
    second = replace(first, grn=SECOND, status="requested")
    third = replace(first, grn=UZBEK)
    found = replace(state, guarantee=first, further=(second, third))
    assert [(one.grn, part) for one, part in shares_called(found)] == [
        (GRN, 0),
        (SECOND, 0),
        (UZBEK, 0),
    ]
    refused_one = replace(second, status="refused")
    assert len(list(shares_called(replace(found, further=(refused_one, third))))) == 2


def test_a_ledger_elsewhere_is_not_told_here() -> None:
    state = after(5).now()
    abroad = replace(state, guarantee=replace(state.guarantee, grn=UZBEK))
    freed = frees_guarantee(DeclarationCancelled).then
    said = DeclarationCancelled("Another carrier")
    assert not list(freed(said, abroad, context(OSH)))
    assert list(freed(said, state, context(OSH)))


def test_what_else_is_refused_is_no_wrong_code() -> None:
    other = Refused((Refusal("lrn_taken"),))
    assert not list(wrong_codes(None, other, context(CARRIER)))


def test_the_holder_alone_changes_its_guarantees_and_before_the_release() -> None:
    other: Country = "tien-shan"
    stranger = Actor("", other, "n", "carrier")
    assert refused().tell(ChangeGuarantees((USE,)), stranger, HERE) == ("not_your_dossier",)
    late = after(8).tell(ChangeGuarantees((USE,)), CARRIER, HERE)
    assert late == ("amendment_after_release",)


def test_a_paper_is_said_by_departure_alone() -> None:
    world = after(3)
    world.hear(GuaranteePaperSeen("8", "x"), Actor("UZDUST01", "uz-customs", "o", "customs"))
    assert world.now().papers_seen == ()


def test_a_guarantee_is_named_once_at_filing_and_in_an_amendment() -> None:
    twice = replace(DOSSIER, guarantees=(USE, USE))
    told = World().tell(LodgeDeclaration(twice, "A1B2"), CARRIER)
    assert told == ("guarantee_named_twice",)
    assert after(1).tell(AmendDeclaration(twice), CARRIER) == ("guarantee_named_twice",)
