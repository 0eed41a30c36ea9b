"""Published declarations of another system: filed here, and led to their end."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.refusals import Refused
from corridor.node.demo import submit
from corridor.node.demo.dossiers import STORY_CARRIER, STORY_HOME, STORY_ROUTE
from corridor.node.demo.submit import to_lodge
from corridor.node.demo.troubles import SMOOTH
from corridor.node.demo.world import carrier_of, grn_of
from tests.demo.one_world import TODAY
from tests.demo.test_plan import lead
from tests.domain.known import decide
from tests.domain.movement_world import CARRIER, context
from tests.gateways.ncts_message import Sample, samples

CARRIER_DATA = carrier_of(STORY_HOME, STORY_CARRIER)
TIR_MESSAGE = "CC015C-valid-c37e5bcef5.xml"


def _filed(sample: Sample) -> LodgeDeclaration:
    """The command that `corridor ncts submit` sends for a message."""
    grn = grn_of(STORY_HOME, CARRIER_DATA)
    access_code = CARRIER_DATA.guarantee.access_code
    command = to_lodge(sample.data, STORY_ROUTE, grn, access_code)
    assert not isinstance(command, Refused), (sample.file, command)
    return command


def test_every_right_declaration_of_both_phases_can_be_filed(shared: Path) -> None:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    right = [s for s in samples(shared) if s.type == "CC015C" and not s.rules]
    for phase in ("p5", "p6"):
        of_phase = [sample for sample in right if getattr(sample, phase)]
        assert len(of_phase) > 40
        for sample in of_phase:
            lodged = decide(MOVEMENTS, None, _filed(sample), context(CARRIER, now=now))
            assert not isinstance(lodged, Refused), (sample.file, lodged)


def test_what_breaks_a_rule_cannot_be_filed(shared: Path) -> None:
    wrong = [s for s in samples(shared) if s.type == "CC015C" and s.rules]
    assert wrong
    for sample in wrong:
        assert isinstance(to_lodge(sample.data, STORY_ROUTE, "", ""), Refused), sample.file


def test_a_tir_message_keeps_its_carnet_and_ends_discharged_without_a_reservation(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submit, "today_in", lambda where: TODAY)  # as it is for all who decide
    [message] = [sample for sample in samples(shared) if sample.file == TIR_MESSAGE]
    command = _filed(message)
    assert command.access_code == ""
    assert (command.dossier.tir_carnet, command.dossier.tir_holder) == ("XN25000050", "DK222222222")
    assert [(use.kind, use.grn) for use in command.dossier.guarantees] == [("B", "")]
    movement, done = lead(command.dossier, CARRIER_DATA, SMOOTH)
    assert movement.status == "written_off"
    assert movement.guarantee.status == "none"
    assert "movement.request_guarantee" not in done
    assert not movement.unheard


def test_another_message_gets_the_guarantee_of_the_carrier(shared: Path) -> None:
    [message] = [s for s in samples(shared) if s.file == "CC015C-valid-0226f622dc.xml"]
    command = _filed(message)
    assert [use.grn for use in command.dossier.guarantees] == [grn_of(STORY_HOME, CARRIER_DATA)]
    kept = [one for one in command.dossier.aside if one.pointer == "/CC015C/Guarantee/1"]
    assert len(kept) == 1
    assert "kind" in msgspec.json.decode(kept[0].value)
