/** Figures as text. Spaces inside a figure do not break; nothing here rounds a percentage. */

const space = '\u00a0';
const minus = '\u2212';
const two = (value: number): string => String(value).padStart(2, '0');
const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

export const count = (value: number): string => grouped(String(Math.trunc(value)));

/** "97.251234" cut off to "97.25": on the text, so that no arithmetic can round it up to a guarantee that was missed. */
export function percent(text: string | null, decimals = 2): string {
  if (text === null) return '–';
  const [whole = '0', rest = ''] = text.split('.');
  if (decimals === 0) return whole.replace('-', minus);
  return `${whole.replace('-', minus)}.${rest.slice(0, decimals).padEnd(decimals, '0')}`;
}

/** "97.500000" as "97.5", "97.000000" as "97.00": all that the contract says, and two decimals at least. */
export function terms_percent(text: string): string {
  const rest = (text.split('.')[1] ?? '').replace(/0+$/, '');
  return percent(text, Math.max(2, rest.length));
}

/** "2.000000" as "2", "2.500000" as "2.5": a rate as people say it. */
export const rate = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** "15287.67" as "15,287.67" */
export function money(text: string): string {
  const [whole = '0', rest] = text.split('.');
  const sign = whole.startsWith('-') ? minus : '';
  return `${sign}${grouped(whole.replace('-', ''))}${rest === undefined ? '' : `.${rest}`}`;
}

/** 7:32, in hours and minutes, cut off toward zero; with seconds 7:32:05. */
export function hours(ms: number, seconds = false): string {
  const whole = Math.trunc(Math.abs(ms) / 1000);
  const text = `${count(Math.trunc(whole / 3600))}:${two(Math.trunc((whole % 3600) / 60))}${seconds ? `:${two(whole % 60)}` : ''}`;
  return ms < 0 && (whole >= 60 || (seconds && whole > 0)) ? minus + text : text;
}

/** All of it, to the fraction of a millisecond that weights may leave: "3:39:18", "0:00:00.0125". */
export function exact_hours(ms: number): string {
  const fraction = (Math.abs(ms) % 1000).toFixed(4).padStart(8, '0');
  const rest = `${fraction.slice(0, 3)}${fraction.slice(4)}`.replace(/0+$/, '');
  return `${ms < 0 && Math.abs(ms) < 1000 ? minus : ''}${hours(ms, true)}${rest ? `.${rest}` : ''}`;
}

/** "60,599,694.9833 ms": all that a weight leaves of it. */
export function exact_ms(ms: number): string {
  const rest = (Math.abs(ms) % 1).toFixed(4).slice(1).replace(/\.?0+$/, '');
  return `${ms < 0 ? minus : ''}${count(Math.abs(ms))}${rest} ms`;
}

/** In words: "42 min", "3 h 48", "2 d 4 h". */
export function duration(ms: number): string {
  const minutes = Math.trunc(Math.max(0, ms) / 60_000);
  if (minutes >= 48 * 60) return `${Math.trunc(minutes / 1440)}${space}d ${Math.trunc((minutes % 1440) / 60)}${space}h`;
  if (minutes >= 60) return `${Math.trunc(minutes / 60)}${space}h${space}${two(minutes % 60)}`;
  return `${minutes}${space}min`;
}

/** "2 h 53 min 43 s", parts that are 0 left out. */
export function long_duration(ms: number): string {
  const seconds = Math.trunc(Math.abs(ms) / 1000);
  const parts = [[Math.trunc(seconds / 3600), 'h'], [Math.trunc((seconds % 3600) / 60), 'min'], [seconds % 60, 's']] as const;
  const said = parts.filter(([value]) => value > 0).map(([value, unit]) => `${count(value)}${space}${unit}`);
  return said.join(' ') || `0${space}s`;
}

/** "1 exam", "3 exams" */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** "MR 2", "MR 2 and CT 1", "MR 2, CT 1 and XR 3" */
export function list_words(names: string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** "9c41e7b0…" as "9c41 e7b0" */
export const short_digest = (digest: string): string => `${digest.slice(0, 4)} ${digest.slice(4, 8)}`;
