// The browser of the tests: Debian's Chromium by playwright-core, and the sizes and themes in which pages are looked at.
import { chromium } from 'playwright-core';

export const views = {
  light: { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  tablet: { viewport: { width: 1024, height: 768 }, colorScheme: 'light', hasTouch: true },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true, isMobile: true },
  wall: { viewport: { width: 2560, height: 1440 }, colorScheme: 'dark' },
};

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'] });
}

/** A page that notes whatever the console or the network says that it should not. */
export async function open_page(browser, view, address) {
  const context = await browser.newContext({ ...view, baseURL: address, locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const noted = [];
  page.on('console', (message) => noted.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => noted.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => {
    const failure = request.failure()?.errorText ?? '';
    if (failure !== 'net::ERR_ABORTED') noted.push(`failed: ${request.url()} ${failure}`);
  });
  return { context, page, noted };
}

export async function sign_in(page, user, password) {
  await page.goto('/sign-in');
  await page.getByLabel('User', { exact: true }).fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === '/');
}

/** Until the page has drawn what it loaded. */
export async function settled(page) {
  await page.locator('main h1').waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy]') && document.fonts.status === 'loaded');
}
