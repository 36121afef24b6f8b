#!/bin/sh
set -eu
if [ "${1:-}" = --show ]; then exec npx tsx bench/detection/main.ts --show; fi
exec sh bench/in-namespaces.sh bench/detection/main.ts "$@"
