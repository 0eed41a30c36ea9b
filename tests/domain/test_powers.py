"""Powers of attorney: one firm files for another by them, and no day longer."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.context import Parameters
from corridor.domain.facts import Actor, Fact
from corridor.domain.kinds import KINDS, may_see
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.lodging import DeclarationLodged, LodgeDeclaration
from corridor.domain.powers.acting_for import power_key
from corridor.domain.powers.asking import (
    AskForPower,
    DeclinePower,
    PowerAskedFor,
    PowerDeclined,
    PowerRequestWithdrawn,
    WithdrawPowerRequest,
    asked_key,
)
from corridor.domain.powers.ending import EndPower, PowerEnded, PowerTakenBack, TakeBackPower
from corridor.domain.powers.giving import GivePower, PowerGiven
from corridor.domain.powers.kind import POWERS_OF_ATTORNEY as POWERS
from corridor.domain.powers.state import Power
from corridor.domain.refusals import Refused, refuse
from corridor.domain.telling import Change, news_of
from tests.domain.known import Known, decide
from tests.domain.movement_world import CARRIER, DOSSIER, NOW, TODAY, after, context

HOLDER = Actor("", DOSSIER.holder.id, "owner", "carrier")
BROKER = Actor("", "broker-1", "agent", "carrier")
SUBJECT = "pa-KG-00000000000000000001"
GIVE = GivePower(BROKER.org, ("file", "amend", "file"), TODAY, "2026-12-31", "Ala-Too", "Broker")


def told(state: Power | None, command: Any, actor: Actor = HOLDER, **changes: Any) -> Any:
    return decide(POWERS, state, command, context(actor, subject=SUBJECT, **changes))


def fact(payload: Any, actor: Actor = HOLDER, number: int = 1, node: str = "KG") -> Fact[Any]:
    return Fact(payload, node, number, f"{NOW}-{number:04d}", NOW, actor)


def given(**changes: Any) -> Power:
    (said,) = told(None, GIVE)
    state = POWERS.fold(SUBJECT, [fact(said)])
    assert state is not None
    return replace(state, **changes)


def known(*powers: Power) -> Known:
    key = power_key(HOLDER.org, BROKER.org)
    named = {f"{SUBJECT}{number}": power for number, power in enumerate(powers)}
    return Known({key: tuple(named)}, named)


def lodged(*powers: Power, actor: Actor = BROKER) -> Any:
    command = LodgeDeclaration(DOSSIER)
    return decide(KINDS[0], None, command, context(actor), known(*powers))


def test_given_with_scope_and_days() -> None:
    assert told(None, GIVE) == (
        PowerGiven(
            HOLDER.org, BROKER.org, ("file", "amend"), TODAY, "2026-12-31", "Ala-Too", "Broker"
        ),
    )
    state = given()
    assert (state.given_by, state.given_at, state.node) == ("owner", NOW, "KG")
    assert {row.list for row in POWERS.listings(state, "KG")} == {
        f"carrier:{HOLDER.org}:powers",
        f"carrier:{BROKER.org}:powers",
    }
    assert POWERS.keys(state, "KG") == (power_key(HOLDER.org, BROKER.org),)
    assert POWERS.found_by(state, "KG").desks == frozenset()
    assert POWERS.audience(state) == frozenset()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"broker": HOLDER.org}, refuse("power_to_oneself", "/broker")),
        ({"valid_to": "2026-01-01"}, refuse("power_dates", "/valid_to")),
        (
            {"valid_to": "2027-02-31"},
            refuse("day_impossible", "/valid_to", given="2027-02-31"),
        ),
        (
            {"valid_from": "2025-01-01", "valid_to": "2025-02-01"},
            refuse("power_over", "/valid_to"),
        ),
    ],
)
def test_not_given(changes: dict[str, Any], refusal: Refused) -> None:
    assert told(None, replace(GIVE, **changes)) == refusal


def test_only_its_giver_speaks_of_it() -> None:
    assert told(None, GIVE, replace(HOLDER, org="")) == refuse("power_not_yours")
    assert told(given(), GIVE) == refuse("power_not_yours")
    assert told(given(), TakeBackPower(), BROKER) == refuse("power_not_yours")
    assert told(None, TakeBackPower()) == refuse("power_unknown")
    (said,) = told(None, GIVE)
    assert POWERS.evolve(None, fact(said, BROKER), SUBJECT) is None
    assert POWERS.evolve(None, fact(said, node="UZ"), SUBJECT) is None
    by_another = POWERS.evolve(given(), fact(PowerTakenBack(), BROKER, 2), SUBJECT)
    assert by_another is not None
    assert not by_another.ended_at
    assert by_another.unheard == ("KG:2",)
    assert POWERS.clash(given(), POWERS.told[PowerTakenBack], fact(PowerTakenBack())) == given()
    again = POWERS.evolve(given(), fact(replace(said, valid_to="2027-12-31"), number=2), SUBJECT)
    assert again == given(), "a second word changes nothing"


def test_taken_back_once() -> None:
    assert told(given(), TakeBackPower("Contract over")) == (PowerTakenBack("Contract over"),)
    ended = POWERS.evolve(given(), fact(PowerTakenBack("Contract over"), number=2), SUBJECT)
    assert ended is not None
    assert (ended.ended_at, ended.ended_by, ended.reason) == (NOW, "owner", "Contract over")
    assert told(ended, TakeBackPower()) == refuse("power_taken_back")
    again = POWERS.evolve(ended, fact(PowerTakenBack("x"), number=3), SUBJECT)
    assert again is not None
    assert again.reason == "Contract over"


def test_both_firms_see_it_and_nobody_else() -> None:
    assert may_see(HOLDER, given())
    assert may_see(BROKER, given())
    assert not may_see(Actor("", "rival", "r", "carrier"), given())
    assert not may_see(Actor("KGOSH001", HOLDER.org, "o", "customs"), given())


def test_the_dossier_names_the_power_by_which_it_was_filed() -> None:
    (said,) = lodged(given())
    assert said.power == SUBJECT
    state = KINDS[0].evolve(None, fact(said, BROKER), "mv-KG-1")
    assert state is not None
    assert (state.power, state.owner) == (SUBJECT, BROKER.org)


def test_nobody_is_asked_for_a_power_of_ones_own_or_of_a_firm_that_never_gave_one() -> None:
    for answer in (lodged(actor=HOLDER), lodged()):
        assert isinstance(answer[0], DeclarationLodged)
        assert not answer[0].power


def test_a_node_may_ask_for_one_in_any_case() -> None:
    def asked(actor: Actor, *powers: Power, id: str = HOLDER.org) -> Any:
        strict = replace(context(actor), parameters=Parameters(needs_power=True))
        dossier = replace(DOSSIER, holder=replace(DOSSIER.holder, id=id))
        return decide(KINDS[0], None, LodgeDeclaration(dossier), strict, known(*powers))

    answer = asked(BROKER)
    assert isinstance(answer, Refused)
    (refusal,) = answer.refusals
    assert (refusal.code, refusal.pointer) == ("power_missing", "/dossier/holder/id")
    assert refusal.args == {"holder": DOSSIER.holder.name, "broker": BROKER.org}
    assert POWERS.refusal_texts["power_missing"].remedy
    assert isinstance(asked(HOLDER)[0], DeclarationLodged)
    assert asked(BROKER, given())[0].power == SUBJECT
    without_number = asked(BROKER, id="")
    assert "power_missing" not in [one.code for one in getattr(without_number, "refusals", ())]
    movement = replace(after(1).now(), owner=BROKER.org)
    strict = replace(context(BROKER), parameters=Parameters(needs_power=True))
    amended = decide(KINDS[0], movement, AmendDeclaration(movement.dossier), strict, known())
    assert isinstance(amended, Refused)
    assert [one.code for one in amended.refusals] == ["power_missing"]


@pytest.mark.parametrize(
    ("now", "is_refused"),
    [("2026-12-31T17:59:59.999Z", False), ("2026-12-31T18:00:00.000Z", True)],
)
def test_its_last_day_ends_at_midnight_of_the_state_that_judges(now: str, is_refused: bool) -> None:
    """In Bishkek (UTC+6), while it is still the last day in London."""
    at = context(BROKER, now=now)
    answer = decide(KINDS[0], None, LodgeDeclaration(DOSSIER), at, known(given()))
    codes = [one.code for one in answer.refusals] if isinstance(answer, Refused) else []
    assert ("power_ended" in codes) == is_refused


@pytest.mark.parametrize(
    ("changes", "code", "named"),
    [
        ({"valid_to": "2026-11-20"}, "power_ended", {"date": "2026-11-20"}),
        ({"ended_at": NOW}, "power_withdrawn", {"given": NOW}),
        ({"valid_from": "2026-11-23"}, "power_later", {"date": "2026-11-23"}),
        ({"scope": ("amend",)}, "power_scope", {}),
        ({"declined_at": NOW, "ended_at": NOW}, "power_declined", {"given": NOW}),
    ],
)
def test_refused_with_code_field_and_remedy(
    changes: dict[str, Any], code: str, named: dict[str, str]
) -> None:
    answer = lodged(given(**changes))
    assert isinstance(answer, Refused)
    (refusal,) = answer.refusals
    assert (refusal.code, refusal.pointer) == (code, "/dossier/holder/id")
    assert refusal.args == {"power": SUBJECT, "holder": "Ala-Too", **named}
    assert POWERS.refusal_texts[code].remedy
    assert not isinstance(lodged(given(**changes), given()), Refused), "another one will do"


def test_of_several_the_nearest_is_told() -> None:
    answer = lodged(given(ended_at=NOW), given(scope=("amend",), holder_name=""))
    assert isinstance(answer, Refused)
    assert [refusal.code for refusal in answer.refusals] == ["power_scope"]
    assert answer.refusals[0].args["holder"] == HOLDER.org


def test_amended_by_a_power_in_force_alone() -> None:
    movement = replace(after(1).now(), owner=BROKER.org)
    command = AmendDeclaration(movement.dossier)
    for power, is_refused in ((given(), False), (given(scope=("file",)), True)):
        answer = decide(KINDS[0], movement, command, context(BROKER), known(power))
        assert isinstance(answer, Refused) == is_refused
    assert CARRIER.org != BROKER.org


ASK = AskForPower(HOLDER.org, ("file", "file"), TODAY, "2026-12-31", "Ala-Too", "Broker", "Spring")
CLOCK = Actor("", "", "", "system")


def asked(**changes: Any) -> Power:
    (said,) = told(None, ASK, BROKER)
    state = POWERS.fold(SUBJECT, [fact(said, BROKER)])
    assert state is not None
    return replace(state, **changes)


def next_of(state: Power, payload: Any, actor: Actor = HOLDER) -> Power:
    after = POWERS.evolve(state, fact(payload, actor, 2), SUBJECT)
    assert after is not None
    return after


def hears(state: Power, payload: Any, actor: Actor) -> set[tuple[str, str]]:
    change = Change(fact(payload, actor, 2), state, frozenset(), frozenset())
    return {(news.desk, news.kind) for news in news_of(change, "KG")}


def test_asked_for_by_the_broker_and_given_as_the_holder_says() -> None:
    (said,) = told(None, ASK, BROKER)
    days = (TODAY, "2026-12-31")
    assert said == PowerAskedFor(
        HOLDER.org, BROKER.org, ("file",), *days, "Ala-Too", "Broker", "Spring"
    )
    state = asked()
    assert (state.is_asked, state.asked_by, state.given_at) == (True, "agent", "")
    assert hears(state, said, BROKER) == {(f"carrier:{HOLDER.org}", "power.asked_for")}
    answer = replace(GIVE, scope=("amend",), valid_to="2026-12-01")
    (given_now,) = told(state, answer)
    after = next_of(state, given_now)
    assert (after.scope, after.valid_to, after.given_by) == (("amend",), "2026-12-01", "owner")
    assert (after.is_asked, after.asked_by) == (False, "agent")
    assert hears(after, given_now, HOLDER) == {(f"carrier:{BROKER.org}", "power.given")}
    assert next_of(after, said, BROKER).given_by == "owner"


def test_what_was_only_asked_for_is_no_word_of_the_holder() -> None:
    assert POWERS.keys(asked(), "KG") == (asked_key(HOLDER.org, BROKER.org),)
    withdrawn = next_of(asked(), PowerRequestWithdrawn(), BROKER)
    assert POWERS.keys(withdrawn, "KG") == ()
    assert not withdrawn.is_asked
    declined = next_of(asked(), PowerDeclined("Not ours"))
    assert POWERS.keys(declined, "KG") == (power_key(HOLDER.org, BROKER.org),)
    assert declined.reason == "Not ours"
    assert hears(declined, PowerDeclined(), HOLDER) == {(f"carrier:{BROKER.org}", "power.declined")}
    assert next_of(declined, PowerRequestWithdrawn(), BROKER).declined_at == NOW
    assert next_of(given(), PowerDeclined()).declined_at == ""


@pytest.mark.parametrize(
    ("state", "command", "actor", "refusal"),
    [
        (None, replace(ASK, holder=BROKER.org), BROKER, refuse("power_to_oneself", "/holder")),
        (None, replace(ASK, valid_to="2026-01-01"), BROKER, refuse("power_dates", "/valid_to")),
        (None, ASK, replace(BROKER, org=""), refuse("power_not_yours")),
        (asked(), ASK, BROKER, refuse("power_not_yours")),
        (asked(), GIVE, BROKER, refuse("power_not_yours")),
        (asked(), replace(GIVE, broker="rival"), HOLDER, refuse("power_not_yours")),
        (asked(ended_at=NOW), GIVE, HOLDER, refuse("power_not_yours")),
        (asked(), DeclinePower(), BROKER, refuse("power_not_yours")),
        (asked(), WithdrawPowerRequest(), HOLDER, refuse("power_not_yours")),
        (asked(), TakeBackPower(), HOLDER, refuse("power_not_given")),
        (given(), DeclinePower(), HOLDER, refuse("power_not_asked")),
        (given(), WithdrawPowerRequest(), BROKER, refuse("power_not_asked")),
    ],
)
def test_who_may_ask_and_answer(
    state: Power | None, command: Any, actor: Actor, refusal: Refused
) -> None:
    assert told(state, command, actor) == refusal


def test_answered_by_the_one_who_was_asked() -> None:
    assert told(asked(), DeclinePower("No")) == (PowerDeclined("No"),)
    assert told(asked(), WithdrawPowerRequest(), BROKER) == (PowerRequestWithdrawn(),)
    (said,) = told(None, ASK, BROKER)
    assert POWERS.evolve(None, fact(said), SUBJECT) is None
    assert POWERS.evolve(None, fact(said, BROKER, node="UZ"), SUBJECT) is None
    assert next_of(asked(), PowerRequestWithdrawn()).is_asked
    assert next_of(asked(), PowerDeclined(), BROKER).is_asked


def test_one_request_waits_at_a_time() -> None:
    waiting = Known({asked_key(HOLDER.org, BROKER.org): (SUBJECT,)}, {SUBJECT: asked()})
    at = context(BROKER, subject="pa-KG-2")
    assert decide(POWERS, None, ASK, at, waiting) == refuse("power_asked_already", "/holder")


def test_its_end_is_said_once_by_the_clock_and_told_to_the_broker() -> None:
    ((name, due),) = POWERS.due(given(), "KG")
    assert (name, due) == ("power-ended", "2026-12-31T17:59:59.999Z")
    over = "2026-12-31T18:00:00.000Z"
    assert POWERS.due(given(), "UZ") == POWERS.due(asked(), "KG") == ()
    assert told(given(), EndPower(), CLOCK) == ()
    assert told(given(), EndPower(), HOLDER, now=over) == ()
    (said,) = told(given(), EndPower(), CLOCK, now=over)
    assert said == PowerEnded("2026-12-31")
    after = next_of(given(), said, CLOCK)
    assert after.ran_out_at
    assert POWERS.due(after, "KG") == ()
    assert told(after, EndPower(), CLOCK, now=over) == ()
    assert hears(after, said, CLOCK) == {(f"carrier:{BROKER.org}", "power.ended")}
    assert not next_of(given(), said, BROKER).ran_out_at
