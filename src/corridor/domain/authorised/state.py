"""The state of an authorisation: who holds it, for what, on which conditions, how it stands."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.values import Count, Line, Office

Kind = Literal["C521", "C522", "C523", "C524"]
"""As declarations name them: authorised consignor and consignee, special seals, reduced data."""
KINDS: Final[tuple[Kind, ...]] = ("C521", "C522", "C523", "C524")
Fault = Literal[
    "kind",
    "holder",
    "revoked",
    "suspended",
    "later",
    "ended",
    "office",
    "goods",
    "guarantee",
    "seal_mark",
]
Org = Annotated[str, Meta(min_length=1, max_length=17)]
Prefix = Annotated[str, Meta(pattern=r"\A[0-9]{2,10}\Z")]
"""The beginning of an HS code."""
Mark = Annotated[str, Meta(pattern=r"\A[A-Z0-9-]{0,10}\Z")]


class Conditions(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Under which it holds; what is empty limits nothing."""

    offices: Annotated[tuple[Office, ...], Meta(max_length=50)] = ()
    """Offices of departure of a consignor, of destination of a consignee."""
    premises: Line = ""
    """Where goods may be presented or unloaded without coming to the office."""
    not_goods: Annotated[tuple[Prefix, ...], Meta(max_length=100)] = ()
    """Beginnings of the HS codes that it does not cover."""
    seal_mark: Mark = ""
    """How the numbers of its own seals begin."""
    grn: Annotated[str, Meta(max_length=24)] = ""
    """The guarantee that has to be used."""
    decide_min: Count = 60
    """So many minutes the office has to decide on a control; then it goes on by itself. Nobody
    waits where it is special seals or the reduced data set alone.
    """


class AuthorisedPerson(msgspec.Struct, frozen=True, omit_defaults=True):
    """One authorisation. Its first and last day are days of the state that gave it."""

    id: str
    node: str
    kind: Kind
    reference: str
    holder: str
    holder_name: str
    office: str
    """That gave it, and alone may take it away."""
    valid_from: str
    valid_to: str
    conditions: Conditions = Conditions()
    given_at: str = ""
    given_by: str = ""
    suspended_at: str = ""
    revoked_at: str = ""
    reason: str = ""
    """Why it is suspended or was revoked."""
    updated_at: str = ""
    unheard: tuple[str, ...] = ()

    @property
    def standing(self) -> Literal["given", "suspended", "revoked"]:
        """How it stands, its days aside."""
        if self.revoked_at:
            return "revoked"
        return "suspended" if self.suspended_at else "given"

    def fault(self, kind: str, holder: str, office: str, day: str) -> Fault | Literal[""]:
        """Why nothing can be done by it there and then; nothing where it can."""
        if kind != self.kind:
            return "kind"
        if holder != self.holder:
            return "holder"
        if self.standing != "given":
            return "revoked" if self.revoked_at else "suspended"
        if day < self.valid_from:
            return "later"
        if day > self.valid_to:
            return "ended"
        is_there = not self.conditions.offices or office in self.conditions.offices
        return "" if is_there else "office"
