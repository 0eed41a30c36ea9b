"""All acts as the desks show them, in the order of a life, and what is derived from them.

A new act is a file beside the others, and one line here.
"""

from collections.abc import Mapping
from itertools import chain
from typing import Any, Final, TypeVar

from corridor.domain.authorised.state import AuthorisedPerson
from corridor.domain.barrier import Barrier
from corridor.domain.checkpoints.state import Visit
from corridor.domain.commitments.state import Commitment
from corridor.domain.complaints.state import Complaint
from corridor.domain.contacts.state import Contact
from corridor.domain.facts import Actor
from corridor.domain.figures.state import MonthFigures
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.indicators.state import Indicator
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.domain.powers.state import Power
from corridor.domain.quota import Quota
from corridor.domain.records.state import RecordRequest
from corridor.domain.refdata.state import ReferenceList
from corridor.domain.watches.state import Watch
from corridor.web.act import Act, Banner, Shown, Tale
from corridor.web.acts.authorised import changing as changing_authorisation
from corridor.web.acts.authorised import giving as giving_authorisation
from corridor.web.acts.authorised import revoking as revoking_authorisation
from corridor.web.acts.authorised import suspending
from corridor.web.acts.barriers import commenting, counting, lifting
from corridor.web.acts.barriers import notifying as notifying_barrier
from corridor.web.acts.checkpoints import arriving as arriving_at_gate
from corridor.web.acts.checkpoints import gate, scanning, turning_back, weighing
from corridor.web.acts.commitments import answering as answering_commitment
from corridor.web.acts.commitments import naming, progressing
from corridor.web.acts.commitments import stating as stating_commitment
from corridor.web.acts.complaints import answering as answering_complaint
from corridor.web.acts.complaints import complaining, timing
from corridor.web.acts.complaints import withdrawing as withdrawing_complaint
from corridor.web.acts.contacts import stating
from corridor.web.acts.contacts import withdrawing as withdrawing_contact
from corridor.web.acts.figures import publishing as publishing_figures
from corridor.web.acts.figures import revising as revising_figures
from corridor.web.acts.guarantees import changing as changing_guarantee
from corridor.web.acts.guarantees import claiming, freeing, registering, reserving, showing
from corridor.web.acts.indicators import answering as answering_figure
from corridor.web.acts.indicators import stating as stating_figures
from corridor.web.acts.movement import (
    accepting,
    amending,
    answering,
    answering_enquiries,
    arriving,
    asking_transshipment,
    cancelling,
    changing,
    closing,
    control,
    correcting,
    crossing,
    demanding,
    discrepancies,
    diverting,
    enquiring,
    extending,
    following_parts,
    goods_release,
    guarantee,
    incident,
    invalidating,
    lapsing,
    leaving,
    lodging,
    navigation,
    notifying,
    overdue,
    planning_legs,
    presenting,
    recovering,
    refusing_arrival,
    releasing,
    reporting,
    results,
    sealing,
    securing,
    sharing,
    simplified,
    splitting,
    stating_costs,
    taking_in,
    terms,
    transshipping,
    unloading,
    voyage,
    wagons,
    writing,
    writing_off,
)
from corridor.web.acts.node import NODE
from corridor.web.acts.permits import (
    admitting,
    amended,
    appealing,
    applying,
    asking,
    assigning,
    automatic,
    bringing_in,
    escalating,
    granting,
    issuing,
    passing,
    paying,
    proposing,
    receiving,
    refunding,
    refusing,
    returning,
    revoking,
    superseding,
    using,
    waiving,
    withdrawing,
)
from corridor.web.acts.permits import changing as changing_permit
from corridor.web.acts.powers import asking as asking_for_power
from corridor.web.acts.powers import ending, giving
from corridor.web.acts.quotas import answering as answering_quota
from corridor.web.acts.quotas import (
    delivering,
    giving_back,
    relaying,
    replacing,
    ruling,
    verifying,
    warning,
)
from corridor.web.acts.quotas import issuing as issuing_permits
from corridor.web.acts.quotas import proposing as proposing_quota
from corridor.web.acts.quotas import settling as settling_dispute
from corridor.web.acts.records import answering as answering_request
from corridor.web.acts.records import asking as asking_for_record
from corridor.web.acts.refdata import dropping
from corridor.web.acts.refdata import issuing as issuing_list
from corridor.web.acts.refdata import proposing as proposing_list
from corridor.web.acts.watches import matching, watching

S = TypeVar("S")
MOVEMENTS: Final[tuple[Shown[Movement], ...]] = (
    lodging.LODGING,
    amending.AMENDING,
    answering.ANSWERING,
    presenting.PRESENTING,
    lapsing.LAPSING,
    correcting.CORRECTING,
    cancelling.CANCELLING,
    accepting.ACCEPTING,
    control.CONTROL,
    guarantee.GUARANTEE,
    securing.SECURING,
    sealing.SEALING,
    navigation.NAVIGATION,
    releasing.RELEASING,
    simplified.SIMPLIFIED,
    invalidating.INVALIDATING,
    leaving.LEAVING,
    crossing.CROSSING,
    wagons.WAGONS,
    incident.INCIDENT,
    transshipping.TRANSSHIPPING,
    asking_transshipment.ASKING_TRANSSHIPMENT,
    splitting.SPLITTING,
    following_parts.FOLLOWING_PARTS,
    voyage.VOYAGE,
    extending.EXTENDING,
    sharing.SHARING,
    diverting.DIVERTING,
    planning_legs.PLANNING_LEGS,
    reporting.REPORTING,
    changing.CHANGING,
    stating_costs.STATING_COSTS,
    notifying.NOTIFYING,
    arriving.ARRIVING,
    taking_in.TAKING_IN,
    refusing_arrival.REFUSING_ARRIVAL,
    unloading.UNLOADING,
    goods_release.GOODS_RELEASE,
    results.RESULTS,
    discrepancies.DISCREPANCIES,
    writing_off.WRITING_OFF,
    overdue.OVERDUE,
    terms.TERMS,
    enquiring.ENQUIRING,
    answering_enquiries.ANSWERING_ENQUIRIES,
    recovering.RECOVERING,
    demanding.DEMANDING,
    closing.CLOSING,
    writing.WRITING,
)
PERMITS: Final[tuple[Shown[Permit], ...]] = (
    applying.APPLYING,
    receiving.RECEIVING,
    proposing.PROPOSING,
    granting.GRANTING,
    issuing.ISSUING,
    admitting.ADMITTING,
    asking.ASKING,
    refusing.REFUSING,
    appealing.APPEALING,
    changing_permit.CHANGING,
    paying.PAYING,
    waiving.WAIVING,
    refunding.REFUNDING,
    automatic.AUTOMATIC,
    escalating.ESCALATING,
    withdrawing.WITHDRAWING,
    assigning.ASSIGNING,
    using.USING,
    passing.PASSING,
    revoking.REVOKING,
    returning.RETURNING,
    bringing_in.BRINGING_IN,
    superseding.SUPERSEDING,
    amended.AMENDED,
)
GUARANTEES: Final[tuple[Shown[Guarantee], ...]] = (
    registering.REGISTERING,
    changing_guarantee.CHANGING,
    showing.SHOWING,
    reserving.RESERVING,
    freeing.FREEING,
    claiming.CLAIMING,
)
VISITS: Final[tuple[Shown[Visit], ...]] = (
    arriving_at_gate.ARRIVING,
    gate.GATE,
    scanning.SCANNING,
    turning_back.TURNING_BACK,
    weighing.WEIGHING,
)
POWERS: Final[tuple[Shown[Power], ...]] = (
    asking_for_power.ASKING,
    giving.GIVING,
    ending.ENDING,
)
CONTACTS: Final[tuple[Shown[Contact], ...]] = (
    stating.STATING,
    withdrawing_contact.WITHDRAWING,
)
RECORDS: Final[tuple[Shown[RecordRequest], ...]] = (
    asking_for_record.ASKING,
    answering_request.ANSWERING,
)
REFERENCE: Final[tuple[Shown[ReferenceList], ...]] = (
    proposing_list.PROPOSING,
    issuing_list.ISSUING,
    dropping.DROPPING,
)
AUTHORISED: Final[tuple[Shown[AuthorisedPerson], ...]] = (
    giving_authorisation.GIVING,
    changing_authorisation.CHANGING,
    suspending.SUSPENDING,
    revoking_authorisation.REVOKING,
)
QUOTAS: Final[tuple[Shown[Quota], ...]] = (
    proposing_quota.PROPOSING,
    answering_quota.ANSWERING,
    delivering.DELIVERING,
    relaying.RELAYING,
    ruling.RULING,
    issuing_permits.ISSUING,
    warning.WARNING,
    verifying.VERIFYING,
    settling_dispute.SETTLING,
    replacing.REPLACING,
    giving_back.GIVING_BACK,
)
FIGURES: Final[tuple[Shown[MonthFigures], ...]] = (
    publishing_figures.PUBLISHING,
    revising_figures.REVISING,
)
COMMITMENTS: Final[tuple[Shown[Commitment], ...]] = (
    stating_commitment.STATING,
    progressing.PROGRESSING,
    naming.NAMING,
    answering_commitment.ANSWERING,
)
INDICATORS: Final[tuple[Shown[Indicator], ...]] = (
    stating_figures.STATING,
    answering_figure.ANSWERING,
)
BARRIERS: Final[tuple[Shown[Barrier], ...]] = (
    notifying_barrier.NOTIFYING,
    commenting.COMMENTING,
    lifting.LIFTING,
    counting.COUNTING,
)
COMPLAINTS: Final[tuple[Shown[Complaint], ...]] = (
    complaining.COMPLAINING,
    timing.TIMING,
    answering_complaint.ANSWERING,
    withdrawing_complaint.WITHDRAWING,
)
WATCHES: Final[tuple[Shown[Watch], ...]] = (watching.WATCHING, matching.MATCHING)
SHOWN: Final[tuple[Shown[Any], ...]] = (
    *MOVEMENTS,
    *PERMITS,
    *GUARANTEES,
    *VISITS,
    *POWERS,
    *CONTACTS,
    *AUTHORISED,
    *QUOTAS,
    *COMMITMENTS,
    *INDICATORS,
    *BARRIERS,
    *COMPLAINTS,
    *WATCHES,
    *RECORDS,
    *REFERENCE,
    *FIGURES,
    NODE,
)


def acts_at(room: tuple[Shown[S], ...], desk: str) -> dict[str, Act[S]]:
    """By name, the acts of a kind of subject that are done at this desk."""
    acts = chain.from_iterable(shown.acts for shown in room)
    return {act.name: act for act in acts if act.desk == desk}


def offered(acts: Mapping[str, Act[S]], state: S, actor: Actor) -> tuple[Act[S], ...]:
    """What this person may do now, the main act first."""
    places = ((act.offered(state, actor), act) for act in acts.values())
    open_now = [(place, act) for place, act in places if place is not None]
    return tuple(act for _, act in sorted(open_now, key=lambda found: found[0]))


def banners_of(room: tuple[Shown[S], ...], state: S, tale: Tale) -> list[Banner]:
    """What whoever opens the subject has to know first."""
    return list(chain.from_iterable(shown.banners(state, tale) for shown in room))
