variable "name" {
  description = "What the hosts are called, with 1 and 2 behind it"
  type        = string
  default     = "lb"
}

variable "zone" {
  description = "Availability zone, in the region of the provider"
  type        = string
  default     = "ap-guangzhou-3"
}

variable "instance_type" {
  description = "The smallest will do"
  type        = string
  default     = "S5.SMALL2"
}

variable "image_id" {
  description = "A public image of Debian 12 or Ubuntu 22.04 or newer, with cloud-init"
  type        = string
}

variable "network" {
  description = "Private network of the two, a whole VPC"
  type        = string
  default     = "10.0.4.0/24"
}

variable "admin" {
  description = "Who may log in by SSH: a network"
  type        = string
}

variable "key_ids" {
  description = "Ids of SSH keys"
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
