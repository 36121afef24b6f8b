#!/bin/sh
# Runs a bench in namespaces of its own, so that all of it is gone when it ends, however that happens:
# in-namespaces.sh FILE [ARGUMENT...]
set -eu
exec unshare --net --mount --pid --fork --kill-child --mount-proc sh -euc '
  mkdir -p /run/netns
  mount -t tmpfs none /run/netns
  exec npx tsx "$@"
' bench "$@"
