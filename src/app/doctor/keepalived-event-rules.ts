import { nearName } from '../../core/near-name.ts';
import { placeOf } from './keepalived-here.ts';
import { hooksOf, isOurs, speakersOf, tellsOf } from './keepalived-hooks.ts';
import type { Speaker } from './keepalived-hooks.ts';
import { followedBy, instancesOf, titleOf } from './keepalived-rule.ts';
import type { Rule, RuleScope, Trouble } from './keepalived-rule.ts';

/** Whether floatip is told of what its addresses follow. */
export const eventRules: readonly Rule[] = [
  {
    id: 'keepalived.follow',
    trouble: strangersFollowed,
    whenWell: 'All that is followed is there',
  },
  {
    id: 'keepalived.followed',
    trouble: notFollowed,
    whenWell: 'All that tells floatip is followed',
  },
  {
    id: 'keepalived.told',
    trouble: notTold,
    whenWell: 'Hooks or a FIFO tell of all that is followed',
  },
  { id: 'keepalived.notify', trouble: ignoredLines, whenWell: 'No line is ignored' },
  { id: 'keepalived.names', trouble: otherNames, whenWell: 'All name what they stand in' },
  { id: 'keepalived.lower-priority', trouble: flaps, whenWell: 'The true master is told again' },
  { id: 'keepalived.fifo', trouble: fifoTrouble, whenWell: 'Nothing is wrong with a FIFO' },
];

function strangersFollowed({ addresses, conf }: RuleScope): readonly Trouble[] {
  const names = speakersOf(conf).map(({ name }) => name);
  return addresses.flatMap((address): readonly Trouble[] => {
    const { follow, name } = address;
    if (typeof follow !== 'string' || followedBy(address, conf) !== undefined) return [];
    const meant = nearName(follow, names);
    const there = names.length === 0 ? 'none' : names.join(', ');
    return [
      {
        status: 'fail',
        address: name,
        detail: `It follows ${follow}, which is no instance or group in ${conf.path}: there is ${there}`,
        fix: `Let it follow what keepalived.conf calls it: follow: ${meant ?? names[0] ?? 'VI_1'}`,
      },
    ];
  });
}

function notFollowed({ addresses, conf, facts }: RuleScope): readonly Trouble[] {
  const followed = new Set(addresses.flatMap((address) => followedBy(address, conf) ?? []));
  const covered = new Set(
    [...followed].flatMap((speaker) => instancesOf(speaker, conf).map(({ name }) => name)),
  );
  return speakersOf(conf).flatMap((speaker): readonly Trouble[] => {
    const isCovered = followed.has(speaker) || covered.has(speaker.name);
    if (isCovered || hooksOf(speaker, facts).length === 0) return [];
    return [
      {
        status: 'warn',
        detail: `${titleOf(speaker)} tells floatip of its state, and no address follows it`,
        fix: `If an address belongs where that is MASTER, let it follow: ${speaker.name}; else take its notify lines out (${placeOf(conf, speaker.at)})`,
      },
    ];
  });
}

/** Hooks of the block itself: keepalived names a group in its own events only. */
function notTold(scope: RuleScope): readonly Trouble[] {
  const { addresses, conf, facts } = scope;
  if (conf.globals.fifos.length > 0) return [];
  const followed = new Set(addresses.flatMap((address) => followedBy(address, conf) ?? []));
  return [...followed].flatMap((speaker): readonly Trouble[] => {
    const hooks = hooksOf(speaker, facts);
    if (hooks.some((line) => tellsOf(line, 'master')) && tellsOfLoss(speaker, scope)) return [];
    const other = speaker.notifies.find(
      (line) => line.keyword === 'notify' && !isOurs(line, facts),
    );
    return [
      hooks.some((line) => tellsOf(line, 'master'))
        ? {
            status: 'warn',
            detail: `${titleOf(speaker)} tells floatip of MASTER only, so a takeover is not ended when it is BACKUP again`,
            fix: `Write one line instead, for all states: notify "/etc/floatip/keepalived-notify" (${placeOf(conf, speaker.at)})`,
          }
        : {
            status: 'fail',
            detail:
              other === undefined
                ? `Nothing tells floatip of ${titleOf(speaker)}: it has no notify line, and there is no FIFO`
                : `The notify of ${titleOf(speaker)} is another one, in ${placeOf(conf, other.at)}, and there is no FIFO`,
            fix:
              other === undefined
                ? `Put into it, in ${placeOf(conf, speaker.at)}, what floatip init prints`
                : 'Let that script end with: exec /etc/floatip/keepalived-notify "$@", or run floatip watch with a FIFO',
          },
    ];
  });
}

function tellsOfLoss(speaker: Speaker, { facts }: RuleScope): boolean {
  return hooksOf(speaker, facts).some((line) => tellsOf(line, 'backup'));
}

function ignoredLines({ conf }: RuleScope): readonly Trouble[] {
  return speakersOf(conf).flatMap((speaker) =>
    speaker.notifies.flatMap((line): readonly Trouble[] => {
      if (!line.isIgnored) return [];
      const where = placeOf(conf, line.at);
      return [
        {
          status: 'fail',
          detail: `${titleOf(speaker)} has a second ${line.keyword}, in ${where}, which keepalived ignores`,
          fix: `Have the first one do both, or take one of them out: ${line.command.join(' ')}`,
        },
      ];
    }),
  );
}

/** What is run by notify_master and its siblings is told on its command line whom it is about. */
function otherNames({ conf, facts }: RuleScope): readonly Trouble[] {
  return speakersOf(conf).flatMap((speaker) =>
    hooksOf(speaker, facts).flatMap(({ command, keyword, at }): readonly Trouble[] => {
      const index = command.findIndex((word) => word === '--instance' || word === '--group');
      const named = command[index + 1];
      const fix = `Correct it in ${placeOf(conf, at)}: --instance ${speaker.name}`;
      if (index < 0) {
        if (keyword === 'notify') return [];
        const detail = `${keyword} of ${titleOf(speaker)} does not say whom it is about, and keepalived adds nothing to it`;
        return [{ status: 'fail', detail, fix }];
      }
      const group = conf.groups.find(({ name }) => name === named);
      const isGroup = group?.members.some(({ value }) => value === speaker.name) === true;
      if (named === speaker.name || isGroup) return [];
      const detail = `${keyword} of ${titleOf(speaker)} names ${named ?? 'nothing'}`;
      return [{ status: 'fail', detail, fix }];
    }),
  );
}

function flaps(scope: RuleScope): readonly Trouble[] {
  const { addresses, conf, facts } = scope;
  if (conf.globals.fifos.length > 0) return [];
  const followed = new Set(addresses.flatMap((address) => followedBy(address, conf) ?? []));
  const instances = [...followed].flatMap((speaker) => instancesOf(speaker, conf));
  return [...new Set(instances)].flatMap((instance): readonly Trouble[] => {
    const hooks = hooksOf(instance, facts);
    const where = placeOf(conf, instance.at);
    if (!hooks.some(({ keyword }) => keyword === 'notify_master_rx_lower_pri')) {
      return [
        {
          status: 'warn',
          detail: `${titleOf(instance)} has no notify_master_rx_lower_pri: after a flap in which both were MASTER, the true one is told nothing`,
          fix: `Put it into ${where}: notify_master_rx_lower_pri "/etc/floatip/keepalived-notify --instance ${instance.name} --state MASTER_RX_LOWER_PRI"`,
        },
      ];
    }
    if (instance.higherPrioSendAdvert !== undefined) return [];
    return [
      {
        status: 'note',
        detail: `${titleOf(instance)} has no higher_prio_send_advert, without which it is a matter of luck whether the true master hears the other`,
        fix: `Put it into ${where}: higher_prio_send_advert`,
      },
    ];
  });
}

function fifoTrouble({ conf, facts }: RuleScope): readonly Trouble[] {
  return conf.globals.fifos.flatMap(({ path, keyword, user, at }): readonly Trouble[] => {
    const where = placeOf(conf, at);
    const stats = facts.stats(path);
    if (stats !== undefined && !stats.isFIFO()) {
      const detail = `${keyword} in ${where} names ${path}, which is there and no FIFO`;
      return [{ status: 'fail', detail, fix: `rm ${path}, and restart keepalived` }];
    }
    if (keyword === 'vrrp_notify_fifo' && user === undefined) {
      const detail = `${keyword} in ${where} names no user, so the FIFO belongs to the script user`;
      return [{ status: 'note', detail, fix: `Write: ${keyword} ${path} root root` }];
    }
    return [];
  });
}
