// Every page in every view, over the made-up collector: nothing for axe to find, nothing said on the console, nothing wider
// than the window, no text cut off without a mark.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch, open_page, settled, sign_in, views } from './browser.mjs';
import { start } from './fixture/server.mjs';
import { pages } from './pages.mjs';

const axe_file = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const files = process.env.ISOCENTER_PAGE;
assert.ok(files, 'ISOCENTER_PAGE must name the folder of the built page');
let server;
let browser;

before(async () => {
  server = await start(files);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** What axe finds, one line each. It runs from a script of its own world, as the page's policy allows no other. */
async function violations(page) {
  const client = await page.context().newCDPSession(page);
  const { frameTree } = await client.send('Page.getFrameTree');
  const { executionContextId } = await client.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' });
  const run = async (expression) => {
    const { result, exceptionDetails } = await client.send('Runtime.evaluate', { expression, contextId: executionContextId, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await run(`${(await import('node:fs')).readFileSync(axe_file, 'utf8')};0`);
  return run(`axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations.flatMap((one) => one.nodes.map((node) => one.id + ': ' + node.target.join(' ') + ' ' + (node.any[0]?.message ?? one.help))))`);
}

/** Elements that reach out of the window, or hold more text than they show without an ellipsis. */
function clipped(page) {
  return page.evaluate(() => {
    const found = [];
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) found.push(`the page is ${wide} px too wide`);
    for (const element of document.querySelectorAll('main *, nav *, dialog *')) {
      if (element instanceof SVGElement || element.closest('.unseen, .scroll, pre')) continue;
      const style = getComputedStyle(element);
      const hides = style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis';
      if (hides && element.scrollWidth > element.clientWidth + 1) found.push(`${element.tagName}.${element.className}: ${element.scrollWidth} in ${element.clientWidth} px`);
      const rect = element.getBoundingClientRect();
      if (rect.width > 0 && rect.right > innerWidth + 1 && style.position !== 'absolute') found.push(`${element.tagName}.${element.className} ends at ${Math.round(rect.right)} of ${innerWidth}`);
    }
    return found.slice(0, 5);
  });
}

/** Texts of a chart that lie over each other. */
function overlapping(page) {
  return page.evaluate(() => {
    const found = [];
    for (const chart of document.querySelectorAll('svg.ladder, svg.raster')) {
      const boxes = [...chart.querySelectorAll('text')].filter((text) => text.textContent && !text.closest('.now')).map((text) => [text.textContent, text.getBoundingClientRect()]);
      boxes.forEach(([one, a], at) => boxes.slice(at + 1).forEach(([two, b]) => {
        if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4) found.push(`"${one}" over "${two}"`);
      }));
    }
    return found.slice(0, 5);
  });
}

for (const [view_name, view] of Object.entries(views)) {
  test(`pages in ${view_name}`, async (t) => {
    const { context, page, noted } = await open_page(browser, view, server.address);
    await page.goto('/sign-in');
    await settled(page);
    await t.test('sign-in', async () => {
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(await clipped(page), []);
    });
    await sign_in(page, 'root', server.password);
    for (const { name, address, act } of pages) {
      await t.test(name, async () => {
        await page.goto(address);
        await settled(page);
        if (act) await act(page);
        assert.deepEqual(await violations(page), []);
        assert.deepEqual(await clipped(page), []);
        assert.deepEqual(await overlapping(page), []);
        assert.deepEqual(noted.splice(0), []);
      });
    }
    await context.close();
  });
}

test('targets on a phone are 44 px', async () => {
  const { context, page } = await open_page(browser, views.phone, server.address);
  await sign_in(page, 'root', server.password);
  for (const { address } of pages.filter(({ name }) => ['fleet', 'device-fault', 'statement', 'unexplained', 'users'].includes(name))) {
    await page.goto(address);
    await settled(page);
    const small = await page.evaluate(() => [...document.querySelectorAll('button, select, input, a.button, a.item')].filter((one) => one.getClientRects().length > 0).map((one) => [one.textContent || one.getAttribute('aria-label'), one.getBoundingClientRect()]).filter(([, rect]) => rect.height < 43.5).map(([word, rect]) => `${word}: ${rect.height}`));
    assert.deepEqual(small, [], address);
  }
  await context.close();
});

test('each role sees the pages it may use', async () => {
  const shown = { tom: ['Fleet', 'Uptime', 'Events'], ann: ['Fleet', 'Uptime', 'Causes', 'Events'], dora: ['Fleet', 'Uptime', 'Causes', 'Events'], root: ['Fleet', 'Uptime', 'Causes', 'Events', 'Users'] };
  for (const [user, words] of Object.entries(shown)) {
    const { context, page } = await open_page(browser, views.light, server.address);
    await sign_in(page, user, server.password);
    await settled(page);
    assert.deepEqual(await page.locator('#rail .items .item > span:not(.unseen)').allTextContents(), words, user);
    await context.close();
  }
});

test('a wrong password is said and nothing else happens', async () => {
  const { context, page } = await open_page(browser, views.light, server.address);
  await page.goto('/events');
  await page.waitForURL((url) => url.pathname === '/sign-in');
  await page.getByLabel('User', { exact: true }).fill('ann');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('User or password is not right.').waitFor();
  await page.getByLabel('Password').fill(server.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === '/events');
  await context.close();
});

test('the keyboard reaches the evidence, and the address keeps the view', async () => {
  const { context, page } = await open_page(browser, views.light, server.address);
  await sign_in(page, 'ann', server.password);
  await page.goto('/statement/mr-2026/mr2/2026-10-01');
  await settled(page);
  const opener = page.getByRole('button', { name: /^Fault: rf amplifier.*evidence$/ });
  await opener.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Events' }).waitFor();
  assert.equal(await opener.getAttribute('aria-expanded'), 'true');
  assert.ok(await opener.evaluate((one) => one === document.activeElement), 'focus stays');
  assert.match(page.url(), /open=down%402026-10-14T20%3A41%3A12\.000Z/);
  await page.reload();
  await page.getByRole('region', { name: 'Events' }).waitFor();
  await context.close();
});

test('the timeline zooms and moves by keys from a year to two minutes', async () => {
  const { context, page } = await open_page(browser, views.light, server.address);
  await sign_in(page, 'ann', server.password);
  await page.goto('/device/mr2');
  await settled(page);
  const span = () => {
    const { searchParams } = new URL(page.url());
    return [Date.parse(searchParams.get('from')), Date.parse(searchParams.get('to'))];
  };
  const chart = page.getByRole('group', { name: /^Timeline/ });
  await chart.focus();
  await page.keyboard.press('Home');
  assert.equal(span()[1] - span()[0], 365 * 86_400_000);
  for (let at = 0; at < 22; at += 1) await page.keyboard.press('+');
  assert.equal(span()[1] - span()[0], 120_000);
  const [before_move] = span();
  await page.keyboard.press('ArrowLeft');
  assert.equal(span()[0], before_move - 30_000);
  await page.keyboard.press('End');
  assert.equal(span()[1] - span()[0], 14 * 3_600_000);
  await context.close();
});

test('a collector that is gone is said, and what is shown stays', async () => {
  const { context, page } = await open_page(browser, views.light, server.address);
  await sign_in(page, 'ann', server.password);
  await settled(page);
  await context.setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event('popstate'))); // asks anew
  await page.getByText('The collector is not reached', { exact: true }).first().waitFor();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('row', { name: /CT 2/ }).first().waitFor();
  await context.close();
});

test('what was shown stays where the collector goes away, and says since when', async () => {
  const other = await start(files);
  const { context, page } = await open_page(browser, views.light, other.address);
  await sign_in(page, 'ann', other.password);
  await page.locator('.live:not(.stale)').waitFor();
  await other.close();
  await page.getByText(/^As of \d\d:\d\d, collector not reached$/).waitFor();
  assert.equal(await page.locator('tr[data-key="mr-2026/mr2"] td.up').textContent(), '97.26');
  assert.deepEqual(await violations(page), []);
  await context.close();
});

test('a slow answer shows a skeleton, and no sooner than after 200 ms', async () => {
  const { context, page } = await open_page(browser, views.light, server.address);
  await sign_in(page, 'ann', server.password);
  await settled(page);
  let release;
  const held = new Promise((done) => (release = done));
  await page.route('**/api/v1/unexplained', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('link', { name: 'Causes' }).click();
  await page.locator('[aria-busy]').waitFor();
  release();
  await page.getByRole('heading', { name: 'Outages without a cause' }).waitFor();
  await context.close();
});
