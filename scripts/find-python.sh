#!/bin/sh
# Print the Python that makes this project's environment: 3.11 or newer, with venv. Of several on
# the path that have the same name the fastest: one that its system's maintainers built with the
# compiler's profile does a tenth more than one that was built beside it without.
# PYTHON=... in the environment is asked alone. A name may stand on the path and not run, so each
# one is tried, not only looked up.
probe='
import sys, time, venv, ensurepip
if sys.version_info < (3, 11): sys.exit(1)
def takes():
    began = time.process_time()
    for number in range(40000): str(number).join("ab")
    return time.process_time() - began
print(f"{min(takes() for _ in range(7)):.6f}", sys.argv[1])'
named() {
    case "$1" in */*) echo "$1"; return ;; esac
    echo "$PATH" | tr ':' '\n' | while read -r folder; do
        [ ! -x "$folder/$1" ] || echo "$folder/$1"
    done
}
if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"
else set -- python3.13 python3.12 python3.11 python3.14 python3 python; fi
for name in "$@"; do
    found="$(named "$name" | while read -r one; do "$one" -c "$probe" "$one" </dev/null 2>/dev/null; done |
        LC_ALL=C sort | sed -n '1s/^[^ ]* //p')"
    if [ -n "$found" ]; then
        echo "$found"
        exit 0
    fi
done
echo "Python 3.11 or newer with venv was not found; tried: $*" >&2
echo "  Debian, Ubuntu:  sudo apt-get install python3 python3-venv" >&2
echo "  or name one:     make setup PYTHON=/path/to/python3.11" >&2
exit 1
