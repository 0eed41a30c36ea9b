"""An opened event is the same in another process, also one whose payload is not known here."""

import pickle

from corridor.engine.codec import Unknown
from corridor.evidence.event import event_leaf
from corridor.exchange.opening import open_event
from tests.exchange.network import Node, Wires
from tests.exchange.steps import accepted_movement


def test_it_comes_out_of_a_pickle_as_it_went_in() -> None:
    kg = Node("KG", Wires())
    accepted_movement(kg.core)
    with kg.core.store.read() as reader:
        events = reader.log(0, 100)
    movement = next(event for event in events if event.tag == "movement.lodged/1")
    newer = movement.data.replace(b'"tag":"movement.lodged/1"', b'"tag":"movement.lodged/9"')
    for data in (*(event.data for event in events), newer):
        opened = open_event(data, event_leaf(data))
        assert pickle.loads(pickle.dumps(opened)) == opened
    assert newer != movement.data
    assert open_event(newer, event_leaf(newer)).fact.payload == Unknown()
