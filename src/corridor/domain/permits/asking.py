"""A question of the authority to the carrier, and its answer."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at, days_between
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import APPLICANT, AUTHORITY, during
from corridor.domain.values import LongText, Words


class RequestInformation(Command, frozen=True, tag="permit.request_information"):
    """Ask the carrier."""

    question: Words
    attachments: SentFiles = ()


class ProvideInformation(Command, frozen=True, tag="permit.provide_information"):
    """Answer the authority."""

    answer: Words
    attachments: SentFiles = ()


class InformationRequested(Payload, frozen=True, tag="permit.information_requested/1"):
    """The authority asks the carrier something before it decides."""

    question: LongText
    attachments: SentFiles = ()


class InformationProvided(Payload, frozen=True, tag="permit.information_provided/1"):
    """The carrier's answer."""

    answer: LongText
    attachments: SentFiles = ()


def _ask(state: Permit, command: RequestInformation, context: Context) -> Decision:
    return (InformationRequested(command.question, command.attachments),)


def _answer(state: Permit, command: ProvideInformation, context: Context) -> Decision:
    return (InformationProvided(command.answer, command.attachments),)


def _asked(s: Permit, p: InformationRequested, f: Fact[Any]) -> Permit:
    """The term stands still until the carrier has answered."""
    return replace(
        s,
        status="information_requested",
        question=p.question,
        answer="",
        asked_at=f.at,
        proposal=None,
    )


def _answered(s: Permit, p: InformationProvided, f: Fact[Any]) -> Permit:
    where = s.request.country
    waited = days_between(day_at(s.asked_at, where), day_at(f.at, where)) if s.asked_at else 0
    paused = s.paused_days + max(0, waited)
    return replace(s, status="applied", answer=p.answer, asked_at="", paused_days=paused)


ASKING: Final = Act[Permit](
    "asking",
    asked=(
        Asked(RequestInformation, "permit", _ask, AUTHORITY, during("applied")),
        Asked(ProvideInformation, "carrier", _answer, APPLICANT, during("information_requested")),
    ),
    told=(
        Told(
            InformationRequested,
            AUTHORITY,
            frozenset({"applied"}),
            _asked,
            heard=Heard(
                {"carrier": lambda permit: permit.status == "information_requested"}, urgent=True
            ),
        ),
        Told(InformationProvided, APPLICANT, frozenset({"information_requested"}), _answered),
    ),
)
