/** Instants are ms since 1970 UTC here; on the wire they are RFC 3339. Days are local days of a zone, "2026-10-01". */

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const instant = (text: string): number => Date.parse(text);
export const iso = (at: number): string => new Date(at).toISOString();

/** What a clock on the wall shows at `at`. */
export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format_of(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const two = '2-digit' as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: two, day: two, hour: two, minute: two, second: two });
    formats.set(zone, format);
  }
  return format;
}

export function wall(at: number, zone: string): Wall {
  const found: Record<string, number> = {};
  for (const { type, value } of format_of(zone).formatToParts(at)) found[type] = Number(value);
  const part = (name: string): number => found[name] ?? 0;
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute'), second: part('second') };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** How far the zone's clock is ahead of UTC at `at`. */
function ahead(at: number, zone: string): number {
  const w = wall(at, zone);
  return Date.UTC(w.year, w.month - 1, w.day, w.hour, w.minute, w.second) - Math.floor(at / 1000) * 1000;
}

export function local_day(at: number, zone: string): string {
  const w = wall(at, zone);
  return `${w.year}-${two(w.month)}-${two(w.day)}`;
}

export function next_day(date: string, days = 1): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * day).toISOString().slice(0, 10);
}

/** The instant at which the zone's clock shows `minutes` after midnight of the local day; what is skipped, just after it. */
export function at_local(date: string, zone: string, minutes = 0): number {
  const wanted = Date.parse(`${date}T00:00Z`) + minutes * minute;
  const first = wanted - ahead(wanted - ahead(wanted, zone), zone);
  return wanted - ahead(first, zone) === first ? first : Math.max(first, wanted - ahead(first, zone));
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
export const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const long_months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

export const weekday_of = (date: string): number => new Date(`${date}T00:00Z`).getUTCDay();

/** "24 Nov"; with the year where it is not that of `beside`. */
export function day_words(date: string, beside?: string): string {
  const [year, month, number] = date.split('-').map(Number);
  const words = `${number} ${months[(month ?? 1) - 1]}`;
  return beside !== undefined && !beside.startsWith(String(year)) ? `${words} ${year}` : words;
}

/** "Tue 24 Nov" */
export const weekday_words = (date: string, beside?: string): string => `${weekdays[weekday_of(date)]} ${day_words(date, beside)}`;

/** "14:40" */
export function clock(at: number, zone: string): string {
  const w = wall(at, zone);
  return `${two(w.hour)}:${two(w.minute)}`;
}

/** "14:40:07" */
export function clock_seconds(at: number, zone: string): string {
  return `${clock(at, zone)}:${two(wall(at, zone).second)}`;
}

/** The time alone where it is today, else with its day: "14:40", "Thu 12 Nov, 14:40". */
export function moment_words(at: number, now: number, zone: string): string {
  const date = local_day(at, zone);
  const today = local_day(now, zone);
  return date === today ? clock(at, zone) : `${weekday_words(date, today)}, ${clock(at, zone)}`;
}

/** "Wed 14 Oct 16:41:12 – Thu 15 Oct 08:20:30", the second day left out where it is the first. */
export function stretch_words(from: number, to: number, zone: string, beside?: string): string {
  const first = local_day(from, zone);
  const last = local_day(to, zone);
  const end = clock_seconds(to, zone);
  return `${weekday_words(first, beside)} ${clock_seconds(from, zone)} – ${first === last ? end : `${weekday_words(last, beside)} ${end}`}`;
}

/** A contract's period by its first and last day: "October 2026", "Q4 2026", "2026", else "15 Oct – 31 Oct 2026". */
export function period_words(from: string, to: string): string {
  const year = from.slice(0, 4);
  const month = Number(from.slice(5, 7));
  const whole = from.endsWith('-01') && next_day(to).endsWith('-01') && to.startsWith(year);
  const length = Number(to.slice(5, 7)) - month + 1;
  if (whole && length === 1) return `${long_months[month - 1]} ${year}`;
  if (whole && length === 3 && month % 3 === 1) return `Q${(month + 2) / 3} ${year}`;
  if (whole && length === 12) return year;
  return `${day_words(from, to)} – ${day_words(to)} ${to.slice(0, 4)}`;
}

/** The same where there is little room: "Oct", "Q4", "2026", "15–31 Oct". */
export function short_period(from: string, to: string): string {
  const words = period_words(from, to);
  if (/^Q\d/.test(words)) return words.slice(0, 2);
  if (/^\d{4}$/.test(words)) return words;
  const named = /^([A-Z][a-z]{2})[a-z]* \d{4}$/.exec(words);
  if (named?.[1]) return named[1];
  if (from.slice(0, 7) === to.slice(0, 7)) return `${Number(from.slice(8))}–${day_words(to)}`;
  return `${day_words(from)} – ${day_words(to)}`;
}
