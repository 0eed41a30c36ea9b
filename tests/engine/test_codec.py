"""Our own events are written fast, and are canonical all the same."""

import pickle
import unicodedata
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.domain.context import Judged
from corridor.domain.facts import Actor, Fact, Payload, Unknown
from corridor.domain.movement.cancelling import DeclarationCancelled
from corridor.domain.movement.control import ControlDecided
from corridor.domain.movement.guarantee import GuaranteeRequested
from corridor.domain.movement.lodging import DeclarationLodged, LodgeDeclaration
from corridor.domain.refusals import Refusal
from corridor.engine.codec import composed, encode_command, fact_of, seal_event, tag_of
from corridor.engine.jobs import Execute
from corridor.engine.ports import SealedEvent
from corridor.evidence import canonical
from corridor.evidence.event import decode_envelope, event_leaf
from tests.support.engines import CARRIER, DOSSIER, START

words = st.text(min_size=1, max_size=40).filter(lambda s: "\x00" not in s)
payloads = st.one_of(
    st.builds(DeclarationCancelled, reason=words),
    st.builds(ControlDecided, channel=st.just("red"), reasons=st.lists(words).map(tuple)),
    st.builds(
        GuaranteeRequested,
        grn=words,
        amount_minor=st.integers(0, 10**15),
        currency=st.just("EUR"),
    ),
    st.just(DeclarationLodged(DOSSIER, str(date(2026, 11, 21)))),
)


@given(payloads, words, st.integers(1, 2**53 - 1))
def test_our_bytes_are_canonical_and_give_back_the_fact(
    payload: Payload, person: str, number: int
) -> None:
    actor = Actor("KGOSH001", "kg", unicodedata.normalize("NFC", person), "customs")
    said = composed(payload)
    fact = Fact(said.payload, "KG", number, f"{START}-0000", START, actor)
    data = seal_event(fact, said.data, "mv-KG-1", "AAAAAAAAAAAAAAAAAAAAAA")
    assert canonical.encode(msgspec.json.decode(data)) == data
    envelope = decode_envelope(data)
    stored = SealedEvent(
        "KG", number, "mv-KG-1", envelope.clock, tag_of(payload), data, event_leaf(data)
    )
    assert fact_of(stored) == fact


def test_text_is_composed_before_it_is_said() -> None:
    said = composed(DeclarationCancelled("и\u0306"))
    assert said.payload == DeclarationCancelled("й")
    assert said == composed(said.payload)


@pytest.mark.parametrize(
    "text", ["e\u0301", "и\u0306", "\u2126", "\u1100\u1161", "\u0995\u09c7\u09be"]
)
def test_what_joins_is_found_whatever_stands_before_it(text: str) -> None:
    payload = DeclarationCancelled(f"чай ჩაი çay {text}")
    assert composed(payload).payload == DeclarationCancelled(
        f"чай ჩაი çay {unicodedata.normalize('NFC', text)}"
    )


@given(st.text())
def test_text_of_any_kind_is_composed(text: str) -> None:
    said = composed(DeclarationCancelled(text)).payload
    assert said == DeclarationCancelled(unicodedata.normalize("NFC", text))


def test_a_command_is_the_same_and_has_the_same_digest_in_another_process() -> None:
    job = Execute(LodgeDeclaration(DOSSIER, "A1B2"), CARRIER, "mv-KG-1", "key")
    carried = pickle.loads(pickle.dumps(job))
    assert carried == msgspec.structs.replace(job, data=encode_command(job.command))
    assert encode_command(carried.command) == carried.data


def test_a_command_goes_to_another_process_in_the_bytes_it_came_in() -> None:
    command = LodgeDeclaration(DOSSIER, "A1B2")
    data = msgspec.json.format(encode_command(command))
    job = Execute(command, CARRIER, "mv-KG-1", data=data)
    assert pickle.loads(pickle.dumps(job)) == job
    judged = Judged("", "2026-11-21", (Refusal("rule.R0994", "/dossier"),))
    job = Execute(command, CARRIER, "mv-KG-1", data=data, judged=judged)
    assert pickle.loads(pickle.dumps(job)) == job


def test_what_a_newer_version_says_is_kept_without_effect() -> None:
    said = b'{"actor":{"office":"","org":"kg","person":"","role":""},"at":"now","payload":%s}'
    for tag in ("movement.teleported/1", "movement.cancelled/1"):
        data = said % b'{"tag":"%s"}' % tag.encode()
        event = SealedEvent("KG", 1, "mv-KG-1", f"{START}-0000", tag, data, b"")
        assert fact_of(event).payload == Unknown()
        assert fact_of(event).actor == Actor(org="kg")
