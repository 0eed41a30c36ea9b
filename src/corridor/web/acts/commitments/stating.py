"""Stating a commitment: the form of a row, and how it reads."""

from collections.abc import Iterable
from typing import Any, Final, cast

from corridor.domain import typed
from corridor.domain.commitments.state import (
    DUE_KINDS,
    THEMES,
    VERBS,
    Commitment,
    DueKind,
    Measure,
    Promise,
    Theme,
    Verb,
)
from corridor.domain.commitments.stating import CommitmentStated, StateCommitment
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.domain.reported import Source
from corridor.web.act import (
    AT_ONCE,
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
)
from corridor.web.acts.both import both_of, need_said, pointers_of, values_of

_NAMES: Final = ("what", "status", "bodies", "due", "belongs")
_POINTERS: Final = {
    "/number": "number",
    "/promise/parties": "parties",
    "/promise/by": "by",
    **pointers_of("/promise", _NAMES),
    "/promise/due_last": "due_last",
    "/promise/source": "source_ru",
    "/promise/source/by/en": "source_en",
    "/promise/source/on": "source_on",
    "/promise/source/page": "source_page",
    "/promise/source/quotation": "quotation",
    "/promise/parts": "parts",
    "/promise/measure": "measure",
    "/promise/measure/base": "base",
    "/promise/measure/target_year": "target_year",
}


def _promise_of(deed: Deed[Any]) -> Promise:
    """What was typed."""
    form = deed.form
    return Promise(
        what=both_of(form, "what"),
        parties=tuple(typed.latin(one) for one in form["parties"].replace(",", " ").split()),
        status=both_of(form, "status"),
        verb=cast(Verb, form["verb"]),
        theme=cast(Theme, form["theme"]),
        source=Source(
            both_of(form, "source"),
            typed.day(form["source_on"]),
            form["source_page"],
            typed.one_line(form["quotation"]),
        ),
        by=typed.latin(form["by"]),
        bodies=both_of(form, "bodies"),
        due=both_of(form, "due"),
        due_kind=cast(DueKind, form["due_kind"]),
        due_last=typed.day(form["due_last"]),
        belongs=both_of(form, "belongs"),
        parts=typed.place(form["parts"]),
        measure=_measure(deed),
    )


def _measure(deed: Deed[Any]) -> Measure | None:
    form = deed.form
    if not form["measure"]:
        return None
    names = ("base_year", "base", "target_year", "target")
    return Measure(form["measure"], *(typed.number(form[name]) for name in names))


def _fields_of(deed: Deed[Any], promise: Promise | None) -> list[Field]:
    """The form of a row, with what it says now."""
    _, labels = deed.reader.words, deed.reader.labels
    values = {} if promise is None else _values(promise)

    def field(type: str, name: str, label: str, hint: str = "", **more: Any) -> Field:
        return field_of(type, name, label, values.get(name, ""), hint, **more)

    return [
        field("textarea", "what_ru", _("What was promised, in Russian"), rows=2),
        field("textarea", "what_en", _("What was promised, in English"), rows=2, optional=True),
        field("text", "parties", _("Parties"), _("Codes of the states, as KG KZ"), width="18"),
        field(
            "text",
            "by",
            _("Which side offers it"),
            _("Empty where it is mutual"),
            optional=True,
            width="8",
        ),
        field(
            "select",
            "verb",
            _("Kind of what was reported"),
            options=labels.options("commitment_verb"),
        ),
        field("text", "status_ru", _("Status in the words of the source, in Russian")),
        field(
            "text", "status_en", _("Status in the words of the source, in English"), optional=True
        ),
        field("select", "theme", _("Theme"), options=labels.options("commitment_theme")),
        field("heading", "", _("Term")),
        field(
            "select", "due_kind", _("Kind of term"), options=labels.options("commitment_due_kind")
        ),
        field("text", "due_ru", _("Term as reported, in Russian"), optional=True),
        field("text", "due_en", _("Term as reported, in English"), optional=True),
        field("date", "due_last", _("Last day of the term"), optional=True),
        field("heading", "", _("Source")),
        field("text", "source_ru", _("Who reported it, in Russian")),
        field("text", "source_en", _("Who reported it, in English"), optional=True),
        field("date", "source_on", _("Day of the report"), optional=True),
        field("text", "source_page", _("Address of the page"), kind="url", optional=True),
        field("text", "quotation", _("Quotation"), _("At most 25 words"), optional=True),
        field("heading", "", _("What belongs to it")),
        *_more_fields(deed, values),
    ]


def _more_fields(deed: Deed[Any], values: dict[str, str]) -> list[Field]:
    _ = deed.reader.words
    words = {
        "bodies_ru": _("Responsible bodies, in Russian"),
        "bodies_en": _("Responsible bodies, in English"),
        "belongs_ru": _("Roadmap or protocol, in Russian"),
        "belongs_en": _("Roadmap or protocol, in English"),
        "parts": _("Number of parts"),
        "measure": _("Indicator by which it is measured"),
        "base_year": _("Year of the base"),
        "base": _("Base"),
        "target_year": _("Year of the target"),
        "target": _("Target"),
    }
    return [
        field_of("text", name, label, values.get(name, ""), optional=True)
        for name, label in words.items()
    ]


def _values(promise: Promise) -> dict[str, str]:
    said = {name: getattr(promise, name) for name in _NAMES}
    texts = values_of(said | {"source": promise.source.by})
    measure = promise.measure
    measured = (
        {}
        if measure is None
        else {
            "measure": measure.indicator,
            "base_year": measure.base_year,
            "base": measure.base,
            "target_year": measure.target_year,
            "target": measure.target,
        }
    )
    return (
        texts
        | measured
        | {
            "parties": " ".join(promise.parties),
            "by": promise.by,
            "verb": promise.verb,
            "theme": promise.theme,
            "due_kind": promise.due_kind,
            "due_last": promise.due_last,
            "source_on": promise.source.on,
            "source_page": promise.source.page,
            "quotation": promise.source.quotation,
            "parts": str(promise.parts or ""),
        }
    )


def _is_whole(deed: Deed[Any]) -> bool:
    """Whether all is there that no row can be without; errors are put beside it else, all of them
    at once.
    """
    say, form = deed.reader.words, deed.form
    need_said(form, say, ("what", "status", "source"))
    deed.needed("parties", say("Name the states that take part."))
    wanted = {"verb": VERBS, "theme": THEMES, "due_kind": DUE_KINDS}
    for name, choices in wanted.items():
        deed.chosen(name, choices)
    return not form.errors


def _amend(deed: Deed[Commitment]) -> StateCommitment | None:
    return StateCommitment(deed.state.number, _promise_of(deed)) if _is_whole(deed) else None


def _state(deed: Deed[None]) -> StateCommitment | None:
    number = typed.latin(deed.needed("number", deed.reader.words("Give the number.")))
    return StateCommitment(number, _promise_of(deed)) if _is_whole(deed) else None


def _fields(deed: Deed[None]) -> list[Field]:
    _ = deed.reader.words
    number = field_of("text", "number", _("Number of the row"), hint=_("As C57"), width="8")
    return [number, *_fields_of(deed, None)]


def _offered(state: Commitment, actor: Actor) -> Place | None:
    return AT_ONCE if actor.role == "registrar" else None


def _reads(said: CommitmentStated, tale: Tale) -> Iterable[str]:
    lang, promise = tale.reader.lang, said.promise
    yield f"{promise.what.in_language(lang)}."
    yield tale.say("Status as reported: %(status)s.", status=promise.status.in_language(lang))


STATE: Final = Act[None](
    name="new",
    desk="registrar",
    label=N_("State it"),
    title=N_("New row of the register"),
    consequence=lambda deed: deed.reader.words(
        "All nodes of the corridor show it; your name and the day stay in the log."
    ),
    fields=_fields,
    command=_state,
    done=N_("The row was stated"),
    offered=lambda state, actor: AT_ONCE,
    pointers=_POINTERS,
)
AMEND: Final = Act[Commitment](
    name="amend",
    desk="registrar",
    label=N_("Correct the row"),
    title=N_("Correct the row of the register"),
    consequence=lambda deed: deed.reader.words(
        "All nodes show the new text; what stood there before stays in the history."
    ),
    fields=lambda deed: _fields_of(deed, deed.state.promise),
    command=_amend,
    done=N_("The row was corrected"),
    offered=_offered,
    pointers=_POINTERS,
    stays=True,
)
STATING: Final = Shown[Commitment](
    acts=(AMEND,), reads=(Reading(CommitmentStated, N_("Row of the register stated"), note=_reads),)
)
