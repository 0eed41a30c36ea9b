"""A border post has 256 kbit/s and 400 ms. What is first seen there is usable within 3 s."""

import pytest

from tests.browser.conftest import Seat
from tests.browser.walk import CARRIER

LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 256_000 / 8,
    "uploadThroughput": 256_000 / 8,
}
USABLE_MS = 3_000
# When the text was first painted, and when everything that a form or link needs was there.
SEEN = """() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const page = performance.getEntriesByType('navigation')[0];
  return [paint ? paint.startTime : Infinity, page.domInteractive];
}"""


@pytest.mark.parametrize(("login", "path"), [("", "/sign-in"), (CARRIER, "/carrier")])
def test_usable_within_three_seconds_on_a_thin_line(seat: Seat, login: str, path: str) -> None:
    person = seat("KG", login)
    page = person.page
    devtools = person.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.clearBrowserCache")
    devtools.send("Network.emulateNetworkConditions", LINE)
    person.open(path)
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    painted, interactive = page.evaluate(SEEN)
    assert page.locator("main h1").is_visible()
    assert max(painted, interactive) < USABLE_MS, f"{path}: {painted:.0f}, {interactive:.0f} ms"
