"""Change the sources in small ways, one at a time, and see whether the tests notice.

Which sources and which tests: `[tool.mutmut]` in pyproject.toml. Prints how many changes were
noticed, room by room, and the functions in which some were not; exits 1 below the share asked for.
What was tried already is not tried again until its source changes; `mutants/` holds it.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence

EXPECTED = 0.85
NOTICED = frozenset({"killed", "timeout", "segfault", "caught by type check"})


def main(names: Sequence[str]) -> int:
    """Try the changes whose names match a pattern, all by default."""
    ran = subprocess.run([sys.executable, "-m", "mutmut", "run", *names], check=False)
    if ran.returncode:
        return ran.returncode
    told = subprocess.run(
        [sys.executable, "-m", "mutmut", "results", "--all", "true"],
        check=True,
        capture_output=True,
        text=True,
    )
    return report(told.stdout)


def report(told: str) -> int:
    """Say what `mutmut results` came to."""
    tried, noticed, missed = Counter[str](), Counter[str](), Counter[str]()
    for line in told.splitlines():
        name, separator, outcome = line.strip().partition(": ")
        if not separator or outcome == "not checked":
            continue
        function = name.rpartition("__mutmut_")[0]
        room = ".".join(name.split(".")[1:3]) if ".domain." in name else name.split(".")[1]
        tried[room] += 1
        if outcome in NOTICED:
            noticed[room] += 1
        else:
            missed[function.removeprefix("corridor.")] += 1
    for function, count in sorted(missed.items()):
        print(f"  not noticed: {count:3}  {function}")
    for room in sorted(tried):
        print(f"{room}: {noticed[room]} of {tried[room]}, {noticed[room] / tried[room]:.1%}")
    poor = [room for room in tried if noticed[room] < EXPECTED * tried[room]]
    if poor:
        print(f"below {EXPECTED:.0%}: {', '.join(sorted(poor))}", file=sys.stderr)
    return 1 if poor or not tried else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
