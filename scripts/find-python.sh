#!/bin/sh
# Print the first Python that can make this project's environment: 3.11 or newer, with venv.
# PYTHON=... in the environment is asked alone. A name may stand on the path and not run, so each
# one is tried, not only looked up.
probe='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"
else set -- python3.13 python3.12 python3.11 python3.14 python3 python; fi
for name in "$@"; do
    if "$name" -c "$probe" >/dev/null 2>&1; then
        echo "$name"
        exit 0
    fi
done
echo "Python 3.11 or newer with venv was not found; tried: $*" >&2
echo "  Debian, Ubuntu:  sudo apt-get install python3 python3-venv" >&2
echo "  or name one:     make setup PYTHON=/path/to/python3.11" >&2
exit 1
