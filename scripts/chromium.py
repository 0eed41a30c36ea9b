"""Find the Chromium that the browser tests drive; install Debian's where that is possible.

Prints the path of the browser. Where there is none and it cannot be installed from here, says
what to do and exits 1. `CORRIDOR_CHROMIUM` names a browser of your own.
"""

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
"""The same engine without the windows, menus and settings of a browser: a fifth less work."""
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

ADVICE = """\
The tests drive a real browser and found none.
  Debian, Ubuntu:  sudo apt-get install chromium
  Fedora:          sudo dnf install chromium
  anything else:   install Chromium or Chrome and name it, CORRIDOR_CHROMIUM=/path/to/chrome
"""


def find() -> str | None:
    """The path of a browser on this machine."""
    named = os.environ.get("CORRIDOR_CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for path in map(shutil.which, NAMES) if path), None)


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
    """Print the browser's path; exit code 0 where there is one."""
    for package in (SHELL, "chromium"):  # an older Debian or a child of it has the second alone
        if find() is None and may_install() and not os.environ.get("CORRIDOR_CHROMIUM"):
            print(f"No Chromium here; installing {package} ...", file=sys.stderr)
            install(package)
    path = find()
    if path is None:
        print(ADVICE, file=sys.stderr, end="")
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
