"""A split load on the desks of two nodes: the form's sums, each vehicle, one that is missing."""

from pathlib import Path

from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from tests.support.engines import MOVEMENT
from tests.support.web import make_services, running
from tests.web.desk_world import Client, abroad, enter, pass_on, post, released, shown


def state_of(core: Core) -> Movement:
    state: Movement = Queries(core).get(MOVEMENT).state
    return state


def test_split_at_a_frontier_followed_and_joined_again(tmp_path: Path) -> None:
    core = released()
    path = f"/customs/{state_of(core).mrn}"
    with abroad("UZ", tmp_path / "uz", core) as (there, client):
        enter(client, "dustlik")
        post(client, f"{path}/cross", seals_intact="yes")
        said = {"place": "UZ-DUST", "broken": "KG-778201", "doc1": "CMR-1", "new1": "UZ-1"}
        second = {"means2": "10 ab 123", "of2": "UZ", "doc2": "CMR-2", "new2": "UZ-2"}
        for goods, why in (
            ("", "Say which goods are on it."),
            ("2 packages", "This line cannot be read"),
            ("9: 1; 1", "This line cannot be read"),
            ("3\n3", "This line cannot be read"),
            ("2: 1000; 2500", "less than that is left"),
            ("1: 1240\n2: 316\n3: 58", "Nothing would stay"),
        ):
            wrong = post(client, f"{path}/split", 422, **said, **second, goods2=goods).text
            assert why in wrong
            assert "CMR-2" in wrong
            assert '<details class="fold" open>' not in wrong  # the vehicles nobody wrote of
        missing = second | {"means2": ""}
        assert "#f-means2" in post(client, f"{path}/split", 422, **said, **missing).text
        assert "Vehicles 6 to 20" in shown(client, f"{path}/split")
        elsewhere = said | {"place": "UZ-ALAT"}
        post(client, f"{path}/split", 422, **elsewhere, **second, goods2="3: 58")
        twice = {"means3": "10AB123", "of3": "UZ", "goods3": "1: 40"}
        both = post(client, f"{path}/split", 422, **said, **second, **twice, goods2="3: 58").text
        assert both.count('<details class="fold" open>') == 1
        assert "#f-means2" in both
        post(client, f"{path}/split", **said, **second, goods2="2: 100; 2500\n3")
        first, other = state_of(there).parts
        assert [(g.item, g.packages, g.gross_kg) for g in other.goods] == [
            (2, 100, "2500"),
            (3, 58, "1450.5"),
        ]
        assert [(g.item, g.gross_kg) for g in first.goods] == [(1, "6200"), (2, "5400")]
        page = shown(client, path)
        assert "The load on 2 vehicles" in page
        assert "10AB123" in page
        assert "10AB123" in shown(client, f"{path}/print")
        enter(client, "alat")
        assert f"{path}/leave" not in shown(client, path)
        post(client, f"{path}/part", 422, part="", seals_intact="")
        post(client, f"{path}/part", part="1", seals_intact="yes")
        assert "vehicles: 1 of 2" in shown(client, path)
        assert f"{path}/join" not in shown(client, path)
        post(client, f"{path}/missing-part", 422, part="2", reason="")
        post(client, f"{path}/missing-part", part="2", reason="Not here for two days.")
        assert "A vehicle of the split load is missing" in shown(client, path)
        pass_on(there, core)
        with running(make_services(tmp_path, core, rules=())) as home:
            enter(home, "aibek")
            assert "Not here for two days." in shown(home, f"/carrier/dossiers/{MOVEMENT}")
            enter(home, "osh")
            assert "A vehicle of the split load is missing" in shown(home, path)
        post(client, f"{path}/part", part="2", seals_intact="yes")
        assert not state_of(there).open_discrepancies()
        joins(client, there, path)


def joins(client: Client, there: Core, path: str) -> None:
    """On one of the vehicles that came, which keeps its trailer."""
    joined = {"place": "UZ-ALAT", "kind": "30", "means": "01KG777ABC", "means_of": "KG"}
    assert "#f-document" in post(client, f"{path}/join", 422, **joined).text
    post(client, f"{path}/join", **joined, document="CMR-9", new1="UZ-9")
    page = shown(client, path)
    assert "Joined again at" in page
    assert page.count("<dt>Seals now</dt>") == 2  # beside those declared, and as it stands
    means = state_of(there).dossier.consignment.means
    assert [one.id for one in means if one.role == "departure"] == ["01KG777ABC", "01KG445TR"]
    assert state_of(there).parts == ()
