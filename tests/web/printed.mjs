// What each place must print of an exact figure, worked out apart from the programs: in ten-thousandths, as whole numbers.

/** Of a JSON number, or of the text of a report: ten-thousandths. */
export function e4(value) {
  if (typeof value === 'number') return BigInt(Math.round(value * 1e4));
  const [, sign, whole, rest = ''] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(value);
  const size = BigInt(whole) * 10_000n + BigInt(rest.padEnd(4, '0'));
  return sign ? -size : size;
}

export const sum = (numbers) => numbers.reduce((all, one) => all + one, 0n);
const size = (number) => (number < 0n ? -number : number);
const two = (number) => String(number).padStart(2, '0');
const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ',');
const sign_of = (number) => (number < 0n ? '\u2212' : '');

function clock_parts(number) {
  const seconds = size(number) / 10_000_000n;
  return { hours: seconds / 3600n, rest: `${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}` };
}

/** The page's, exact: "1,372:00:00.0125" hours. */
export function page_hours(number) {
  const { hours, rest } = clock_parts(number);
  const fraction = String(size(number) % 10_000_000n).padStart(7, '0').replace(/0+$/, '');
  return `${sign_of(number)}${grouped(String(hours))}:${rest}${fraction ? `.${fraction}` : ''}`;
}

/** Read back. */
export function read_page_hours(text) {
  const [, sign, h, m, s, rest = ''] = /^(\u2212?)([\d,]+):(\d\d):(\d\d)(?:\.(\d{1,7}))?$/.exec(text.trim());
  const number = BigInt(Number(h.replaceAll(',', '')) * 3600 + Number(m) * 60 + Number(s)) * 10_000_000n + BigInt(rest.padEnd(7, '0'));
  return sign ? -number : number;
}

/** "4:07", "4:07:12", cut off. */
export function cut_hours(number, seconds = false) {
  const { hours, rest } = clock_parts(number);
  return `${grouped(String(hours))}:${seconds ? rest : rest.slice(0, 2)}`;
}

/** On paper: cut off to the second, and beneath it exact. */
export function paper_clock(number) {
  const { hours, rest } = clock_parts(number);
  return `${sign_of(number)}${hours}:${rest}`;
}
export const paper_exact = (number) => {
  const fraction = String(size(number) % 10_000n).padStart(4, '0').replace(/0+$/, '');
  return `${sign_of(number)}${grouped(String(size(number) / 10_000n))}${fraction ? `.${fraction}` : ''} ms`;
};
export const read_paper_exact = (text) => e4(text.replace(' ms', '').replaceAll(',', '').replace('\u2212', '-'));

/** "6 h 44 min 10 s", cut off, parts that are 0 left out. */
export function long_words(number) {
  const seconds = size(number) / 10_000_000n;
  const parts = [[seconds / 3600n, 'h'], [(seconds / 60n) % 60n, 'min'], [seconds % 60n, 's']].filter(([value]) => value > 0n).map(([value, unit]) => `${grouped(String(value))} ${unit}`);
  return parts.join(' ') || '0 s';
}

/** "95.415364" as "95.41": cut off on its text. */
export const percent = (text) => text.replace(/(\.\d\d)\d*$/, '$1');
/** "97.250000" as "97.25", "97.500000" as "97.50". */
export const terms_percent = (text) => text.replace(/(\.\d\d\d*?)0*$/, '$1');
export const money = (text) => text.replace(/^\d+/, grouped);

const weekday = (at, zone) => new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short' }).format(at);
const parts_of = (at, zone) => Object.fromEntries(new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' }).formatToParts(at).map(({ type, value }) => [type, value]));

/** "Sat 3 Oct 09:00:00", with the year where it is asked for. */
function moment(at, zone, year) {
  const { day, month, year: y, hour, minute, second } = parts_of(at, zone);
  return { day: `${weekday(at, zone)} ${day} ${month}${year ? ` ${y}` : ''}`, clock: `${hour}:${minute}:${second}` };
}

function stretch(from, to, zone, year) {
  const [a, b] = [moment(Date.parse(from), zone, year), moment(Date.parse(to), zone, year)];
  return `${a.day} ${a.clock} \u2013 ${a.day === b.day ? b.clock : `${b.day} ${b.clock}`}`;
}

export const page_stretch = (from, to, zone) => stretch(from, to, zone, false);
export const paper_stretch = (from, to, zone) => stretch(from, to, zone, true);
export const paper_moment = (at, zone) => Object.values(moment(Date.parse(at), zone, true)).join(' ');
/** "3 Oct 09:00:00" */
export const event_moment = (at, zone) => Object.values(moment(Date.parse(at), zone, false)).join(' ').replace(/^\w+ /, '');
/** "1 Oct 2026" */
export const paper_day = (date) => moment(Date.parse(`${date}T00:00Z`), 'UTC', true).day.replace(/^\w+ /, '');
