// Pictures of every page in every view, to be looked at: node pictures.mjs FILES FOLDER [NAME…]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, open_page, settled, sign_in, views } from './browser.mjs';
import { start } from './fixture/server.mjs';
import { pages } from './pages.mjs';

const [files, folder, ...only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

/** The whole page, its rail as tall as it; of a phone, what three screens show. */
async function picture(page, view, path) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const most = view.isMobile ? 2 * view.viewport.height : 3000;
  await page.setViewportSize({ width: view.viewport.width, height: Math.min(most, Math.max(height, view.viewport.height)) });
  await page.screenshot({ path });
  await page.setViewportSize(view.viewport);
}

const server = await start(files);
const browser = await launch();
for (const [view_name, view] of Object.entries(views)) {
  const wanted = pages.filter(({ name }) => only.length === 0 || only.includes(name) || only.includes(`${name}-${view_name}`));
  if (wanted.length === 0) continue;
  const { context, page, noted } = await open_page(browser, view, server.address);
  await page.goto('/sign-in');
  await settled(page);
  if (only.length === 0 || only.includes('sign-in')) await page.screenshot({ path: join(folder, `sign-in-${view_name}.png`) });
  await sign_in(page, 'root', server.password);
  for (const { name, address, act } of wanted) {
    await page.goto(address);
    await settled(page);
    if (act) await act(page);
    await picture(page, view, join(folder, `${name}-${view_name}.png`));
  }
  if (noted.length > 0) console.log(view_name, noted);
  await context.close();
}
await browser.close();
await server.close();
