#!/bin/bash
# What keepalived set-ups on DigitalOcean run today in notify_master, for comparison: two curls, a
# Python POST, ten tries three seconds apart. $1 is the reserved IP.
ID=$(curl -s "$METADATA/metadata/v1/id")
HAS_RESERVED_IP=$(curl -s "$METADATA/metadata/v1/reserved_ip/ipv4/active")
if [ "$HAS_RESERVED_IP" = "false" ]; then
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    "${PYTHON:-/usr/bin/python3}" "$(dirname "$0")/assign_ip.py" "$1" "$ID" && break
    sleep 3
  done
fi
