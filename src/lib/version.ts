/** Set by the bundler from package.json. */
declare const FLOATIP_VERSION: string | undefined;

export const version: string = typeof FLOATIP_VERSION === 'undefined' ? 'unbuilt' : FLOATIP_VERSION;
