#!/bin/sh
# Print the folder of a Node.js that is new enough to build the front end: the path's own, or the
# one that was put beside the environment $1. Prints nothing and exits 1 where there is none.
major=20
for folder in "$(dirname "$(command -v node 2>/dev/null || echo /nowhere/node)")" "$PWD/${1:-.venv}/node/bin"; do
    [ -x "$folder/npm" ] || continue
    if "$folder/node" -e "process.exit(+(process.versions.node.split('.')[0] < $major))" \
        >/dev/null 2>&1; then
        echo "$folder"
        exit 0
    fi
done
exit 1
