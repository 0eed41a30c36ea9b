"""What the carrier of a movement must do itself, or is to know of its permits, before all else."""

from collections.abc import Iterator

from corridor.domain.movement.enquiring import open_enquiries
from corridor.domain.movement.state import BEFORE_RELEASE, OPEN, Movement
from corridor.domain.movement.unasked import unasked
from corridor.domain.movement.writing import open_questions
from corridor.domain.permits.coverage import RequirementState
from corridor.web.acts.movement.presenting import PRESENTING
from corridor.web.acts.movement.securing import SECURING
from corridor.web.life.next_step import (
    FILE_ANEW,
    Step,
    asked_amendment,
    before_release,
    refused_by,
    step_of,
    till_presented,
    waits_for_goods,
)
from corridor.web.templating import Reader
from corridor.web.views.drafting.judging import Judgement


def step_for_carrier(state: Movement, judged: Judgement, reader: Reader) -> Step:
    """The same step, but first what the carrier itself must do, or is to know of its permits."""
    own = _own_steps(state, judged, reader) if state.status in OPEN else iter(())
    step = next(own, None) or step_of(state, reader)
    drives = state.status == "released" and step.kind == "info"
    is_mine = drives or step.href == FILE_ANEW
    return step._replace(who=reader.words("You")) if is_mine else step


def _own_steps(state: Movement, judged: Judgement, reader: Reader) -> Iterator[Step]:
    """What comes first of them is what the carrier reads."""
    yield from _to_pay(state, reader)
    yield from _to_answer(state, reader)
    yield from _of_permits(judged, reader)
    yield from _to_amend(state, reader)
    yield from _to_present(state, reader)
    if state.worst == "unsatisfactory" and state.pending_correction is None:
        yield before_release(state, reader)
    yield from _without_permits(state, judged, reader)


def _to_pay(state: Movement, reader: Reader) -> Iterator[Step]:
    """What the debtor has to pay, to whom and by when."""
    say, recovery = reader.words, state.pursuit.open_recovery
    claim = recovery.claim_of("debtor") if recovery is not None else None
    if recovery is None or claim is None or not recovery.left_minor:
        return
    money = reader.formats.money(recovery.left_minor, recovery.currency)
    title = say("Pay %(amount)s by %(day)s", amount=money, day=reader.formats.day(claim.pay_by))
    office = reader.names.office(recovery.competent)
    text = say("%(office)s demands the debt of this movement of you.", office=office)
    yield _mine("stop", title, text, reader)


def _to_answer(state: Movement, reader: Reader) -> Iterator[Step]:
    say = reader.words
    for enquiry in open_enquiries(state, ""):
        day = reader.formats.day(enquiry.answer_by)
        text = say("Answer by %(day)s.", day=day) + f" {enquiry.text}"
        href = f"/carrier/dossiers/{state.id}/enquiry"
        title = say("Customs enquires after the goods")
        yield _mine("stop", title, text, reader, href, say("Answer"))
    for asked in open_questions(state, "customs"):
        office, href = reader.names.office(asked.office), f"/carrier/dossiers/{state.id}/write"
        text = f"{office}: {asked.text}"
        yield _mine("wait", say("Customs asks you"), text, reader, href, say("Answer"))


def _of_permits(judged: Judgement, reader: Reader) -> Iterator[Step]:
    """Those about which an authority asks, or that it refused."""
    say = reader.words
    for found in judged.needs:
        at = f"/carrier/permits/{found.permit}"
        if found.state == "information_requested" and found.permit:
            permit = judged.permit_of(found)
            text = ". ".join(
                filter(None, (_named(reader, found), permit.question if permit else ""))
            )
            title, action = say("An authority asks you"), say("Answer")
            yield _mine("wait", title, text, reader, f"{at}/answer", action)
        if found.state == "refused" and found.permit:
            title, action = say("A permit was refused"), say("Correct and apply again")
            yield _mine("stop", title, _named(reader, found), reader, f"{at}/again", action)


def _to_amend(state: Movement, reader: Reader) -> Iterator[Step]:
    """The guarantee that was refused, or what customs asks to be amended."""
    say = reader.words
    if state.is_guarantee_under_amendment:
        (change,) = SECURING.acts
        href, action = f"/carrier/dossiers/{state.id}/{change.name}", say(change.label)
        title = reader.labels("guarantee_under_amendment", "status")
        yield _mine("stop", title, refused_by(state, reader), reader, href, action)
    if (correction := state.pending_correction) is not None:
        title, kind = say("Customs asks for an amendment"), "wait"
        if correction.late_at:
            title, kind = say("The amendment did not come in time"), "stop"
        text = asked_amendment(correction, state, reader)
        href, action = f"/carrier/dossiers/{state.id}#changes", say("To the amendment")
        yield _mine(kind, title, text, reader, href, action)


def _to_present(state: Movement, reader: Reader) -> Iterator[Step]:
    say = reader.words
    if waits_for_goods(state):
        (present,) = PRESENTING.acts
        action, href = say(present.label), f"/carrier/dossiers/{state.id}/{present.name}"
        text = till_presented(state, reader)
        yield _mine("wait", say("Present the goods"), text, reader, href, action)


def _without_permits(state: Movement, judged: Judgement, reader: Reader) -> Iterator[Step]:
    """Permits to apply for, and those without which it is not released."""
    say = reader.words
    to_apply = unasked(state, judged.needs)
    if to_apply:
        text = _to_apply(to_apply, reader)
        href, action = f"/carrier/dossiers/{state.id}#permits", say("To the permits")
        yield _mine("wait", say("Apply for the permits"), text, reader, href, action)
    lacking = [found for found in judged.needs if _holds_up_release(found)]
    if lacking and state.status in BEFORE_RELEASE - {"submitted"}:
        names = "; ".join(_named(reader, found) for found in lacking)
        text = say("Without these permits it cannot be released: %(names)s.", names=names)
        whose = (reader.names.authority(found.requirement.authority) for found in lacking)
        yield Step("wait", say("Waits for permits"), text, ", ".join(dict.fromkeys(whose)))


def _mine(
    kind: str, title: str, text: str, reader: Reader, href: str = "", action: str = ""
) -> Step:
    return Step(kind, title, text, reader.words("You"), "", href, action)


def _to_apply(found: tuple[RequirementState, ...], reader: Reader) -> str:
    """Those never asked for, and those whose application or permit does not cover this dossier."""
    say, parts = reader.words, []
    fresh = "; ".join(_named(reader, one) for one in found if not one.permit)
    again = "; ".join(_named(reader, one) for one in found if one.permit)
    if fresh:
        parts.append(say("Nobody has been asked for these permits yet: %(names)s.", names=fresh))
    if again:
        parts.append(say("What there is does not cover this dossier: %(names)s.", names=again))
    return " ".join(parts)


def _named(reader: Reader, found: RequirementState) -> str:
    kind = reader.labels(found.requirement.kind, "permit_kind")
    return f"{kind}: {reader.names.country(found.requirement.country)}"


def _holds_up_release(found: RequirementState) -> bool:
    needs = found.requirement
    return needs.blocking and needs.at == "departure" and found.state != "have"
