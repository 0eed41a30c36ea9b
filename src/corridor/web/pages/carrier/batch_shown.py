"""A batch as its page shows it: each row with its faults, in the cells that they belong to."""

from collections.abc import Iterable
from typing import Any, Final

from litestar import Request

from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.batches.model import Batch, Fault, Row
from corridor.web.batches.rows import column_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.shape_words import echoes
from corridor.web.templating import Reader
from corridor.web.views.drafting.field_names import name_of
from corridor.web.views.drafting.tasks import titles
from corridor.web.views.drafting.together import seen_of
from corridor.web.views.table_rows import Judged

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]
PERMITS_STUCK: Final = N_("Filed, permits not all applied for")


def by_column(request: AnyRequest, batch: Batch, row: Row) -> Judged:
    """The row with its faults by columns; under no name those of the pattern."""
    reader = reader_of(request)
    return Judged(row.number, row.cells, _sorted(batch, row.faults, reader))


def _sorted(batch: Batch, faults: Iterable[Fault], reader: Reader) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fault in faults:
        column = column_of(fault.spot, batch.columns) if fault.section else ""
        text = _said(fault, reader)
        found.setdefault(column, []).append(text if column else _where(fault, text, reader))
    return found


def _said(fault: Fault, reader: Reader) -> str:
    if fault.refusal is None:
        return reader.words(fault.text, **echoes(fault.args))
    said = reader.refusals.say(fault.refusal)
    return f"{said.text} {said.remedy}".strip()


def _where(fault: Fault, text: str, reader: Reader) -> str:
    """What is no column's is the pattern's: which section of it, and which field."""
    section = titles(reader).get(fault.section, "")
    name = name_of(fault.spot)
    named = ", ".join(filter(None, (section, reader.words(name) if name else "")))
    return f"{named}: {text}" if named else text


def standing_of(row: Row) -> tuple[str, str]:
    """The msgid of a row's badge and its kind: the worst that is true of it."""
    is_refused = row.applied is not None and bool(row.applied.faults)
    if row.state == "filed":
        return (PERMITS_STUCK, "wait") if is_refused else (N_("Filed"), "ok")
    if row.state == "draft":
        return N_("Taken out as a draft"), "neutral"
    if not row.checked:
        return N_("Being checked"), "info"
    if row.faults:
        return N_("To be corrected"), "stop"
    return (N_("Ready, with a warning"), "wait") if row.doubts else (N_("Ready"), "ok")


def row_view(request: AnyRequest, batch: Batch, row: Row) -> View:
    """For the table of the page."""
    _, reader = gettext_of(request), reader_of(request)
    faults = _sorted(batch, row.faults, reader)
    doubts = [text for texts in _sorted(batch, row.doubts, reader).values() for text in texts]
    word, kind = standing_of(row)
    return {
        "number": row.number,
        "cells": row.cells,
        "seen": seen_of(row.cells),
        "faults": faults if row.state == "open" else {},
        "others": faults.get("", []) if row.state == "open" else [],
        "doubts": doubts if row.state == "open" else [],
        "word": _(word),
        "kind": kind,
        "permits": _permits(request, row),
        "numbers": numbers_of(request, batch, row),
        "is_filed": row.state == "filed",
        "is_open": row.state == "open",
        "is_ready": row.is_ready,
        "href": {"filed": f"/carrier/dossiers/{row.id}", "draft": f"/carrier/drafts/{row.id}"}.get(
            row.state, ""
        ),
    }


def numbers_of(request: AnyRequest, batch: Batch, row: Row) -> list[str]:
    """Of a dossier that was filed: its own number where no column shows it, and its MRN."""
    if row.state != "filed":
        return []
    state = services_of(request).queries.get(row.id).state
    if not isinstance(state, Movement):
        return []
    is_shown = "lrn" in batch.columns and bool(row.cells.get("lrn"))
    return [*(() if is_shown else (state.dossier.lrn,)), *filter(None, (state.mrn,))]


def _permits(request: AnyRequest, row: Row) -> View | None:
    """How many were asked for and granted by now, and what was in the way."""
    if row.applied is None:
        return None
    reader, found = reader_of(request), services_of(request).queries.permits_of(row.id)
    granted = sum(permit.status == "granted" for permit in found)
    return {
        "said": reader.words(
            "Permits applied for: %(count)s, granted: %(granted)s",
            count=len(found),
            granted=granted,
        ),
        "faults": [_of_permit(fault, reader) for fault in row.applied.faults],
    }


def _of_permit(fault: Fault, reader: Reader) -> str:
    country = reader.names.country(fault.field) if fault.field else ""
    return ": ".join(filter(None, (country, _said(fault, reader))))
