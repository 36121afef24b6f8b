"""Asks DigitalOcean to assign a reserved IP, and believes the first answer."""
import os
import sys

import requests

ip, droplet = sys.argv[1:3]
reply = requests.post(
    f"{os.environ['ENDPOINT']}/v2/reserved_ips/{ip}/actions",
    headers={"Authorization": f"Bearer {os.environ['DO_TOKEN']}"},
    json={"type": "assign", "droplet_id": int(droplet)},
)
body = reply.json()
if "message" in body:
    print(f"{body['id']}: {body['message']}")
    sys.exit(1)
print(f"Moving IP address: {body['action']['status']}")
