/** What `floatip init` has the kernel told, now and whenever it starts. */
export const kernelSettingsPath = '/etc/sysctl.d/90-floatip.conf';
