"""Files that belong to a dossier or an application: named by their hash, kept beside the log.

An event names a file and never holds it. Whoever may see the subject may fetch the bytes from the
node where the file was uploaded, and knows by the hash that they are those that were named.
"""

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.facts import Fact
from corridor.domain.needs import Ask, Look
from corridor.domain.refusals import N_, Refusal, RefusalText

Paper = Literal["cmr", "invoice", "packing_list", "certificate", "photo", "other"]
PAPERS: Final[tuple[Paper, ...]] = (
    "cmr", "invoice", "packing_list", "certificate", "photo", "other",
)  # fmt: skip
PER_SUBJECT_MAX: Final = 50
BYTES_MAX: Final = 100 << 20
"""Of a scan; see the web for what is taken of other kinds."""
Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Attachment(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False
):
    """One file. `media_type` was judged by content where it was uploaded; `name` is the owner's."""

    sha256: Sha256
    size: Annotated[int, Meta(ge=1, le=BYTES_MAX)]
    media_type: Annotated[str, Meta(max_length=100)]
    name: Annotated[str, Meta(min_length=1, max_length=140)]
    paper: Paper = "other"


Attachments = Annotated[tuple[Attachment, ...], Meta(max_length=PER_SUBJECT_MAX)]
SENT_AT_ONCE_MAX: Final = 10
SentFiles = Annotated[tuple[Attachment, ...], Meta(max_length=SENT_AT_ONCE_MAX)]
"""The files that go with one thing that is said; commands and events call them `attachments`."""


class Sent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file that was sent with something said later, and the node that keeps it."""

    file: Attachment
    node: str


def sent_with(fact: Fact[Any]) -> tuple[Sent, ...]:
    """The files of what is said."""
    return tuple(Sent(one, fact.node) for one in getattr(fact.payload, "attachments", ()))


def all_files(first: Attachments, sent: tuple[Sent, ...]) -> Attachments:
    """What came with the subject itself, and what was sent afterwards; each once."""
    found = (*first, *(one.file for one in sent))
    return tuple({one.sha256: one for one in reversed(found)}.values())[::-1]


def with_more(files: Attachments, more: Attachments) -> Attachments:
    """Both, each file once."""
    known = {one.sha256 for one in files}
    return (*files, *(one for one in more if one.sha256 not in known))


def attachment_key(sha256: str) -> str:
    """Held by every subject that names the file."""
    return f"file:{sha256}"


def attachment_keys(attached: Attachments) -> tuple[str, ...]:
    """The keys of them all, each once."""
    return tuple(dict.fromkeys(attachment_key(one.sha256) for one in attached))


class Unkept:
    """Places of those files that a command names and this node does not keep for who asks.

    Else anybody who learned a hash could name another's file, and have it fetched.
    """

    def __init__(
        self,
        named: Callable[[Any], Attachments],
        before: Callable[[Any], Attachments] = lambda state: (),
    ) -> None:
        """`named` reads the command; `before` the state, whose files were looked up already."""
        self._named = named
        self._before = before

    def gather(self, look: Look, ask: Ask) -> tuple[int, ...]:
        """Look each up, as it is described."""
        return tuple(self._missing(look, ask))

    def _missing(self, look: Look, ask: Ask) -> Iterator[int]:
        had = {_described(one) for one in self._before(ask.state)} if ask.state else set()
        for place, one in enumerate(self._named(ask.said)):
            kept = look.kept(one.sha256, ask.context.actor.org)
            if _described(one) not in had and kept != (one.size, one.media_type):
                yield place


def _described(one: Attachment) -> tuple[str, int, str]:
    return one.sha256, one.size, one.media_type


def unkept_refusals(attached: Attachments, places: tuple[int, ...], at: str) -> tuple[Refusal, ...]:
    """One refusal a file. `at`: pointer to the list."""
    return tuple(
        Refusal("attachment_unknown", f"{at}/{place}", "", {"name": attached[place].name})
        for place in places
    )


SENT_UNKEPT: Final = Unkept(lambda said: said.attachments)
"""What every command with `attachments` has to know; `Kind` sees to it, and refuses by it."""


TEXTS: Final = {
    "attachment_unknown": RefusalText(
        N_("The file “{name}” is not kept here as it is described."),
        N_("Upload it again, then send."),
    ),
}
