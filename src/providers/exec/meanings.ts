import type { CloudMeanings } from '../meanings.ts';

export const meanings: CloudMeanings = {
  settings: {},
  kinds: {
    exec: {
      ip: 'its IP, for the program and for people',
      id: 'its id, if the cloud has one for it; neither has to be there',
      command: 'the program, by its absolute path, with its arguments: no shell reads them',
      node: 'what the program calls this host; the same for all of them; without it, the host name',
      with: 'whatever else the program has to know, handed to it as it is: nothing secret',
    },
  },
};
