"""Carries frames between pairs of interfaces as a bad network does: late, unevenly, and not all of them.

    relay.py MEAN_MS SPREAD_MS LOSS A:B...

The kernel of a container host may come without netem, so it is done here.
"""

import heapq
import random
import select
import socket
import sys
import time

mean, spread, loss = (float(word) for word in sys.argv[1:4])
ETH_P_ALL = 3
# What this host sends itself on an interface is seen there as well, see packet(7).
PACKET_OUTGOING = 4

ends = {}
for pair in sys.argv[4:]:
    left, right = (socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL)) for _ in "ab")
    for one, name in zip((left, right), pair.split(":")):
        one.bind((name, 0))
        one.setblocking(False)
    ends[left], ends[right] = right, left

poller = select.poll()
by_fd = {}
for one in ends:
    poller.register(one, select.POLLIN)
    by_fd[one.fileno()] = one



def whole(frame):
    """The frame as a card would have sent it: a veth leaves the checksum of UDP to one, and over IPv4 it may be absent."""
    header = 14 + (frame[14] & 15) * 4
    if frame[12:14] != b"\x08\x00" or frame[23] != socket.IPPROTO_UDP:
        return frame
    return frame[: header + 6] + b"\0\0" + frame[header + 8 :]


due = []
count = 0
print("ready", flush=True)
while True:
    now = time.monotonic()
    while due and due[0][0] <= now:
        _, _, out, frame = heapq.heappop(due)
        try:
            out.send(frame)
        except OSError:
            pass
    wait = None if not due else max(0, (due[0][0] - now) * 1000)
    for fd, _ in poller.poll(wait):
        try:
            frame, address = by_fd[fd].recvfrom(65536)
        except OSError:
            continue
        if address[2] == PACKET_OUTGOING or random.random() < loss:
            continue
        late = max(0.0, random.gauss(mean, spread)) / 1000
        count += 1
        heapq.heappush(due, (time.monotonic() + late, count, ends[by_fd[fd]], whole(frame)))
