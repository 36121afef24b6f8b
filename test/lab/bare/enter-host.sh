#!/bin/sh
# Makes a bare host of what it is started in, namespaces of its own: enter-host.sh NAME FOLDER CHECKOUT NODE
# What it writes to is laid over the files of this machine, in memory, and is gone with it.
set -eu
name=$1 folder=$2 checkout=$3 node=$4
hostname "$name"
mount -t tmpfs tmpfs "$folder"
for place in etc var usr/local root; do
  mkdir -p "$folder/$place/over" "$folder/$place/work"
  mount -t overlay -o "lowerdir=/$place,upperdir=$folder/$place/over,workdir=$folder/$place/work" overlay "/$place"
done
mount -t tmpfs -o mode=755 tmpfs /run
# It tells of the network of whoever has mounted it.
mount -t sysfs sysfs /sys
# Nobody has set up anything here.
rm -rf /etc/keepalived /etc/floatip /etc/cron.d/floatip /var/lib/floatip
mkdir -p /etc/keepalived /var/log/nginx /run/units
# As `npm install --global` does it; and a systemd that knows as much as is needed.
ln -sf "$checkout/bin/floatip.js" /usr/local/bin/floatip
[ -e /usr/bin/node ] || ln -sf "$node" /usr/local/bin/node
cp "$checkout/test/lab/bare/systemctl.sh" /usr/local/bin/systemctl
cp "$checkout/test/lab/bare/ssh.mjs" /usr/local/bin/ssh
chmod 755 /usr/local/bin/systemctl /usr/local/bin/ssh
/usr/local/bin/ssh --serve &
cat "$folder.hosts" >/etc/hosts
cp "$folder.ca.pem" /etc/ssl/lab-ca.pem
echo ready
exec sleep infinity
