"""What every test has: the shared inputs, a machine without a network, a browser on demand."""

import gc
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

import system_tools
from corridor.node import collector
from corridor.node.demo import ports
from tests.support import loopback

ROOT = Path(__file__).resolve().parent.parent
ON_ONE_NETWORK = re.compile(r"^tests/(browser|acceptance)/")
ON_ONE_RUN = re.compile(r"^tests/(simulation/test_(acts|oracle)|observatory/test_reading)\.py::")
PAGES = re.compile(r"/browser/test_pages\.py::")

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
    "--in-process-gpu",  # nothing is drawn that is worth a process of its own
    "--num-raster-threads=1",
    "--js-flags=--no-opt --no-maglev",  # no page lives so long that making its code fast pays off
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def pytest_configure(config: pytest.Config) -> None:
    """Each worker has ports of its own: none is taken by another's nodes between look and use."""
    worker = getattr(config, "workerinput", None)
    if worker is not None:
        share = (ports.HIGHEST - ports.LOWEST) // worker["workercount"]
        ports.LOWEST += share * int(worker["workerid"].removeprefix("gw"))
        ports.HIGHEST = ports.LOWEST + share
    gc.disable()  # what is gathered stays: see _collector_spared


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Each worker begins with files of its own: what it has compiled, the others need not.

    All gather the same, so they would otherwise compile everything at the same time. A file that
    cannot be read is told of when it is gathered. Last, since lines are counted from here on.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker is not None:
        first = int(worker["workerid"].removeprefix("gw"))
        for path in test_files(session.config)[first :: worker["workercount"]]:
            with suppress(Exception):
                import_module(".".join(path.with_suffix("").parts))


def test_files(config: pytest.Config) -> list[Path]:
    """The files that are asked for, seen from the project's folder."""
    given = [Path(one.partition("::")[0]).resolve() for one in config.args]
    left_out = [Path(one).resolve() for one in config.getoption("ignore") or ()]
    found = (path for one in given for path in (one.rglob("test_*.py") if one.is_dir() else [one]))
    asked = [path for path in found if not any(path.is_relative_to(one) for one in left_out)]
    return [path.relative_to(ROOT) for path in sorted(asked) if path.is_relative_to(ROOT)]


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a third of the tests' time is waiting for a node."""
    return (os.cpu_count() or 1) + 1


class ByFile(LoadScopeScheduling):
    """Each file goes to one worker; files that share six running nodes, or what whole nodes did in
    a simulation, go to the same one.

    What takes longest of all, every page of every desk, has a worker and nodes of its own.
    """

    def _split_scope(self, nodeid: str) -> str:
        if PAGES.search(nodeid):
            return "every page"
        if ON_ONE_RUN.match(nodeid):
            return "kind runs"
        shared = ON_ONE_NETWORK.match(nodeid)
        return shared[1] if shared else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest is begun first, so that no worker is left alone with it at the end."""
    starting = {item.path for item in items if item.get_closest_marker("processes")}
    items.sort(
        key=lambda item: (
            item.path.parent.name != "browser",
            item.path not in starting,
            item.path.parent.name not in {"simulation", "acceptance"},
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


@pytest.fixture(scope="session", autouse=True)
def _collector_spared() -> Iterator[None]:
    """All that was imported need not be looked through again and again: an eighth of the time."""
    gc.enable()
    with collector.spared():
        yield
    gc.collect()
    gc.freeze()  # at its end pytest looks for what nobody closed twice more: it has been found


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser's program. Its absence is a failure: a page nobody saw is not tested."""
    path = system_tools.find(system_tools.CHROMIUM)
    if path is None:
        pytest.fail(system_tools.CHROMIUM.advice)
    return path


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One headless Chromium for a file; a test opens a context of its own in it.

    Its driver keeps a loop running, beside which no other can: it ends with the file.
    """
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
