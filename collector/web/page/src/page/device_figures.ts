/** The device's figures as cards: label, value, comparison, n. */
import type { ContractRow, Device } from '../answers';
import { h, type Child } from '../dom';
import { duration, hours, percent, plural, terms_percent } from '../figures';
import { day, hour, minute, period_words } from '../time';
import { statement_address } from './losses';

function card(label: string, value: string, unit: string, first: Child, second: Child, href: string | null = null): HTMLElement {
  const figure = [value, unit ? h('small', {}, ` ${unit}`) : null];
  return h('div', {}, h('p', { class: 'label' }, label), h('p', { class: 'v' }, href ? h('a', { href }, figure) : figure), h('p', {}, first), h('p', {}, second));
}

function guarantee(row: ContractRow): string {
  return row.guaranteed_percent === null ? `${row.contract}` : `guarantee ${terms_percent(row.guaranteed_percent)} %, ${row.contract}`;
}

function contract_cards(row: ContractRow): HTMLElement[] {
  const period = period_words(row.period.from, row.period.to).replace(/ \d{4}$/, '');
  const left = row.covered_whole_ms - row.covered_ms - row.unknown_ms - row.planned_ms;
  const ends = row.ends ? card(`${period} ends at`, row.ends.median_percent, '%', `8 of 10: ${row.ends.low_percent} to ${row.ends.high_percent} %`, `breaks in ${row.ends.worse} of ${row.ends.stretches}`)
    : card(`${period} ends at`, '–', '', row.ends_why === 'too_few_losses' ? 'too few losses to tell' : 'not known', 'in 365 days');
  return [
    card(`Uptime, ${period} so far`, percent(row.uptime_percent), '%', guarantee(row), `${plural(row.losses, 'loss', 'losses')} in ${hours(row.covered_ms)} h covered`, statement_address(row)),
    card('Still to lose', row.left_ms === null ? '–' : hours(row.left_ms), 'h', row.allowance_ms === null ? 'no allowance' : `${hours(row.lost_ms)} of ${hours(row.allowance_ms)} h used`, `${hours(Math.max(0, left))} h covered to come`, statement_address(row)),
    ends,
  ];
}

/** The largest unit of which there are at least two. */
function unit_of(ms: number): { word: string; ms: number } {
  if (ms >= 2 * day) return { word: 'days', ms: day };
  return ms >= 2 * hour ? { word: 'hours', ms: hour } : { word: 'minutes', ms: minute };
}

const counted = (ms: number, unit: { ms: number }): string => String(Math.trunc(ms / unit.ms));

function reliability_cards(device: Device): HTMLElement[] {
  const found = device.reliability;
  if (!found) return [];
  const log = `/events?device=${device.device}&type=fault`;
  const between = found.mtbf_covered_ms;
  const unit = unit_of(between ?? 0);
  const range = found.mtbf_low_ms !== null && found.mtbf_high_ms !== null ? `${counted(found.mtbf_low_ms, unit)} to ${counted(found.mtbf_high_ms, unit)} (95 %), n ${found.failures}` : `n ${found.failures}`;
  return [
    card('Between failures', between === null ? '–' : counted(between, unit), between === null ? '' : unit.word, range, `covered time, ${found.days} days`, log),
    card('Repair, median', found.repair_p50_ms === null ? '–' : duration(found.repair_p50_ms), '', found.repair_p90_ms === null ? 'too few repairs' : `90th percentile ${duration(found.repair_p90_ms)}`, `n ${found.n} in ${found.days} days`, log),
  ];
}

export function device_figures(device: Device): HTMLElement {
  const [first, ...others] = device.contracts;
  const today = card('Today', String(device.today.exams_done), device.today.exams_done === 1 ? 'exam done' : 'exams done', `${device.today.running} running`, 'since midnight', `/events?device=${device.device}&type=exam`);
  return h('div', { class: 'tile cards-line' }, first ? contract_cards(first) : null, reliability_cards(device), today, others.flatMap(contract_cards));
}
