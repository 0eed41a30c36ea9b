"""What ails this node and its peers, in words, for whoever runs it."""

from typing import Any, Final

from corridor.domain.refusals import N_
from corridor.web.services import Health, MailState, PeerStatus
from corridor.web.templating import Reader

FINDINGS_SHOWN: Final = 20
PEER_ADVICE: Final = {
    "stopped": N_(
        "Nothing is lost: what it said meanwhile comes when it is back. "
        "If it lasts longer than an hour, ring its operator."
    ),
    "refused": N_("It answers, and nothing of that is kept. Speak with its operator."),
    "halted": N_(
        "The peer showed another past than before, under its own signature. What it sent is kept "
        "as evidence and nothing more is taken from it. Speak with its operator."
    ),
    "behind": N_("The peer is catching up. Wait; look again if the lag does not shrink."),
    "unknown": N_("The peer was not asked yet. It should change within seconds."),
}
PROBLEMS: Final = {
    "line.unreachable": N_("The line or the peer is down; it is asked again by itself."),
    "line.status 409 request.restored": N_(
        "The peer says that its log is shorter than this node saw: it came back from an old copy."
    ),
    "line.status": N_("It answers, but refuses our request: its own log says why."),
    "line.size": N_("Its answer is too long and was not read to its end."),
    "line.commit": N_("What came could not be kept: look at this node's disk."),
    "line": N_("It did not answer as a node does: ring its operator."),
    "page.key": N_("Its key is missing, expired or revoked: bring the trust list up to date."),
    "page.signature": N_("Somebody alters pages on the way: find out who."),
    "page.digest": N_("Somebody alters pages on the way: find out who."),
    "page.clock": N_("The peer's clock is too far ahead: ring its operator."),
    "page.consistency": N_("The peer shows another past than before; both notes are kept."),
    "page.fork": N_("The peer shows another past than before; both notes are kept."),
    "page.chain": N_("The peer shows another past than before; both notes are kept."),
    "page": N_("What it sent did not pass the checks: ring its operator."),
    "trust.rollback": N_("A new trust list was refused: it is older than the one in force."),
    "trust.threshold": N_("A new trust list was refused: too few roots signed it."),
    "trust": N_("The trust list cannot be used: bring it up to date."),
}
"""By code, by its beginning, or by its area."""
ILLS: Final = {
    "disk_full": (
        "stop",
        N_("The disk is full: nothing can be kept"),
        N_("Free some room; the node goes on by itself. Nothing that was answered is lost."),
    ),
    "disk_low": (
        "stop",
        N_("Little room is left: new filings wait"),
        N_("Officers' acts and receipts go on in what is left. Free some room on the disk."),
    ),
    "restarting": (
        "wait",
        N_("The engine was lost and is replaced"),
        N_("It goes on by itself. If it happens again and again, the node's log says why."),
    ),
    "scanner_away": (
        "stop",
        N_("The virus scanner does not answer"),
        N_("What people upload waits for it. Start ClamAV, or look at `scanner` in node.json."),
    ),
    "store_unavailable": (
        "stop",
        N_("The database cannot be written"),
        N_("Look at the disk and at the rights of the node's folder."),
    ),
    "store_damaged": (
        "stop",
        N_("The store is not what its log says"),
        N_(
            "Stop the node, keep the folder as it is, and put the newest sound copy in place. "
            "corridor store check names every row."
        ),
    ),
    "upkeep_fails": (
        "stop",
        N_("Something that the node does by itself fails again and again"),
        N_(
            "What falls due, or what was said last, may be missing in lists and in the search. "
            "Nothing that was answered is lost. The node's log says why."
        ),
    ),
    "overloaded": ("wait", N_("More was asked than the node takes"), N_("It passes by itself.")),
    "key_expired": (
        "stop",
        N_("This node's key has expired"),
        N_("Nothing it signs is believed until the trust list has its new key."),
    ),
    "key_expires": (
        "wait",
        N_("This node's key expires soon"),
        N_("Make a new key, have it entered in the trust list, then change over."),
    ),
    "trust_expired": (
        "stop",
        N_("The trust list has ended"),
        N_("Nothing is trusted until its successor is here."),
    ),
    "trust_half_aged": (
        "wait",
        N_("The trust list is in the second half of its life"),
        N_("Ask its keepers for the next one."),
    ),
}


def mail_alarms(reader: Reader, mail: MailState | None, here: str) -> list[dict[str, str]]:
    """What is wrong with the node's mail."""
    if mail is None:
        return []
    _, found = reader.words.gettext, []
    if mail.error:
        since = str(reader.formats.moment(mail.since, here))
        title = _(
            "Mail is not taken by %(server)s since %(since)s", server=mail.server, since=since
        )
        text = " ".join((_what_to_do(reader, mail), _tried_again(reader, mail, here)))
        found.append({"kind": "stop", "title": title, "text": text, "code": mail.error})
    if mail.refused:
        title = _("Addresses that the mail server does not take: %(num)s", num=mail.refused)
        text = _("Their people read on their page why; it is tried again some times.")
        found.append({"kind": "wait", "title": title, "text": text})
    if not mail.is_secret:
        title = _("The line to the mail server is not encrypted")
        text = _("Set tls in the node's settings, except where the server is this machine.")
        found.append({"kind": "wait", "title": title, "text": text})
    return found


def _what_to_do(reader: Reader, mail: MailState) -> str:
    if mail.error.startswith("AUTH"):
        return reader.words(
            "It does not accept the node's login: correct mail.password in the node's folder, or "
            "the login in node.json, and start the node anew. Nothing is lost."
        )
    return reader.words("Nothing is lost: it is tried again by itself. Look at the mail server.")


def _tried_again(reader: Reader, mail: MailState, here: str) -> str:
    if not mail.again:
        return ""
    again = str(reader.formats.moment(mail.again, here))
    return reader.words("Next attempt: %(again)s.", again=again)


def receiver_alarms(reader: Reader, named: tuple[str, ...]) -> list[dict[str, str]]:
    """Receivers of webhooks that the settings allow although they are not public."""
    if not named:
        return []
    _ = reader.words.gettext
    title = _("Webhooks may go to test receivers: %(named)s", named=", ".join(named))
    text = _("Take webhook_test_receivers out of the settings of a node that really works.")
    return [{"kind": "wait", "title": title, "text": text}]


def alarms_of(
    reader: Reader, peers: tuple[PeerStatus, ...], health: Health | None, here: str
) -> list[dict[str, str]]:
    """Banners, the gravest first; nothing where all is well."""
    found = _own(reader, health) if health is not None else []
    found += [_restored(reader, peer, here) for peer in peers if peer.restored_at]
    found += [_of_peer(reader, peer, here) for peer in peers if peer.problem or _ails(peer)]
    return sorted(found, key=lambda one: ("stop", "wait", "info").index(one["kind"]))


def _ails(peer: PeerStatus) -> bool:
    return peer.state in PEER_ADVICE


def _own(reader: Reader, health: Health) -> list[dict[str, Any]]:
    _ = reader.words.gettext
    named = [ILLS[ill] for ill in health.ills if ill in ILLS]
    return [{"kind": kind, "title": _(title), "text": _(text)} for kind, title, text in named]


def _restored(reader: Reader, peer: PeerStatus, here: str) -> dict[str, str]:
    _ = reader.words.gettext
    name, since = reader.names.country(peer.node), reader.formats.moment(peer.restored_at, here)
    return {
        "kind": "stop",
        "title": _("This node came back from an old copy"),
        "text": _(
            "%(peer)s saw more of its log than there is (noticed %(since)s). Take no more filings: "
            "stop the node and put the newest copy in place. If there is none, speak with the "
            "operators of all peers: each has to reopen its channel by hand.",
            peer=name,
            since=str(since),
        ),
    }


def _of_peer(reader: Reader, peer: PeerStatus, here: str) -> dict[str, str]:
    _ = reader.words.gettext
    name = reader.names.country(peer.node)
    advice = _(PEER_ADVICE[peer.state]) if peer.state in PEER_ADVICE else ""
    texts = [problem_words(reader, peer.problem), advice]
    title = f"{name}: {reader.labels(peer.state, 'peer')}"
    if peer.silent_since:
        title = f"{name}: {silence(reader, peer, here)}"
    return {
        "kind": "stop"
        if peer.state in ("stopped", "refused", "halted") or peer.problem
        else "wait",
        "title": title,
        "text": " ".join(text for text in texts if text),
        "problem": peer.problem,
    }


def silence(reader: Reader, peer: PeerStatus, here: str) -> str:
    """Since when there is no answer, or none that could be taken; "" while it goes."""
    _ = reader.words.gettext
    if not peer.silent_since:
        return ""
    since = str(reader.formats.moment(peer.silent_since, here))
    if peer.state in ("refused", "halted"):
        return _("nothing was taken from it since %(since)s", since=since)
    return _("no answer since %(since)s", since=since)


def problem_words(reader: Reader, problem: str) -> str:
    """What a code means, for people."""
    code = problem.partition(" ")[0].rstrip(":")
    known = (problem, code, code.partition(".")[0])
    text = next((PROBLEMS[name] for name in known if name in PROBLEMS), "")
    return reader.words.gettext(text) if text else ""
