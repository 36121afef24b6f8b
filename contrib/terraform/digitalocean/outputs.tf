output "address" {
  description = "The reserved IP"
  value       = digitalocean_reserved_ip.pair.ip_address
}

# No API makes tokens, and what Terraform knows is in its state: so the token comes from you.
output "next" {
  description = "What is left to do, on each host"
  value = [
    for host in values(digitalocean_droplet.host) : join(" ", [
      "ssh root@${host.ipv4_address} 'cloud-init status --wait;",
      "umask 077; cat >/etc/floatip/do_token;",
      "floatip-pair ${join(" ", [for one in values(digitalocean_droplet.host) : one.ipv4_address_private])}'",
      "<token # reserved_ip:read reserved_ip:update droplet:read actions:read",
    ])
  ]
}
