# Two CVM instances with nginx, keepalived and floatip, and a HAVIP with an EIP on it.
terraform {
  required_version = ">= 1.4"
  required_providers {
    tencentcloud = {
      source  = "tencentcloudstack/tencentcloud"
      version = "~> 1.81"
    }
  }
}

locals {
  hosts = { 1 = cidrhost(var.network, 20), 2 = cidrhost(var.network, 21) }
  havip = cidrhost(var.network, 99)
}

resource "tencentcloud_vpc" "pair" {
  name       = var.name
  cidr_block = var.network
}

resource "tencentcloud_subnet" "pair" {
  name              = var.name
  vpc_id            = tencentcloud_vpc.pair.id
  availability_zone = var.zone
  cidr_block        = var.network
}

resource "tencentcloud_security_group" "pair" {
  name = var.name
}

# VRRP is protocol 112, which no rule of its own can name: so the hosts may send each other anything.
resource "tencentcloud_security_group_lite_rule" "pair" {
  security_group_id = tencentcloud_security_group.pair.id

  ingress = [
    "ACCEPT#${var.network}#ALL#ALL",
    "ACCEPT#0.0.0.0/0#80,443#TCP",
    "ACCEPT#${var.admin}#22#TCP",
  ]
  egress = ["ACCEPT#0.0.0.0/0#ALL#ALL"]
}

# The hosts have this role: there is no key to be kept or stolen.
resource "tencentcloud_cam_role" "floatip" {
  name = "${var.name}-floatip"
  document = jsonencode({
    version = "2.0"
    statement = [{
      action    = ["name/sts:AssumeRole"]
      effect    = "allow"
      principal = { service = ["cvm.qcloud.com"] }
    }]
  })
}

resource "tencentcloud_cam_policy" "floatip" {
  name = "${var.name}-floatip"
  # What floatip init --policy prints for this pair.
  document = file("${path.module}/policy.json")
}

resource "tencentcloud_cam_role_policy_attachment" "floatip" {
  role_id   = tencentcloud_cam_role.floatip.id
  policy_id = tencentcloud_cam_policy.floatip.id
}

resource "tencentcloud_instance" "host" {
  for_each = local.hosts

  instance_name           = "${var.name}${each.key}"
  availability_zone       = var.zone
  instance_type           = var.instance_type
  image_id                = var.image_id
  key_ids                 = var.key_ids
  vpc_id                  = tencentcloud_vpc.pair.id
  subnet_id               = tencentcloud_subnet.pair.id
  private_ip              = each.value
  orderly_security_groups = [tencentcloud_security_group.pair.id]
  cam_role_name           = tencentcloud_cam_role.floatip.name
  # To install packages; with a NAT gateway it can do without.
  allocate_public_ip         = true
  internet_max_bandwidth_out = 10

  user_data_raw = templatefile("${path.module}/../../cloud-init/pair.yaml", {
    package_url    = var.package_url
    package_sha256 = var.package_sha256
    address        = "tencent-havip:${local.havip},eip=${tencentcloud_eip.pair.public_ip}"
    options        = ""
    interface      = "eth0"
    secret         = ""
    hosts          = join(" ", values(local.hosts))
  })

  depends_on = [tencentcloud_cam_role_policy_attachment.floatip]

  lifecycle {
    # A host that is set up is not made anew because a newer floatip is to be installed on new ones.
    ignore_changes = [user_data_raw]
  }
}

resource "tencentcloud_ha_vip" "pair" {
  name      = var.name
  vpc_id    = tencentcloud_vpc.pair.id
  subnet_id = tencentcloud_subnet.pair.id
  vip       = local.havip
}

resource "tencentcloud_eip" "pair" {
  name                       = var.name
  internet_max_bandwidth_out = 10
}

resource "tencentcloud_ha_vip_eip_attachment" "pair" {
  havip_id   = tencentcloud_ha_vip.pair.id
  address_ip = tencentcloud_eip.pair.public_ip
}
