/**
 * Lines of sh for a host on which a package is installed: an embedded cloud, a config for it, and a keepalived that
 * becomes MASTER. What another floatip serves would not be of the package.
 */

const topology = `
listen: 127.0.0.1:8080
digitalocean:
  tokens: [{ token: dop_v1_rehearsal }]
  actionMs: 100
  droplets:
    - { id: 111, name: lb1, region: nyc3, metadata: '127.0.0.1:8081' }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:8082' }
  reservedIps: [{ ip: 203.0.113.10, region: nyc3, droplet: 111 }]
`;

const config = `
providers:
  digitalocean:
    tokenFile: /etc/floatip/do_token
    endpoint: http://127.0.0.1:8080
    metadata: http://127.0.0.1:8082
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }
`;

const keepalived = `
global_defs {
  script_user root
  enable_script_security
  vrrp_version 3
}
vrrp_instance VI_1 {
  state BACKUP
  interface here
  virtual_ipaddress {
    192.0.2.10
  }
  virtual_router_id 51
  priority 200
  advert_int 0.1
  higher_prio_send_advert
  unicast_src_ip 192.0.2.1
  unicast_peer {
    192.0.2.2
  }
  notify "/etc/floatip/keepalived-notify"
  notify_master_rx_lower_pri "/etc/floatip/keepalived-notify --instance VI_1 --state MASTER_RX_LOWER_PRI"
}
`;

function file(path: string, text: string): string {
  return `cat >${path} <<'END'\n${text.trim()}\nEND\n`;
}

/** Waits until something is so, for a minute. */
export function until(condition: string): string {
  return `for try in $(seq 600); do if ${condition}; then break; fi; sleep 0.1; done; ${condition}\n`;
}

export const startCloud = `
${file('/tmp/topology.yaml', topology)}
setsid floatip cloud /tmp/topology.yaml </dev/null >/tmp/cloud.log 2>&1 &
${until('curl -sf http://127.0.0.1:8080/_cloud/state >/dev/null')}`;

/** Where there is no curl. */
export const startCloudInImage = `
${file('/tmp/topology.yaml', topology)}
setsid floatip cloud /tmp/topology.yaml </dev/null >/tmp/cloud.log 2>&1 &
${until('grep -q ^control /tmp/cloud.log')}`;

export const configure = `
umask 077
mkdir -p /etc/floatip
echo dop_v1_rehearsal >/etc/floatip/do_token
${file('/etc/floatip/config.yaml', config)}`;

export const startKeepalived = `
ip address replace 10.17.0.222/16 dev here
${file('/etc/keepalived/keepalived.conf', keepalived)}
setsid keepalived --dont-fork --log-console --vrrp </dev/null >/tmp/keepalived.log 2>&1 &
`;

export const stopKeepalived = `
kill "$(cat /run/keepalived.pid)"
${until('! [ -e /run/keepalived.pid ]')}`;

const cloud = 'http://127.0.0.1:8080/_cloud';

/** Somebody else takes the address, behind floatip's back. */
export const takeAway = `curl -sf -X PUT ${cloud}/digitalocean/reserved_ips/203.0.113.10 -d '{"droplet":111}'`;

/** Whether this host, which is 222, holds the address by what the cloud itself says. */
export const isHeldHere = `curl -sf ${cloud}/state | grep -q '"droplet":222,"pending":false'`;

/** Whether floatip has read it back, and told so. */
export const hasTold = `floatip history --json | grep '"outcome":"moved","from":"111","to":"222"' >/dev/null`;
