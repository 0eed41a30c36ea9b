"""Bringing in a permit that was given outside of the corridor.

Two ways: a permit out of a system of the authority's own, and a certificate that the service of
another state issued. Either is one subject, named by the state that gave it and its number; brought
in again it is changed or revoked, and never there twice. Who brings it in is the authority that
answers for it: it counts for the requirements of its state alone.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import days_later
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.needs import Ask, HolderOf
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permit_types.types import GENERIC
from corridor.domain.permits.brought import (
    DIGEST,
    Brought,
    PermitRecord,
    Source,
    brought_id,
    is_one_number,
    record_of,
    replaced_key,
)
from corridor.domain.permits.certificates import Certificate, wrong_in_certificate
from corridor.domain.permits.credentials import build_credential
from corridor.domain.permits.listings import known_number
from corridor.domain.permits.plates import wrong_plates
from corridor.domain.permits.record_checks import wrong_in_record
from corridor.domain.permits.revoking import revoked_for
from corridor.domain.permits.state import Permit
from corridor.domain.permits.stopped import digest_of
from corridor.domain.permits.voices import AUTHORITY
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.searching import identifier
from corridor.domain.values import Text

Digest = Annotated[str, Meta(pattern=DIGEST)]
IN_FORCE: Final = frozenset({"granted", "exhausted"})


class BringInPermit(Command, frozen=True, tag="permit.bring_in"):
    """A permit out of a system of the authority's own; the same number again changes it."""

    record: PermitRecord
    source: Source = "table"
    digest: Digest = ""
    reference: Text = ""
    """Who sent it, and under which message, where it came by X-Road."""


class BringInCertificate(Command, frozen=True, tag="permit.bring_in_certificate"):
    """A certificate of another state's service. `valid_to`: until when it counts here; empty: as
    long as the type usually does.
    """

    certificate: Certificate
    valid_to: Annotated[str, Meta(max_length=10)] = ""
    digest: Digest = ""


class PermitBroughtIn(Payload, frozen=True, tag="permit.brought_in/1"):
    """A permit given elsewhere, as it stands now. `credential`: of the own state's alone."""

    record: PermitRecord
    brought: Brought
    credential: str = ""


def _issuer(ask: Ask) -> str:
    said = ask.said
    return said.certificate.exporter if isinstance(said, BringInCertificate) else ask.context.node


def _number(ask: Ask) -> str:
    said = ask.said
    found = said.certificate if isinstance(said, BringInCertificate) else said.record
    return known_number(ask.context.node, _issuer(ask), found.number)


def _replaced(ask: Ask) -> str:
    found = ask.said.certificate if isinstance(ask.said, BringInCertificate) else None
    return replaced_key(ask.context.subject) if found and found.status == "in_force" else ""


NUMBER_HOLDER: Final = HolderOf(_number)
REPLACED_BY: Final = HolderOf(_replaced)


def _bring_permit(state: Permit | None, command: BringInPermit, context: Context) -> Decision:
    brought = Brought(
        source=command.source,
        issuer=context.node,
        digest=command.digest,
        reference=command.reference,
    )
    return _bring(state, command.record, brought, context)


def _bring_certificate(
    state: Permit | None, command: BringInCertificate, context: Context
) -> Decision:
    found, node = command.certificate, context.node
    wrong = tuple(wrong_in_certificate(found, node, context.day_at(node)))
    if wrong:
        return Refused(wrong)
    if context.of(REPLACED_BY) not in ("", context.subject):
        return refuse("permit_brought_replaced", "/number", number=found.number)
    days = context.type_of(found.kind).valid_days_usual
    brought = Brought(
        source="ephyto",
        issuer=found.exporter,
        service=found.service,
        digest=command.digest,
        certificate=found,
    )
    record = record_of(found, command.valid_to or days_later(found.issued_on, days))
    return _bring(state, record, brought, context)


def _bring(
    state: Permit | None, record: PermitRecord, brought: Brought, context: Context
) -> Decision:
    wrong = tuple(_wrong(state, record, context))
    if wrong:
        return Refused(wrong)
    if record.status == "revoked":
        return _revoke(state, record, brought)
    if state is not None and state.status not in IN_FORCE:
        return refuse("permit_brought_over", "/status", number=record.number)
    if state is not None and _same(state, record, brought):
        return refuse("permit_brought_same", number=record.number)
    brought = replace(brought, issued_on=record.issued_on)
    said = PermitBroughtIn(record, brought)
    return _with_code(_made(said, context), said, context)


def _wrong(state: Permit | None, record: PermitRecord, context: Context) -> Iterator[Refusal]:
    if state is not None and state.brought is None:
        yield Refusal("permit_brought_own", "/number", "", {"number": record.number})
    yield from _wrong_desk(state, record, context)
    if not identifier(record.number):
        yield Refusal("permit_brought_number", "/number", "", {"given": record.number})
    if context.of(NUMBER_HOLDER) not in ("", context.subject):
        yield Refusal("permit_number_known", "/number", "", {"number": record.number})
    elif state is not None and not is_one_number(state.number, record.number):
        yield Refusal("permit_number_known", "/number", "", {"number": state.number})
    if record.status == "granted":
        yield from wrong_in_record(record, context.day_at(context.node))
        yield from wrong_plates(record.plates, "/plates")
        if not (record.holder.name or record.holder.id):
            yield Refusal("permit_brought_holder", "/holder/name")
        if state is not None and record.uses < len(state.uses):
            args = {"used": str(len(state.uses))}
            yield Refusal("permit_brought_uses", "/uses", "", args)


def _wrong_desk(state: Permit | None, record: PermitRecord, context: Context) -> Iterator[Refusal]:
    """The desk of the type answers for it; where a type names none, any of the state's."""
    kind, office = context.type_of(record.kind), context.actor.office
    right = f"{context.node}-{kind.desk}"
    if kind.code == GENERIC:
        right = office if office.startswith(f"{context.node}-") else f"{context.node}-…"
    if state is not None:
        right = state.request.authority
    if office != right:
        args = {"authority": office, "right": right}
        yield Refusal("permit_wrong_authority", "/kind", "", args)
    if state is not None and state.request.kind != record.kind:
        yield Refusal("permit_brought_kind", "/kind", "", {"number": record.number})


def _revoke(state: Permit | None, record: PermitRecord, brought: Brought) -> Decision:
    if state is None:
        return refuse("permit_brought_unknown", "/number", number=record.number)
    if state.status == "revoked":
        return refuse("permit_brought_same", number=record.number)
    found = brought.certificate
    reason = record.reason or (found is not None and found.service) or "—"
    return revoked_for(state, str(reason))


def _same(state: Permit, record: PermitRecord, brought: Brought) -> bool:
    """Whether it would change nothing."""
    was = state.brought
    return (
        was is not None
        and was.certificate == brought.certificate
        and _request(record, state.request.authority, state.request.country) == state.request
        and (record.valid_from, record.valid_to, record.uses, record.conditions, record.firm)
        == (state.valid_from, state.valid_to, state.uses_granted, state.conditions, state.owner)
    )


def _made(said: PermitBroughtIn, context: Context) -> Permit:
    return _of(said, context.subject, context.node, context.actor.office, context.now)


def _with_code(made: Permit, said: PermitBroughtIn, context: Context) -> Decision:
    """A permit of the own state has a code of this node; another state's has its own paper."""
    if said.brought.issuer != context.node:
        return (said,)
    if context.sign is None:
        return refuse("permit_no_key", node=context.node)
    text = build_credential(made, context.sign)
    return text if isinstance(text, Refused) else (replace(said, credential=text),)


def _request(record: PermitRecord, authority: str, country: str) -> PermitRequest:
    return PermitRequest(
        dossier="",
        kind=record.kind,
        country=country,
        authority=authority,
        rule="",
        holder=record.holder,
        plates=record.plates,
        goods=record.goods,
        countries=record.countries,
        entry_office=record.entry_office,
        details=record.details,
    )


def _of(said: PermitBroughtIn, subject: str, node: str, office: str, at: str) -> Permit:
    record = said.record
    return Permit(
        id=subject,
        home=node,
        owner=record.firm,
        request=_request(record, office, node),
        status="granted",
        applied_at=at,
        updated_at=at,
        decided_at=at,
        number=record.number,
        valid_from=record.valid_from,
        valid_to=record.valid_to,
        credential=said.credential,
        conditions=record.conditions,
        uses_granted=record.uses,
        brought=replace(said.brought, taken_at=at, changed_at=""),
    )


def _begin(fact: Fact[Any], subject: str) -> Permit | None:
    """Born at the node of the authority, under the name that its number has."""
    said, actor = fact.payload, fact.actor
    named = brought_id(fact.node, said.brought.issuer, said.record.number)
    is_desk = actor.role == "permit" and actor.office.startswith(f"{fact.node}-")
    if not is_desk or subject != named or home_of(subject) != fact.node:
        return None
    return _of(said, subject, fact.node, actor.office, fact.at)


def _brought_again(s: Permit, p: PermitBroughtIn, f: Fact[Any]) -> Permit:
    """As it stands now; what was used of it stays, and its earlier code holds no more."""
    made = _of(p, s.id, s.home, s.request.authority, s.applied_at)
    taken = s.brought.taken_at if s.brought else f.at
    is_new = bool(s.credential) and s.credential != p.credential
    return replace(
        s,
        owner=made.owner,
        request=made.request,
        status="granted" if len(s.uses) < made.uses_granted else "exhausted",
        valid_from=made.valid_from,
        valid_to=made.valid_to,
        conditions=made.conditions,
        uses_granted=made.uses_granted,
        credential=p.credential,
        replaced=(*s.replaced, digest_of(s.credential)) if is_new else s.replaced,
        brought=replace(p.brought, taken_at=taken, changed_at=f.at),
    )


def _fits(s: Permit, p: PermitBroughtIn, f: Fact[Any]) -> bool:
    named = brought_id(s.home, p.brought.issuer, p.record.number)
    return s.brought is not None and s.status in IN_FORCE and s.id == named


def _subject_of(command: Any, node: str) -> str:
    if isinstance(command, BringInCertificate):
        return brought_id(node, command.certificate.exporter, command.certificate.number)
    return brought_id(node, node, command.record.number)


BRINGING_IN: Final = Act[Permit](
    "bringing_in",
    asked=(
        Asked(
            BringInPermit,
            by="permit",
            decide=_bring_permit,
            needs=(NUMBER_HOLDER,),
            begins=True,
            names=_subject_of,
        ),
        Asked(
            BringInCertificate,
            by="permit",
            decide=_bring_certificate,
            needs=(NUMBER_HOLDER, REPLACED_BY),
            begins=True,
            names=_subject_of,
        ),
    ),
    told=(
        Told(
            PermitBroughtIn,
            AUTHORITY,
            frozenset(),
            _brought_again,
            begin=_begin,
            fits=_fits,
            heard=TO_CARRIER,
        ),
    ),
    texts={
        "permit_brought_number": RefusalText(
            N_("“{given}” is no number: it has neither letters nor digits."),
            N_("Give the number of the permit."),
        ),
        "permit_brought_replaced": RefusalText(
            N_("Another certificate was issued in place of {number}."),
            N_("Ask for the one that stands in its place."),
        ),
        "permit_brought_own": RefusalText(
            N_("Permit {number} was decided on in the corridor, and no file changes it."),
            N_("Change it at its desk."),
        ),
        "permit_number_known": RefusalText(
            N_("Another permit has the number {number}."),
            N_("Look for the number, and correct it in the system that it comes from."),
        ),
        "permit_brought_holder": RefusalText(
            N_("It is not said whose permit this is."), N_("Give the name or the number.")
        ),
        "permit_brought_uses": RefusalText(
            N_("{used} uses are written off, and fewer are granted now."),
            N_("Grant at least as many uses as were written off."),
        ),
        "permit_brought_kind": RefusalText(
            N_("Permit {number} is of another kind here."),
            N_("Give the kind under which it was brought in first, or another number."),
        ),
        "permit_brought_unknown": RefusalText(
            N_("There is no permit {number} here that could be revoked."),
            N_("Check the number; what was never brought in needs no revocation."),
        ),
        "permit_brought_same": RefusalText(
            N_("Permit {number} stands here exactly so already."),
            N_("Nothing needs to be done."),
        ),
        "permit_brought_over": RefusalText(
            N_("Permit {number} was revoked, and does not come back."),
            N_("Issue a new permit, with another number."),
        ),
    },
)
