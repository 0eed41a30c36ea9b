"""Finding people of this node by words, and by how their accounts stand."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.refusals import N_
from corridor.web.auth.accounts import Account
from corridor.web.templating import Reader

STANDINGS: Final = {
    "open": N_("can sign in"),
    "new": N_("no password yet"),
    "closed": N_("closed"),
}


def standing_of(account: Account) -> str:
    """How an account stands: one of STANDINGS."""
    if account.closed:
        return "closed"
    return "open" if account.hash else "new"


def fits_words(account: Account, asked: str, reader: Reader) -> bool:
    """Whether each word that is asked for stands in what pages show of the account."""
    shown = (reader.names.desk(account), reader.labels(account.role, "role"))
    words = (account.login, account.name, account.org, account.org_name, account.office, *shown)
    said = " ".join(words).casefold()
    return all(word in said for word in asked.casefold().split())


def who_confirm(everyone: Iterable[Account], me: str) -> list[str]:
    """Names of the operators who may confirm what this one proposes; none where one is alone."""
    return [
        one.name
        for one in everyone
        if one.role == "operator" and not one.closed and one.login != me
    ]
