"""Notifying a measure: the form, and how it reads."""

from collections.abc import Iterable
from typing import Any, Final, cast

from corridor.domain import typed
from corridor.domain.barrier import (
    BARRIER_KINDS,
    FLOWS,
    STAGES,
    Barrier,
    BarrierKind,
    Notice,
    Stage,
)
from corridor.domain.barriers.notifying import BarrierNotified, NotifyBarrier
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
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

_NAMES: Final = ("title", "body", "text", "effect")
_POINTERS: Final = {
    "/number": "number",
    **pointers_of("/notice", _NAMES),
    "/notice/goods": "goods",
    "/notice/page": "page",
    "/notice/in_force_from": "in_force_from",
    "/notice/comments_until": "comments_until",
}


def goods_in(text: str) -> tuple[str, ...]:
    """Codes that were typed, in whatever way they stand apart."""
    parts = text.replace(",", " ").replace(";", " ").split()
    return tuple(dict.fromkeys(part.replace(".", "") for part in parts))


def _notice_of(deed: Deed[Any]) -> Notice | None:
    """What was typed; None where a list has none of its choices, or what no measure can be without
    is lacking: errors are put beside all of it.
    """
    form = deed.form
    kind, stage = deed.chosen("kind", BARRIER_KINDS), deed.chosen("stage", STAGES)
    need_said(form, deed.reader.words, ("title", "text", "body"))
    if form.errors:
        return None
    return Notice(
        title=both_of(form, "title"),
        kind=cast(BarrierKind, kind),
        stage=cast(Stage, stage),
        body=both_of(form, "body"),
        text=both_of(form, "text"),
        goods=goods_in(form["goods"]),
        flows=tuple(one for one in FLOWS if one in form.all("flows")),
        page=form["page"],
        effect=both_of(form, "effect"),
        in_force_from=typed.day(form["in_force_from"]),
        comments_until=typed.day(form["comments_until"]),
    )


def _fields_of(deed: Deed[Any], notice: Notice | None) -> list[Field]:
    """The form of a measure, with what it says now."""
    _, labels = deed.reader.words, deed.reader.labels
    values = {} if notice is None else _values(notice)

    def field(type: str, name: str, label: str, hint: str = "", **more: Any) -> Field:
        return field_of(type, name, label, values.get(name, ""), hint, **more)

    return [
        field("text", "title_ru", _("Name of the measure, in Russian")),
        field("text", "title_en", _("Name of the measure, in English"), optional=True),
        field("select", "kind", _("Kind of measure"), options=labels.options("barrier_kind")),
        field("select", "stage", _("How far it is"), options=labels.options("barrier_stage")),
        field(
            "text",
            "goods",
            _("Goods, by HS codes"),
            _("Chapters, headings or subheadings, as 08 0809; empty: all goods"),
            optional=True,
        ),
        field_of(
            "checkboxes",
            "flows",
            _("Directions"),
            hint=_("None chosen: all"),
            options=labels.options("barrier_flow"),
            checked=list(notice.flows) if notice is not None else [],
        ),
        field("date", "in_force_from", _("Holds from"), optional=True),
        field("date", "comments_until", _("Last day for comments of other states"), optional=True),
        field("heading", "", _("Legal act and body")),
        field("text", "text_ru", _("Name and number of the act, in Russian")),
        field("text", "text_en", _("Name and number of the act, in English"), optional=True),
        field("text", "page", _("Address of the page"), kind="url", optional=True),
        field("text", "body_ru", _("Body that answers for it, in Russian")),
        field("text", "body_en", _("Body that answers for it, in English"), optional=True),
        field("text", "effect_ru", _("What a carrier has to do, in Russian"), optional=True),
        field("text", "effect_en", _("What a carrier has to do, in English"), optional=True),
    ]


def _values(notice: Notice) -> dict[str, str]:
    texts = values_of({name: getattr(notice, name) for name in _NAMES})
    plain = ("kind", "stage", "page", "in_force_from", "comments_until")
    return (
        texts | {name: getattr(notice, name) for name in plain} | {"goods": " ".join(notice.goods)}
    )


def _amend(deed: Deed[Barrier]) -> NotifyBarrier | None:
    notice = _notice_of(deed)
    return None if notice is None else NotifyBarrier(deed.state.number, notice)


def _notify(deed: Deed[None]) -> NotifyBarrier | None:
    number = typed.latin(deed.needed("number", deed.reader.words("Give the number.")))
    notice = _notice_of(deed)
    return None if notice is None else NotifyBarrier(number, notice)


def _fields(deed: Deed[None]) -> list[Field]:
    _ = deed.reader.words
    number = field_of("text", "number", _("Number of the measure"), hint=_("As B7"), width="8")
    return [number, *_fields_of(deed, None)]


def _offered(state: Barrier, actor: Actor) -> Place | None:
    return AT_ONCE if actor.role == "registrar" else None


def _reads(said: BarrierNotified, tale: Tale) -> Iterable[str]:
    lang, notice = tale.reader.lang, said.notice
    yield f"{notice.title.in_language(lang)}."
    yield f"{tale.reader.labels(notice.stage, 'barrier_stage')}."
    if notice.in_force_from:
        day = tale.reader.formats.day(notice.in_force_from)
        yield tale.say("Holds from %(day)s.", day=day)


NOTIFY: Final = Act[None](
    name="new",
    desk="registrar",
    label=N_("Notify it"),
    title=N_("New measure"),
    consequence=lambda deed: deed.reader.words(
        "All nodes of the corridor show it, and carriers that watch such measures are told; your "
        "name and the day stay in the log."
    ),
    fields=_fields,
    command=_notify,
    done=N_("The measure was notified"),
    offered=lambda state, actor: AT_ONCE,
    pointers=_POINTERS,
)
AMEND: Final = Act[Barrier](
    name="amend",
    desk="registrar",
    label=N_("Change the notice"),
    title=N_("Change the notice of a measure"),
    consequence=lambda deed: deed.reader.words(
        "All nodes show the new notice, and carriers that watch such measures are told; what stood "
        "there before stays in the history."
    ),
    fields=lambda deed: _fields_of(deed, deed.state.notice),
    command=_amend,
    done=N_("The notice was changed"),
    offered=_offered,
    pointers=_POINTERS,
    stays=True,
)
NOTIFYING: Final = Shown[Barrier](
    acts=(AMEND,), reads=(Reading(BarrierNotified, N_("Measure notified"), note=_reads),)
)
