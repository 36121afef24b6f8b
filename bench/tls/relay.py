"""A network that is far away: each packet arrives late by half of the round trip.

    relay.py DEVICE ADDRESS ROUND_TRIP_MS

What is sent to an address of DEVICE's network comes back from it, with its two addresses exchanged: who connects to
.2 talks to a server that listens on .1. These are packets and no streams, so a handshake of TCP takes its round
trip, and nothing depends on how much is written at once. The kernel of a container host may come without netem.
"""

import collections
import fcntl
import os
import select
import struct
import subprocess
import sys
import time

name, address, half = sys.argv[1], sys.argv[2], float(sys.argv[3]) / 2000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000

tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
for words in (["address", "add", f"{address}/24", "dev", name], ["link", "set", name, "up"]):
    subprocess.run(["ip", *words], check=True)
os.write(1, b"ready\n")

due = collections.deque()
while True:
    now = time.monotonic()
    while due and due[0][0] <= now:
        os.write(tun, due.popleft()[1])
    wait = max(0, due[0][0] - time.monotonic()) if due else None
    if not select.select([tun], [], [], wait)[0]:
        continue
    packet = os.read(tun, 65536)
    if packet[0] >> 4 != 4:
        continue
    # Exchanging them changes no checksum: each is a sum.
    due.append((time.monotonic() + half, packet[:12] + packet[16:20] + packet[12:16] + packet[20:]))
