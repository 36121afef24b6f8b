# Two servers with nginx, keepalived and floatip, and a floating IP that floatip gives to one of them.
terraform {
  required_version = ">= 1.4"
  required_providers {
    hcloud = {
      source  = "hetznercloud/hcloud"
      version = "~> 1.45"
    }
  }
}

locals {
  hosts = { 1 = cidrhost(var.network, 2), 2 = cidrhost(var.network, 3) }
}

resource "hcloud_network" "pair" {
  name     = var.name
  ip_range = var.network
}

resource "hcloud_network_subnet" "pair" {
  network_id   = hcloud_network.pair.id
  type         = "cloud"
  network_zone = var.network_zone
  ip_range     = var.network
}

# Never both on one machine.
resource "hcloud_placement_group" "pair" {
  name = var.name
  type = "spread"
}

resource "hcloud_server" "host" {
  for_each = local.hosts

  name               = "${var.name}${each.key}"
  location           = var.location
  server_type        = var.server_type
  image              = "debian-12"
  ssh_keys           = var.ssh_keys
  placement_group_id = hcloud_placement_group.pair.id

  network {
    network_id = hcloud_network.pair.id
    ip         = each.value
  }

  user_data = templatefile("${path.module}/../../cloud-init/pair.yaml", {
    package_url    = var.package_url
    package_sha256 = var.package_sha256
    address        = "hetzner-floating-ip:${hcloud_floating_ip.pair.ip_address}"
    # A server gets a floating IP only where an interface has it: keepalived puts it there.
    options   = "--vip ${hcloud_floating_ip.pair.ip_address}"
    interface = var.private_interface
    secret    = "/etc/floatip/hcloud_token"
    hosts     = join(" ", values(local.hosts))
  })

  depends_on = [hcloud_network_subnet.pair]

  lifecycle {
    # A host that is set up is not made anew because a newer floatip is to be installed on new ones.
    ignore_changes = [user_data]
  }
}

resource "hcloud_floating_ip" "pair" {
  name          = var.name
  type          = "ipv4"
  home_location = var.location

  lifecycle {
    # Whose it is, is floatip's to say.
    ignore_changes = [server_id]
  }
}
