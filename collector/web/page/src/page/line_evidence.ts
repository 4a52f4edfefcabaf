/** What stands behind a line: its events with their place in the log, the covered parts of it, what was said of it, and what one may do. */
import type { Correction, Evidence, Line, Statement } from '../answers';
import { now } from '../context';
import { h, type Child } from '../dom';
import { count, exact_hours, hours, short_digest } from '../figures';
import { cause_words, state_words } from '../states';
import { clock_seconds, day_words, hour, instant, iso, local_day, moment_words, stretch_words } from '../time';

export interface LineActs {
  /** Nothing where the reader may not correct, or looks at what was issued. */
  correct: ((line: Line, reading: Correction['reading']) => void) | null;
}

function event_row(event: Evidence, zone: string): HTMLElement {
  const at = instant(event.t);
  const date = local_day(at, zone);
  return h('tr', { 'data-key': `${event.node}/${event.epoch}/${event.seq}` }, h('td', { class: 'nw' }, `${day_words(date)} ${clock_seconds(at, zone)}`), h('td', { class: 'm nw' }, event.type), h('td', { class: 's what' }, event.what),
    h('td', { class: 's nw' }, event.node), h('td', { class: 'r s nw' }, h('span', { class: 'code' }, event.epoch), `, ${event.seq}`), h('td', { class: 'r nw' }, h('a', { href: `/events?after=${Math.max(0, event.log_row - 1)}` }, count(event.log_row))),
    h('td', { class: 'code s nw', title: event.digest }, short_digest(event.digest)));
}

export function event_table(events: Evidence[], zone: string): HTMLElement {
  if (events.length === 0) return h('p', { class: 's' }, 'No event tells of it: nobody observed this time.');
  const heads: [string, string][] = [['Time', ''], ['Event', ''], ['What', ''], ['From', ''], ['Epoch, number', 'r'], ['Log row', 'r'], ['Digest', '']];
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Events' }, h('table', {}, h('caption', { class: 'unseen' }, 'Events behind this line'), h('thead', {}, h('tr', {}, heads.map(([word, name]) => h('th', { scope: 'col', class: name }, word)))), h('tbody', {}, events.map((event) => event_row(event, zone)))));
}

/** The parts of it that count, adding up; and what of it was covered, where that is another length. */
function parts_table(line: Line, zone: string): HTMLElement {
  const uncovered = line.lasted_ms - line.covered_ms;
  const is_all = line.counted_ms === line.covered_ms;
  const piece = (from: string, to: string): HTMLElement => h('tr', {}, h('td', {}, stretch_words(instant(from), instant(to), zone).replace(/^\w+ /, '')), h('td', { class: 'r' }, exact_hours(instant(to) - instant(from))));
  const beside = (word: string, ms: number): HTMLElement => h('tr', {}, h('td', { class: 's' }, word), h('td', { class: 'r s' }, exact_hours(ms)));
  return h('table', { class: 'parts num' }, h('caption', { class: 'unseen' }, is_all ? 'Covered parts of it' : 'Parts that count'), h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, is_all ? 'Covered part of it' : 'Part that counts'), h('th', { scope: 'col', class: 'r' }, 'h:min:s'))),
    h('tbody', {}, line.pieces.map(({ from, to }) => piece(from, to)), h('tr', { class: 'sum' }, h('th', { scope: 'row' }, is_all ? 'covered' : 'counts'), h('td', { class: 'r' }, exact_hours(line.counted_ms))),
      is_all ? null : beside('covered', line.covered_ms), uncovered > 0 ? beside('not covered', uncovered) : null));
}

function correction_item(correction: Correction, zone: string): HTMLElement {
  const words: Record<Correction['reading'], string> = { explained: 'Explained', reclassified: 'Re-classified', disputed: 'Disputed', restored: 'As recorded again' };
  const as = correction.state ? ` as ${state_words[correction.state].toLowerCase()}` : '';
  const cause = correction.cause ? `, ${cause_words[correction.cause] ?? correction.cause}` : '';
  return h('li', {}, h('b', {}, `${words[correction.reading]}${as}${cause}`), ` by ${correction.by}, ${moment_words(instant(correction.at), now(), zone)}: `, correction.reason,
    h('span', { class: 't' }, ` (${correction.node}, ${correction.epoch}, ${correction.seq})`));
}

function response_words(line: Line, zone: string): Child {
  const response = line.response;
  const said: Child[] = [];
  if (response?.called) said.push(`Vendor called ${moment_words(instant(response.called), now(), zone)}. `);
  if (response && response.covered_ms !== null) {
    const promise = response.promised_ms === null ? '' : `, ${hours(response.promised_ms)} promised: `;
    said.push(`On site after ${hours(response.covered_ms, true)} of covered time${promise}`, response.kept === null ? '' : h('b', { class: response.kept ? '' : 'bad' }, response.kept ? 'kept' : 'missed'), '. ');
  } else if (response && !response.on_site) {
    said.push('No engineer on site was entered. ');
  }
  if (line.repair_ms !== null) said.push(`Repaired ${hours(line.repair_ms, true)} after the report.`);
  return said.length > 0 ? h('p', { class: 's' }, said) : null;
}

function acts_of(statement: Statement, line: Line, acts: LineActs): HTMLElement {
  const correct = acts.correct;
  const button = (word: string, reading: Correction['reading']): HTMLElement => h('button', { type: 'button', class: 'button small', onclick: () => correct?.(line, reading) }, word);
  const around = `/device/${statement.device.name}?from=${iso(instant(line.from) - hour)}&to=${iso(instant(line.to) + hour)}`;
  return h('div', { class: 'acts' }, correct ? [button('Dispute', 'disputed'), button('Re-classify', 'reclassified'), line.state === 'down' || line.state === 'limited' ? button('Explain', 'explained') : null, line.reading ? button('Take back', 'restored') : null] : null,
    h('a', { class: 'button small', href: around }, 'Timeline'));
}

export function line_evidence(statement: Statement, line: Line, acts: LineActs): HTMLElement {
  const zone = statement.contract.zone;
  return h('div', { class: 'evid' }, h('div', {}, event_table(line.events, zone), response_words(line, zone), line.corrections.length > 0 ? h('ul', { class: 'said' }, line.corrections.map((correction) => correction_item(correction, zone))) : null),
    h('div', {}, parts_table(line, zone), acts_of(statement, line, acts)));
}
