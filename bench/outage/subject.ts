import { scenarios } from '../../test/lab/scenarios.ts';

const droplets = scenarios.find(({ name }) => name === 'droplets');
if (droplets === undefined) throw new Error('There is no scenario with two Droplets');

/** The set-up of the classic tutorial, which is all that the script knows. */
export const subject = droplets;
