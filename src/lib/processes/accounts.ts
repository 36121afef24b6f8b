/** A user of this host, with its primary group alone: keepalived leaves its scripts no other one. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export const root: Account = { name: 'root', uid: 0, gid: 0 };

/** The user of a name or of an id, as /etc/passwd has it. */
export function accountIn(passwd: string, nameOrId: string): Account | undefined {
  for (const line of passwd.split('\n')) {
    const [name = '', , uid = '', gid = ''] = line.split(':');
    if (gid === '' || (name !== nameOrId && uid !== nameOrId)) continue;
    return { name, uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/** The id of a group, as /etc/group has it. */
export function groupIn(groups: string, nameOrId: string): number | undefined {
  for (const line of groups.split('\n')) {
    const [name = '', , gid = ''] = line.split(':');
    if (gid !== '' && (name === nameOrId || gid === nameOrId)) return Number(gid);
  }
  return undefined;
}
