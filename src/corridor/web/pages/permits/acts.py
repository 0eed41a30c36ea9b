"""All acts of an authority on an application, and which of them it has right now."""

from datetime import date, timedelta
from typing import Final

from corridor.domain.permits.asking import RequestInformation
from corridor.domain.permits.granting import GrantPermit
from corridor.domain.permits.reasons import REFUSAL_REASONS
from corridor.domain.permits.refusing import RefusePermit
from corridor.domain.permits.revoking import RevokePermit
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.views.desk_act import Act, Deed, Field, chosen, field_of, lines_of, table

PermitDeed = Deed[Permit]
VALID_DAYS: Final = 30
"""From today to so long after the day it is wanted for: a truck may be early, and may be late."""
USES_DIGITS_MAX: Final = 4


def offered(permit: Permit) -> tuple[str, ...]:
    """Names of acts, the main one first."""
    match permit.status:
        case "applied":
            return ("grant", "ask", "refuse")
        case "information_requested":
            return ("grant", "refuse")
        case "granted" if not permit.uses:
            return ("revoke",)
        case _:
            return ()


def _grant_means(deed: PermitDeed) -> str:
    _ = deed.reader.words
    return _(
        "The permit is signed with the key of this state and sent to the carrier at once. It can "
        "be revoked only as long as it has not been used."
    )


def _grant_fields(deed: PermitDeed) -> list[Field]:
    _ = deed.reader.words
    asked = deed.state.request
    first = deed.services.today()
    needed = date.fromisoformat(max(first, asked.wanted_to or "", asked.wanted_from or ""))
    last = (needed + timedelta(days=VALID_DAYS)).isoformat()
    hint = _("One a line; the shorter the better, since they stand in the QR code.")
    return [
        field_of("date", "valid_from", _("Valid from"), first),
        field_of("date", "valid_to", _("Valid to"), last),
        field_of("textarea", "conditions", _("Conditions"), hint=hint, optional=True, rows=3),
        field_of("number", "uses", _("How many entries"), "1"),
    ]


def _grant(deed: PermitDeed) -> GrantPermit | None:
    _, form = deed.reader.words, deed.form
    first = deed.needed("valid_from", _("Give the first day."))
    last = deed.needed("valid_to", _("Give the last day."))
    uses = form["uses"]
    if not uses.isdecimal() or len(uses) > USES_DIGITS_MAX or not 1 <= int(uses) <= 1000:
        form.add_error("uses", _("Give a whole number from 1 to 1000."))
    if form.errors:
        return None
    return GrantPermit(first, last, lines_of(form["conditions"]), int(uses))


def _refuse_means(deed: PermitDeed) -> str:
    _ = deed.reader.words
    return _(
        "The carrier reads the reason and may mend the application and send it again; this "
        "decision stays in the record."
    )


def _refuse_fields(deed: PermitDeed) -> list[Field]:
    _ = deed.reader.words
    options = [{"value": code, "label": _(text)} for code, text in REFUSAL_REASONS.items()]
    hint = _("Say what is missing and how to put it right.")
    return [
        field_of("radios", "code", _("Reason"), options=options),
        field_of("textarea", "reason", _("In words"), hint=hint),
    ]


def _refuse(deed: PermitDeed) -> RefusePermit | None:
    _ = deed.reader.words
    code = chosen(deed.form["code"], REFUSAL_REASONS)
    if not code:
        deed.form.add_error("code", _("Choose a reason."))
    reason = deed.needed("reason", _("Give the reason in words."))
    return RefusePermit(code, reason) if code and reason else None


def _ask_means(deed: PermitDeed) -> str:
    _ = deed.reader.words
    return _("The application waits until the carrier has answered; you see the answer here.")


def _ask_fields(deed: PermitDeed) -> list[Field]:
    _ = deed.reader.words
    return [field_of("textarea", "question", _("What do you need to know?"))]


def _ask(deed: PermitDeed) -> RequestInformation | None:
    _ = deed.reader.words
    question = deed.needed("question", _("Write the question."))
    return RequestInformation(question) if question else None


def _revoke_means(deed: PermitDeed) -> str:
    _ = deed.reader.words
    return _(
        "The permit is no longer valid from now on; checkpoints with a network see it at once. "
        "This cannot be taken back."
    )


def _revoke_fields(deed: PermitDeed) -> list[Field]:
    _ = deed.reader.words
    return [field_of("textarea", "reason", _("Reason"), hint=_("The carrier reads this."))]


def _revoke(deed: PermitDeed) -> RevokePermit | None:
    _ = deed.reader.words
    reason = deed.needed("reason", _("Give the reason."))
    return RevokePermit(reason) if reason else None


ACTS = table(
    Act(
        "grant",
        N_("Grant the permit"),
        N_("Grant the permit?"),
        _grant_means,
        _grant,
        N_("The permit was granted"),
        _grant_fields,
        {
            "/valid_from": "valid_from",
            "/valid_to": "valid_to",
            "/conditions": "conditions",
            "/uses": "uses",
        },
    ),
    Act(
        "ask",
        N_("Ask for information"),
        N_("Ask the carrier"),
        _ask_means,
        _ask,
        N_("The carrier was asked"),
        _ask_fields,
        {"/question": "question"},
    ),
    Act(
        "refuse",
        N_("Refuse the permit"),
        N_("Refuse the permit?"),
        _refuse_means,
        _refuse,
        N_("The permit was refused"),
        _refuse_fields,
        {"/code": "code", "/reason": "reason"},
        kind="stop",
    ),
    Act(
        "revoke",
        N_("Revoke the permit"),
        N_("Revoke the permit?"),
        _revoke_means,
        _revoke,
        N_("The permit was revoked"),
        _revoke_fields,
        {"/reason": "reason"},
        kind="stop",
    ),
)
