output "address" {
  description = "The floating IP"
  value       = hcloud_floating_ip.pair.ip_address
}

# No API makes tokens, and what Terraform knows is in its state: so the token comes from you. One can do all
# within its project, so give the pair a project of its own.
output "next" {
  description = "What is left to do, on each host"
  value = [
    for host in values(hcloud_server.host) : join(" ", [
      "ssh root@${host.ipv4_address} 'cloud-init status --wait;",
      "umask 077; cat >/etc/floatip/hcloud_token;",
      "floatip-pair ${join(" ", values(local.hosts))}' <token",
    ])
  ]
}
