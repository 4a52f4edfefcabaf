/** What cost time, dearest first: the way from a figure down to its evidence. */
import type { ContractRow, Line, Statement } from '../answers';
import { zone } from '../context';
import { h, type Child } from '../dom';
import { exact_hours, plural } from '../figures';
import { cause_words, first_upper, reason_words, shape, state_words } from '../states';
import { instant, stretch_words } from '../time';

export const line_key = (line: Line): string => `${line.part}@${line.from}`;

export function statement_address(of: { contract: string; device: string; period?: { from: string }; period_from?: string }, open?: string): string {
  const from = of.period?.from ?? of.period_from ?? '';
  return `/statement/${encodeURIComponent(of.contract)}/${of.device}/${from}${open ? `?open=${encodeURIComponent(open)}` : ''}`;
}

/** What it is called: the reason where one was said, else state and cause. */
export function line_words(line: { reason: string | null; state: Line['state']; cause: string | null }): string {
  const reason = reason_words(line.reason);
  if (reason) return first_upper(reason);
  const cause = line.cause ? cause_words[line.cause] : undefined;
  return cause ? `${state_words[line.state]}, ${cause}` : state_words[line.state];
}

/** Lines that make lost time, whatever their state. */
export function losses_of(statement: Statement): Line[] {
  const { planned_down, unknown } = statement.contract;
  const costs = (line: Line): boolean => line.part === 'down' || line.part === 'limited' || (line.part === 'planned' && planned_down === 'lost') || (line.part === 'unknown' && unknown === 'down');
  return statement.lines.filter((line) => costs(line) && (line.corrected_ms ?? 0) > 0).sort((a, b) => (b.corrected_ms ?? 0) - (a.corrected_ms ?? 0));
}

const most = 8;

export function loss_list(statement: Statement, row: ContractRow): Child {
  const lines = losses_of(statement);
  if (lines.length === 0) return h('p', {}, 'Nothing was lost in covered time. ', h('a', { href: statement_address(row) }, 'Open statement'));
  const here = statement.contract.zone || zone();
  return [h('ul', { class: 'losses' }, lines.slice(0, most).map((line) => h('li', { 'data-key': line_key(line) }, shape(line.state), h('a', { href: statement_address(row, line_key(line)) }, line_words(line)),
    h('span', { class: 's' }, stretch_words(instant(line.from), instant(line.to), here, row.period.to)), h('span', { class: 'r m' }, exact_hours(line.corrected_ms ?? 0))))),
    h('p', { class: 's' }, `${plural(lines.length, 'interval')} cost ${exact_hours(statement.corrected.lost_ms)} h:min:s${lines.length > most ? `, the ${most} dearest are shown` : ''}. `, h('a', { href: statement_address(row) }, 'Open statement'))];
}
