import type { Assets } from './document.ts';

/** Set by the bundler, which makes them from `style.css` and `browser/`. */
declare const FLOATIP_PAGE_STYLE: string | undefined;
declare const FLOATIP_PAGE_SCRIPT: string | undefined;

export const builtAssets: Assets = {
  style: typeof FLOATIP_PAGE_STYLE === 'undefined' ? '' : FLOATIP_PAGE_STYLE,
  script: typeof FLOATIP_PAGE_SCRIPT === 'undefined' ? '' : FLOATIP_PAGE_SCRIPT,
};
