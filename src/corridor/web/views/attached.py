"""Attached files as pages show them: what each is, how large, where it is opened."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.attachments import PAPERS, Attachment, Attachments, Paper
from corridor.domain.permits.requirements import RequirementState
from corridor.domain.refusals import N_
from corridor.engine.kept_files import KEPT, KeptFile, read_kept
from corridor.web.files.kinds import SORTS
from corridor.web.services import Services
from corridor.web.templating import Reader

View = dict[str, Any]
PAPER_NAMES: Final[dict[Paper, str]] = {
    "cmr": N_("Consignment note (CMR)"),
    "invoice": N_("Invoice"),
    "packing_list": N_("Packing list"),
    "certificate": N_("Certificate"),
    "photo": N_("Photograph"),
    "other": N_("Another document"),
}
_KIB: Final = 1 << 10
_MIB: Final = 1 << 20


def paper_name(reader: Reader, paper: Paper) -> str:
    """What such a paper is called."""
    return reader.words.gettext(PAPER_NAMES[paper])


def papers_options(reader: Reader) -> list[View]:
    """For a form's choice."""
    return [{"value": one, "label": paper_name(reader, one)} for one in PAPERS]


def size_text(reader: Reader, size: int) -> str:
    """In kilobytes, of more than one thousand in megabytes."""
    say, number = reader.words, reader.formats.number
    if size < _MIB:
        return say("%(size)s KB", size=number(max(1, round(size / _KIB))))
    return say("%(size)s MB", size=number(f"{size / _MIB:.1f}"))


def attached_views(
    reader: Reader, services: Services, subject: str, attached: Attachments
) -> list[View]:
    """One line a file."""
    return [attached_view(reader, services, subject, one) for one in attached]


def attached_view(reader: Reader, services: Services, subject: str, one: Attachment) -> View:
    """A file of a subject: its words and its address."""
    sort, kept = SORTS.get(one.media_type), kept_of(services, one)
    href = f"/files/{subject}/{one.sha256}"
    return {
        "sha256": one.sha256,
        "name": one.name,
        "paper": paper_name(reader, one.paper),
        "kind": sort.ending.upper() if sort is not None else one.media_type,
        "size": size_text(reader, one.size),
        "href": href,
        "content": f"{href}/content",
        "is_here": kept is not None,
        "is_scanned": kept is not None and kept.scanned,
        "is_shown": sort is not None and sort.shown,
        "opens": sort is not None and sort.opens,
    }


def kept_of(services: Services, one: Attachment) -> KeptFile | None:
    """What this node knows of the file, if it is here."""
    return read_kept(services.queries.document(KEPT, one.sha256))


def papers_asked(
    reader: Reader, needs: Iterable[RequirementState], attached: Attachments
) -> list[View]:
    """What permits on the way ask for, each with the states that do, and whether it is there."""
    there = {one.paper for one in attached}
    wanted: dict[Paper, list[str]] = {}
    for need in needs:
        for paper in need.requirement.papers:
            kind = reader.labels(need.requirement.kind, "permit_kind")
            state = reader.names.country(need.requirement.country)
            wanted.setdefault(paper, []).append(f"{state}: {kind}")
    return [
        {
            "paper": paper_name(reader, paper),
            "for": "; ".join(dict.fromkeys(whom)),
            "is_there": paper in there,
        }
        for paper, whom in wanted.items()
    ]
