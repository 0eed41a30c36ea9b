"""How news read: of which subject, what happened, and where it is looked at."""

from collections.abc import Mapping
from typing import Any, Final

from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.domain.powers.state import Power
from corridor.domain.refusals import N_
from corridor.domain.telling import CHANGED, DECIDE, EXPECTED
from corridor.engine.queries import Queries
from corridor.web.acts.act import Tale
from corridor.web.acts.registry import label_of
from corridor.web.templating import Reader

KINDS: Final = {
    DECIDE: N_("Something waits for this office"),
    EXPECTED: N_("A movement is on its way to this office"),
    CHANGED: N_("Others changed what this office has to do with"),
}
_PAGES: Final[Mapping[tuple[str, Any], str]] = {
    ("carrier", Movement): "/carrier/dossiers/{id}",
    ("carrier", Permit): "/carrier/permits/{id}",
    ("carrier", Guarantee): "/carrier/guarantees",
    ("carrier", Power): "/carrier/powers",
    ("customs", Movement): "/customs/{id}",
    ("permit", Permit): "/permits/{id}",
    ("guarantor", Guarantee): "/guarantor/{id}",
    ("checkpoint", Permit): "/verify",
}


def kind_words(kind: str, reader: Reader) -> str:
    """What a person chooses by."""
    own = KINDS.get(kind)
    return reader.words(own) if own is not None else event_words(f"{kind}/1", reader)


def event_words(tag: str, reader: Reader) -> str:
    """The name of an event, as the timeline says it."""
    return label_of(tag, Tale(reader, ""))


def reference_of(queries: Queries, subject: str) -> str:
    """The number by which people know it; of a permit, that of its dossier."""
    state: Any = queries.get(subject).state
    if isinstance(state, Permit):
        dossier = queries.get(state.request.dossier).state
        return dossier.reference if isinstance(dossier, Movement) else state.request.lrn or state.id
    return getattr(state, "reference", "") or getattr(state, "grn", "") or subject


def page_of(role: str, subject: str, state: Any) -> str:
    """Where people of a role look at it; nothing where they have no page of it."""
    return _PAGES.get((role, type(state)), "").format(id=subject)
