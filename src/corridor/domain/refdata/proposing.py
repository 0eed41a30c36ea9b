"""Proposing a list of the own state: one operator brings it in, and it counts for nobody yet."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.contacts.voices import is_operator
from corridor.domain.context import Context
from corridor.domain.days import is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.refdata.base import rows_on
from corridor.domain.refdata.judging import OpenAt, faults_of
from corridor.domain.refdata.rows import ListName, OfficeRow, Row, Rows
from corridor.domain.refdata.state import Proposal, ReferenceList, Source, by_key, list_id
from corridor.domain.refdata.voices import OPERATOR
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Date

OPEN_AT: Final = OpenAt()


class ProposeReference(Command, frozen=True, tag="refdata.propose"):
    """Bring in a whole list of the own state, to count from a day on in place of the one before.

    `source`: where it comes from, such as the act that says so.
    """

    list: ListName
    valid_from: Date
    rows: Rows
    source: Source = ""


class ReferenceProposed(Payload, frozen=True, tag="refdata.proposed/1"):
    """A list of a state as one of its operators wants it; it counts once another confirms it."""

    list: ListName
    valid_from: Date
    rows: Rows
    source: Source = ""


def _propose(state: ReferenceList | None, command: ProposeReference, context: Context) -> Decision:
    name, day = command.list, command.valid_from
    if context.subject != list_id(context.node, name, day):
        return refuse("refdata_foreign")
    if not is_day(day) or day < context.day_at(context.node):
        return refuse("refdata_past", "/valid_from", date=day)
    found = faults_of(name, command.rows, context.node, context.reference, day)
    found += still_used(name, command.rows, day, context)
    if found:
        return Refused(found)
    return (ReferenceProposed(name, day, command.rows, command.source),)


def still_used(
    name: ListName, rows: tuple[Row, ...], day: str, context: Context
) -> tuple[Refusal, ...]:
    """Offices that the list leaves out although movements are on their desks, with how many."""
    if name != "offices":
        return ()
    before = rows_on(name, context.node, context.reference.on(day))
    open_at = context.of(OPEN_AT)
    gone = sorted(by_key(before).keys() - _still_there(rows, day))
    return tuple(
        Refusal("refdata_office_open", "/rows", "", {"office": code, "count": str(open_at[code])})
        for code in gone
        if open_at.get(code)
    )


def _still_there(rows: tuple[Row, ...], day: str) -> frozenset[str]:
    """Offices of a list that there are on the day from which it counts: begun, and not over."""
    offices = (row for row in rows if isinstance(row, OfficeRow) and row.valid_from <= day)
    return frozenset(one.code for one in offices if one.valid_to is None or one.valid_to >= day)


def _begin(fact: Fact[Any], subject: str) -> ReferenceList | None:
    """Only of the own state: nobody else is believed about its lists."""
    said = fact.payload
    if subject != list_id(fact.node, said.list, said.valid_from):
        return None
    if not is_operator(fact, fact.node):
        return None
    first = ReferenceList(subject, fact.node, said.list, updated_at=fact.at)
    return _proposed(first, said, fact)


def _proposed(s: ReferenceList, p: ReferenceProposed, f: Fact[Any]) -> ReferenceList:
    if s.id != list_id(s.node, p.list, p.valid_from):
        return s
    return replace(s, pending=Proposal(p.valid_from, p.rows, p.source, f.at, f.actor.person))


PROPOSING: Final = Act[ReferenceList](
    "proposing",
    asked=(
        Asked(
            ProposeReference,
            by="operator",
            decide=_propose,
            voice=OPERATOR,
            needs=(OPEN_AT,),
            begins=True,
            names=lambda command, node: list_id(node, command.list, command.valid_from),
        ),
    ),
    told=(Told(ReferenceProposed, OPERATOR, frozenset(), _proposed, begin=_begin),),
    texts={
        "refdata_foreign": RefusalText(
            N_("This list is of another state, or of another year."),
            N_("The operators of its own state's node say what its lists hold."),
        ),
        "refdata_past": RefusalText(
            N_("A list cannot count from {date} on: that day is over, or is none."),
            N_("Name today or a later day: what was judged stays as it was judged."),
        ),
        "refdata_office_open": RefusalText(
            N_("{office} cannot be left out: movements on its desk: {count}."),
            N_("Lead them to their end, or keep the office until then."),
        ),
    },
)
