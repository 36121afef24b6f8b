import { openClouds } from '../../src/providers/clouds.ts';
import { registry } from '../../src/providers/registry.ts';

/** All clouds, loaded. */
export const clouds = openClouds(registry);
export const described = await clouds.describeAll();
