import { get } from '../collector';
import type { Fleet, StatementRow } from '../answers';
import { h, type Child } from '../dom';
import { exact_hours, money, percent, plural, terms_percent } from '../figures';
import type { Frame, Page } from '../page';
import { empty, top } from '../shell';
import { period_words } from '../time';
import { statement_address } from './losses';

const state_of: Record<StatementRow['state'], string> = { draft: 'Draft', issued: 'Issued', claimed: 'Claimed', accepted: 'Accepted', contested: 'Contested', paid: 'Paid' };

function standing(row: StatementRow): Child {
  if (!row.ended) return h('span', { class: 's' }, 'Runs');
  const edition = row.edition ? h('span', { class: 't' }, ` edition ${row.edition}`) : null;
  return [state_of[row.state], edition, row.changed_since_issue ? h('span', { class: 'chip soon' }, 'changed since') : null];
}

export function make_statements(url: URL, frame: Frame): Page {
  let rows: StatementRow[] = [];
  let titles = new Map<string, string>();
  let device = url.searchParams.get('device') ?? '';
  let only = url.searchParams.get('only') ?? '';

  const pick = (event: Event): void => {
    const { name, value } = event.target as HTMLSelectElement;
    if (name === 'device') device = value;
    else only = value;
    frame.view({ [name]: value }, true);
    frame.redraw();
  };
  const is_missed = (row: StatementRow): boolean => row.ended && row.margin_ms !== null && row.margin_ms < 0;
  const kinds: [string, string, (row: StatementRow) => boolean][] = [
    ['', 'All periods', () => true], ['missed', 'Guarantee missed', is_missed], ['waiting', 'Not yet issued', (row) => row.ended && row.state === 'draft'], ['changed', 'Changed since issue', (row) => row.changed_since_issue], ['open', 'Claim not paid', (row) => Number(row.credit) > 0 && row.state !== 'paid'],
  ];
  const fits = (row: StatementRow): boolean => (device === '' || row.device === device) && (kinds.find(([kind]) => kind === only)?.[2] ?? (() => true))(row);

  const name_of = (of: string): string => titles.get(of) ?? of;

  const line = (row: StatementRow): HTMLElement => {
    const missed = is_missed(row);
    return h('tr', { 'data-key': `${row.contract}/${row.device}/${row.period_from}` }, h('th', { scope: 'row', class: 'name' }, h('a', { href: statement_address(row) }, period_words(row.period_from, row.period_to))), h('td', {}, name_of(row.device)), h('td', { class: 's' }, row.contract),
      h('td', { class: 'r up' }, percent(row.uptime_percent)), h('td', { class: 'r s' }, row.guaranteed_percent === null ? '–' : terms_percent(row.guaranteed_percent)), h('td', { class: missed ? 'r bad' : 'r' }, row.margin_ms === null ? h('span', { class: 't' }, row.ended ? '–' : 'so far') : exact_hours(row.margin_ms)),
      h('td', { class: missed ? 'r m' : 'r s' }, row.credit === null ? h('span', { class: 't' }, '–') : `${money(row.credit)} ${row.currency}`), h('td', {}, standing(row)));
  };

  const columns: [string, string, string][] = [['Period', '', ''], ['Device', '', ''], ['Contract', '', ''], ['Uptime', '%', 'r'], ['Guarantee', '%', 'r'], ['Margin', 'h:min:s', 'r'], ['Credit', '', 'r'], ['Statement', '', '']];

  const table = (shown: StatementRow[]): HTMLElement => h('div', { class: 'tile scroll', tabindex: 0, role: 'region', 'aria-label': 'Statements' }, h('table', { class: 'periods' }, h('caption', { class: 'unseen' }, 'Statements, newest first'),
    h('thead', {}, h('tr', {}, columns.map(([word, unit, name]) => h('th', { scope: 'col', class: name }, word, h('span', { class: 'unit' }, unit || '\u00a0'))))), h('tbody', {}, shown.map(line))));

  const lead = (shown: StatementRow[]): Child => {
    const ended = shown.filter((row) => row.ended).length;
    if (ended === 0) return [h('b', {}, 'No period has ended yet.'), ` ${plural(shown.length, 'statement')} so far.`];
    const waiting = shown.filter((row) => row.ended && row.state === 'draft').length;
    const missed = shown.filter(is_missed).length;
    return [h('b', {}, missed === 0 ? 'No guarantee was missed' : `${plural(missed, 'guarantee')} missed`), ` in ${plural(ended, 'ended period')}; ${waiting === 0 ? 'all are issued' : `${plural(waiting, 'statement')} not yet issued`}.`];
  };

  return {
    title: () => 'Uptime statements',
    rail: 'statements',
    load: async (signal) => {
      const [found, fleet] = await Promise.all([get<StatementRow[]>('statements', {}, signal), get<Fleet>('fleet', {}, signal).catch(() => null)]);
      rows = [...found].sort((a, b) => b.period_from.localeCompare(a.period_from) || (a.margin_ms ?? 1e15) - (b.margin_ms ?? 1e15) || a.device.localeCompare(b.device));
      titles = new Map([...(fleet?.rows ?? []), ...(fleet?.uncovered ?? [])].map((row) => [row.device, row.title]));
    },
    draw: () => {
      const shown = rows.filter(fits);
      const names = [...new Set(rows.map((row) => row.device))].sort((a, b) => name_of(a).localeCompare(name_of(b)));
      const choices = [h('select', { name: 'only', 'aria-label': 'Which statements', onchange: pick }, kinds.map(([kind, word]) => h('option', { value: kind, selected: only === kind }, word))),
        h('select', { name: 'device', 'aria-label': 'Device', onchange: pick }, h('option', { value: '', selected: device === '' }, 'All devices'), names.map((name) => h('option', { value: name, selected: device === name }, name_of(name))))];
      return [top('Uptime statements', null, rows.length > 0 ? choices : null), shown.length > 0 ? [h('div', { class: 'lead' }, h('p', {}, lead(shown))), table(shown)] : rows.length > 0 ? empty('No such statement', 'None fits what is chosen above.') : empty('No statement yet', 'A contract in the file that the collector’s `contracts` names makes one per device and period.')];
    },
    cares: () => true,
  };
}
