"""Whether anybody could ever work with an account: what is wrong with its parts, by field."""

import re
from collections.abc import Iterable
from typing import Final

from corridor.domain.reference import Reference
from corridor.domain.reference.permit_rule import Authority
from corridor.web.auth.accounts import LOGIN_LETTERS_MAX, Account
from corridor.web.i18n import Words
from corridor.web.services import Services

AT_AN_OFFICE: Final = frozenset({"customs", "checkpoint"})
NAME_LETTERS_MAX: Final = 200
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@-]*\Z")


def offices_for(
    role: str, node: str, reference: Reference, authorities: Iterable[Authority]
) -> tuple[str, ...]:
    """Where somebody of this role can work here; nothing for those who work at no office."""
    known: Iterable[str] = ()
    if role in AT_AN_OFFICE:
        known = reference.offices
    elif role == "permit":
        known = (one.code for one in authorities)
    return tuple(sorted(code for code in known if code.startswith(node)))


def faults_in(_: Words, account: Account, services: Services) -> dict[str, str]:
    """What is wrong, in words, by the name of the field."""
    offices = offices_for(account.role, services.node, services.reference, services.authorities)
    found = {}
    if not _LOGIN.match(account.login) or len(account.login) > LOGIN_LETTERS_MAX:
        found["login"] = _("Use small Latin letters, digits, dots, hyphens, at least one.")
    if not 0 < len(account.name) <= NAME_LETTERS_MAX:
        found["name"] = _("Give the person's name as others shall see it.")
    if not 0 < len(account.org) <= NAME_LETTERS_MAX:
        found["org"] = _("Give the code or tax number of the organisation.")
    if len(account.org_name) > NAME_LETTERS_MAX:
        found["org_name"] = _("This name is too long.")
    if offices and account.office not in offices:
        found["office"] = _("Choose the office or authority for this role.")
    if not offices and account.office:
        found["office"] = _("People of this role work at no office: leave it empty.")
    return found
