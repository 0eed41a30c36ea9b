"""What the office of departure may do with a movement, and what it asks before."""

from datetime import date, timedelta
from typing import Any, Final, Literal, cast

from corridor.domain.consignment import carnet_of, declared_seals
from corridor.domain.movement.accepting import AcceptDeclaration, RejectDeclaration
from corridor.domain.movement.control import DecideControl, RecordControl
from corridor.domain.movement.discrepancies import SolveDiscrepancy
from corridor.domain.movement.guarantee import DEFAULT_AMOUNT_MINOR, RequestGuarantee
from corridor.domain.movement.releasing import RefuseRelease, ReleaseForTransit
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.state import Movement
from corridor.domain.movement.writing_off import WriteOff
from corridor.domain.refusals import N_
from corridor.web.labels import CHANNELS
from corridor.web.views.desk_act import Act, Deed, Field, chosen, field_of, lines_of, table
from corridor.web.views.desk_permits import against_release, lacking_rows
from corridor.web.views.desk_unloading import in_words

MovementDeed = Deed[Movement]
SEAL_FIELDS_MIN: Final = 4
SEAL_FIELDS_MAX: Final = 99
CONTROL: Final = ("A1", "A2", "B1")


def _accept_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The declaration gets its MRN and binds its holder; from now on every state on the route "
        "sees the movement. This cannot be taken back."
    )


def _accept(deed: MovementDeed) -> AcceptDeclaration:
    return AcceptDeclaration()


def reason_field(deed: MovementDeed, hint: str = "") -> list[Field]:
    """One field for the reason of a refusal; the carrier reads it."""
    _ = deed.reader.words
    hint = hint or _("The carrier reads this: say what is wrong and what would put it right.")
    return [field_of("textarea", "reason", _("Reason"), hint=hint)]


def reason_of(deed: MovementDeed) -> str:
    """The reason typed; without one the form has an error."""
    _ = deed.reader.words
    return deed.needed("reason", _("Give the reason."))


def _reject_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The declaration is not accepted and the dossier ends here; the carrier may file anew."
    )


def _reject(deed: MovementDeed) -> RejectDeclaration | None:
    reason = reason_of(deed)
    return RejectDeclaration(reason) if reason else None


def _channel_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("The channel is decided once. Yellow and red need a reason; the carrier sees both.")


def _channel_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    options = deed.reader.labels.options("channel")
    hint = _("One reason a line. Not needed for the green channel.")
    return [
        field_of("radios", "channel", _("Channel"), options=options),
        field_of("textarea", "reasons", _("Reasons"), hint=hint, optional=True, rows=3),
    ]


def _channel(deed: MovementDeed) -> DecideControl | None:
    _ = deed.reader.words
    channel = chosen(deed.form["channel"], CHANNELS)
    if not channel:
        deed.form.add_error("channel", _("Choose the channel."))
        return None
    return DecideControl(cast(Any, channel), lines_of(deed.form["reasons"]))


def _control_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    asked = "; ".join(deed.state.channel_reasons)
    return _("What was to be checked: %(reasons)s", reasons=asked or "—")


def result_fields(deed: MovementDeed, results: tuple[str, ...]) -> list[Field]:
    """The result of a control, and words about it."""
    _ = deed.reader.words
    options = [{"value": code, "label": deed.reader.labels(code, "result")} for code in results]
    hint = _("Needed when the result is not satisfactory.")
    return [
        field_of("radios", "result", _("Result"), options=options),
        field_of("textarea", "remarks", _("Remarks"), hint=hint, optional=True),
    ]


def result_of(deed: MovementDeed, results: tuple[str, ...]) -> str:
    """The result chosen; without one the form has an error."""
    _ = deed.reader.words
    value = deed.form["result"]
    if value not in results:
        deed.form.add_error("result", _("Choose the result of the control."))
        return ""
    return value


def _control(deed: MovementDeed) -> RecordControl | None:
    _ = deed.reader.words
    result = result_of(deed, CONTROL)
    if result == "B1":
        deed.needed("remarks", _("Say what was not satisfactory."))
    known = cast(Literal["A1", "A2", "B1"], result)
    return RecordControl(known, deed.form["remarks"]) if result else None


def _guarantee_means(deed: MovementDeed) -> str:
    _, dossier = deed.reader.words, deed.state.dossier
    carnet = carnet_of(dossier)
    if carnet:
        return _(
            "TIR carnet %(carnet)s is the guarantee of this movement: nothing has to be reserved.",
            carnet=carnet,
        )
    use = next((use for use in dossier.guarantees if use.grn), None)
    if use is None:
        return _("The dossier names no guarantee: the carrier has to add one.")
    minor = DEFAULT_AMOUNT_MINOR if use.amount_minor is None else use.amount_minor
    amount = deed.reader.formats.money(minor, use.currency or "EUR")
    return _(
        "The guarantor of %(grn)s is asked to reserve %(amount)s for this movement.",
        grn=use.grn,
        amount=amount,
    )


def _seals_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "These seals are what every office on the way will look for. Compare each number with the "
        "seal itself."
    )


def _seals_fields(deed: MovementDeed) -> list[Field]:
    """The numbers noted already, else the declared ones, ready to be compared."""
    _ = deed.reader.words
    known = deed.state.seals or declared_seals(deed.state.dossier)
    count = _seal_count(deed.state) or max(len(known), SEAL_FIELDS_MIN)
    fields = []
    for number in range(1, min(count, SEAL_FIELDS_MAX) + 1):
        value = known[number - 1] if number <= len(known) else ""
        label = _("Seal %(number)s", number=number)
        fields.append(field_of("text", f"seal-{number}", label, value, width="18"))
    return fields


def _seal_count(state: Movement) -> int:
    return sum(box.seal_count for box in state.dossier.consignment.equipment)


def _seals(deed: MovementDeed) -> AffixSeals | None:
    _ = deed.reader.words
    fields = _seals_fields(deed)
    found = tuple(deed.form[f["name"]] for f in fields if deed.form[f["name"]])
    if not found:
        deed.form.add_error("seal-1", _("Note at least one seal."))
        return None
    return AffixSeals(found)


def _release_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The truck may set out. Seals and limit date become binding, every state on the route is "
        "told. The release cannot be taken back."
    )


def _release_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    days = deed.services.engine.settings.parameters.transit_term_days
    usual = (date.fromisoformat(deed.services.today()) + timedelta(days=days)).isoformat()
    value = deed.state.dossier.limit_date or usual
    hint = _("The day by which the goods are presented at the office of destination.")
    return [field_of("date", "limit_date", _("Limit date at destination"), value, hint)]


def _release(deed: MovementDeed) -> ReleaseForTransit:
    return ReleaseForTransit(deed.form["limit_date"] or None)


def _release_lacks(deed: MovementDeed) -> dict[str, Any]:
    permits = deed.services.queries.permits_of(deed.state.id)
    refusals = against_release(deed.state, permits, deed.services)
    return {"lacking": lacking_rows(deed.reader, refusals)}


def _refuse_release_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    if carnet_of(deed.state.dossier):
        return _("The movement ends here. This cannot be taken back.")
    return _("The movement ends here and its guarantee is set free. This cannot be taken back.")


def _refuse_release(deed: MovementDeed) -> RefuseRelease | None:
    reason = reason_of(deed)
    return RefuseRelease(reason) if reason else None


def _solve_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("What is solved stays in the record with your explanation, for all states to read.")


def _solve_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    open_ones = {d.code: d for d in deed.state.open_discrepancies()}
    dossier, labels = deed.state.dossier, deed.reader.labels
    options = [
        {
            "value": code,
            "label": labels(code, "discrepancy"),
            "hint": in_words(dossier, found.text, deed.reader),
        }
        for code, found in open_ones.items()
    ]
    only_one = next(iter(open_ones)) if len(open_ones) == 1 else ""
    return [
        field_of("radios", "code", _("Discrepancy"), only_one, options=options),
        field_of("textarea", "text", _("How it was solved")),
    ]


def _solve(deed: MovementDeed) -> SolveDiscrepancy | None:
    _ = deed.reader.words
    code = deed.needed("code", _("Choose the discrepancy."))
    text = deed.needed("text", _("Say how it was solved."))
    return SolveDiscrepancy(code, text) if code and text else None


def _write_off_means(deed: MovementDeed) -> str:
    _, carnet, held = deed.reader.words, carnet_of(deed.state.dossier), deed.state.guarantee
    if carnet:
        return _(
            "The transit procedure under TIR carnet %(carnet)s ends. This cannot be taken back.",
            carnet=carnet,
        )
    amount = deed.reader.formats.money(held.amount_minor, held.currency)
    return _(
        "The transit procedure ends and %(amount)s of the guarantee are free again. This cannot be "
        "taken back.",
        amount=amount,
    )


ACTS = table(
    Act(
        "accept",
        N_("Accept the declaration"),
        N_("Accept the declaration?"),
        _accept_means,
        _accept,
        N_("The declaration was accepted"),
    ),
    Act(
        "reject",
        N_("Do not accept"),
        N_("Refuse to accept the declaration?"),
        _reject_means,
        _reject,
        N_("The declaration was not accepted"),
        reason_field,
        {"/reason": "reason"},
        kind="stop",
    ),
    Act(
        "channel",
        N_("Decide on control"),
        N_("Control channel"),
        _channel_means,
        _channel,
        N_("The channel was decided"),
        _channel_fields,
        {"/channel": "channel", "/reasons": "reasons"},
    ),
    Act(
        "control",
        N_("Record the control"),
        N_("Result of the control at departure"),
        _control_means,
        _control,
        N_("The result of the control was recorded"),
        lambda deed: result_fields(deed, CONTROL),
        {"/result": "result", "/remarks": "remarks"},
    ),
    Act(
        "guarantee",
        N_("Reserve the guarantee"),
        N_("Reserve the guarantee?"),
        _guarantee_means,
        lambda deed: RequestGuarantee(),
        N_("The guarantor was asked"),
    ),
    Act(
        "seals",
        N_("Note the seals"),
        N_("Seals at departure"),
        _seals_means,
        _seals,
        N_("The seals were noted"),
        _seals_fields,
        {"/seals": "seal-1"},
    ),
    Act(
        "release",
        N_("Release for transit"),
        N_("Release for transit?"),
        _release_means,
        _release,
        N_("The movement was released for transit"),
        _release_fields,
        {"/limit_date": "limit_date"},
        context=_release_lacks,
    ),
    Act(
        "refuse-release",
        N_("Refuse the release"),
        N_("Refuse the release?"),
        _refuse_release_means,
        _refuse_release,
        N_("The release was refused"),
        reason_field,
        {"/reason": "reason"},
        kind="stop",
    ),
    Act(
        "solve",
        N_("Solve a discrepancy"),
        N_("Solve a discrepancy"),
        _solve_means,
        _solve,
        N_("The discrepancy was solved"),
        _solve_fields,
        {"/code": "code", "/text": "text"},
    ),
    Act(
        "write-off",
        N_("Write off"),
        N_("Discharge the procedure?"),
        _write_off_means,
        lambda deed: WriteOff(),
        N_("The procedure was discharged"),
    ),
)
