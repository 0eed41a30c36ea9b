"""Solving a discrepancy, and saying what came of it; what is open, for whoever opens the page."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, Final, cast

from corridor.domain.facts import Actor, Fact
from corridor.domain.movement.discrepancies import DiscrepancySolved, SolveDiscrepancy
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.parts import Discrepancy
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.domain.routes import countries_of
from corridor.web.act import (
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
    sentences,
    when_at,
)
from corridor.web.labels.discrepancy import OUTCOMES, SETTLED
from corridor.web.views.desk_money import minor_of
from corridor.web.views.desk_unloading import in_words
from corridor.web.views.doubts import in_words as doubt_in_words

GRAVE: Final = frozenset(
    {
        "seals_broken",
        "seals_contradicted",
        "packages_missing",
        "goods_held",
        "seal_opened",
        "seal_tampered",
        "seal_switched_off",
    }
)


def _may(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    is_time = state.status in ("released", "arrived", "cancelled")
    return when_at(is_theirs and is_time and bool(state.open_discrepancies()))


def _is_about(state: Movement, fact: Fact[Any]) -> bool:
    """Whether it is what brought an open discrepancy about."""
    return any(found.at == fact.at for found in state.open_discrepancies())


def _solve_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "What is solved stays in the record with your explanation, for all states to read. What is "
        "called from the guarantee does not become free with the write-off; what is transferred "
        "stays open until its debt is settled."
    )


def _text_of(found: Discrepancy, state: Movement, tale: Tale) -> str:
    return doubt_in_words(found, tale) or in_words(state.dossier, found.text, tale.reader)


def _mark(found: Discrepancy) -> str:
    """Kind, office, and what was found: in a form no text comes back letter by letter."""
    digest = sha256(found.text.encode()).hexdigest()[:16]
    return f"{found.code}|{found.about}|{digest}"


def _choices(deed: MovementDeed) -> list[dict[str, str]]:
    """Each that is open, once; those of one kind can be solved together."""
    tale = Tale(deed.reader, deed.actor.office, deed.state)
    open_ones = {_mark(d): d for d in deed.state.open_discrepancies()}
    return [
        {
            "value": value,
            "label": deed.reader.labels(found.code, "discrepancy"),
            "hint": _text_of(found, deed.state, tale),
        }
        for value, found in open_ones.items()
    ]


def _solve_fields(deed: MovementDeed) -> list[Field]:
    _, labels, state = deed.reader.words, deed.reader.labels, deed.state
    choices = _choices(deed)
    only = [one["value"] for one in choices] if len(choices) == 1 else []
    several = _("Several of one kind may be solved together.") if len(choices) > 1 else ""
    held = deed.reader.formats.money(
        state.guarantee.amount_minor - state.called_minor, state.guarantee.currency
    )
    hint = _("For a debt. The guarantee of this movement holds %(amount)s.", amount=held)
    states = countries_of(state.dossier.route)[1:]
    named = [{"value": code, "label": deed.reader.names.country(code)} for code in states]
    nowhere = [{"value": "", "label": "—"}]
    document = _("Its kind, number and date; for a debt that was paid, the receipt.")
    return [
        field_of(
            "checkboxes", "code", _("Discrepancy"), hint=several, options=choices, checked=only
        ),
        field_of("textarea", "text", _("How it was solved")),
        field_of("radios", "outcome", _("What came of it?"), options=labels.options("outcome")),
        field_of("text", "document", _("Document"), hint=document, optional=True),
        field_of("text", "amount", _("Amount of the debt"), hint=hint, optional=True, width="18"),
        field_of("radios", "settled", _("How the debt is settled"), options=_settled(deed)),
        field_of(
            "select",
            "transferred_to",
            _("To which state it is transferred"),
            options=nowhere + named,
            optional=True,
        ),
    ]


def _settled(deed: MovementDeed) -> list[dict[str, str]]:
    none = {"value": "", "label": deed.reader.words("there is no debt")}
    return [none, *deed.reader.labels.options("settled")]


def _solve(deed: MovementDeed) -> SolveDiscrepancy | None:
    _, form = deed.reader.words, deed.form
    code, about, found = _marked(deed)
    text = deed.needed("text", _("Say how it was solved."))
    outcome = chosen(form["outcome"], OUTCOMES)
    if not outcome:
        form.add_error("outcome", _("Choose what came of it."))
    amount = _amount(deed) if outcome == "debt" else 0
    if form.errors:
        return None
    return SolveDiscrepancy(
        code,
        text,
        outcome=cast(Any, outcome),
        document=form["document"],
        amount_minor=amount,
        settled=cast(Any, chosen(form["settled"], SETTLED) or None),
        transferred_to=form["transferred_to"],
        about=about,
        found=found,
    )


def _marked(deed: MovementDeed) -> tuple[str, str, tuple[str, ...]]:
    """(kind, office, what was found) of those that were marked; of one kind only."""
    _, form = deed.reader.words, deed.form
    deed.needed("code", _("Choose the discrepancy."))
    marks = [mark for mark in form.all("code") if mark]
    kinds = {tuple(f"{mark}|".split("|")[:2]) for mark in marks}
    if len(kinds) > 1:
        form.add_error("code", _("Solve one kind after the other: mark those of one kind only."))
    code, about = min(kinds, default=("", ""))
    texts = {_mark(d): d.text for d in deed.state.open_discrepancies()}
    return code, about, tuple(texts[mark] for mark in marks if mark in texts)


def _amount(deed: MovementDeed) -> int:
    minor = minor_of(deed.form["amount"], deed.state.guarantee.currency or "EUR")
    if not minor:
        example = deed.reader.words("State the amount, for example 1 250,00.")
        deed.form.add_error("amount", example)
    return minor or 0


def _how(said: DiscrepancySolved, tale: Tale) -> Iterable[str]:
    labels, where = tale.reader.labels, tale.reader.names.office(said.about)
    about = f" ({where})" if said.about else ""
    yield labels(said.code, "discrepancy") + about + ":"
    if said.found and tale.state is not None:
        found = (in_words(tale.state.dossier, text, tale.reader) for text in said.found)
        yield "; ".join(text.rstrip(".") for text in found if text) + "."
    yield from outcome_in_words(said, tale)
    yield said.text


def outcome_in_words(said: Any, tale: Tale) -> Iterator[str]:
    """What came of it, where it was said: an event or a discrepancy has the same fields."""
    if not said.outcome:
        return
    yield tale.reader.labels(said.outcome, "outcome") + "."
    if said.amount_minor:
        money = tale.reader.formats.money(said.amount_minor, said.currency)
        yield f"{money}, {tale.reader.labels(said.settled, 'settled')}."
    if said.transferred_to:
        yield tale.reader.names.country(said.transferred_to) + "."
    if said.document:
        yield tale.say("Document: %(document)s.", document=said.document)


def _open(state: Movement, tale: Tale) -> Iterable[Banner]:
    """What is open, the grave first: every office of the movement sees it."""
    found = sorted(state.open_discrepancies(), key=lambda d: d.code not in GRAVE)
    undecided = [one for one in found if one.is_undecided]
    for one in found:
        text = _text_of(one, state, tale).rstrip(".")
        parts = [f"{text}." if text else "", *outcome_in_words(one, tale)]
        if not one.is_undecided:
            parts.append(tale.say("It stays open until the debt is settled."))
        elif one is undecided[-1]:
            parts.append(_by_whom(len(undecided), state, tale))
        title = tale.reader.labels(one.code, "discrepancy")
        yield Banner(title, sentences(parts), _kind(one))


def _by_whom(count: int, state: Movement, tale: Tale) -> str:
    """Said once, however many there are."""
    office = tale.reader.names.office(departure_office(state.dossier))
    if count == 1:
        return tale.say("To be solved by: %(office)s.", office=office)
    return tale.say("All that is not solved is to be solved by: %(office)s.", office=office)


def _kind(found: Discrepancy) -> str:
    return "stop" if found.code in GRAVE and found.is_undecided else "wait"


DISCREPANCIES: Final = Shown[Movement](
    acts=(
        Act(
            name="solve",
            desk="customs",
            label=N_("Solve a discrepancy"),
            title=N_("Solve a discrepancy"),
            consequence=_solve_means,
            command=_solve,
            done=N_("The discrepancy was solved"),
            offered=_may,
            hears=_is_about,
            fields=_solve_fields,
            pointers={
                "/code": "code",
                "/text": "text",
                "/outcome": "outcome",
                "/document": "document",
                "/amount_minor": "amount",
                "/settled": "settled",
                "/transferred_to": "transferred_to",
            },
            template="customs/wide_act.html",
        ),
    ),
    reads=(Reading(DiscrepancySolved, N_("Discrepancy solved"), note=_how),),
    banners=_open,
)
