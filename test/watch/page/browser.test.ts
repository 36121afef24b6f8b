import { join } from 'node:path';

import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { lackOfBrowser, newVisit, startBrowser } from '../../support/browser.ts';
import type { Visit } from '../../support/browser.ts';
import { address, failover, hostileText, look, looks, there } from './looks.ts';
import { serveLook } from './served-look.ts';
import type { ServedLook } from './served-look.ts';

const title = `the page in a browser${lackOfBrowser === undefined ? '' : ` (skipped: ${lackOfBrowser})`}`;

interface Screen {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}
/** Where the pictures of docs go, when they are to be made anew. */
const pictures = process.env['FLOATIP_PICTURES'];
const wide: Screen = { width: 1100, colorScheme: 'light' };
const narrow: Screen = { ...wide, width: 360 };
const dark: Screen = { ...wide, colorScheme: 'dark' };

describe.skipIf(lackOfBrowser !== undefined)(title, () => {
  let browser: Browser;
  // One window for all: another one takes longer than what is to be seen in it.
  let visited: Visit;
  beforeAll(async () => {
    browser = await startBrowser();
    visited = await newVisit(browser);
  }, 60_000);
  afterAll(async () => await browser?.close());

  async function shown(
    name: keyof typeof looks,
    { width, colorScheme } = wide,
  ): Promise<Visit & { readonly served: ServedLook }> {
    const served = await serveLook(looks[name]);
    const { page, complaints, hosts } = visited;
    await page.setViewportSize({ width, height: 700 });
    await page.emulateMedia({ colorScheme });
    // The last watcher is gone, which its page has noticed.
    await page.goto('about:blank');
    complaints.length = 0;
    hosts.clear();
    await page.goto(served.url);
    await page.waitForSelector('#live.live:text-is("live")');
    return { ...visited, served };
  }

  it.each([
    ['all well', 'well', wide, 'All is well', 'page'],
    ['a takeover going on', 'moving', wide, 'Taking over web', 'page-moving'],
    ['a contested address', 'contested', wide, '1 address needs attention'],
    ['the same, narrow', 'contested', narrow, '1 address needs attention', 'page-narrow'],
    ['the same, dark', 'contested', dark, '1 address needs attention', 'page-contested'],
    ['a cloud out of reach', 'unreachable', wide, 'All 3 addresses need attention'],
    ['200 addresses', 'many', wide, '3 addresses need attention'],
    ['Chinese names', 'chinese', wide, '1 address needs attention', 'page-chinese'],
    ['hostile text', 'hostile', wide, '1 address needs attention'],
  ] as const)('tells %s at one look, to everybody, and asks nobody else', async (...row) => {
    const [, name, options, headline, picture] = row;
    const { page, complaints, hosts, served } = await shown(name, options);
    expect(await page.textContent('h1')).toBe(headline);
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(served.url).host]);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    if (pictures !== undefined && picture !== undefined)
      await page.screenshot({ path: join(pictures, `${picture}.png`), fullPage: true });
  });

  it('says what is wrong in words, and leads to it', async () => {
    const { page } = await shown('contested');
    expect(await page.textContent('#problems')).toContain('MASTER here, but taken by lb1 (111).');
    await page.click('#problems a');
    expect(await page.textContent('tr:target th')).toContain('web');
  });

  it('shows what a cloud says as text, at first and later', async () => {
    const { page, served } = await shown('hostile');
    served.show({ ...looks.hostile, at: 0, cluster: `${hostileText}!` });
    await expect.poll(() => page.title()).toContain(`${hostileText}!`);
    expect(await page.textContent('#problems .what')).toContain(hostileText);
    expect(await page.textContent('#rows .name')).toBe(hostileText);
    expect(await page.locator('img, main script').count()).toBe(0);
  });

  it('is the same after an update as anew', async () => {
    const { page, served } = await shown('well');
    for (const next of [looks.many, looks.hostile, looks.moving]) served.show(next);
    await page.waitForSelector('h1:text-is("Taking over web")');
    const afterwards = await page.innerHTML('main');
    await page.reload();
    await page.waitForSelector('#live.live:text-is("live")');
    const anew = await page.innerHTML('main');
    const withoutAges = (html: string): string =>
      html.replaceAll(/ data-age="\d+">[^<]*</g, '><').replaceAll(' hidden=""', '');
    expect(withoutAges(afterwards)).toBe(withoutAges(anew));
  });

  it('leaves alone who reads it: focus, what is typed and what is filtered', async () => {
    const { page, served } = await shown('many');
    await page.keyboard.press('/');
    await page.keyboard.type('customer-07');
    expect(await page.textContent('#count')).toBe('10 of 200');
    const [, ...others] = looks.many.addresses;
    served.show(look([address({ name: 'customer-07x', owner: there }), ...others]));
    await page.waitForSelector('#count:text-is("11 of 200")');
    await page.keyboard.type('3');
    expect(await page.inputValue('#filter')).toBe('customer-073');
    expect(await page.locator('#rows tr:visible').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.check('#only');
    expect(await page.locator('#rows tr:visible').count()).toBe(3);
  });

  it('shows a failover on top of the others, with its phases as a bar and in words', async () => {
    const { page, served } = await shown('well');
    const newest = failover({ id: 'new', name: 'mail', ip: '203.0.113.25' });
    served.show({ ...looks.well, failovers: [newest, ...looks.well.failovers] });
    await page.waitForSelector('#timeline ol > li:first-child:has-text("mail")');
    const first = page.locator('#timeline ol > li').first();
    expect(await first.locator('.bar').getAttribute('aria-label')).toBe(
      'read 31 ms, write 62 ms, settle 280 ms, verify 37 ms',
    );
    const widths = await first
      .locator('rect')
      .evaluateAll((rects) =>
        rects.map((rect) => Math.round(Number.parseFloat(rect.getAttribute('width') ?? ''))),
      );
    expect(widths).toEqual([8, 15, 68, 9]);
    expect(await first.textContent()).toMatch(
      /lb1 \(111\).* to .*lb2 \(222\).*0\.41 s.*MASTER VI_1/,
    );
  });

  it('says that it is no longer current when the watcher is gone', async () => {
    const { page, served } = await shown('well');
    served.close();
    await page.waitForSelector('#live.lost:has-text("no word from the watcher")');
  });

  it('shows the state as of loading without JavaScript', async () => {
    const served = await serveLook(looks.contested);
    const { page, close } = await newVisit(browser, { javaScriptEnabled: false });
    onTestFinished(close);
    await page.goto(served.url);
    expect(await page.textContent('#live')).toMatch(/^as of \d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    expect(await page.textContent('#rows')).toContain('contested');
    expect(await page.textContent('#rows td.read')).toContain('3 s ago');
    expect(await page.isVisible('#filter')).toBe(false);
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = await shown('contested');
    const stops: (string | null)[] = [];
    for (let count = 0; count < 5; count += 1) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate('document.activeElement.id || document.activeElement.textContent'),
      );
    }
    expect(stops).toEqual(['Skip to the addresses', 'web', 'only', 'filter', 'status as JSON']);
  });
});

/** What an automatic check finds. Of many rows, a few are enough: it takes its time. */
async function faultsOf(page: Visit['page']): Promise<readonly string[]> {
  const found = await page.evaluate(
    `(() => { ${axe.source}; return axe.run({ exclude: ['#rows tr:nth-child(n + 12)'] }, { resultTypes: ['violations'] }); })()`,
  );
  const { violations } = found as axe.AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
