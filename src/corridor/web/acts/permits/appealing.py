"""An appeal against a refusal, and what the body decided."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.permit_types.types import Appeal
from corridor.domain.permits.appealing import (
    AppealDecided,
    AppealPermit,
    DecideAppeal,
    Outcome,
    PermitAppealed,
)
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import (
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    hears,
    when_at,
)
from corridor.web.acts.fields import files_field, files_of
from corridor.web.i18n import in_language

OUTCOMES: Final[dict[Outcome, str]] = {
    "upheld": N_("The refusal stands"),
    "set_aside": N_("The refusal is set aside: the authority decides anew"),
}


def _may(state: Permit, actor: Actor) -> Place | None:
    return when_at(state.status == "refused")


def _named(deed: Deed[Permit]) -> Appeal | None:
    return deed.services.types[deed.state.request.kind].appeal


def _body(deed: Deed[Permit]) -> str:
    appeal = _named(deed)
    return in_language(deed.reader.lang, appeal.body) if appeal else ""


def _means(deed: Deed[Permit]) -> str:
    _, appeal = deed.reader.words, _named(deed)
    if appeal is None:
        return _("The type of this permit names no body that hears an appeal.")
    return _(
        "The appeal is heard by: %(body)s. It may be brought within %(days)s days of the refusal. "
        "As long as it is open, the application cannot be sent again.",
        body=_body(deed),
        days=appeal.days,
    )


def _over(deed: Deed[Permit]) -> tuple[str, str] | None:
    return None if _named(deed) else (deed.reader.words("This cannot be done"), _means(deed))


def _fields(deed: Deed[Permit]) -> list[Field]:
    _ = deed.reader.words
    hint = _("What was decided wrongly, and by which rule.")
    return [field_of("textarea", "words", _("Grounds of the appeal"), hint=hint), files_field(deed)]


def _appeal(deed: Deed[Permit]) -> AppealPermit | None:
    words = deed.needed("words", deed.reader.words("Write the grounds."))
    return AppealPermit(words, files_of(deed)) if words else None


def _open(state: Permit, actor: Actor) -> Place | None:
    return when_at(state.status == "appealed")


def _decide_means(deed: Deed[Permit]) -> str:
    return deed.reader.words(
        "Record what the body decided: %(body)s. Whoever refused the permit does not record it.",
        body=_body(deed),
    )


def _decide_fields(deed: Deed[Permit]) -> list[Field]:
    _ = deed.reader.words
    options = [{"value": code, "label": _(text)} for code, text in OUTCOMES.items()]
    return [
        field_of("radios", "outcome", _("What was decided"), options=options),
        field_of("text", "number", _("Number and date of the decision")),
        field_of("textarea", "reason", _("In words"), hint=_("The carrier reads this.")),
        files_field(deed),
    ]


def _decide(deed: Deed[Permit]) -> DecideAppeal | None:
    _ = deed.reader.words
    outcome = next((one for one in OUTCOMES if one == deed.form["outcome"]), None)
    if outcome is None:
        deed.form.add_error("outcome", _("Choose what was decided."))
    number = deed.needed("number", _("Give number and date of the decision."))
    reason = deed.needed("reason", _("Give the reason in words."))
    if not (outcome and number and reason):
        return None
    return DecideAppeal(outcome, number, reason, files_of(deed))


def _grounds(said: PermitAppealed, tale: Tale) -> Iterable[str]:
    return [said.words]


def _decided(said: AppealDecided, tale: Tale) -> Iterable[str]:
    number = said.number.removeprefix("№").strip()  # some write the sign, some do not
    yield f"{tale.say(OUTCOMES[said.outcome])}. {tale.say('No. %(number)s.', number=number)}"
    yield said.reason


APPEALING: Final = Shown[Permit](
    acts=(
        Act(
            name="appeal",
            desk="carrier",
            label=N_("Appeal"),
            title=N_("Appeal against the refusal"),
            consequence=_means,
            command=_appeal,
            done=N_("The appeal was sent"),
            offered=_may,
            fields=_fields,
            over=_over,
            pointers={"/words": "words", "/attachments": "files"},
        ),
        Act(
            name="decide_appeal",
            desk="permit",
            label=N_("Record the decision on the appeal"),
            title=N_("Decision on the appeal"),
            consequence=_decide_means,
            command=_decide,
            done=N_("The decision on the appeal was recorded"),
            offered=_open,
            fields=_decide_fields,
            hears=hears(PermitAppealed),
            pointers={
                "/outcome": "outcome",
                "/number": "number",
                "/reason": "reason",
                "/attachments": "files",
            },
            stays=True,
        ),
    ),
    reads=(
        Reading(PermitAppealed, N_("Appeal brought"), "attention", note=_grounds),
        Reading(AppealDecided, N_("Appeal decided"), note=_decided, to_carrier=True),
    ),
)
