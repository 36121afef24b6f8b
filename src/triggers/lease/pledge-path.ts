/** Where the watcher of a host is asked for a pledge. */
export const pledgePath = '/lease/pledge';
