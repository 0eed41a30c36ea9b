"""Statements of peers whose effect this program failed at: for operators and for officers."""

from typing import Any

from corridor.domain.refusals import N_
from corridor.engine.ports import Document
from corridor.engine.set_aside import COUNTED_MAX, SET_ASIDE, counted, read_set_aside
from corridor.web.act import Banner, Tale
from corridor.web.acts.readings import label_of
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.views.peers_said import peers_banners

HERE = "/operator/set-aside"


def set_aside_banners(subject: str, reader: Reader, services: Services) -> list[Banner]:
    """That the page may lack what was said, or what should have followed from it."""
    found = counted(services.queries.documents(SET_ASIDE, subject, COUNTED_MAX))
    title = N_("Statements that this node failed to carry out: %(number)s (%(states)s)")
    text = N_(
        "They are kept and proved, but this page may lack what they say or what should have "
        "followed. Ask the other office before you decide; the operator knows of it."
    )
    return peers_banners(reader, found, title, text, "stop")


def set_aside_alarms(reader: Reader, services: Services) -> list[dict[str, str]]:
    """One for all, with the way to the list."""
    found = services.queries.documents(SET_ASIDE, None, COUNTED_MAX)
    if not found:
        return []
    _ = reader.words
    title = _("Statements of peers whose effect failed here: %(number)s", number=len(found))
    text = _(
        "A fault of this program: their effect is set aside, and the lines go on. Report it to "
        "whoever makes the program; it is tried again after each start, and when you say so."
    )
    words = _("Which they are, and try again")
    return [{"kind": "stop", "title": title, "text": text, "href": HERE, "words": words}]


def set_aside_rows(reader: Reader, services: Services, found: list[Document]) -> list[Any]:
    """One by one, as a table shows them."""
    return [_row(reader, services, one) for one in found]


def _row(reader: Reader, services: Services, document: Document) -> dict[str, Any]:
    kept, moment, here = read_set_aside(document), reader.formats.moment, services.node
    return {
        "peer": reader.names.country(kept.node),
        "name": document.id,
        "said": label_of(kept.tag, Tale(reader, here, None)),
        "tag": kept.tag,
        "subject": document.owner,
        "stage": kept.stage,
        "what": kept.what,
        "came": moment(kept.at, here),
        "tries": kept.tries,
        "tried": moment(document.updated, here) if document.updated else "",
    }
