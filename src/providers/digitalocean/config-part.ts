import type { ConfigPart } from '../config-part.ts';
import { addresses, section } from './config-schema.ts';

export const configPart: ConfigPart = { section, addresses };
