"""Find what the tests drive and no package of Python brings; install Debian's where possible.

`system_tools.py chromium` prints the path of the browser, `clamd` that of the virus scanner, `java`
that of a Java runtime. Where there is none and it cannot be installed from here, says what to do
and exits 1. `CORRIDOR_CHROMIUM`, `CORRIDOR_CLAMD` and `CORRIDOR_JAVA` name one of your own.
"""

import os
import shutil
import subprocess
import sys
from typing import NamedTuple

SHELL = "chromium-headless-shell"
"""The same engine without the windows, menus and settings of a browser: a fifth less work."""


class Tool(NamedTuple):
    """A program. `packages`: Debian's, the first that a machine knows is taken."""

    variable: str
    names: tuple[str, ...]
    packages: tuple[str, ...]
    advice: str


CHROMIUM = Tool(
    "CORRIDOR_CHROMIUM",
    (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    (SHELL, "chromium"),  # an older Debian or a child of it has the second alone
    """\
The tests drive a real browser and found none.
  Debian, Ubuntu:  sudo apt-get install chromium
  Fedora:          sudo dnf install chromium
  anything else:   install Chromium or Chrome and name it, CORRIDOR_CHROMIUM=/path/to/chrome
""",
)
CLAMD = Tool(
    "CORRIDOR_CLAMD",
    ("clamd",),
    ("clamav-daemon",),
    """\
The tests ask a real virus scanner and found none.
  Debian, Ubuntu:  sudo apt-get install clamav-daemon
  Fedora:          sudo dnf install clamd
  anything else:   install ClamAV and name its daemon, CORRIDOR_CLAMD=/path/to/clamd
""",
)
JAVA = Tool(
    "CORRIDOR_JAVA",
    ("java",),
    ("default-jre-headless",),
    """\
The measures' tests on a cluster's engine run in Java 17 or later, and found none.
  Debian, Ubuntu:  sudo apt-get install default-jre-headless
  Fedora:          sudo dnf install java-latest-openjdk-headless
  anything else:   install a Java runtime and name it, CORRIDOR_JAVA=/path/to/bin/java
""",
)
TOOLS = {"chromium": CHROMIUM, "clamd": CLAMD, "java": JAVA}


def find(tool: Tool) -> str | None:
    """The path of a tool on this machine."""
    named = os.environ.get(tool.variable)
    names = (named,) if named else tool.names
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin"))
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


def may_install() -> bool:
    """Whether this is Debian or a child of it, and we are root there."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(package: str) -> None:
    """Install a package of Debian's, quietly; its progress goes to the error stream."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
    ):
        subprocess.run(command, env=environment, stdout=sys.stderr, check=False)


def main() -> int:
    """Print the tool's path; exit code 0 where there is one."""
    tool = TOOLS[sys.argv[1]]
    for package in tool.packages:
        if find(tool) is None and may_install() and not os.environ.get(tool.variable):
            print(f"No {tool.names[0]} here; installing {package} ...", file=sys.stderr)
            install(package)
    path = find(tool)
    if path is None:
        print(tool.advice, file=sys.stderr, end="")
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
