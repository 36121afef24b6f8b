#!/bin/sh
# In namespaces of its own, so that all of it is gone when it ends, however that happens.
set -eu
exec unshare --net --mount --pid --fork --kill-child --mount-proc sh -euc '
  ip link set lo up
  exec npx tsx bench/tls/main.ts "$@"
' bench "$@"
