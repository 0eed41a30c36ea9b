"""Pages are built from a snapshot that may be newer than the tip they are proved against."""

from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.exchange.messages import FollowRequest, split_page
from corridor.exchange.publish import build_page
from tests.exchange.network import trust_list
from tests.support.engines import START, customs, do, lodge, make_core, register_guarantee

OSH = customs("KGOSH001")


def test_a_commit_between_tip_and_snapshot_leaves_no_hole_in_the_page() -> None:
    """Acceptance sends the older lodging too, so behind a new entry there stand old ones."""
    core = make_core()
    register_guarantee(core)
    subjects = [f"mv-KG-0000000000000000000{number}" for number in (1, 2, 3)]
    for number, subject in enumerate(subjects):
        assert not lodge(core, subject, f"LRN-{number}").refusals
    do(core, AcceptDeclaration(), OSH, subjects[0])
    tip = core.tip
    for subject in subjects[1:]:
        do(core, AcceptDeclaration(), OSH, subject)
    with core.store.read() as reader:
        channel = reader.channel("UZ", 0, 10)
    assert [entry.index < tip.size for entry in channel] == [True, True, True, False, True, False]
    core.tip = tip  # what a page sees that begins before the last two commits
    request = FollowRequest("KG", "UZ", after=0, nonce="n")
    built = build_page(core, request, trust_list(), START)
    head = split_page(built.data).head
    assert (head.next, head.more) == (3, True)
    assert head.indexes == tuple(entry.index for entry in channel[:3])
    assert head.head == channel[2].head
