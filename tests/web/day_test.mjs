// A biomed's day over a real collector: sees what is at risk, opens the device, opens the interval that cost most, reads
// its events, disputes it with a reason, explains another, issues the statement. What the page said stands in the log;
// page, API, CSV and the program's own report agree.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open_page, settled, views } from './browser.mjs';
import { api_session, dearest, month_starts, password, start_collector } from './collector.mjs';

let collector;
let browser;
let session;
let page;
let noted;
const [, last] = month_starts();
const day = (at) => new Date(at).toISOString().slice(0, 10);
const last_day = day(last);
const query = `contract=mr-now&device=mr1&period_from=${last_day}`;

before(async () => {
  collector = await start_collector();
  browser = await launch();
  session = await api_session(collector.address, 'bo');
  ({ page, noted } = await open_page(browser, views.light, collector.address));
});
after(async () => {
  await browser?.close();
  await collector?.close();
});

/** Rows of a CSV without quotes or commas in its cells. */
function read_csv(text) {
  const [head, ...rows] = text.trim().split(/\r?\n/).map((line) => line.split(','));
  return rows.map((cells) => Object.fromEntries(cells.map((cell, at) => [head[at], cell])));
}

const events_of = async (type) => (await session.json(`/api/v1/events?limit=1000&from=${day(Date.now())}`)).filter((event) => event.type === type);

/** "3:39:18.25" as milliseconds. */
function read_hours(text) {
  const sign = text.startsWith('\u2212') ? -1 : 1;
  const [h, m, s] = text.replace('\u2212', '').replaceAll(',', '').split(':').map(Number);
  return sign * Math.round((h * 3600 + m * 60 + s) * 1e7) / 1e4;
}

const ledger_value = async (word) => (await page.locator('.ledger tr').filter({ has: page.locator('th', { hasText: word }) }).first().locator('td.main').textContent()).trim();

test('a biomed signs in and sees what is down', async () => {
  await page.goto('/');
  await page.waitForURL((url) => url.pathname === '/sign-in');
  await settled(page);
  await page.getByLabel('User', { exact: true }).fill('bo');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.locator('.lead').getByText('MR 1 is down.').waitFor();
  const row = page.locator('tr[data-key="mr-now/mr1"]');
  assert.match(await row.textContent(), /Down/);
  const fleet = await session.json('/api/v1/fleet');
  const told = fleet.rows.find(({ device }) => device === 'mr1');
  assert.equal((await row.locator('td.up').textContent()).trim(), told.uptime_percent.replace(/(\.\d\d)\d+$/, '$1'), 'cut off, not rounded');
  assert.equal(await page.locator('.counts li').count(), Object.values(fleet.counts).filter((count) => count > 0).length);
});

test('the page can be used within a second', async () => {
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    const begun = performance.now();
    await page.goto('/', { waitUntil: 'commit' });
    await page.locator('tr[data-key="mr-now/mr1"] .opener').waitFor();
    times.push(Math.round(performance.now() - begun));
  }
  console.log(`ms from address to table: ${times}`);
  assert.ok(Math.min(...times) < 1000, `${times} ms`);
});

test('the device tells of its fault, and a step of it is written', async () => {
  await page.locator('tr[data-key="mr-now/mr1"]').getByRole('link', { name: 'MR 1' }).click();
  await page.waitForURL((url) => url.pathname === '/device/mr1');
  await page.getByRole('heading', { name: 'MR 1', exact: true }).waitFor();
  const open = page.locator('li.open');
  await open.getByText('Table', { exact: true }).waitFor();
  await open.getByRole('button', { name: 'Acknowledged' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Acknowledged' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await open.locator('li.done', { hasText: 'Acknowledged' }).waitFor();
  const [step] = await events_of('fault.acknowledged');
  assert.equal(step.device, 'mr1');
  assert.equal(step.data.by, 'bo');
});

test('the statement of last month opens from the device', async () => {
  await page.getByRole('link', { name: 'Statement', exact: true }).click();
  await page.getByRole('link', { name: /^Before/ }).click();
  await page.waitForURL((url) => url.pathname === `/statement/mr-now/mr1/${last_day}`);
  await page.locator('.ledger').waitFor();
});

test('page, API, CSV and the program’s report agree, and the lines add up', async () => {
  const statement = await session.json(`/api/v1/statement?${query}`);
  const [row] = read_csv(collector.report('uptime', '--from', last_day, '--to', last_day, '--device', 'mr1', '--format', 'csv'));
  const listed = (await session.json('/api/v1/statements?contract=mr-now&device=mr1')).find(({ period_from }) => period_from === last_day);
  const totals = statement.corrected;
  for (const name of ['uptime_percent', 'worst_percent', 'best_percent', 'credit']) assert.equal(row[name], totals[name], name);
  for (const name of ['covered_ms', 'lost_ms', 'margin_ms', 'planned_ms', 'unknown_ms', 'excluded_ms']) assert.equal(Number(row[name]), totals[name], name);
  for (const name of ['uptime_percent', 'margin_ms', 'credit']) assert.equal(listed[name], totals[name], name);
  assert.equal(read_hours(await ledger_value('Covered time C')), totals.covered_ms);
  assert.equal(read_hours(await ledger_value('Lost time L')), totals.lost_ms);
  assert.equal(read_hours(await ledger_value('Covered hours by the calendar')), totals.calendar_ms);
  assert.equal(await ledger_value('Credit'), totals.credit);
  assert.equal(await ledger_value('Uptime'), `${totals.uptime_percent.replace(/(\.\d\d)\d+$/, '$1')} %`);
  assert.ok((await page.locator('.big').textContent()).startsWith(`${totals.uptime_percent.replace(/(\.\d\d)\d+$/, '$1')} %`));
  const shown = await page.locator('.ledger tr.line td.main').allTextContents();
  assert.equal(shown.length, statement.lines.length);
  const parts = statement.lines.filter(({ part }) => part === 'down' || part === 'limited').reduce((sum, { corrected_ms }) => sum + Math.round(corrected_ms * 1e4), 0);
  assert.equal(parts, Math.round(totals.lost_ms * 1e4), 'lines add up to what is lost');
  assert.equal(totals.calendar_ms - totals.planned_ms - totals.unknown_ms - totals.excluded_ms, totals.covered_ms);
});

test('CSV and PDF of the statement say the same', async () => {
  const statement = await session.json(`/api/v1/statement?${query}`);
  const csv = await (await session.ask(`/api/v1/statement?${query}&format=csv`)).text();
  assert.ok(csv.includes(statement.corrected.uptime_percent), csv.slice(0, 400));
  const pdf = await session.ask(`/api/v1/statement?${query}&format=pdf`);
  assert.equal(pdf.status, 200, await pdf.clone().text());
  assert.equal(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString(), '%PDF-');
});

test('the interval that cost most opens down to its events, which the log holds', async () => {
  const statement = await session.json(`/api/v1/statement?${query}`);
  const line = [...statement.lines].sort((a, b) => (b.corrected_ms ?? 0) - (a.corrected_ms ?? 0))[0];
  assert.equal(line.from, new Date(last + dearest.day * 86_400_000 + dearest.from_hour * 3_600_000).toISOString());
  assert.equal(line.corrected_ms, dearest.hours * 3_600_000);
  await page.locator(`tr[data-key="${line.part}@${line.from}"]`).getByRole('button').click();
  const rows = page.locator('.evid').getByRole('region', { name: 'Events' }).locator('tbody tr');
  await rows.first().waitFor();
  const types = await rows.locator('td:nth-child(2)').allTextContents();
  for (const type of ['fault.reported', 'fault.acknowledged', 'fault.on_site', 'fault.repaired']) assert.ok(types.includes(type), `${type} in ${types}`);
  const log = read_csv(collector.report('events', '--device', 'mr1', '--from', last_day, '--to', day(last + 31 * 86_400_000), '--format', 'csv').split(/\r?\n/).map((row) => row.split(',').slice(0, 6).join(',')).join('\n'));
  const known = new Set(log.map(({ node, epoch, seq, digest }) => `${node}/${epoch}/${seq}/${digest}`));
  assert.ok(line.events.length >= 4);
  for (const { node, epoch, seq, digest, type } of line.events.filter(({ type: of }) => of.startsWith('fault.'))) assert.ok(known.has(`${node}/${epoch}/${seq}/${digest}`), `${type} ${node} ${seq}`);
  assert.match(await page.locator('.evid').textContent(), /On site after 2:00:00 of covered time, 4:00 promised: kept/);
});

async function correct(button, fields) {
  await page.locator('.evid').getByRole('button', { name: button }).click();
  const dialog = page.getByRole('dialog');
  for (const [label, value] of Object.entries(fields)) {
    const field = dialog.getByLabel(label);
    if (await field.evaluate((one) => one.tagName === 'SELECT')) await field.selectOption(value);
    else await field.fill(value);
  }
  await dialog.getByRole('button', { name: button }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('it is disputed with a reason, and no figure changes', async () => {
  const before_it = (await session.json(`/api/v1/statement?${query}`)).corrected;
  await correct('Dispute', { Reason: 'The vendor says the table worked at 14:00' });
  await page.locator('tr.line.open .reading', { hasText: 'disputed' }).waitFor();
  await page.locator('.evid .said').getByText('The vendor says the table worked at 14:00').waitFor();
  assert.deepEqual((await session.json(`/api/v1/statement?${query}`)).corrected, before_it);
  const [event] = await events_of('interval.corrected');
  assert.equal(event.data.by, 'bo');
  assert.equal(event.data.reading, 'disputed');
  assert.equal(event.data.reason, 'The vendor says the table worked at 14:00');
});

test('an outage without a cause waits in its queue until it is explained', async () => {
  await page.getByRole('link', { name: /Causes/ }).click();
  await page.getByRole('heading', { name: 'Outages without a cause' }).waitFor();
  await page.locator('tbody tr').first().waitFor();
  const n = await page.locator('tbody tr').count();
  const row = page.locator('tbody tr', { hasText: '3:00:00.007' });
  await row.getByRole('button', { name: 'Explain' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Cause').selectOption('facility');
  await dialog.getByLabel('Reason').fill('Mains failure of the building');
  await dialog.getByRole('button', { name: 'Explain' }).click();
  await dialog.waitFor({ state: 'detached' });
  await row.waitFor({ state: 'detached' });
  assert.equal(await page.locator('tbody tr').count(), n - 1);
  const { recorded, corrected } = await session.json(`/api/v1/statement?${query}`);
  assert.equal(corrected.excluded_ms - recorded.excluded_ms, 3 * 3_600_000 + 7, 'the contract excludes this cause');
});

test('the statement is issued, kept as it was, and what changes later is said', async () => {
  await page.goto(`/statement/mr-now/mr1/${last_day}`);
  await settled(page);
  await page.getByRole('columnheader', { name: 'As recorded' }).waitFor();
  await page.getByRole('button', { name: 'Issue' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Issue' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText(/^As issued in edition 1/).waitFor();
  const issued = await (await session.ask(`/api/v1/statement?${query}&edition=1`)).text();
  await page.locator('tr.line').first().getByRole('button').click();
  await correct('Dispute', { Reason: 'Another look' });
  await page.getByText(/it differs from edition 1/).waitFor();
  const again = JSON.parse(await (await session.ask(`/api/v1/statement?${query}&edition=1`)).text());
  const first = JSON.parse(issued);
  assert.deepEqual([again.recorded, again.corrected, again.lines], [first.recorded, first.corrected, first.lines]);
  await page.getByRole('link', { name: /^Edition 1/ }).click();
  await page.getByText(/^Edition 1, issued .* by bo, and kept as it was/).waitFor();
});

const today = day(Date.now());
const today_words = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(Date.now()).replace('Sept', 'Sep');
const claim_words = () => page.locator('.claims > ol > li').evaluateAll((items) => items.map((item) => [...item.childNodes].filter((node) => node.nodeName !== 'DIV').map((node) => node.textContent).join('')));

/** One step of a claim, by its dialog. */
async function enter(button, fields, { refused } = {}) {
  await page.getByRole('button', { name: button }).click();
  const dialog = page.getByRole('dialog');
  for (const [label, value] of fields) {
    const field = dialog.getByLabel(label).first();
    if (await field.evaluate((one) => one.tagName === 'SELECT')) await field.selectOption(value);
    else await field.fill(value);
  }
  const amount = await dialog.getByLabel('Amount').inputValue();
  await dialog.getByRole('button', { name: 'Enter' }).click();
  const problem = dialog.getByRole('alert');
  const said = await Promise.race([problem.waitFor().then(() => problem.textContent()), dialog.waitFor({ state: 'detached' }).then(() => '')]);
  assert.match(said, refused ?? /^$/);
  if (refused) await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  return amount;
}

const acts_of_claim = () => page.locator('.claims .acts button').allTextContents();

test('the credit is claimed, contested with the vendor’s own times, agreed on, and paid', async () => {
  await page.goto(`/statement/mr-now/mr1/${last_day}`);
  await settled(page);
  await page.locator('.claims').getByRole('link', { name: 'edition 1' }).click();
  await page.waitForURL((url) => url.searchParams.get('edition') === '1');
  await page.locator('.claims').getByText('Issued, and not claimed.').waitFor();
  assert.deepEqual(await acts_of_claim(), ['Claim the credit']);
  const { corrected } = await session.json(`/api/v1/statement?${query}&edition=1`);
  assert.ok(Number(corrected.credit) > 0, corrected.credit);
  noted.splice(0);
  await enter('Claim the credit', [['On', day(Date.now() - 3 * 86_400_000)]], { refused: /lies before/ });
  assert.match(noted.splice(0).join(), /400/, 'the browser notes what was refused');
  assert.equal(await enter('Claim the credit', [['Reference', 'CL-17']]), corrected.credit, 'the credit as it was issued');
  await page.locator('.claims').getByText(/^Claimed/).waitFor();
  assert.deepEqual(await acts_of_claim(), ['Enter the answer']);

  const from = last + dearest.day * 86_400_000 + dearest.from_hour * 3_600_000;
  const local = (at) => new Date(at).toISOString().slice(0, 16);
  await enter('Enter the answer', [['Answer', 'contested'], ['Amount', '0.00'], ['Reference', 'EX-9'], [/^Fault: table/, 'other'], ['From, it says', local(from + 3_600_000)], ['To, it says', local(from + 5 * 3_600_000)], [/^Fault: coil/, 'none'], ['Note', 'By its service report']]);
  await page.locator('.claims').getByText(/^Contested/).waitFor();
  assert.deepEqual(await acts_of_claim(), ['Enter the answer'], 'what is contested is answered again before it is paid');
  const heads = await page.locator('.claims thead th').allTextContents();
  assert.deepEqual(heads.map((word) => word.replace(/h:min:s|\u00a0/, '')), ['Our times', 'The vendor’s', 'Begins later by', 'Ends later by', 'Lasts longer by']);
  const differences = await page.locator('.claims tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(differences.map((cells) => cells.slice(2)), [['1:00:00', '\u22121:30:00', '\u22122:30:00'], ['\u2013', '\u2013', '\u22124:00:00']]);
  assert.deepEqual(differences.map(([ours, theirs]) => [/09:00:00 \u2013 15:30:00$/.test(ours), theirs.replace(/^\w+ \d+ \w+ /, '')]), [[true, '10:00:00 \u2013 14:00:00'], [false, 'not down at all']]);

  await enter('Enter the answer', [['Answer', 'accepted'], ['Amount', '150.25'], ['Reference', 'EX-10']]);
  await page.locator('.claims').getByText(/^Accepted/).waitFor();
  assert.deepEqual(await acts_of_claim(), ['Enter the payment']);
  assert.equal(await enter('Enter the payment', [['Reference', 'Credit note 771']]), '150.25', 'what was accepted');
  await page.locator('.claims').getByText(/^Paid/).waitFor();
  assert.deepEqual(await acts_of_claim(), []);
  assert.deepEqual(await claim_words(), [
    `Claimed ${corrected.credit} USD on ${today_words}, CL-17, entered by bo`, `Contested 0.00 USD on ${today_words}, EX-9, entered by bo. By its service report`, `Accepted 150.25 USD on ${today_words}, EX-10, entered by bo`, `Paid 150.25 USD on ${today_words}, Credit note 771, entered by bo`,
  ]);
  const { claims, state } = await session.json(`/api/v1/statement?${query}&edition=1`);
  assert.equal(state, 'paid');
  assert.deepEqual(claims.map(({ step, outcome, on, amount, currency, by }) => [step, outcome, on, amount, currency, by]), [['claimed', null, today, corrected.credit, 'USD', 'bo'], ['answered', 'contested', today, '0.00', 'USD', 'bo'], ['answered', 'accepted', today, '150.25', 'USD', 'bo'], ['paid', null, today, '150.25', 'USD', 'bo']]);
  assert.deepEqual(claims[1].times.map(({ from_difference_ms, to_difference_ms, length_difference_ms }) => [from_difference_ms, to_difference_ms, length_difference_ms]), [[3_600_000, -5_400_000, -9_000_000], [null, null, -4 * 3_600_000]]);
});

test('another statement is drafted, issued, claimed, accepted and paid', async () => {
  const which = `contract=ct-now&device=ct1&period_from=${last_day}`;
  await page.goto('/statements');
  const row = page.locator(`tr[data-key="ct-now/ct1/${last_day}"]`);
  assert.match(await row.textContent(), /Draft/);
  await row.getByRole('link').click();
  await page.getByText('A draft: not yet issued.').waitFor();
  await page.getByRole('button', { name: 'Issue' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Issue' }).click();
  await page.getByText(/^As issued in edition 1/).waitFor();
  const { corrected } = await session.json(`/api/v1/statement?${which}&edition=1`);
  assert.equal(corrected.credit, '500.00', '25 h lost of 20 allowed, 100.00 for each hour beyond');
  const said = [['Claim the credit', [], 'claimed'], ['Enter the answer', [['Answer', 'accepted']], 'accepted'], ['Enter the payment', [], 'paid']];
  for (const [button, fields, state] of said) {
    assert.equal(await enter(button, fields), '500.00');
    await page.locator('.claims').getByText(new RegExp(`^${state}`, 'i')).waitFor();
    assert.equal((await session.json(`/api/v1/statement?${which}&edition=1`)).state, state);
  }
  assert.deepEqual(await claim_words(), ['Claimed', 'Accepted', 'Paid'].map((word) => `${word} 500.00 USD on ${today_words}, entered by bo`));
  await page.goto('/statements?only=open');
  await settled(page);
  assert.equal(await page.locator(`tr[data-key$="/${last_day}"]`).count(), 0, 'no claim is left open');
  await page.goto('/statements');
  assert.match(await row.textContent(), /Paid edition 1/);
  for (const step of ['claimed', 'answered', 'paid']) {
    const steps = (await events_of(`claim.${step}`)).filter(({ data }) => data.statement === `ct-now/ct1/${last_day}/1`);
    assert.deepEqual(steps.map(({ data }) => [data.on, data.amount, data.by]), [[today, '500.00', 'bo']], step);
  }
});

test('nothing was said on the console, and the chain is whole', () => {
  assert.deepEqual(noted, []);
  collector.command('verify', '--config', collector.config);
});

test('who is signed out gets nothing', async () => {
  await page.getByRole('button', { name: /^Leave/ }).click();
  await page.waitForURL((url) => url.pathname === '/sign-in');
  await page.goto('/statements');
  await page.waitForURL((url) => url.pathname === '/sign-in');
});
