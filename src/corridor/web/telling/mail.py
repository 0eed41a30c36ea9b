"""Mails in words: a number, what happened, and where it is looked at. Nothing else leaves the node.

No goods, no parties, no values, no reasons: a mail is read by whoever carries it.
"""

import hashlib
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

from corridor.engine.mailing import mode_of
from corridor.engine.told import Choice, Item, NewsOf
from corridor.web.auth.accounts import Account
from corridor.web.services import Services
from corridor.web.telling.bell import news_for, seen_by, told_upto
from corridor.web.telling.wording import item_words, may_hear, name_of, page_of
from corridor.web.templating import Reader


class Mail(NamedTuple):
    """A mail, and up to which entry of the log it tells. None where nothing is to be told."""

    message: EmailMessage | None
    upto: int


class Postman:
    """Writes the mails of one node. `home`: where its pages are for people."""

    def __init__(self, services: Services, home: str, sender: str) -> None:
        self._services = services
        self._home = home.rstrip("/")
        self._sender = sender

    def of_news(self, account: Account, choice: Choice, reader: Reader) -> Mail:
        """All that the person wants to be told of by mail and has not seen."""
        upto = told_upto(self._services)
        since = max(choice.upto, seen_by(self._services, account))
        parts = [
            self._part(account, news, items, reader)
            for news in news_for(self._services, account)
            if (items := _wanted(news, choice, since)) and self._is_seen_by(account, news)
        ]
        if not parts:
            return Mail(None, upto)
        say, home = reader.words, self._home
        title = say.ngettext("%(num)s matter is new", "%(num)s matters are new", len(parts))
        foot = [
            say("All that is new: %(address)s", address=f"{home}/news"),
            say("How you are told: %(address)s", address=f"{home}/news/choices"),
        ]
        text = "\n\n".join([*parts, "\n".join(foot)])
        return Mail(self._message(account, choice, reader, title, text, str(upto)), upto)

    def of_address(self, account: Account, choice: Choice, reader: Reader) -> Mail:
        """Ask whether the address is right."""
        say = reader.words
        where = f"{self._home}/news/confirm/{choice.code}"
        text = "\n\n".join(
            (
                say("In the account %(login)s news are to be sent here.", login=account.login),
                say("If that is right, open this page and press the button:") + f"\n{where}",
                say("If you do not know of it, do nothing: nothing more is sent."),
            )
        )
        title = say("Is this address right?")
        return Mail(self._message(account, choice, reader, title, text, choice.code), choice.upto)

    def _is_seen_by(self, account: Account, news: NewsOf) -> bool:
        return may_hear(account, news.subject, self._services.queries.get(news.subject).state)

    def _part(self, account: Account, news: NewsOf, items: list[Item], reader: Reader) -> str:
        queries = self._services.queries
        state = queries.get(news.subject).state
        said = list(dict.fromkeys(item_words(item, reader) for item in items))
        if any(item.waits for item in items):
            said.append(reader.words("Waits for your act"))
        page = page_of(account.role, news.subject, state) or "/news"
        name = name_of(reader, queries, news.subject)
        return f"{name}: {'. '.join(said)}.\n{self._home}{page}"

    def _message(
        self, account: Account, choice: Choice, reader: Reader, title: str, text: str, mark: str
    ) -> EmailMessage:
        """The same mail has the same number, should it have to be sent twice."""
        services, say = self._services, reader.words
        product = say("Digital Transit Corridor")
        mark = hashlib.sha256(f"{account.login} {mark}".encode()).hexdigest()[:32]
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = choice.address
        message["Subject"] = f"{product} ({services.node}): {title}"
        message["Date"] = format_datetime(
            datetime.fromtimestamp(services.clock.now_ms() // 1000, UTC)
        )
        message["Message-ID"] = f"<{mark}@{self._sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = reader.lang
        message.set_content(text + "\n")
        return message


def _wanted(news: NewsOf, choice: Choice, since: int) -> list[Item]:
    """What of it is new and wanted, the oldest first."""
    return [i for i in news.items if i.is_new(since) and mode_of(choice, i.kind) != "never"]
