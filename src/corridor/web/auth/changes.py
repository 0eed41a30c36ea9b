"""Changes of accounts by an operator while the node runs; for officers it takes two of them.

Document kind `account-change`: what one operator proposed and another one has not decided yet.
"""

from typing import Any, Final, Literal

import msgspec
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.engine.jobs import Note
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.engine.records import AccountChangeDeclined, AccountChangeProposed
from corridor.engine.unit import Unit
from corridor.web.auth.accounts import (
    ACCOUNT,
    OFFICERS,
    Account,
    account_document,
    account_in,
)
from corridor.web.auth.links import forget_links, give_link
from corridor.web.auth.roster import ForgetTokens, changed, forget_second
from corridor.web.auth.signed_in import EndSessions

PROPOSAL: Final = "account-change"
PROPOSALS_MAX: Final = 500
What = Literal["added", "changed", "closed", "reopened", "link", "second_factor_off", "limited"]
Done = Literal["done", "proposed", "gone", "own", "taken"]


class Change(msgspec.Struct, frozen=True):
    """What is to become of an account: `account` is as it shall be, without its password."""

    what: What
    account: Account

    def takes_two(self, before: Account | None) -> bool:
        """Whether one operator is not enough. Whoever sees harm may close alone."""
        roles = {self.account.role, before.role if before else ""}
        return self.what != "closed" and bool(OFFICERS & roles)


class Proposal(msgspec.Struct, frozen=True):
    """A change that waits for another operator."""

    change: Change
    by: str
    at: str


_PROPOSAL = msgspec.json.Decoder(Proposal)


class AskChange(msgspec.Struct, frozen=True):
    """Change an account, or propose it where that takes two. `id`: of the proposal, of the link."""

    change: Change
    actor: Actor
    id: str
    link: str = ""

    def run(self, unit: Unit) -> Done:
        """Done or proposed; `taken`: there is such a login already; `gone`: there is none."""
        account, before = self.change.account, _kept(unit, self.change.account.login)
        if (before is None) != (self.change.what == "added"):
            return "taken" if before else "gone"
        if not self.change.takes_two(before):
            return _apply(unit, self.change, self.actor, "", self.link)
        proposal = Proposal(self.change, self.actor.person, unit.now())
        body = msgspec.json.encode(proposal)
        unit.tx.put_document(PROPOSAL, Document(self.id, account.login, unit.now(), body))
        said = AccountChangeProposed(
            account.login, self.change.what, account.role, account.office, account.org
        )
        Note(said, self.actor).run(unit)
        return "proposed"


class DecideChange(msgspec.Struct, frozen=True):
    """Another operator's word on a proposal; its own author may only take it back."""

    id: str
    actor: Actor
    is_confirmed: bool
    link: str = ""

    def run(self, unit: Unit) -> Done:
        """`own`: nobody confirms what they proposed; `gone`: it was decided before."""
        found = unit.tx.document(PROPOSAL, self.id)
        if found is None:
            return "gone"
        proposal = _PROPOSAL.decode(found.body)
        change = proposal.change
        if not self.is_confirmed:
            said = AccountChangeDeclined(change.account.login, change.what, proposal.by)
            Note(said, self.actor).run(unit)
            unit.tx.delete_document(PROPOSAL, self.id)
            return "done"
        if proposal.by == self.actor.person:
            return "own"
        unit.tx.delete_document(PROPOSAL, self.id)
        return _apply(unit, change, self.actor, proposal.by, self.link)


def _kept(unit: Unit, login: str) -> Account | None:
    found = unit.tx.document(ACCOUNT, login)
    return account_in(found) if found else None


def _apply(unit: Unit, change: Change, actor: Actor, proposed_by: str, link: str) -> Done:
    """Do it on the account as it is by now."""
    before, wanted = _kept(unit, change.account.login), change.account
    if (before is None) != (change.what == "added"):
        return "taken" if before else "gone"
    after = _after(before, wanted, change.what, unit.now())
    unit.tx.put_document(ACCOUNT, account_document(after, unit.now()))
    if before is not None and (after.closed or _works_elsewhere(before, after)):
        ForgetTokens(before).run(unit)
        EndSessions(after.login).run(unit)
        forget_links(unit, after.login)
    if change.what in ("second_factor_off", "reopened"):
        forget_second(unit, after.login)
        EndSessions(after.login).run(unit)
    if link and not after.closed and change.what in ("added", "link", "reopened"):
        give_link(unit, after.login, link)
    Note(changed(after, change.what, proposed_by), actor).run(unit)
    return "done"


def _after(before: Account | None, wanted: Account, what: What, now: str) -> Account:
    if before is None:
        return wanted
    if what == "closed":
        return replace(before, closed=now)
    if what == "reopened":
        return replace(before, closed="", hash="")
    if what == "limited":
        return replace(before, limit=wanted.limit, leads=wanted.leads)
    return replace(before, **described(wanted)) if what == "changed" else before


def described(account: Account) -> dict[str, Any]:
    """What an operator says of a person; neither password nor login."""
    names = ("name", "role", "office", "org", "org_name", "leads")
    return {name: getattr(account, name) for name in names}


def _works_elsewhere(before: Account, after: Account) -> bool:
    """Whether a token or a session of before would now speak for somebody else."""
    return (before.role, before.office, before.org) != (after.role, after.office, after.org)


def proposals(queries: Queries) -> dict[str, Proposal]:
    """What waits for another operator, by id, the newest first."""
    found = queries.documents(PROPOSAL, None, PROPOSALS_MAX)
    return {document.id: _PROPOSAL.decode(document.body) for document in found}
