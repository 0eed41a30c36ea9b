"""What every test has: the shared inputs, a machine without a network, a browser on demand."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

import chromium
from tests.support import loopback

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("ci", derandomize=True, max_examples=60, deadline=None, database=None)
settings.register_profile("dev", max_examples=60, deadline=None)
settings.register_profile(
    "deep", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# A browser that says nothing to anyone but the page under test, and may run as root.
CHROMIUM_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: their driver keeps a loop running, beside which no other can.

    Each file goes to one worker. First come those that start processes, and of the browser's the
    story, since they take longest.
    """
    browsing = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    starting = {item.path for item in items if item.get_closest_marker("processes")}
    items.sort(
        key=lambda item: (
            item.path in browsing,
            item.path.name != "test_story.py",
            item.path.parent.name != "browser",
            item.path not in starting,
        )
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published samples and vectors, which the project does not carry.

    `CORRIDOR_SHARED` names it, else it lies beside the project. A test that needs it is
    skipped, saying so, where it is absent.
    """
    folder = Path(os.environ.get("CORRIDOR_SHARED", ROOT.parent / "shared")).resolve()
    if not folder.is_dir():
        pytest.skip(f"published samples are not here ({folder}); CORRIDOR_SHARED names them")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        loopback.install(patch)
        yield


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser's program. Its absence is a failure: a page nobody saw is not tested."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.ADVICE)
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One headless Chromium for the whole run; a test opens a context of its own in it."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=chromium_path, headless=True, args=list(CHROMIUM_SWITCHES)
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def tracked_files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, under the project's folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (ROOT / name for name in sorted(set(listed.stdout.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())
