variable "name" {
  description = "What the hosts are called, with 1 and 2 behind it"
  type        = string
  default     = "lb"
}

variable "region" {
  description = "A region of DigitalOcean; both hosts and the reserved IP are in it"
  type        = string
  default     = "fra1"
}

variable "size" {
  description = "The smallest will do"
  type        = string
  default     = "s-1vcpu-1gb"
}

variable "network" {
  description = "Private network of the two"
  type        = string
  default     = "10.10.10.0/24"
}

variable "ssh_keys" {
  description = "Ids or fingerprints of keys that may log in as root"
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
