import { shorten } from '../core/shorten.ts';
import type { HttpReply } from '../lib/http/http.ts';
import { Failure } from '../ports/failure.ts';

export interface Stray {
  readonly reply: HttpReply;
  /** Whom it was asked of. */
  readonly host: string;
  /** What it was asked about, in words for the operator. */
  readonly subject: string;
  readonly isWrite: boolean;
}

/**
 * An answer that is not the API's own by its shape: of a proxy, a firewall, a captive portal, or of
 * what the cloud has in front of an API in trouble. It says nothing of what was asked, and passes.
 */
export function inBetween({ reply, host, subject, isWrite }: Stray): Failure {
  const { status, headers, body } = reply;
  const what = body.trim() === '' ? 'nothing' : mediaTypeOf(headers);
  const title = titleOf(body);
  const said = title === '' ? '' : `: ${title}`;
  const message = `Something between this host and ${host} answered ${status} with ${what} instead of the API, for ${subject}${said}`;
  return new Failure(isWrite ? 'ambiguous' : 'transport', message, {
    hint: 'Look for a proxy, a firewall or a captive portal on the way, and check the endpoint in the config',
  });
}

function mediaTypeOf({ 'content-type': given = '' }: HttpReply['headers']): string {
  const [type] = /^[\w.+-]{1,63}\/[\w.+-]{1,63}/.exec(given) ?? ['no content type'];
  return type;
}

const shownLength = 80;

/** Nothing else of a page: it may repeat what it was sent. */
function titleOf(body: string): string {
  const [, title = ''] = /<title>([^<]{1,500})<\/title>/i.exec(body) ?? [];
  return shorten(title.replaceAll(/\s+/g, ' ').trim(), shownLength);
}
