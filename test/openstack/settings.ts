/** What the real services are told: SQLite, no message queue, no agents, and nothing but loopback. */
export interface Ports {
  readonly keystone: number;
  readonly neutron: number;
}

export const password = 'loopback';

export function keystoneSettings(folder: string): string {
  return `[DEFAULT]
log_file = ${folder}/keystone.log
[database]
connection = sqlite:///${folder}/keystone.db?timeout=60
[fernet_tokens]
key_repository = ${folder}/fernet
[credential]
key_repository = ${folder}/credential
[token]
provider = fernet
[identity]
password_hash_rounds = 4
`;
}

export function neutronSettings(folder: string, { keystone, neutron }: Ports): string {
  return `[DEFAULT]
core_plugin = ml2
service_plugins = router
transport_url = fake://
bind_host = 127.0.0.1
bind_port = ${neutron}
api_workers = 0
rpc_workers = 0
rpc_state_report_workers = 0
state_path = ${folder}
notify_nova_on_port_status_changes = false
notify_nova_on_port_data_changes = false
api_paste_config = /etc/neutron/api-paste.ini
log_file = ${folder}/neutron.log
[oslo_concurrency]
lock_path = ${folder}/lock
[database]
connection = sqlite:///${folder}/neutron.db?timeout=60
[keystone_authtoken]
www_authenticate_uri = http://127.0.0.1:${keystone}/v3
auth_url = http://127.0.0.1:${keystone}/v3
auth_type = password
username = admin
password = ${password}
project_name = admin
user_domain_id = default
project_domain_id = default
service_type = network
[ml2]
type_drivers = local,flat
tenant_network_types = local
mechanism_drivers =
extension_drivers = port_security
[ml2_type_flat]
flat_networks = public
`;
}

/** Without it, whoever reads keeps a writer waiting for good: both services leave transactions open. */
export function letReadersBe(database: string): string {
  return `import sqlite3

sqlite3.connect('${database}').execute('PRAGMA journal_mode=WAL')
`;
}

/** Neutron's own migrations are for MySQL and PostgreSQL. */
export function makeTables(folder: string): string {
  return `import sqlalchemy
from neutron.db.migration.models import head

head.get_metadata().create_all(sqlalchemy.create_engine('sqlite:///${folder}/neutron.db'))
`;
}
