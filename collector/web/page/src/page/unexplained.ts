import { get } from '../collector';
import type { Fleet, Unexplained } from '../answers';
import { now, zone } from '../context';
import { h, type Child } from '../dom';
import { duration, exact_hours, plural } from '../figures';
import type { Frame, Page } from '../page';
import { empty, note_unexplained, top } from '../shell';
import { first_upper, reason_words, shape, state_words } from '../states';
import { instant, iso, stretch_words } from '../time';
import { ask_correction } from './correct';
import { statement_address } from './losses';

export function make_unexplained(frame: Frame): Page {
  let rows: Unexplained[] = [];
  let titles = new Map<string, string>();
  const name_of = (device: string): string => titles.get(device) ?? device;

  const explain = (row: Unexplained): void =>
    ask_correction({ device: row.device, title: name_of(row.device), from: row.from, to: row.to ?? iso(now()), state: row.state, cause: null }, 'explained', zone(), (text) => {
      frame.tell(text);
      frame.reload();
    });

  const when = (row: Unexplained): string => (row.to ? stretch_words(instant(row.from), instant(row.to), zone()) : `${stretch_words(instant(row.from), instant(row.from), zone()).split(' – ')[0]}, ${duration(now() - instant(row.from))} so far`);
  const around = (row: Unexplained): string => `/device/${row.device}?from=${iso(instant(row.from) - 3_600_000)}&to=${iso((row.to ? instant(row.to) : now()) + 3_600_000)}&at=${row.from}`;
  const device_link = (row: Unexplained): HTMLElement => h('a', { href: around(row) }, name_of(row.device));
  const button = (row: Unexplained, name: string): HTMLElement => h('button', { type: 'button', class: name, 'aria-label': `Explain ${name_of(row.device)}, ${when(row)}`, onclick: () => explain(row) }, 'Explain');
  const key_of = (row: Unexplained): string => `${row.contract}/${row.device}/${row.from}`;

  const line = (row: Unexplained): HTMLElement => h('tr', { 'data-key': key_of(row) }, h('th', { scope: 'row', class: 'name' }, device_link(row)), h('td', {}, h('span', { class: 'state' }, shape(row.state), state_words[row.state])), h('td', { class: 's when' }, when(row)),
    h('td', { class: 's what' }, first_upper(reason_words(row.reason))), h('td', { class: 'r' }, exact_hours(row.covered_ms)), h('td', { class: 'r m' }, exact_hours(row.lost_ms)), h('td', {}, h('a', { href: statement_address(row) }, row.contract)), h('td', { class: 'r' }, button(row, 'button small')));

  const card = (row: Unexplained): HTMLElement => h('li', { class: 'tile card', 'data-key': key_of(row) }, h('div', { class: 'line' }, h('h2', {}, device_link(row)), h('span', { class: 'state' }, shape(row.state), state_words[row.state])), h('p', {}, `${first_upper(reason_words(row.reason))}, ${exact_hours(row.lost_ms)} h:min:s lost`), h('p', { class: 's num' }, when(row)),
    h('div', { class: 'acts' }, button(row, 'button'), h('a', { class: 'button', href: statement_address(row) }, 'Statement')));

  const heads: [string, string, string][] = [['Device', '', ''], ['State', '', ''], ['From, to', '', ''], ['As recorded', '', 'what'], ['Covered', 'h:min:s', 'r'], ['Lost', 'h:min:s', 'r'], ['Statement', '', ''], ['', '', 'r']];

  const body = (): Child => (rows.length === 0 ? empty('Every outage has its cause', 'Down and limited time without a cause in periods not yet issued comes here.')
    : [h('div', { class: 'lead' }, h('p', {}, h('b', {}, `${plural(rows.length, 'interval')} without a cause.`), ' What a cause excludes, the contract decides.')), matchMedia('(max-width: 760px)').matches ? h('ul', { class: 'cards' }, rows.map(card)) : h('div', { class: 'tile scroll', tabindex: 0, role: 'region', 'aria-label': 'Without a cause' }, h('table', {}, h('caption', { class: 'unseen' }, 'Down and limited time without a cause, newest first'),
      h('thead', {}, h('tr', {}, heads.map(([word, unit, name]) => h('th', { scope: 'col', class: name }, word || h('span', { class: 'unseen' }, 'Act'), h('span', { class: 'unit' }, unit || '\u00a0'))))), h('tbody', {}, rows.map(line))))]);

  return {
    title: () => 'Outages without a cause',
    rail: 'unexplained',
    load: async (signal) => {
      const [found, fleet] = await Promise.all([get<Unexplained[]>('unexplained', {}, signal), get<Fleet>('fleet', {}, signal).catch(() => null)]);
      rows = found;
      note_unexplained(found.length);
      titles = new Map([...(fleet?.rows ?? []), ...(fleet?.uncovered ?? [])].map((row) => [row.device, row.title]));
    },
    draw: () => [top('Outages without a cause'), body()],
    cares: () => true,
  };
}
