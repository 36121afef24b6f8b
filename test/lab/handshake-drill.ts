import type { Drill, Scene } from './drill.ts';
import { joinHosts, separateHosts } from './fabric.ts';
import { forgetLosses } from './forget-losses.ts';

/** Longer than any host is MASTER in this drill. */
const handshakeMs = 3000;
const locks = 3;
const apartMs = 700;
const togetherMs = 500;
const endedMs = 600;
/** What the true master asks for when it hears of the other, and looks again. */
const mostWrites = 4;

/**
 * Both hosts are MASTER for moments that are shorter than it takes to connect to the cloud: whoever gets
 * a connection is BACKUP by then, or MASTER again by another event. `refuseWritesOutOfRole` judges it.
 */
export const handshake: Drill = {
  name: 'handshake',
  title: `a handshake with the cloud takes ${handshakeMs / 1000} s, while both hosts flap`,
  ends: 'at home',
  async strike({ lab, victim, partner }: Scene) {
    const { cloud, pulse, scenario } = lab;
    cloud.delayHandshakes(handshakeMs);
    for (let turn = 0; turn < locks; turn += 1) {
      separateHosts(scenario.hosts);
      await pulse.until(() => partner.isMaster('VI_1'), {
        what: `${partner.name} is master as well`,
        withinMs: 5000,
      });
      await pulse.sleep(apartMs);
      joinHosts(scenario.hosts);
      await pulse.sleep(togetherMs);
      await victim.web.stop();
      await pulse.sleep(endedMs);
      await victim.web.start();
      await pulse.sleep(togetherMs);
    }
    cloud.recover();
  },
  allows: {
    withinMs: () => 30_000,
    untold: () => Infinity,
    writes: (once) => mostWrites * once,
  },
  mend: forgetLosses,
  mendAllows: { untold: () => Infinity },
};
