# Two Droplets with nginx, keepalived and floatip, and a reserved IP that floatip gives to one of them.
terraform {
  required_version = ">= 1.4"
  required_providers {
    digitalocean = {
      source  = "digitalocean/digitalocean"
      version = "~> 2.34"
    }
  }
}

resource "digitalocean_vpc" "pair" {
  name     = "${var.name}-vpc"
  region   = var.region
  ip_range = var.network
}

resource "digitalocean_droplet" "host" {
  for_each = toset(["1", "2"])

  name     = "${var.name}${each.key}"
  region   = var.region
  size     = var.size
  image    = "debian-12-x64"
  vpc_uuid = digitalocean_vpc.pair.id
  ssh_keys = var.ssh_keys
  tags     = [var.name]

  user_data = templatefile("${path.module}/../../cloud-init/pair.yaml", {
    package_url    = var.package_url
    package_sha256 = var.package_sha256
    address        = "digitalocean-reserved-ip:${digitalocean_reserved_ip.pair.ip_address}"
    options        = ""
    interface      = "eth1"
    secret         = "/etc/floatip/do_token"
    hosts          = ""
  })

  lifecycle {
    # A host that is set up is not made anew because a newer floatip is to be installed on new ones.
    ignore_changes = [user_data]
  }
}

resource "digitalocean_reserved_ip" "pair" {
  region = var.region

  lifecycle {
    # Whose it is, is floatip's to say.
    ignore_changes = [droplet_id]
  }
}
