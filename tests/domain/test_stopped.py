"""Permits that no longer hold, as a post takes them along."""

from msgspec.structs import replace

from corridor.domain.permits.listings import listings
from corridor.domain.permits.stopped import (
    STOPPED_LIST,
    StoppedPermits,
    digest_of,
    known_by_lists,
    stopped_row,
)
from corridor.domain.permits.verdict import Known
from tests.domain.test_credentials import PERMIT, read, text_of

TEXT = text_of()
ISSUED = replace(PERMIT, credential=TEXT, applied_at="2026-11-20T08:00:00.000Z")


def test_a_permit_is_named_as_the_pages_name_it() -> None:
    assert digest_of("DTC1.e30.AAAA") == "JfwRJyGy15xF"


def test_only_what_was_issued_and_no_longer_holds_is_listed_and_to_its_last_day() -> None:
    assert stopped_row(PERMIT) is None
    assert stopped_row(ISSUED) is None
    for status, standing in (("revoked", "revoked"), ("exhausted", "used_up")):
        row = stopped_row(replace(ISSUED, status=status))
        assert row is not None
        assert row.data == {"digest": digest_of(TEXT), "standing": standing}
        assert row.due == "2026-12-20T19:59:59.999Z"


def test_it_is_the_issuing_node_that_lists_it() -> None:
    revoked = replace(ISSUED, status="revoked")
    by_quota = replace(revoked, request=replace(revoked.request, quota="qt-AZ-KG-2026-2"))
    for permit, issuer, other in ((revoked, "AZ", "KG"), (by_quota, "KG", "AZ")):
        there, here = listings(permit, issuer), listings(permit, other)
        assert [row.list for row in there].count(STOPPED_LIST) == 1
        assert STOPPED_LIST not in [row.list for row in here]


def test_a_code_in_whose_place_another_was_issued_is_listed_beside_the_permit() -> None:
    anew = replace(ISSUED, replaced=("JfwRJyGy15xF",))
    row = stopped_row(anew)
    assert row is not None
    assert (row.data["standing"], row.data["replaced"]) == ("in_force", ["JfwRJyGy15xF"])


def test_a_list_says_what_it_knows_and_nothing_of_others() -> None:
    name = (digest_of(TEXT),)
    assert StoppedPermits("", revoked=name).known(TEXT) == Known("revoked")
    assert StoppedPermits("", used_up=name).known(TEXT) == Known("used_up")
    assert StoppedPermits("", revoked=("another12345",)).known(TEXT) is None


def test_a_number_in_dispute_is_doubted_whoever_says_so() -> None:
    credential = read(TEXT)
    doubted = StoppedPermits("", disputed=(digest_of(PERMIT.number),))
    revoked = StoppedPermits("", revoked=(digest_of(TEXT),))
    assert known_by_lists({"KG": doubted}, credential) == Known("disputed")
    assert known_by_lists({"KG": doubted, "AZ": revoked}, credential) == Known("revoked")
    assert known_by_lists({"AZ": StoppedPermits("")}, credential) is None
