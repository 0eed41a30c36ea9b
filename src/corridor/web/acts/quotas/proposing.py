"""Proposing a quota, or other terms for one."""

from collections.abc import Iterable
from typing import Final, cast

from corridor.domain.facts import Actor
from corridor.domain.quota import TYPES, Quota, QuotaType, Terms
from corridor.domain.quotas.proposing import ProposeQuota, QuotaProposed
from corridor.domain.reference.authorities import ministry_of
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line
from corridor.web.act import LAST, Act, Deed, Place, Reading, Shown, Tale
from corridor.web.acts.quota_terms import terms_fields, terms_of

OF_TERMS: Final = {
    "/terms/total": "total",
    "/terms/tranches": "tranches",
    "/terms/valid_to": "valid_to",
    "/terms": "total",
    "/note": "note",
    **{f"/terms/tranches/{place}/day": "tranches" for place in range(24)},
}


def is_own(actor: Actor, node: str) -> bool:
    """Whether it is the ministry of that state."""
    return actor.role == "permit" and actor.office == ministry_of(node)


def of_node(actor: Actor) -> str:
    """The state of an authority: its code begins with it."""
    return actor.office[:2]


def is_party(state: Quota, actor: Actor) -> bool:
    """Whether it is the ministry of one of the two."""
    return of_node(actor) in state.parties and is_own(actor, of_node(actor))


def _may(state: Quota, actor: Actor) -> Place | None:
    node = of_node(actor)
    waits = any(one.node == node and one.standing == "open" for one in state.offers)
    is_free = not waits and not state.relayed
    return LAST if is_party(state, actor) and is_free else None


def _change(deed: Deed[Quota]) -> ProposeQuota | None:
    terms, state = terms_of(deed), deed.state
    note = one_line(deed.form["note"])
    if terms is None:
        return None
    return ProposeQuota(state.giver, state.holder, state.year, state.type, terms, note)


def _propose(deed: Deed[str]) -> ProposeQuota | None:
    """Of a quota that is not there yet: with which state, whose roads, which year and type."""
    _, form, node = deed.reader.words, deed.form, deed.services.node
    other = form["other"]
    if other not in deed.services.engine.settings.peers - {node}:
        form.add_error("other", _("Choose the other state."))
    if form["type"] not in TYPES:
        form.add_error("type", _("Choose the type of permits."))
    if form["way"] not in ("give", "take"):
        form.add_error("way", _("Choose whose carriers use the permits."))
    if not form["year"].isdecimal() or len(form["year"]) != len("2027"):
        form.add_error("year", _("Choose the year."))
    terms = terms_of(deed)
    if form.errors or terms is None:
        return None
    giver, holder = (node, other) if form["way"] == "give" else (other, node)
    kind, note = cast("QuotaType", form["type"]), one_line(form["note"])
    return ProposeQuota(giver, holder, int(form["year"]), kind, terms, note)


def terms_text(terms: Terms, tale: Tale) -> Iterable[str]:
    """Terms in a sentence or two."""
    days = tale.reader.formats.day
    tranches = ", ".join(f"{days(one.day)}: {one.count}" for one in terms.tranches)
    yield tale.say("Permits for the year: %(total)s.", total=terms.total)
    yield tale.say("Tranches: %(tranches)s.", tranches=tranches)
    yield tale.say("Permits hold until %(day)s.", day=days(terms.valid_to))


def _reads(said: QuotaProposed, tale: Tale) -> Iterable[str]:
    yield from terms_text(said.terms, tale)
    if said.note:
        yield tale.say("Note: %(note)s", note=said.note)


PROPOSE: Final = Act[str](
    name="propose",
    desk="permit",
    label=N_("Propose the quota"),
    title=N_("Propose a quota"),
    consequence=lambda deed: deed.reader.words(
        "The ministry of the other state gets the proposal at once. It holds when that ministry "
        "has agreed on its own node."
    ),
    command=_propose,
    done=N_("The quota was proposed"),
    offered=lambda state, actor: LAST,
    pointers={**OF_TERMS, "/subject": "other"},
)
"""Of a quota that is not there yet."""
PROPOSING: Final = Shown[Quota](
    acts=(
        Act(
            name="change",
            desk="permit",
            label=N_("Propose other terms"),
            title=N_("Propose other terms for the quota"),
            consequence=lambda deed: deed.reader.words(
                "What was agreed holds on until the other state has agreed on the new terms."
            ),
            command=_change,
            done=N_("Other terms were proposed"),
            offered=_may,
            fields=lambda deed: terms_fields(deed.reader, deed.state.year, deed.state.terms),
            pointers=OF_TERMS,
        ),
    ),
    reads=(Reading(QuotaProposed, N_("Quota proposed"), "attention", _reads),),
)
