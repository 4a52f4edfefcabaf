/** Where an axis of local time has its marks, and what stands there. */
import { at_local, clock, day, day_words, hour, local_day, minute, months, next_day, weekday_words } from '../time';

export interface Tick {
  at: number;
  word: string;
  /** A step of the next larger kind: a day among hours, a year among months. */
  strong: boolean;
}

const within_day = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720]; // minutes
const in_days = [1, 2, 7, 14];

function of_minutes(from: number, to: number, zone: string, step: number): Tick[] {
  const ticks: Tick[] = [];
  for (let date = local_day(from, zone); at_local(date, zone) <= to; date = next_day(date)) {
    const end = at_local(next_day(date), zone);
    for (let at = 0; at < 1500; at += step) {
      const instant = at_local(date, zone, at);
      if (instant >= end) break;
      if (instant < from || instant > to || instant === ticks.at(-1)?.at) continue;
      ticks.push({ at: instant, word: at === 0 ? weekday_words(date) : clock(instant, zone), strong: at === 0 });
    }
  }
  return ticks;
}

function of_days(from: number, to: number, zone: string, step: number): Tick[] {
  const ticks: Tick[] = [];
  let date = local_day(from, zone);
  if (step >= 7) while (new Date(`${date}T00:00Z`).getUTCDay() !== 1) date = next_day(date);
  for (; at_local(date, zone) <= to; date = next_day(date, step)) {
    const at = at_local(date, zone);
    if (at >= from) ticks.push({ at, word: step === 1 && to - from < 15 * day ? weekday_words(date) : day_words(date), strong: false });
  }
  return ticks;
}

function of_months(from: number, to: number, zone: string, step: number): Tick[] {
  const ticks: Tick[] = [];
  let [year = 0, month = 1] = local_day(from, zone).split('-').map(Number);
  for (;;) {
    const at = at_local(`${year}-${String(month).padStart(2, '0')}-01`, zone);
    if (at > to) return ticks;
    if (at >= from && (month - 1) % step === 0) ticks.push({ at, word: month === 1 ? String(year) : (months[month - 1] ?? ''), strong: month === 1 });
    month += 1;
    if (month === 13) [year, month] = [year + 1, 1];
  }
}

/** Marks at least `apart` of `width` pixels from each other. */
export function ticks(from: number, to: number, zone: string, width: number, apart = 72): Tick[] {
  const per_mark = ((to - from) * apart) / width;
  const minutes = within_day.find((step) => step * minute >= per_mark);
  if (minutes !== undefined && to - from <= 4 * day) return of_minutes(from, to, zone, minutes);
  const days = in_days.find((step) => step * day >= per_mark);
  if (days !== undefined) return of_days(from, to, zone, days);
  return of_months(from, to, zone, per_mark <= 31 * day ? 1 : per_mark <= 92 * day ? 3 : 12);
}

export const widths: Record<string, number> = { Year: 365 * day, Month: 30 * day, Week: 7 * day, Day: 14 * hour, Hour: hour };
