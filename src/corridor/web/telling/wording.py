"""How news read: of which subject, what happened, and where it is looked at."""

from collections.abc import Mapping
from types import NoneType
from typing import Any, Final

from corridor.domain.barrier import Barrier
from corridor.domain.complaints.state import Complaint
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.kinds import kind_of, may_see
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.domain.powers.state import Power
from corridor.domain.quota import Quota
from corridor.domain.records.state import RecordRequest
from corridor.domain.refusals import N_
from corridor.domain.telling import CHANGED, DECIDE, EXPECTED, NEAR, REPORTED
from corridor.domain.watches.state import Watch
from corridor.engine.queries import Queries
from corridor.engine.told import Item
from corridor.web.act import Tale
from corridor.web.acts.readings import label_of
from corridor.web.auth.accounts import Account
from corridor.web.quotas.shown import name_of as quota_name
from corridor.web.templating import Reader

KINDS: Final = {
    DECIDE: N_("Something waits for this office"),
    EXPECTED: N_("A movement is on its way to this office"),
    CHANGED: N_("Others changed what this office has to do with"),
    NEAR: N_("A day comes near"),
    REPORTED: N_("The driver reports from the road"),
    "node.store": N_("The store is damaged or cannot be written"),
    "node.disk": N_("The disk is nearly full"),
    "node.works": N_("Something that the node does by itself fails"),
    "node.effects": N_("What a peer said could not be carried out here"),
    "node.silent": N_("A peer does not answer"),
    "node.queue": N_("A peer answers and does not sign for what was sent"),
    "node.clock": N_("The clocks of this node and a peer differ"),
    "node.expires": N_("The key or the trust list ends soon, or has ended"),
    "node.mail": N_("Letters cannot be sent"),
    "node.scanner": N_("The virus scanner does not answer"),
    "node.account": N_("A change of an account waits for another operator"),
    "node.setting": N_("A change of a setting waits for another operator"),
}
_PAGES: Final[Mapping[tuple[str, Any], str]] = {
    ("carrier", Movement): "/carrier/dossiers/{id}",
    ("carrier", Permit): "/carrier/permits/{id}",
    ("carrier", Guarantee): "/carrier/guarantees",
    ("carrier", Power): "/carrier/powers",
    ("carrier", Complaint): "/carrier/complaints/{id}",
    ("carrier", Watch): "/carrier/barriers",
    ("registrar", Complaint): "/registrar/complaints/{id}",
    ("customs", Movement): "/customs/{id}",
    ("customs", RecordRequest): "/customs/requests",
    ("permit", Permit): "/permits/{id}",
    ("permit", Quota): "/quotas/{id}",
    ("guarantor", Guarantee): "/guarantor/{id}",
    ("checkpoint", Permit): "/verify",
    ("operator", NoneType): "/operator",
}


def kind_words(kind: str, reader: Reader) -> str:
    """What a person chooses by."""
    return event_words(f"{kind}/1", reader)


def event_words(tag: str, reader: Reader) -> str:
    """The name of an event, as the timeline says it, or of what is no event."""
    own = KINDS.get(tag.partition("/")[0])
    return reader.words(own) if own is not None else label_of(tag, Tale(reader, ""))


def item_words(item: Item, reader: Reader) -> str:
    """What a piece of news says; of a day that comes near, which and when."""
    said = event_words(item.event, reader)
    if item.kind != NEAR:
        return said
    what, day, *_ = item.until.split(" ")
    term, on = reader.labels(what, "term"), reader.formats.day(day)
    return f"{said}: {on}, {term}"


def may_hear(account: Account, subject: str, state: Any) -> bool:
    """Whether news of the subject are still for the person; those of the node itself are."""
    return kind_of(subject) is None or may_see(account.actor(), state)


def reference_of(queries: Queries, subject: str) -> str:
    """The number by which people know it; of a permit, that of its dossier."""
    if kind_of(subject) is None:
        return subject.rpartition(":")[2]
    state: Any = queries.get(subject).state
    if isinstance(state, Permit):
        dossier = queries.get(state.request.dossier).state
        return dossier.reference if isinstance(dossier, Movement) else state.request.lrn or state.id
    return getattr(state, "reference", "") or getattr(state, "grn", "") or subject


def name_of(reader: Reader, queries: Queries, subject: str) -> str:
    """The same for people: a node, a power and a quota are called by what they are."""
    state = queries.get(subject).state if kind_of(subject) is not None else None
    if isinstance(state, Power):
        return reader.words("Power of attorney")
    if isinstance(state, Quota):
        return quota_name(reader, state)
    if isinstance(state, Complaint):
        country = reader.names.country(state.against)
        return reader.words("Complaint of a barrier: %(state)s", state=country)
    if isinstance(state, Watch):
        return _watched(reader, queries, state)
    reference = reference_of(queries, subject)
    if kind_of(subject) is None:
        return f"{reader.names.country(reference)} ({reference})"
    return reference


def _watched(reader: Reader, queries: Queries, state: Watch) -> str:
    """The measure that came last, with the state whose it is."""
    last = queries.get(state.seen[0].barrier).state if state.seen else None
    if not isinstance(last, Barrier):
        return reader.words("Barriers")
    title = last.notice.title.in_language(reader.lang)
    return reader.words(
        "Barriers: %(state)s, %(title)s", state=reader.names.country(last.home), title=title
    )


def page_of(role: str, subject: str, state: Any) -> str:
    """Where people of a role look at it; nothing where they have no page of it."""
    return _PAGES.get((role, type(state)), "").format(id=subject)
