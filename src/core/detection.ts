/** How soon a host is to be missed, as the operator chooses it; the quickest first. */
export const detections = ['fast', 'balanced', 'safe'] as const;
export type Detection = (typeof detections)[number];

/** How soon a host is missed, and what that asks of it. */
export interface DetectionSettings {
  /** Seconds between two adverts. */
  readonly advertInterval: number;
  /** Whether keepalived comes before other programs, and is not swapped out. */
  readonly isHurried: boolean;
  /** Why, for the operator. */
  readonly about: string;
}

export const detectionSettings: Readonly<Record<Detection, DetectionSettings>> = {
  fast: {
    advertInterval: 0.02,
    isHurried: true,
    about: 'a pause of either host, or of the network, of 70 ms makes both MASTER for a moment',
  },
  balanced: {
    advertInterval: 0.1,
    isHurried: true,
    about: 'pauses of up to 0.3 s, as when a virtual machine is moved, change nothing',
  },
  safe: {
    advertInterval: 1,
    isHurried: false,
    about: 'for hosts or networks that stand still for a second or two at times',
  },
};

/**
 * After how many seconds the peer takes over from a host that fell silent: three adverts, and a part of one
 * that grows as its priority falls (RFC 9568).
 */
export function missedAfter(advertInterval: number, priority: number): number {
  return 3 * advertInterval + ((256 - priority) / 256) * advertInterval;
}
