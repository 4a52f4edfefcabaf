// The page's arithmetic and words: figures that are cut off and never rounded, local days of zones that change, what a
// contract's spans cover, where an axis has its marks.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { load } from './bundle.mjs';

const { exact_hours, hours, duration, long_duration, money, percent, terms_percent, list_words, at_local, local_day, period_words, short_period, covered_hours, ticks, zoomed, held, fitted, reason_words } =
  await load('figures', 'time', 'chart/raster', 'chart/axis', 'page/timeline', 'chart/ladder', 'states');
const minus = '\u2212';
const minute = 60_000;
const hour = 60 * minute;

test('a percentage is cut off on its text, so no guarantee that was missed looks met', () => {
  assert.equal(percent('96.999999'), '96.99');
  assert.equal(percent('97.000000'), '97.00');
  assert.equal(percent('99.999999'), '99.99');
  assert.equal(percent('100.000000'), '100.00');
  assert.equal(percent('97.1', 1), '97.1');
  assert.equal(percent('-0.500000'), `${minus}0.50`);
  assert.equal(percent(null), '–');
});

test('terms show all their decimals, and two at least', () => {
  assert.equal(terms_percent('97.000000'), '97.00');
  assert.equal(terms_percent('97.125000'), '97.125');
  assert.equal(terms_percent('97.5'), '97.50');
});

test('durations are cut off, exact ones keep what a weight leaves', () => {
  assert.equal(hours(7 * hour + 59 * minute + 59_999), '7:59');
  assert.equal(hours(-(3 * hour + 55 * minute)), `${minus}3:55`);
  assert.equal(hours(-59_000), '0:00');
  assert.equal(exact_hours(3 * hour + 39 * minute + 18_000), '3:39:18');
  assert.equal(exact_hours(1_000_500.25), '0:16:40.50025');
  assert.equal(exact_hours(0.125), '0:00:00.000125');
  assert.equal(exact_hours(-500), `${minus}0:00:00.5`);
  assert.equal(duration(47 * hour + 59 * minute), '47\u00a0h\u00a059');
  assert.equal(duration(49 * hour), '2\u00a0d 1\u00a0h');
  assert.equal(long_duration(-(2 * hour + 53 * minute + 43_900)), '2\u00a0h 53\u00a0min 43\u00a0s');
  assert.equal(long_duration(0), '0\u00a0s');
});

test('exact durations add up as the milliseconds do', () => {
  const read = (text) => {
    const [h, m, s] = text.replace(minus, '').replaceAll(',', '').split(':').map(Number);
    return (text.startsWith(minus) ? -1 : 1) * Math.round((h * 3600 + m * 60 + s) * 1e7);
  };
  let seed = 7;
  const draw = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let round = 0; round < 500; round += 1) {
    const ms = Math.round((draw() - 0.3) * 1e11) / 1e4;
    assert.equal(read(exact_hours(ms)), Math.round(ms * 1e4), `${ms} ms, ${exact_hours(ms)}`);
  }
});

test('money is grouped', () => {
  assert.equal(money('15287.67'), '15,287.67');
  assert.equal(money('-1234567.00'), `${minus}1,234,567.00`);
  assert.equal(money('0.00'), '0.00');
});

test('lists read as sentences', () => {
  assert.equal(list_words(['CT 1']), 'CT 1');
  assert.equal(list_words(['CT 1', 'MR 2', 'XR 3']), 'CT 1, MR 2 and XR 3');
});

test('local days have the hours that their zone gives them', () => {
  const length = (zone, date, next) => (at_local(next, zone) - at_local(date, zone)) / hour;
  assert.equal(length('America/New_York', '2026-03-08', '2026-03-09'), 23);
  assert.equal(length('America/New_York', '2026-11-01', '2026-11-02'), 25);
  assert.equal(length('Australia/Lord_Howe', '2026-04-05', '2026-04-06'), 24.5);
  assert.equal(length('Europe/London', '2026-10-25', '2026-10-26'), 25);
  assert.equal(local_day(Date.parse('2026-11-25T04:59:59Z'), 'America/New_York'), '2026-11-24');
  assert.equal(new Date(at_local('2026-11-24', 'America/New_York', 14 * 60 + 40)).toISOString(), '2026-11-24T19:40:00.000Z');
});

test('a local time that is skipped is taken as the instant after the gap', () => {
  const at = at_local('2026-03-08', 'America/New_York', 2 * 60 + 30);
  assert.equal(new Date(at).toISOString(), '2026-03-08T07:30:00.000Z');
});

test('every minute of a year is found again by its local date and time', () => {
  for (const zone of ['America/New_York', 'Europe/London', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
    for (let at = Date.UTC(2026, 0, 1, 0, 7); at < Date.UTC(2027, 0, 1); at += 37 * hour) {
      const parts = Object.fromEntries(new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', hour: 'numeric', minute: 'numeric' }).formatToParts(at).map(({ type, value }) => [type, Number(value)]));
      const found = at_local(local_day(at, zone), zone, parts.hour * 60 + parts.minute);
      assert.ok(found === at || Math.abs(found - at) <= hour, `${zone} ${new Date(at).toISOString()} ${new Date(found).toISOString()}`);
    }
  }
});

test('periods have the names of the calendar', () => {
  assert.equal(period_words('2026-10-01', '2026-10-31'), 'October 2026');
  assert.equal(period_words('2026-10-01', '2026-12-31'), 'Q4 2026');
  assert.equal(period_words('2026-01-01', '2026-12-31'), '2026');
  assert.equal(period_words('2026-03-16', '2026-03-31'), '16 Mar – 31 Mar 2026');
  assert.equal(short_period('2026-10-01', '2026-10-31'), 'Oct');
  assert.equal(short_period('2026-10-01', '2026-12-31'), 'Q4');
  assert.equal(short_period('2026-03-16', '2026-03-31'), '16–31 Mar');
});

test('spans over midnight cover the next morning, also of a contract’s first day, and no holiday', () => {
  const terms = { starts: '2026-06-01', ends: '2026-06-30', holidays: ['2026-06-10'], covered: { mon: ['22:00-06:00'], tue: ['07:00-19:00'] } };
  assert.deepEqual(covered_hours(terms, '2026-06-01'), [[22, 24]]); // a Monday
  assert.deepEqual(covered_hours(terms, '2026-06-02'), [[0, 6], [7, 19]]);
  assert.deepEqual(covered_hours(terms, '2026-06-03'), []);
  assert.deepEqual(covered_hours({ ...terms, holidays: ['2026-06-02'] }, '2026-06-02'), []);
  assert.deepEqual(covered_hours({ ...terms, starts: '2026-06-02' }, '2026-06-02'), [[0, 6], [7, 19]]);
  assert.deepEqual(covered_hours({ ...terms, ends: '2026-06-01' }, '2026-06-02'), []);
});

test('an axis has its marks at whole local times, apart from each other', () => {
  const zone = 'America/New_York';
  for (const length of [2 * minute, hour, 14 * hour, 24 * hour, 7 * 24 * hour, 30 * 24 * hour, 366 * 24 * hour]) {
    const from = Date.parse('2026-10-28T13:07:00Z');
    const found = ticks(from, from + length, zone, 1188, 72);
    assert.ok(found.length >= 2, `${length}: ${found.length} marks`);
    const widest = found.slice(1).map((tick, at) => ((tick.at - found[at].at) / length) * 1188);
    assert.ok(Math.min(...widest) >= 70 * 27 / 31, `${length}: ${Math.min(...widest)} px`);
  }
  assert.deepEqual(ticks(Date.parse('2026-11-01T03:30:00Z'), Date.parse('2026-11-01T09:30:00Z'), zone, 420, 60).map(({ word }) => word), ['Sun 1 Nov', '01:00', '02:00', '03:00', '04:00']);
});

test('zooming keeps the place under the pointer and the bounds', () => {
  const window = { from: 0, to: 1000 };
  assert.deepEqual(zoomed(window, 0.5, 250), { from: 125, to: 625 });
  const now = 1e12;
  assert.equal(held({ from: now - 1, to: now }, now).to - held({ from: now - 1, to: now }, now).from, 2 * minute);
  const long = held({ from: now - 1e12, to: now }, now);
  assert.equal(long.to - long.from, 366 * 24 * hour);
  assert.ok(held({ from: now + 1e9, to: now + 2e9 }, now).from <= now, 'never all in the time to come');
});

test('words are cut where they do not fit, and say so', () => {
  assert.equal(fitted('LUMBAR SPINE', 200), 'LUMBAR SPINE');
  assert.equal(fitted('LUMBAR SPINE', 60), 'LUMBAR…');
  assert.equal(fitted('LUMBAR SPINE', 20), '');
});

test('reasons are said in words, and codes without words as they are', () => {
  assert.equal(reason_words('fault:gantry_rotation'), 'fault: gantry rotation');
  assert.equal(reason_words('overran'), 'planned work overran');
  assert.equal(reason_words('something_new'), 'something new');
  assert.equal(reason_words(null), '');
});

test('the types hold', () => {
  execFileSync(process.execPath, [join(process.env.ISOCENTER_PAGE_PACKAGES, 'node_modules/typescript/bin/tsc'), '-p', process.env.ISOCENTER_PAGE_SOURCE], { stdio: 'pipe' });
});

test('the page is under 300 kB compressed', () => {
  const files = process.env.ISOCENTER_PAGE;
  const sizes = readdirSync(files, { recursive: true }).map((name) => join(files, name)).filter((path) => statSync(path).isFile()).map((path) => gzipSync(readFileSync(path)).length);
  const sum = sizes.reduce((a, b) => a + b, 0);
  console.log(`${sizes.length} files, ${sum} bytes compressed`);
  assert.ok(sizes.length >= 5 && sum < 300_000, `${sum} bytes`);
});
