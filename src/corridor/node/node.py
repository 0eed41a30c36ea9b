"""The composition root: a node's folder becomes a running node. The one place where all rooms meet.

store → core → engine ┬→ web (pages, API)
                      ├→ publisher (serves peers) and followers (one for each peer)
                      └→ upkeep (timers, search index)

The engine is a process of its own where the node serves (`engine_process`), else a thread.
"""

import asyncio
import socket
from collections.abc import Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from corridor.domain.movement.state import Movement
from corridor.domain.permits.issued import at_node
from corridor.domain.permits.requirements import load_authorities, load_requirement_rules
from corridor.domain.reference import Reference, load_reference
from corridor.domain.refusals import Refused
from corridor.domain.routes import Route
from corridor.engine.core import Core, Engine
from corridor.engine.gate import Gate
from corridor.engine.hlc import instant
from corridor.engine.queries import Queries
from corridor.engine.reference import ReferenceInForce
from corridor.engine.settings import Settings
from corridor.engine.writer import Writer, Writing
from corridor.exchange.evidence_export import export_case
from corridor.exchange.handing_serve import HandingDesk
from corridor.exchange.http import HttpTransport
from corridor.exchange.read_again import ReadAgain
from corridor.exchange.serve import Publisher
from corridor.exchange.standing_serve import StandingDesk
from corridor.exchange.stopped_serve import StoppedDesk
from corridor.exchange.trust import TrustInForce
from corridor.gateways.camt.statement import read_statement
from corridor.gateways.epermit.answering import PartnerAnswers
from corridor.gateways.epermit.courier import Courier as EpermitCourier
from corridor.gateways.epermit.desk import PartnerDesk
from corridor.gateways.epermit.partner_line import PartnerLine
from corridor.gateways.ephyto.reading import read_certificate
from corridor.gateways.ephyto.texts import TEXTS as CERTIFICATE_TEXTS
from corridor.gateways.ephyto.writing import write_certificate
from corridor.gateways.mail import MailLine
from corridor.gateways.ncts import TEXTS as NCTS_TEXTS
from corridor.gateways.ncts import Declared, NctsDesk, declared_in, ncts_places, read_declaration
from corridor.gateways.push.delivery import PushServices
from corridor.gateways.push.naming import Sender, new_push_key, read_push_key
from corridor.gateways.webhooks.delivery import Receivers
from corridor.gateways.xroad.server import SecurityServer
from corridor.node.check.scrub import Scrub
from corridor.node.check.walk import Walk
from corridor.node.code_carrier import CodeCarrier
from corridor.node.collector import spared
from corridor.node.disk import DiskRoom
from corridor.node.engine_process import EngineLost, EngineProcess
from corridor.node.following_peers import FollowingPeers, end
from corridor.node.health import NodeHealth
from corridor.node.http_limits import server_config
from corridor.node.node_files import NodeFiles
from corridor.node.observing import Observing
from corridor.node.partner_turns import PartnerTurns
from corridor.node.peers import PeerBoard
from corridor.node.permit_lookup import PermitLookup
from corridor.node.prompt_server import PromptServer
from corridor.node.publishing_figures import PublishingFigures
from corridor.node.rights import keep_to_owner
from corridor.node.settings import (
    NodeSettings,
    SettingsInvalid,
    read_mail_password,
    read_roots,
    read_settings,
    read_signer,
    read_types,
)
from corridor.node.stopped_lists import StoppedLists
from corridor.node.system import SystemClock, SystemTokens
from corridor.node.telling.courier import Courier
from corridor.node.telling.mailer import Mailer
from corridor.node.telling.pusher import Pusher
from corridor.node.telling.reminder import Reminder
from corridor.node.telling.watchman import Watchman
from corridor.node.trust_words import post_trust, signature_word
from corridor.node.upkeep import TIMER_SECONDS, Upkeep
from corridor.node.web_exchange import serve_raw
from corridor.node.xroad import Asker
from corridor.stores.sqlite import SqliteStore
from corridor.web.app import create_app
from corridor.web.auth.own_secret import own_secret
from corridor.web.services import Health, MailState, Services
from corridor.web.settings.in_force import SettingsInForce
from corridor.web.settings.known import DISK_LOW, OBSERVATORY, PUSH_SERVICES
from corridor.web.templating import readers
from corridor.web.views.drafting.instants import estimated

PUSH_KEY = "push.key"


class Node:
    """One node with all its parts. `open` it, `serve` it, `close` it."""

    def __init__(
        self, folder: Path, settings: NodeSettings, store: SqliteStore, forks: bool = False
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.store = store
        self.clock = SystemClock()
        self.signer = read_signer(folder, settings)
        self.types = read_types(folder)
        core = Core(self._core_settings(), store)
        self.engine: Engine
        self.writer: Writing
        if forks:
            self.engine = self.writer = EngineProcess.fork(core, store)
        else:
            self.engine, self.writer = core, Writer(core)
        self.queries = Queries(self.engine)
        self.references = ReferenceInForce(
            self.engine.settings.reference, store, at_node(load_requirement_rules(), self.types)
        )
        self.in_force = SettingsInForce(self.queries, settings.changeable)
        self.room = DiskRoom(folder, lambda: self.in_force.number(DISK_LOW) << 20)
        self.gate = Gate(self.engine, self.writer, lambda: self.room.is_low)
        self.trust = TrustInForce(self.engine, read_roots(folder))
        self.trust.adopt_at_start((folder / "trust.json").read_bytes())
        self.publisher = Publisher(self.engine, self.gate.run, self.trust)
        self.transport = HttpTransport()
        self.board = PeerBoard(self.engine, self.trust, self.publisher.restored)
        walk = Walk(folder / "store.db", settings.node, self.signer.public)
        self.scrub = Scrub(walk, self.queries, self.gate.run, self.clock)
        self.upkeep = Upkeep(self.engine, self.gate)
        self.health = NodeHealth(
            self.gate, self.room, self.scrub, self.trust, self.upkeep, self.queries
        )
        self.receivers = Receivers(frozenset(settings.webhook_test_receivers))
        self.push = self._push_services()
        self.epermit, self.epermit_courier = self._epermit()
        self.mailer: Mailer | None = None
        self.mail_password = read_mail_password(folder, settings)
        self.standing = StandingDesk(self.engine, self.gate.run, self.trust)
        self.stopped_desk = StoppedDesk(self.engine, self.gate.run, self.trust)
        self.stopped = StoppedLists(
            self.engine, self.gate.run, self.trust, self.transport, self.stopped_desk
        )
        self.codes = HandingDesk(self.engine, self.gate.run, self.trust)
        self.files = NodeFiles(self)
        is_open = partial(self.in_force.is_on, OBSERVATORY)
        figures = PublishingFigures(
            folder,
            self.queries,
            self.gate.run,
            self._now,
            invented=settings.demo,
            is_open=is_open,
        )
        self.observing = Observing(folder, lambda: self.engine.tip.size, figures.tell, is_open)

    @classmethod
    def open(cls, folder: Path, forks: bool = False) -> "Node":
        """The node of a folder; SettingsInvalid, RightsTooWide, StoreError or EvidenceError say
        what is wrong.

        `forks`: its engine gets a process of its own. Only before this one has begun anything.
        """
        settings = read_settings(folder)
        keep_to_owner(folder, mends=settings.demo)
        store = SqliteStore.open(folder / "store.db")
        try:
            return cls(folder, settings, store, forks)
        except OSError as error:
            store.close()
            raise SettingsInvalid(str(error)) from None
        except BaseException:
            store.close()
            raise

    async def serve(self, listener: socket.socket) -> None:
        """Serve until asked to stop (SIGINT, SIGTERM); then finish what was begun.

        Raises EngineLost, once whoever waited for it has been answered.
        """
        self.writer.start()
        services = self.services()
        app = create_app(services)
        server = PromptServer(
            server_config(app, self.settings.trusted_proxies),
            (self.publisher.stop, app.state.broadcaster.stop),
        )
        if isinstance(self.writer, EngineProcess):
            self.writer.on_lost = server.give_up
        following = FollowingPeers(
            self.engine, self.gate, self.trust, self.transport, self.board, self.upkeep
        )
        works = (
            *self.upkeep.works(),
            self._read_again(),
            following.run(self.folder / "trust.json"),
            self.scrub.run(),
            self.stopped.run(self.upkeep.turn),
            self.observing.run(self.upkeep.turn),
            self.files.sweep.run(),
            self.files.watch(),
            *self._behind_xroad(services),
            CodeCarrier(self.engine, self.gate.run, self.trust, self.transport).run(),
            PartnerTurns(self.epermit_courier).run(),
        )
        tasks = [asyncio.create_task(work) for work in (*works, *self._telling(services))]
        try:
            with spared():
                await server.serve([listener])
        finally:
            await end(tasks)
            self.files.fetch.stop()
            await self.transport.close()
            self.close()
        if server.gave_up:
            raise EngineLost

    def _behind_xroad(self, services: Services) -> Iterator[Coroutine[Any, Any, None]]:
        """Authorities whose own systems decide."""
        settings = self.settings.xroad
        if settings is not None and settings.authorities:
            yield Asker(services, settings, SecurityServer(settings)).run()

    def _telling(self, services: Services) -> Iterator[Coroutine[Any, Any, None]]:
        """What is sent to people, where there is a mail server, and to their systems."""
        settings = self.settings
        if settings.mail is not None:
            line = MailLine(settings.mail, self.mail_password)
            self.mailer = Mailer(services, line, settings.home, readers(services))
            yield self.mailer.run()
        yield Pusher(services, self.push, readers(services)).run()
        yield Courier(services, self.receivers, settings.home).run()
        yield Watchman(services).run()
        yield Reminder(services).run()

    def _push_services(self) -> PushServices:
        pem = own_secret(self.folder / PUSH_KEY, new_push_key)
        try:
            sender = Sender(read_push_key(pem), self.settings.contact)
        except ValueError as error:
            raise SettingsInvalid(f"{PUSH_KEY}: {error}") from None
        return PushServices(self.receivers, sender, lambda: self.in_force.hosts(PUSH_SERVICES))

    def _epermit(self) -> tuple[PartnerDesk, EpermitCourier]:
        line = PartnerLine(frozenset(self.settings.webhook_test_receivers))
        parts = (self.engine, self.gate.run, self.clock)
        desk = PartnerDesk(*parts, self.folder, line)
        return desk, EpermitCourier(*parts, desk, line)

    def _mail_state(self) -> MailState:
        return self.mailer.state() if self.mailer is not None else MailState("", is_secret=True)

    def close(self) -> None:
        """Finish what is queued and release the database."""
        self.writer.stop()
        self.store.close()

    def services(self) -> Services:
        """What the web is given."""
        return Services(
            engine=self.engine,
            writer=self.gate,
            queries=self.queries,
            clock=self.clock,
            references=self.references,
            authorities=tuple(load_authorities()),
            types=self.types,
            statement=read_statement,
            read_certificate=read_certificate,
            write_certificate=write_certificate,
            xroad_callers=self.settings.xroad.callers if self.settings.xroad else None,
            xroad_client=self.settings.xroad.client if self.settings.xroad else "",
            behind_xroad=self._services_behind(),
            data_dir=self.folder,
            verify_signature=lambda *asked: signature_word(post_trust(self.trust.current), *asked),
            look_up_permit=PermitLookup(
                self.engine, self.trust, self.transport, self.board, self.stopped
            ),
            trust_json=self._taken_along,
            home=self.settings.home,
            demo=self.settings.demo,
            secure_cookies=self.settings.secure_cookies,
            settings=self.in_force,
            follow=lambda raw: serve_raw(
                self.publisher, self.standing, self.stopped_desk, self.files.desk, self.codes, raw
            ),
            peers=self.board.statuses,
            silent=self.board.silent,
            waiting_for=self.board.waiting_for,
            health=self._health,
            mail=self._mail_state if self.settings.mail is not None else None,
            push=self.push,
            judge_receiver=self.receivers.judge,
            named_receivers=self.settings.webhook_test_receivers,
            evidence=self._evidence,
            read_declaration=self._read_declaration,
            observed=self.observing.overview,
            making=self.observing.making if self.settings.demo else None,
            invented=self.observing.invented if self.settings.demo else None,
            messages=NctsDesk(self._reference, self._now, self._timed),
            declared_in=declared_in,
            ncts_places=ncts_places(),
            refusal_texts=NCTS_TEXTS | CERTIFICATE_TEXTS,
            files=self.files.services(),
            epermit=self.epermit,
            epermit_answers=PartnerAnswers(
                self.engine, self.gate.run, self.clock, self.settings.name.en
            ),
        )

    def _health(self) -> Health:
        found = self.files.told(self.health.report(self.signer, self.clock))
        return replace(found, unmeasured=self.observing.lag)

    def _services_behind(self) -> dict[str, str]:
        found = self.settings.xroad
        return {one.authority: one.service for one in found.authorities} if found else {}

    def _read_declaration(self, data: bytes, route: Route) -> Declared | Refused:
        """A message of another system for the route it shall travel, under the rules of now."""
        now = instant(self.clock.now_ms())
        return read_declaration(data, route, self.references.sets, now)

    def _taken_along(self) -> bytes:
        """What the checkpoint page keeps on the device."""
        taken = post_trust(self.trust.current, self._now(), self.stopped.all())
        return msgspec.json.encode(taken)

    def _now(self) -> str:
        return instant(self.clock.now_ms())

    def _timed(self, route: Route) -> Route:
        """The route of a message with a guess at the times that it does not name."""
        return estimated(route, self._now(), self.engine.settings.reference)

    def _core_settings(self) -> Settings:
        return Settings(
            node=self.settings.node,
            clock=self.clock,
            tokens=SystemTokens(),
            signer=self.signer,
            reference=load_reference(),
            requirement_rules=load_requirement_rules(),
            permit_types=self.types,
            parameters=self.settings.parameters,
        )

    def _reference(self) -> Reference:
        """What counts now, with what states issued."""
        return self.references.at(self._now(), self.settings.node)

    def _evidence(self, subject: str, for_carrier: bool) -> bytes:
        """The evidence file of a movement as this node can prove it now."""
        state = self.queries.get(subject).state
        reference = state.reference if isinstance(state, Movement) else subject
        return export_case(self.engine, reference, subject, self.trust, for_carrier)

    async def _read_again(self) -> None:
        """What an earlier version could not read, before it was replaced by this one."""
        before, left = self._now(), True
        while left:
            with self.upkeep.turn("reading what was newer"):
                while await self.gate.run(ReadAgain(self.trust.current, before)):
                    pass
                left = False
            if left:
                await asyncio.sleep(TIMER_SECONDS)
