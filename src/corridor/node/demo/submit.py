"""A published NCTS message as a dossier on a demo route.

Goods, packages, parties, seals and documents arrive unchanged. The route and the offices are the
demo's, and the guarantee is the carrier's own: a guarantor of another system reserves nothing here.
A TIR carnet is a guarantee everywhere, so that such a message keeps the one it names.
"""

from datetime import timedelta

import msgspec

from corridor.domain.consignment import Aside, Dossier, GuaranteeUse, items_of, under_tir
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.reference import load_reference
from corridor.domain.refusals import Refused
from corridor.domain.routes import DEMO_ROUTES
from corridor.gateways.ncts import read_declaration
from corridor.node.demo.actors import guarantees_of, lodge
from corridor.node.demo.client import Api
from corridor.node.demo.dossiers import with_etas
from corridor.node.system import present, today_in


class Submitted(msgspec.Struct, frozen=True):
    """What became of a message."""

    subject: str
    lrn: str
    items: int
    aside: tuple[Aside, ...]


def to_lodge(
    data: bytes, route_name: str, grn: str, access_code: str, lrn: str = ""
) -> LodgeDeclaration | Refused:
    """The command that files the message, or all that stands against it."""
    way = DEMO_ROUTES[route_name]
    route = with_etas(way, today_in(way.points[0].country) + timedelta(days=1))
    declared = read_declaration(data, route, load_reference(), present())
    if isinstance(declared, Refused):
        return declared
    dossier = msgspec.structs.replace(declared.dossier, lrn=lrn or declared.dossier.lrn)
    if under_tir(dossier):
        return LodgeDeclaration(dossier)
    return LodgeDeclaration(_secured(dossier, grn), access_code)


def _secured(dossier: Dossier, grn: str) -> Dossier:
    """With the carrier's own guarantee; what the message said of another is kept aside."""
    kept = tuple(
        Aside(f"/CC015C/Guarantee/{number}", msgspec.json.encode(use).decode())
        for number, use in enumerate(dossier.guarantees, 1)
    )
    own = (GuaranteeUse("1", grn),) if grn else ()
    return msgspec.structs.replace(dossier, guarantees=own, aside=(*dossier.aside, *kept))


def own_grn(api: Api) -> str:
    """The carrier's guarantee at this node, nothing where there is none."""
    found = guarantees_of(api)
    return str(found[0].data["grn"]) if found else ""


def submit(api: Api, command: LodgeDeclaration) -> Submitted:
    """File it; ApiRefused says why not."""
    dossier = command.dossier
    return Submitted(lodge(api, command), dossier.lrn, len(items_of(dossier)), dossier.aside)
