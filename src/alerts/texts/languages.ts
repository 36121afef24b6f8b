import type { Language } from '../../core/alert.ts';
import { english } from './en.ts';
import type { Texts } from './texts.ts';
import { chinese } from './zh.ts';

/** What is said in each language. */
export const texts: Readonly<Record<Language, Texts>> = { en: english, zh: chinese };
