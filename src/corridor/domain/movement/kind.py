"""The movement: its acts in the order of its life, and what all of them share.

A new act is a file like those beside this one, and one line in `ACTS`.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Told
from corridor.domain.attachments import TEXTS as FILES
from corridor.domain.attachments import all_files
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.kind import Kind, clash_of, owner_at_home, stamp_with_files
from corridor.domain.listings import Row
from corridor.domain.movement.accepting import ACCEPTING
from corridor.domain.movement.amending import AMENDING
from corridor.domain.movement.answering import ANSWERING
from corridor.domain.movement.answering_enquiries import ANSWERING_ENQUIRIES
from corridor.domain.movement.arriving import ARRIVING
from corridor.domain.movement.asking_transshipment import ASKING_TRANSSHIPMENT
from corridor.domain.movement.broken_seals import TEXTS as SEALS
from corridor.domain.movement.cancelling import CANCELLING
from corridor.domain.movement.carnet import TEXTS as CARNET
from corridor.domain.movement.changing import CHANGING, brought_up
from corridor.domain.movement.closing import CLOSING
from corridor.domain.movement.control import CONTROL
from corridor.domain.movement.correcting import CORRECTING
from corridor.domain.movement.crossing import CROSSING
from corridor.domain.movement.demanding import DEMANDING
from corridor.domain.movement.discrepancies import DISCREPANCIES
from corridor.domain.movement.diverting import DIVERTING
from corridor.domain.movement.doubts import TEXTS as DOUBTS
from corridor.domain.movement.doubts import is_explained, refusal_of
from corridor.domain.movement.endorsement import TEXTS as ENDORSED
from corridor.domain.movement.enquiring import ENQUIRING
from corridor.domain.movement.entrusting import TEXTS as ENTRUSTING
from corridor.domain.movement.extending import EXTENDING
from corridor.domain.movement.following_parts import FOLLOWING_PARTS
from corridor.domain.movement.goods_release import GOODS_RELEASE
from corridor.domain.movement.guarantee import GUARANTEE
from corridor.domain.movement.happened import TEXTS as HAPPENED
from corridor.domain.movement.hearing import write_off_list
from corridor.domain.movement.incident import INCIDENT
from corridor.domain.movement.invalidating import INVALIDATING
from corridor.domain.movement.lapsing import LAPSING
from corridor.domain.movement.leaving import LEAVING
from corridor.domain.movement.legs import TEXTS as LEGS
from corridor.domain.movement.listings import found_by, keys, listings
from corridor.domain.movement.lodging import LODGING
from corridor.domain.movement.navigation import NAVIGATION
from corridor.domain.movement.notifying import NOTIFYING
from corridor.domain.movement.offices import audience, departure_office, destination_office, node_of
from corridor.domain.movement.overdue import OVERDUE
from corridor.domain.movement.own_lists import TEXTS as OF_LISTS
from corridor.domain.movement.parts import Discrepancy
from corridor.domain.movement.planning_legs import PLANNING_LEGS
from corridor.domain.movement.plates import TEXTS as PLATES
from corridor.domain.movement.presenting import PRESENTING
from corridor.domain.movement.recovering import RECOVERING
from corridor.domain.movement.refusing_arrival import REFUSING_ARRIVAL
from corridor.domain.movement.releasing import RELEASING
from corridor.domain.movement.reporting import REPORTING
from corridor.domain.movement.results import RESULTS
from corridor.domain.movement.rules.texts import TEXTS as RULES
from corridor.domain.movement.sealing import SEALING
from corridor.domain.movement.securing import SECURING
from corridor.domain.movement.sharing import SHARING
from corridor.domain.movement.simplified import SIMPLIFIED
from corridor.domain.movement.splitting import SPLITTING
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.movement.stating_costs import STATING_COSTS
from corridor.domain.movement.taking_in import TAKING_IN
from corridor.domain.movement.terms import TERMS
from corridor.domain.movement.texts import TEXTS
from corridor.domain.movement.together import TEXTS as TOGETHER
from corridor.domain.movement.transshipping import TRANSSHIPPING
from corridor.domain.movement.unasked import UNASKED
from corridor.domain.movement.unloading import UNLOADING
from corridor.domain.movement.voyage import VOYAGE
from corridor.domain.movement.wagons import WAGONS
from corridor.domain.movement.writing import WRITING
from corridor.domain.movement.writing_off import WRITING_OFF
from corridor.domain.refusals import Refusal, Refused, refuse
from corridor.domain.routes.texts import TEXTS as ROUTES
from corridor.domain.searching import Findable

ACTS: Final[tuple[Act[Movement], ...]] = (
    LODGING,
    AMENDING,
    ANSWERING,
    PRESENTING,
    LAPSING,
    CORRECTING,
    CANCELLING,
    ACCEPTING,
    CONTROL,
    GUARANTEE,
    SECURING,
    SEALING,
    NAVIGATION,
    RELEASING,
    SIMPLIFIED,
    INVALIDATING,
    LEAVING,
    CROSSING,
    WAGONS,
    INCIDENT,
    TRANSSHIPPING,
    ASKING_TRANSSHIPMENT,
    SPLITTING,
    FOLLOWING_PARTS,
    VOYAGE,
    EXTENDING,
    SHARING,
    DIVERTING,
    PLANNING_LEGS,
    REPORTING,
    CHANGING,
    STATING_COSTS,
    NOTIFYING,
    REFUSING_ARRIVAL,
    ARRIVING,
    TAKING_IN,
    UNLOADING,
    RESULTS,
    DISCREPANCIES,
    GOODS_RELEASE,
    WRITING_OFF,
    OVERDUE,
    TERMS,
    ENQUIRING,
    ANSWERING_ENQUIRIES,
    RECOVERING,
    DEMANDING,
    CLOSING,
    WRITING,
)


_DESKS: Final = tuple(act.desks for act in ACTS if act.desks is not None)


def _unknown(subject: str) -> Refused:
    return refuse("movement_unknown")


def _is_diverted(state: Movement, told: Told[Movement], fact: Fact[Any]) -> bool:
    return not told.by_anybody and fact.actor.office in state.diverted_from()


def _expects(state: Movement, told: Told[Movement], fact: Fact[Any]) -> bool:
    return state.status in told.states and not _is_diverted(state, told, fact)


def _clash(state: Movement, told: Told[Movement], fact: Fact[Any]) -> Movement:
    """Keep the status that stood, keep what was said, and make the clash visible.

    Cancelled at departure, yet seen at a border: two truths stay until a person decides. What an
    office says that the movement was diverted from changes nothing but that.
    """
    if _is_diverted(state, told, fact):
        clash = Discrepancy(clash_of(fact, "diverted"), at=fact.at)
        return stamp_with_files(replace(state, discrepancies=(*state.discrepancies, clash)), fact)
    after = stamp_with_files(told.apply(state, fact.payload, fact), fact)
    clash = Discrepancy(clash_of(fact, state.status), at=fact.at)
    return replace(after, status=state.status, discrepancies=(*state.discrepancies, clash))


def _audience(state: Movement) -> frozenset[str]:
    """The route without what dropped out of it; whoever was given the record; and the guarantors'
    nodes, wherever they lie: their ledgers have to hear what is asked, and that it is free again.
    """
    everyone = audience(state.dossier, state.home, bool(state.mrn)) - frozenset(state.withdrawn)
    asked = frozenset(node_of(share.office) for share in state.shares)
    return everyone | asked | state.guarantors


def _doubted(state: Movement, doubts: tuple[Discrepancy, ...]) -> Movement:
    """What was said stands, and so does what is wrong with it, for every office to see.

    Of movements whose release did not state by what it is judged, nothing is marked.
    """
    if not state.is_judged:
        return state
    return replace(state, discrepancies=(*state.discrepancies, *doubts))


def _against(doubt: Discrepancy, said: Payload) -> Refusal | None:
    """The refusal of what cannot have been; what may have been has to be explained."""
    return None if is_explained(doubt, said) else refusal_of(doubt, said)


def _desks(state: Movement) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys([desk for desks in _DESKS for desk in desks(state)]))


def _uses_files(state: Movement, day: str) -> bool:
    return state.status in OPEN


def _listings(state: Movement, node: str) -> tuple[Row, ...]:
    return listings(state, node, _desks(state))


def _found_by(state: Movement, node: str) -> Findable:
    return found_by(state, node, _desks(state))


def _sees(actor: Actor, state: Movement) -> bool:
    match actor.role:
        case "carrier":
            return actor.org == state.owner or actor.org == state.trader != ""
        case "customs" if not state.mrn:
            return actor.office == departure_office(state.dossier)
        case "customs" | "checkpoint":
            on_route = {point.office for point in state.dossier.route.points}
            told = (office for office, _ in _desks(state))
            return bool(state.mrn) and (actor.office in on_route or actor.office in told)
        case _:
            return False


def _firms(state: Movement, node: str) -> Mapping[str, str]:
    """Its carrier where it was filed, and the authorised consignee where it takes it in."""
    if state.trader and node != state.home and node == node_of(destination_office(state.dossier)):
        return {"carrier": state.trader}
    return owner_at_home(state, node)


MOVEMENTS: Final = Kind(
    prefix="mv",
    title="Movement",
    state=Movement,
    acts=ACTS,
    unknown=_unknown,
    expects=_expects,
    clash=_clash,
    stamp=stamp_with_files,
    listings=_listings,
    keys=keys,
    found_by=_found_by,
    sees=_sees,
    audience=_audience,
    attached=lambda state: all_files(state.dossier.attachments, state.sent),
    uses_files=_uses_files,
    brought_up=brought_up,
    doubted=_doubted,
    against=_against,
    firms=_firms,
    besides=UNASKED,
    aside=lambda state: frozenset({write_off_list(state)}),
    spread="To every node on the route, from acceptance on; and to the guarantor's, once asked.",
    texts={
        **TEXTS,
        **PLATES,
        **ENDORSED,
        **ENTRUSTING,
        **CARNET,
        **FILES,
        **HAPPENED,
        **LEGS,
        **OF_LISTS,
        **TOGETHER,
        **DOUBTS,
        **SEALS,
        **RULES,
        **ROUTES,
    },
)
