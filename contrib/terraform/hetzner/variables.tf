variable "name" {
  description = "What the hosts are called, with 1 and 2 behind it"
  type        = string
  default     = "lb"
}

variable "location" {
  description = "A location of Hetzner Cloud, in network_zone"
  type        = string
  default     = "fsn1"
}

variable "network_zone" {
  description = "The zone of the private network"
  type        = string
  default     = "eu-central"
}

variable "server_type" {
  description = "The smallest will do"
  type        = string
  default     = "cx22"
}

variable "network" {
  description = "Private network of the two"
  type        = string
  default     = "10.10.10.0/24"
}

variable "private_interface" {
  description = "What Debian calls the interface in it: enp7s0 on shared Intel servers, ens10 on the older ones"
  type        = string
  default     = "enp7s0"
}

variable "ssh_keys" {
  description = "Names or ids of keys that may log in as root"
  type        = list(string)
}

variable "package_url" {
  description = "Where floatip-bundled_*_amd64.deb is"
  type        = string
}

variable "package_sha256" {
  description = "Its line in SHA256SUMS"
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{64}$", var.package_sha256))
    error_message = "64 hexadecimal digits, as SHA256SUMS has them."
  }
}
