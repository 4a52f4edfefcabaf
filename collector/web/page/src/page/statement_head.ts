/** The answer: uptime against the guarantee, by how much, what is owed; and where it was lost. */
import type { Statement, Totals } from '../answers';
import { raster } from '../chart/raster';
import { h, type Child } from '../dom';
import { hours, long_duration, money, percent, plural, terms_percent } from '../figures';
import { instant, local_day, moment_words, period_words, weekday_words } from '../time';
import { losses_of } from './losses';

function guarantee_words(statement: Statement): string {
  const { guaranteed_percent, allowed_lost_hours } = statement.contract;
  return guaranteed_percent !== null ? `of ${terms_percent(guaranteed_percent)} % guaranteed` : `with ${allowed_lost_hours} h allowed to be lost`;
}

function verdict(statement: Statement): Child {
  const totals = statement.corrected;
  if (totals.uptime_percent === null) return [h('b', {}, 'There was no covered time.'), ' Nothing can be missed.'];
  if (!statement.period.ended || totals.margin_ms === null) {
    return [h('b', {}, 'The period has not ended.'), ` ${long_duration(totals.lost_ms)} of covered time lost so far.`];
  }
  const owed = totals.credit !== null && Number(totals.credit) > 0 ? [' The vendor owes ', h('b', {}, `${money(totals.credit)} ${statement.contract.currency}`), '.'] : ' No credit is owed.';
  if (totals.margin_ms < 0) return [h('b', { class: 'bad' }, `Missed by ${long_duration(totals.margin_ms)}.`), owed];
  return [h('b', {}, `Kept, with ${long_duration(totals.margin_ms)} to spare.`), owed];
}

const same = (a: Totals, b: Totals): boolean => a.uptime_percent === b.uptime_percent && a.credit === b.credit && a.lost_ms === b.lost_ms && a.covered_ms === b.covered_ms;

function correction_words(statement: Statement): string {
  const corrected = statement.lines.filter((line) => line.reading !== null && !line.until_recorded);
  if (corrected.length === 0) return '';
  const said = [['explained', 'explained'], ['reclassified', 're-classified'], ['disputed', 'disputed'], ['restored', 'restored']].flatMap(([reading, word]) => {
    const n = corrected.filter((line) => line.reading === reading).length;
    return n > 0 ? [`${n === 1 ? 'one was' : `${n} were`} ${word}`] : [];
  });
  const { recorded, corrected: now } = statement;
  const before = same(recorded, now) ? 'The figures are the same as recorded.' : `As recorded it was ${percent(recorded.uptime_percent)} %${recorded.credit === now.credit ? '; the credit is the same' : recorded.credit === null ? '' : `, credit ${money(recorded.credit)}`}.`;
  const words = said.join(', ');
  return ` ${words.charAt(0).toUpperCase()}${words.slice(1)}. ${before}`;
}

function about(statement: Statement): string {
  const n = losses_of(statement).length;
  const totals = statement.corrected;
  const unseen = totals.unknown_ms > 0 && totals.worst_percent !== null ? ` ${hours(totals.unknown_ms, true)} was not observed: if it was down, uptime is ${percent(totals.worst_percent)} %, if it was up, ${percent(totals.best_percent)} %.` : '';
  return `${n === 0 ? 'No interval' : plural(n, 'interval')} cost time.${correction_words(statement)}${unseen}`;
}

export function statement_head(statement: Statement): HTMLElement {
  const totals = statement.corrected;
  return h('div', { class: 'tile head' },
    h('div', { class: 'answer' }, h('p', { class: 'big' }, totals.uptime_percent === null ? 'No covered time' : `${percent(totals.uptime_percent)} %`, h('small', {}, guarantee_words(statement))),
      h('p', { class: 'say' }, verdict(statement)), h('p', { class: 'terms' }, about(statement))),
    h('div', { class: 'where' }, h('p', { class: 'caption' }, h('b', {}, 'Where it was lost'), h('span', { class: 't' }, `day of ${period_words(statement.period.from, statement.period.to)} across, hour of the day down; grey is covered`)), raster(statement)));
}

/** Where it stands: a draft, or as it was issued. */
export function standing(statement: Statement, now: number, zone: string): Child {
  const issued = statement.issued;
  const at = (text: string): string => moment_words(instant(text), now, zone);
  if (issued) return `Edition ${statement.edition ?? 1}, issued ${at(issued.at)} by ${issued.by}, and kept as it was.`;
  const last = statement.editions.at(-1);
  if (!last) return statement.period.ended ? 'A draft: not yet issued.' : `A draft: the period ends ${weekday_words(statement.period.to, local_day(now, zone))}.`;
  return statement.changed_since_issue ? `A draft: it differs from edition ${last.edition}, issued ${at(last.at)}.` : `As issued in edition ${last.edition}, ${at(last.at)}, by ${last.by}: nothing has changed since.`;
}
