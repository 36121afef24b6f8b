"""Sends to a peer every 10 ms, and says when a silence of its own ended: milliseconds of the monotonic clock."""

import socket
import sys
import time

PORT = 9999
EVERY_S = 0.01
SILENCE_S = 0.2

peer = sys.argv[1]
talk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
talk.bind(("0.0.0.0", PORT))
talk.settimeout(EVERY_S)
heard = None
while True:
    try:
        talk.sendto(b"here", (peer, PORT))
    except OSError:
        # Its network is away.
        pass
    until = time.monotonic() + EVERY_S
    while time.monotonic() < until:
        try:
            talk.recv(16)
        except TimeoutError:
            continue
        now = time.monotonic()
        if heard is None or now - heard > SILENCE_S:
            print(now * 1000, flush=True)
        heard = now
