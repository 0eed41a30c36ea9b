"""One open transaction: what a job can do in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from corridor.domain.acts import Asked, Reaction
from corridor.domain.commands import Command
from corridor.domain.context import Context, Judged
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.kind import Kind
from corridor.domain.kinds import KIND_OF_COMMAND, follows, kind_of
from corridor.domain.refusals import Refusal, Refused
from corridor.engine.channels import ChannelWriter
from corridor.engine.codec import fact_of, tag_of
from corridor.engine.course import Course, as_of_now
from corridor.engine.effects import FOLD, FOLLOW, NOTHING_LEFT, Left, Stage, effect, name_of
from corridor.engine.handing import put_parcel
from corridor.engine.knowing import Knowing
from corridor.engine.log import LogWriter
from corridor.engine.newer import put_newer
from corridor.engine.outcome import Outcome, Said
from corridor.engine.ports import StoredEvent, Transaction
from corridor.engine.records import CommandRefused, EventSetAside
from corridor.engine.set_aside import put_aside, standing_still
from corridor.engine.settings import Settings
from corridor.engine.standing import First, Opened
from corridor.engine.subjects import Advance, Loaded, Subjects
from corridor.engine.unheard import unheard_of

REACTION_DEPTH_MAX = 8


class Unit(Knowing):
    """The writer's open transaction with the engine's verbs on it."""

    def __init__(
        self,
        settings: Settings,
        tx: Transaction,
        log: LogWriter,
        subjects: Subjects,
        channels: ChannelWriter,
    ) -> None:
        super().__init__(settings, tx, log, subjects)
        self.touched: set[str] = set()
        self.lists: set[str] = set()
        self.courses: dict[str, Course] = {}
        """By subject: what was done to it, for whoever is told of it."""
        self._channels = channels

    def execute(
        self, command: Command, actor: Actor, subject: str, judged: Judged | None = None
    ) -> Outcome:
        """Decide on a command and carry out what follows from it.

        `judged`: what stands against it by itself, where that was worked out already.
        """
        kind = KIND_OF_COMMAND[type(command)]
        if kind_of(subject) is not kind:
            refusal = Refusal("subject_kind", "/subject")
            return self.refuse(tag_of(command), actor, subject, (refusal,))
        return self._decide(kind, command, actor, subject, depth=0, judged=judged)

    def judge(self, command: Command, actor: Actor, subject: str) -> Outcome:
        """What stands against a command, without carrying it out or noting it."""
        kind = KIND_OF_COMMAND[type(command)]
        if kind_of(subject) is not kind:
            return Outcome(subject, refusals=(Refusal("subject_kind", "/subject"),))
        state = self.get(subject).state
        context = self._context(
            kind.asked[type(command)].needs, state, command, actor, subject, None
        )
        decision = kind.decide(state, command, context)
        return Outcome(subject, refusals=getattr(decision, "refusals", ()))

    def fire(self, subject: str, name: str) -> Outcome:
        """Carry out what a subject's timer stands for."""
        kind = kind_of(subject)
        assert kind is not None
        timer = kind.timers[name]
        actor = self._system(timer.office(self.get(subject).state))
        return self._decide(kind, timer.command(), actor, subject, depth=0)

    def _decide(
        self,
        kind: Kind[Any],
        command: Command,
        actor: Actor,
        subject: str,
        depth: int,
        judged: Judged | None = None,
    ) -> Outcome:
        assert depth < REACTION_DEPTH_MAX, "reactions do not end"
        state = self.get(subject).state
        asked = kind.asked[type(command)]
        context = self._context(asked.needs, state, command, actor, subject, judged)
        decision = kind.decide(state, command, context)
        if isinstance(decision, Refused):
            return self._refused(asked, decision, command, context, depth)
        if asked.hands is not None:
            for handed in asked.hands(state, command, context):
                put_parcel(self.tx, self.settings, subject, handed, context)
        said = [self.say(subject, payload, actor) for payload in decision]
        events = [Said(fact.number, tag_of(fact.payload), subject) for fact in said]
        for fact in said:
            events += self._follow(subject, fact, depth + 1)
        return Outcome(subject, self.get(subject).version, tuple(events), (), self.log.size)

    def _refused(
        self, asked: Asked[Any], refused: Refused, command: Command, context: Context, depth: int
    ) -> Outcome:
        """The refusal, after what follows from it elsewhere."""
        if asked.refused is not None:
            for reaction in asked.refused(command, refused, context):
                self._react(reaction, depth + 1)
        subject, actor = context.subject, context.actor
        return self.refuse(tag_of(command), actor, subject, refused.refusals)

    def say(self, subject: str, payload: Payload, actor: Actor) -> Fact[Payload]:
        """Append one event of ours, fold it, and publish it to whoever may see it."""
        event, fact = self.log.say(subject, payload, actor)
        self._publish(subject, self._fold(subject, [fact], [event]), [event])
        return fact

    def note(self, subject: str, payload: Payload, to: Iterable[str] = ()) -> StoredEvent:
        """Append a record of the node itself; `to` names the peers who get it, usually none."""
        event, _ = self.log.say(subject, payload, self._system())
        for peer in sorted(self.settings.peers.intersection(to)):
            self._channels.publish(self.tx, peer, event)
        return event

    def take(self, events: Sequence[Opened], left: Left = NOTHING_LEFT) -> tuple[StoredEvent, ...]:
        """Append peers' events byte for byte and fold them; those without effect are returned.

        Without effect: the domain did not hear them, because they were not the speaker's to say.
        What is `left` out, and what waits behind such, is named and set aside. Raises EffectFailed.
        """
        by_subject: dict[str, list[tuple[StoredEvent, Opened]]] = defaultdict(list)
        for opened in events:
            by_subject[opened.event.subject].append((self.log.take(opened.event), opened))
            if opened.is_newer:
                put_newer(self.tx, opened.event, self.now())
        unheard: list[StoredEvent] = []
        still = dict.fromkeys(standing_still(self.tx, by_subject), "") | left.subjects
        for subject, said in by_subject.items():
            if kind_of(subject) is None:
                continue
            if subject in still or left.rest:
                self.put_aside([event for event, _ in said], FOLD, still.get(subject, ""))
                continue
            event, opened = said[0]
            # With more than one event it is folded as any other: nobody worked out more than one.
            if opened.first and len(said) == 1 and self._subjects.is_new(self.tx, subject):
                self._begin(subject, event, opened.first)
            else:
                facts = [opened.fact or fact_of(event) for event, opened in said]
                taken = [event for event, _ in said]
                unheard += self._take_subject(subject, taken, facts, left=left)
        return tuple(unheard)

    def put_aside(self, events: Iterable[StoredEvent], stage: Stage, what: str) -> None:
        """Name events whose effect is not carried out, in the node's log too."""
        for event in events:
            put_aside(self.tx, event, stage, what, self.now())
            fault = what.partition(":")[0]
            aside = EventSetAside(event.node, event.number, stage, fault)
            self.note(self.line_of(event.node), aside)

    def line_of(self, node: str) -> str:
        """Under what the node's log notes what becomes of that one's events."""
        return "node" if node == self.settings.node else f"peer-{node}"

    def _begin(self, subject: str, event: StoredEvent, first: First) -> None:
        """Take a subject's first event, whose effect was worked out before."""
        self.touched.add(subject)
        self.lists |= self._subjects.begin(self.tx, subject, event, first.standing)
        self._course(subject, is_new=True).begin(event, first)
        for peer in sorted(self.settings.peers & first.standing.audience):
            self.tx.share(subject, peer)

    def read_again(self, subject: str, events: Sequence[StoredEvent]) -> tuple[StoredEvent, ...]:
        """Fold a subject anew of which these events, if any, had no effect; those that get none."""
        facts = [fact_of(event) for event in events]
        return tuple(self._take_subject(subject, events, facts, again=True))

    def fold_again(self, subject: str, events: Sequence[StoredEvent]) -> list[StoredEvent]:
        """The same, and nothing follows from them yet."""
        with effect(FOLD, subject, events):
            advance = self._fold(subject, [fact_of(event) for event in events], events, again=True)
            return unheard_of(self._publish(subject, advance, []).state, events)

    def follow_again(self, event: StoredEvent) -> None:
        """Carry out what follows from an event that was folded before."""
        with effect(FOLLOW, event.subject, (event,)):
            self._follow(event.subject, fact_of(event), depth=1)

    def _take_subject(
        self,
        subject: str,
        events: Sequence[StoredEvent],
        facts: Sequence[Fact[Payload]],
        again: bool = False,
        left: Left = NOTHING_LEFT,
    ) -> list[StoredEvent]:
        before = self.get(subject)
        with effect(FOLD, subject, events):
            after = self._publish(subject, self._fold(subject, facts, events, again), [])
        if before.state is None and before.version and after.state is not None:
            # What came before the subject's first event takes effect only now.
            events = self.tx.events(subject)
            facts = [fact_of(event) for event in events]
        unheard = unheard_of(after.state, events)
        ignored = set(map(name_of, unheard))
        for event, fact in zip(events, facts, strict=True):
            if event.node == self.settings.node or name_of(event) in ignored:
                continue
            if name_of(event) in left.followings:
                self.put_aside((event,), FOLLOW, left.followings[name_of(event)])
                continue
            with effect(FOLLOW, subject, (event,)):
                self._follow(subject, fact, depth=1)
        return unheard

    def _fold(
        self,
        subject: str,
        facts: Sequence[Fact[Payload]],
        events: Sequence[StoredEvent],
        again: bool = False,
    ) -> Advance:
        advance = self._subjects.advance(self.tx, subject, facts, self._flush, again)
        self.touched.add(subject)
        self.lists |= advance.lists
        every = self.tx.events(subject) if advance.is_born_late else ()
        course = self._course(subject, is_new=not advance.before.version)
        course.go_on(advance, as_of_now(events, every), self.settings.node)
        return advance

    def _course(self, subject: str, is_new: bool) -> Course:
        if subject not in self.courses:
            self.courses[subject] = Course(is_new)
        return self.courses[subject]

    def _publish(self, subject: str, advance: Advance, ours: Sequence[StoredEvent]) -> Loaded:
        """New peers get all our events of the subject so far, the others what is new.

        An event goes to whoever could see the subject before it or can after it, so that a state
        which leaves the route still hears that it left; and to whoever owes a newcomer its words.
        """
        before, after, now = advance.before, advance.after, advance.now.audience
        shared = after.shared
        for peer in sorted(self._owing(subject, advance) if ours else ()):
            self._send(peer, ours)
        for peer in sorted(self.settings.peers & (advance.was.audience | now)):
            if peer in shared:
                self._send(peer, ours)
            elif peer in now:
                self._send(peer, self._own_events(subject, ours, before.version, peer))
                self.tx.share(subject, peer)
                shared |= {peer}
        for peer in sorted(shared - now):
            self.tx.unshare(subject, peer)
            shared -= {peer}
        if shared != after.shared:
            after = Loaded(after.state, after.order, after.version, shared)
            self._subjects.put(subject, after)
        return after

    def _owing(self, subject: str, advance: Advance) -> frozenset[str]:
        """Peers that see the subject no more, but said something of it: where others come to see
        it, these have to hear so, for nobody else can give them what was said.
        """
        was, now = advance.was.audience, advance.now.audience
        away = self.settings.peers - was - now
        if not (away and advance.before.version) or now <= was:
            return frozenset()
        self._flush()
        return away.intersection(event.node for event in self.tx.events(subject))

    def share(self, subject: str) -> None:
        """Give peers who may see it what they were never sent: said before they were known."""
        loaded = self.get(subject)
        kind = kind_of(subject)
        assert kind is not None
        for peer in sorted(self.settings.peers & kind.audience(loaded.state)):
            self._send(peer, self._own_events(subject, (), loaded.version, peer))
            if peer not in loaded.shared:
                self.tx.share(subject, peer)
                loaded = replace(loaded, shared=loaded.shared | {peer})
        self._subjects.put(subject, loaded)

    def _send(self, peer: str, events: Iterable[StoredEvent]) -> None:
        for event in events:
            self._channels.publish(self.tx, peer, event)

    def _own_events(
        self, subject: str, ours: Sequence[StoredEvent], version: int, peer: str
    ) -> Sequence[StoredEvent]:
        """All our events of the subject that the peer has not had: it may have seen it before."""
        if version == 0:
            return ours
        self._flush()
        own = (e for e in self.tx.events(subject) if e.node == self.settings.node)
        return [e for e in own if self.tx.channel_position(peer, e.index) is None]

    def _follow(self, subject: str, fact: Fact[Any], depth: int) -> list[Said]:
        """Carry out what follows on this node from a fact just folded in."""
        state = self.get(subject).state
        events: list[Said] = []
        if state is not None:
            for follow in follows(fact.payload, state, self.settings.node):
                context = self._context(follow.needs, state, fact.payload, self._system(), subject)
                for reaction in follow.then(fact.payload, state, context):
                    events += self._react(reaction, depth)
        return events

    def _react(self, reaction: Reaction, depth: int) -> tuple[Said, ...]:
        """Carry out a reaction in the name of the system, or its alternative when it is refused."""
        command = reaction.command
        kind = KIND_OF_COMMAND[type(command)]
        actor = self._system(getattr(command, "office", ""))
        outcome = self._decide(kind, command, actor, reaction.subject, depth)
        if outcome.refusals and reaction.on_refusal is not None:
            return self._react(reaction.on_refusal, depth + 1)
        return outcome.events

    def refuse(
        self, name: str, actor: Actor, subject: str, refusals: tuple[Refusal, ...]
    ) -> Outcome:
        """Note that the command of this name was refused, and why."""
        codes = tuple(refusal.code for refusal in refusals)
        pointers = tuple(refusal.pointer for refusal in refusals)
        record = CommandRefused(name, subject, codes, pointers)
        self.log.say("node", record, actor)
        return Outcome(subject, refusals=refusals)
