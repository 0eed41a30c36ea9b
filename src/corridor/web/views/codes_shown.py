"""What became of access codes that guarantors in other states have to check: for their carrier."""

from collections.abc import Iterator
from typing import Final

from corridor.domain.codes import guarantor_of
from corridor.domain.movement.entrusting import grns_of
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.refusals import N_
from corridor.web.act import Banner
from corridor.web.services import Services
from corridor.web.templating import Reader

_SAID: Final = {
    "wrong": N_("The access code does not fit guarantee %(grn)s. Give it again."),
    "locked": N_(
        "Guarantee %(grn)s is locked for a while, since too many access codes were wrong. Give the "
        "code again later, or ask the guarantor for a new one."
    ),
    "unknown": N_("There is no guarantee %(grn)s at its guarantor. Name another one."),
}


def code_banners(state: Movement, reader: Reader, services: Services) -> list[Banner]:
    """Of a movement whose guarantees can still be changed."""
    if state.status not in BEFORE_RELEASE or state.home != services.node:
        return []
    return list(_banners(state, reader, services))


def _banners(state: Movement, reader: Reader, services: Services) -> Iterator[Banner]:
    settled = {one.grn for one in state.guarantees if one.status in ("reserved", "refused")}
    for grn in grns_of(state.dossier.guarantees):
        if grn in settled or grn not in state.shown:
            continue
        word = services.queries.taken(state.id, f"gr-{grn}")
        if word in _SAID:
            text = reader.words(_SAID[word], grn=grn)
            yield Banner(reader.words("Access code"), text, "stop")
        elif not word:
            country = reader.names.country(guarantor_of(grn))
            text = reader.words(
                "The access code of %(grn)s is on its way to the guarantor's node (%(country)s). "
                "You need not do anything.",
                grn=grn,
                country=country,
            )
            yield Banner(reader.words("Access code"), text, "info")
