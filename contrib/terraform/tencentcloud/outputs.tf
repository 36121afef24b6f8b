output "address" {
  description = "The EIP"
  value       = tencentcloud_eip.pair.public_ip
}

output "next" {
  description = "What is left to do: look"
  value       = [for host in values(tencentcloud_instance.host) : "ssh root@${host.public_ip} floatip doctor"]
}
