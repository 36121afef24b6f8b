import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A real browser without a screen, as Debian has it. */
const browserPath = '/usr/bin/chromium';

/** Why there is none, or `undefined`. */
export const lackOfBrowser: string | undefined = existsSync(browserPath)
  ? undefined
  : `there is no ${browserPath}; install it with: apt install chromium`;

export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: browserPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Visit {
  readonly page: Page;
  /** What the page did that it must not do: its Content-Security-Policy was violated, or its script failed. */
  readonly complaints: string[];
  /** The hosts that were asked for anything. */
  readonly hosts: Set<string>;
  close(): Promise<void>;
}

export async function newVisit(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) hosts.add(new URL(request.url()).host);
  });
  return { page, complaints, hosts, close: async () => await context.close() };
}
