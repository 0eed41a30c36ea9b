#!/bin/sh
# Bring the environment $1 to exactly what the lock file $2 names, and this project into it.
#
# Nothing is chosen here: uv installs the pinned versions with their hashes and removes the rest.
set -eu
venv="$1" lock="$2"
# What is there already, by what the lock files hold and not by when they were written.
wanted="$(cat lock/setup.txt "$lock" | cksum)"
if grep -qxF "$wanted" "$venv/.holds" 2>/dev/null; then exit 0; fi
rm -f "$venv/.holds" "$venv/.run" "$venv/.dev"
uv="$venv/tools/bin/uv"
# uv is pinned itself. Whatever pip there is brings it in, without looking any further; where there
# is none, Python's own is put into the environment first.
if ! [ -x "$uv" ] || ! "$uv" --version | grep -qF "$(sed -n 's/^uv==\([^ ]*\).*/uv \1/p' lock/setup.txt)"; then
    pip="$(cat "$venv/.made")"  # what made the environment
    "$pip" -m pip --version >/dev/null 2>&1 || { pip="$venv/bin/python"; "$pip" -m ensurepip >/dev/null; }
    "$pip" -m pip --disable-pip-version-check --no-input -qq install --no-deps --require-hashes \
        --upgrade --target "$venv/tools" -r lock/setup.txt
    # An index of the user's own, where pip was told of one and uv was not.
    "$pip" -m pip config get global.index-url >"$venv/tools/index" 2>/dev/null || true
fi
if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ] && [ -s "$venv/tools/index" ]; then
    UV_DEFAULT_INDEX="$(cat "$venv/tools/index")" && export UV_DEFAULT_INDEX
fi
uv() { "$uv" --no-config --quiet pip "$@" --python "$venv/bin/python"; }
# Nothing is compiled: of eight thousand files a fifth is ever imported, and compiles itself then.
uv sync --require-hashes lock/setup.txt "$lock"
uv install --no-deps --no-build-isolation --editable .
# The packages of the tests are those to run and more.
cat lock/setup.txt "$lock" | cksum >"$venv/.holds"
[ "$lock" != lock/dev.txt ] || cat lock/setup.txt lock/run.txt | cksum >>"$venv/.holds"
