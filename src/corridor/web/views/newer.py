"""What peers of a newer version said: for whoever runs this node, and whoever reads the subject."""

from typing import Final

from corridor.domain.refusals import N_
from corridor.engine.newer import NEWER, counted
from corridor.web.act import Banner
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.views.peers_said import peers_banners

COUNTED_MAX: Final = 1_000


def newer_banners(subject: str, reader: Reader, services: Services) -> list[Banner]:
    """That what stands on the page may not be all, where something of it cannot be read here."""
    found = counted(services.queries.documents(NEWER, subject, COUNTED_MAX))
    title = N_("Statements that this node cannot read yet: %(number)s (%(states)s)")
    text = N_(
        "They come from a newer version of the program, and this page may lack what they say. Ask "
        "the other office before you decide; the operator has to bring this node up to date."
    )
    return peers_banners(reader, found, title, text, "wait")


def newer_alarms(reader: Reader, services: Services) -> list[dict[str, str]]:
    """One for each peer, with what it said and how often."""
    _, shown = reader.words, []
    found = counted(services.queries.documents(NEWER, None, COUNTED_MAX))
    for node in dict.fromkeys(one.node for one in found):
        said = [one for one in found if one.node == node]
        title = _(
            "%(peer)s runs a newer version: statements that cannot be read here: %(number)s",
            peer=reader.names.country(node),
            number=sum(one.number for one in said),
        )
        text = _(
            "They are kept and proved, and take effect once this node is brought up to date: "
            "install the newer version and start it. Nothing is lost meanwhile."
        )
        tags = ", ".join(f"{one.tag} × {one.number}" for one in said)
        shown.append({"kind": "wait", "title": title, "text": text, "code": tags})
    return shown
