"""Everybody who acts in the demo by themselves: each with their own token at their own node."""

import secrets
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from corridor.domain.checkpoints.arriving import RegisterArrival
from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.node.demo.client import GIVE_UP_S, Api, ApiRefused
from corridor.node.demo.fill import Tokens, tokens_of
from corridor.node.demo.world import CarrierData, people_of

UNKNOWN = 404


class MovementView(msgspec.Struct, frozen=True):
    """What the API tells of a movement."""

    movement: Movement


class PermitsView(msgspec.Struct, frozen=True):
    """What the API tells of a movement's permits."""

    permits: tuple[Permit, ...]


class Row(msgspec.Struct, frozen=True):
    """A row of a work list."""

    subject: str
    data: dict[str, Any]


class Rows(msgspec.Struct, frozen=True):
    """A page of a work list, and the cursor of the next."""

    rows: tuple[Row, ...]
    next: str = ""


class Actors:
    """Finds whoever sits at a desk, and speaks to their node in their name."""

    def __init__(
        self,
        urls: Mapping[str, str],
        tokens: Tokens,
        asked_to_stop: threading.Event,
        give_up_s: float = GIVE_UP_S,
    ) -> None:
        self.urls = urls
        self._give_up_s = give_up_s
        self._tokens = tokens
        self._asked = asked_to_stop
        self._apis: dict[tuple[str, str, str], Api] = {}

    @classmethod
    def of_demo(
        cls,
        folder: Path,
        urls: Mapping[str, str],
        asked_to_stop: threading.Event,
        give_up_s: float = GIVE_UP_S,
    ) -> "Actors":
        """Those of the demo in this folder."""
        return cls(urls, tokens_of(folder), asked_to_stop, give_up_s)

    def close(self) -> None:
        """End all connections."""
        for api in self._apis.values():
            api.close()

    def api(self, node: str, desk: str, place: str) -> Api:
        """The API as the person of this role at this office, authority or firm; KeyError if none.

        `desk` is a role; `place` the office or authority, for a carrier or guarantor the firm.
        """
        key = (node, desk, place)
        if key not in self._apis:
            token = self._tokens[node][_login(node, desk, place)]
            self._apis[key] = Api(self.urls[node], token, self._give_up_s, self._asked)
        return self._apis[key]

    def do(self, node: str, desk: str, place: str, subject: str, command: Command) -> str:
        """Give a command; the subject it was about. ApiRefused says why not."""
        path = f"/subjects/{subject}/commands"
        outcome = self.api(node, desk, place).post(path, command)
        return str(outcome["subject"])

    def file(self, node: str, carrier: CarrierData, dossier: Dossier) -> str:
        """File a dossier; its subject id."""
        command = LodgeDeclaration(dossier, carrier.guarantee.access_code)
        return lodge(self.api(node, "carrier", carrier.org), command)

    def apply_for_all(self, node: str, org: str, subject: str) -> None:
        """Apply for every permit that the dossier still needs."""
        self.api(node, "carrier", org).post("/permits", {"dossier": subject})

    def requirements(self, node: str, org: str, dossier: Dossier) -> list[dict[str, Any]]:
        """The permits a dossier needs, before it is filed."""
        asked = {"dossier": dossier}
        found = self.api(node, "carrier", org).post("/requirements", asked)
        needed: list[dict[str, Any]] = found["requirements"]
        return needed

    def movement(self, node: str, desk: str, place: str, subject: str) -> Movement | None:
        """The movement as this desk sees it; None where it knows of none."""
        found = self._known(node, desk, place, f"/movements/{subject}")
        return None if found is None else msgspec.json.decode(found, type=MovementView).movement

    def permits(self, node: str, org: str, subject: str) -> tuple[Permit, ...]:
        """The permits of a dossier, as its carrier sees them."""
        found = self.api(node, "carrier", org).get(f"/movements/{subject}/permits")
        return msgspec.json.decode(found, type=PermitsView).permits

    def permit(self, node: str, desk: str, place: str, subject: str) -> Permit | None:
        """The permit as this desk sees it; None where it knows of none."""
        found = self._known(node, desk, place, f"/permits/{subject}")
        return None if found is None else msgspec.json.decode(found, type=Permit)

    def visit(self, node: str, office: str, arrival: RegisterArrival) -> str:
        """Note a vehicle before the gate; the visit's subject id."""
        return self.do(node, "checkpoint", office, "new", arrival)

    def rows(self, node: str, desk: str, place: str, name: str) -> tuple[Row, ...]:
        """All rows of a work list of this desk."""
        api, after, found = self.api(node, desk, place), "", list[Row]()
        while True:
            data = api.get(f"/lists/{name}", limit=200, after=after)
            page = msgspec.json.decode(data, type=Rows)
            found += page.rows
            after = page.next
            if not after:
                return tuple(found)

    def available_minor(self, node: str, org: str) -> int:
        """What is left of the carrier's first guarantee."""
        return int(guarantees_of(self.api(node, "carrier", org))[0].data["available_minor"])

    def evidence(self, node: str, office: str, reference: str) -> bytes:
        """The evidence file, as a customs office of the route fetches it."""
        return self.api(node, "customs", office).get(f"/movements/{reference}/evidence")

    def _known(self, node: str, desk: str, place: str, path: str) -> bytes | None:
        try:
            return self.api(node, desk, place).get(path)
        except ApiRefused as refused:
            if refused.status == UNKNOWN:
                return None
            raise


def lodge(api: Api, command: LodgeDeclaration) -> str:
    """File a dossier; its subject id."""
    return str(api.post("/declarations", command)["subject"])


def guarantees_of(api: Api) -> tuple[Row, ...]:
    """The guarantees of the carrier or guarantor who asks."""
    return msgspec.json.decode(api.get("/guarantees"), type=Rows).rows


def fresh_number() -> str:
    """Ten letters and digits that nobody had before."""
    return secrets.token_hex(5).upper()


def _login(node: str, desk: str, place: str) -> str:
    for person in people_of(node):
        if person.role == desk and place in (person.office or person.org, person.org):
            return person.login
    raise KeyError(f"nobody of {place} at {desk} of {node}")
