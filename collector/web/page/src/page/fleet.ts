import { get } from '../collector';
import type { ContractRow, Fleet, OpenFault, Statement, Uncovered } from '../answers';
import { allowance_bar, used_share } from '../chart/allowance_bar';
import { day_bars } from '../chart/day_bars';
import { hear_clock, now, zone } from '../context';
import { h, type Child } from '../dom';
import { duration, hours, money, percent, terms_percent } from '../figures';
import { icon } from '../icons';
import type { Frame, Page } from '../page';
import { fleet_sentence, why_at_risk } from '../sentences';
import { empty, note_unexplained, top } from '../shell';
import { shape, state_mark, state_words, states } from '../states';
import { instant, moment_words, short_period } from '../time';
import { loss_list, statement_address } from './losses';

const key_of = (row: ContractRow): string => `${row.contract}/${row.device}`;

/** Those whose guarantee still can be kept before those that have lost it, the most pressing first. */
function by_risk(a: ContractRow, b: ContractRow): number {
  const broken = Number(a.standing === 'broken') - Number(b.standing === 'broken');
  const down = Number(b.now.state === 'down') - Number(a.now.state === 'down');
  const worse = (row: ContractRow): number => (row.ends ? row.ends.worse / Math.max(1, row.ends.stretches) : 0);
  return broken || down || (a.breaks_at ?? '9').localeCompare(b.breaks_at ?? '9') || worse(b) - worse(a);
}

const is_down = (row: ContractRow): boolean => row.now.state === 'down';
/** What needs a word beside its figures. */
const needs_word = (row: ContractRow): boolean => row.standing !== 'on_course' || is_down(row);

export const by_use = (a: ContractRow, b: ContractRow): number => Number(is_down(b)) - Number(is_down(a)) || (used_share(b) ?? -1) - (used_share(a) ?? -1);

export function fault_cell(fault: OpenFault | null): Child {
  return fault ? h('span', { class: 'fault' }, fault.code.replaceAll('_', ' ')) : h('span', { class: 't' }, '–');
}

/** State with how long it lasts, or until when it was promised to. */
export function now_cell(row: { now: ContractRow['now'] }): Child {
  const { state, since, until } = row.now;
  const lasting = until && instant(until) > now() ? `to ${moment_words(instant(until), now(), zone())}` : since ? duration(now() - instant(since)) : null;
  return state_mark(state, lasting === null ? null : h('span', { class: 'for' }, lasting));
}

export function ends_cell(row: ContractRow): Child {
  if (!row.ends) return h('span', { class: 't' }, row.ends_why === 'too_few_losses' ? 'too few losses' : '–');
  const missed = row.guaranteed_percent !== null && Number(row.ends.median_percent) < Number(row.guaranteed_percent);
  const short = (text: string): string => (text === '100.0' ? '100' : text);
  return [h('span', { class: missed ? 'bad' : 'm' }, row.ends.median_percent), ' ', h('span', { class: 't' }, `${row.ends.low_percent}–${short(row.ends.high_percent)}`)];
}

const columns: [Child, Child, string][] = [
  ['Device', null, ''], ['Now', 'for', ''], ['Open fault', null, 'wide c-fault'], ['Period', null, ''], ['Uptime', '%, so far', 'r'], ['Guarantee', '%', 'r mid'], ['Lost', 'h:min in n', 'r'],
  ['Allowance used', h('span', { class: 'scale' }, h('span', {}, '0'), h('span', {}, 'all used')), 'c-bar'], ['Still to lose', 'h:min', 'r'], ['Ends at', '%, 8 in 10', 'r mid'], ['Last 30 days', 'covered time by day', 'wide c-days'],
];

const head = (): HTMLElement => h('thead', {}, h('tr', {}, columns.map(([word, unit, name]) => h('th', { scope: 'col', class: name }, word, h('span', { class: 'unit' }, unit ?? '\u00a0')))));

function guarantee(row: ContractRow): string {
  if (row.guaranteed_percent !== null) return terms_percent(row.guaranteed_percent);
  return row.allowance_ms === null ? '–' : `${hours(row.allowance_ms)} h`;
}

const guarantee_words = (row: ContractRow): string => (row.guaranteed_percent === null ? `${guarantee(row)} allowed` : `of ${guarantee(row)} %`);

export function make_fleet(url: URL, frame: Frame): Page {
  let fleet: Fleet | null = null;
  const opened = new Map<string, Statement | null>();
  for (const key of url.searchParams.getAll('open')) opened.set(key, null);

  const fetch_losses = async (row: ContractRow): Promise<void> => {
    const found = await get<Statement>('statement', { contract: row.contract, device: row.device, period_from: row.period.from }).catch(() => null);
    if (found && opened.has(key_of(row))) opened.set(key_of(row), found);
  };

  const toggle = (row: ContractRow): void => {
    const key = key_of(row);
    if (opened.has(key)) opened.delete(key);
    else opened.set(key, null);
    frame.view({ open: [...opened.keys()].at(-1) ?? null });
    frame.redraw();
    if (opened.has(key)) void fetch_losses(row).then(frame.redraw);
  };

  const opener = (row: ContractRow): HTMLElement => h('button', { type: 'button', class: 'opener', 'aria-expanded': opened.has(key_of(row)) ? 'true' : 'false', 'aria-label': `What ${row.title} lost`, onclick: () => toggle(row) }, icon('open', 16));

  const evidence = (row: ContractRow): Child => {
    const statement = opened.get(key_of(row));
    return [counted(row), statement ? loss_list(statement, row) : h('p', { class: 't' }, 'Fetching what it lost')];
  };

  const table_rows = (row: ContractRow): Child => {
    const is_open = opened.has(key_of(row));
    const risk = needs_word(row);
    const tone = row.standing === 'broken' || is_down(row) ? 'bad-stripe' : 'risk-stripe';
    return [
      h('tr', { class: risk ? `main ${tone}` : 'calm', 'data-key': key_of(row), onclick: (event) => (event.target as Element).closest('a, button') ?? toggle(row) },
        h('th', { scope: 'row', class: 'name' }, h('span', {}, opener(row), h('a', { href: `/device/${row.device}` }, row.title))), h('td', {}, now_cell(row)), h('td', { class: 'wide' }, fault_cell(row.fault)),
        h('td', { class: 's' }, short_period(row.period.from, row.period.to)), h('td', { class: 'r up' }, percent(row.uptime_percent)), h('td', { class: 'r s mid' }, guarantee(row)),
        h('td', { class: 'r s' }, hours(row.lost_ms), ' ', h('span', { class: 't' }, `in ${row.losses}`)), h('td', { class: 'bar' }, allowance_bar(row) ?? '–'),
        h('td', { class: (row.left_ms ?? 0) < 0 ? 'r left bad' : 'r left' }, row.left_ms === null ? '–' : hours(row.left_ms)), h('td', { class: 'r mid' }, ends_cell(row)), h('td', { class: 'wide' }, day_bars(row.days))),
      risk ? h('tr', { class: `why ${tone}`, 'data-key': `${key_of(row)} why` }, h('td', {}), h('td', { colspan: columns.length - 1 }, why_at_risk(row, { now: now(), zone: zone() }), ' ', way_on(row))) : null,
      is_open ? h('tr', { class: 'evidence', 'data-key': `${key_of(row)} evidence` }, h('td', { colspan: columns.length }, evidence(row))) : null,
    ];
  };

  const group = (word: string, end: Child): HTMLElement => h('tr', { class: 'group', 'data-key': word }, h('th', { scope: 'colgroup', colspan: columns.length }, h('span', {}, word), h('span', { class: 'end' }, end)));

  const table = (risky: ContractRow[], calm: ContractRow[]): Child => h('div', { class: 'tile scroll fleet-table' }, h('table', {}, h('caption', { class: 'unseen' }, 'Contract uptime by device, those at risk first'), head(),
    risky.length > 0 ? h('tbody', {}, group(`At risk: ${risky.length}`, credits(fleet)), risky.map(table_rows)) : null,
    calm.length > 0 ? h('tbody', {}, group(`On course: ${calm.length}`, risky.length > 0 ? 'most of the allowance used first' : credits(fleet)), calm.map(table_rows)) : null));

  const risk_card = (row: ContractRow): HTMLElement => {
    const is_open = opened.has(key_of(row));
    const tone = is_down(row) || row.standing === 'broken' ? 'broken' : 'risk';
    return h('li', { class: `tile card ${tone}`, 'data-key': key_of(row) },
      h('div', { class: 'line' }, h('h3', {}, h('a', { href: `/device/${row.device}` }, row.title)), now_cell(row)), h('p', {}, why_at_risk(row, { now: now(), zone: zone() })),
      h('dl', { class: 'figures' }, figure('Uptime so far', `${percent(row.uptime_percent)} %`, `${guarantee_words(row)}, ${short_period(row.period.from, row.period.to)}`), figure('Still to lose', row.left_ms === null ? '–' : hours(row.left_ms), `lost ${hours(row.lost_ms)} in ${row.losses}`),
        figure('Ends at', row.ends ? `${row.ends.median_percent} %` : 'too few losses', row.ends ? `${row.ends.low_percent}–${row.ends.high_percent}` : ''), h('div', {}, h('dt', {}, 'Allowance used'), h('dd', {}, allowance_bar(row) ?? '–'))),
      h('div', { class: 'acts' }, h('button', { type: 'button', class: 'button', 'aria-expanded': is_open ? 'true' : 'false', onclick: () => toggle(row) }, is_open ? 'Close' : 'What it lost'), h('a', { class: 'button', href: statement_address(row) }, 'Statement')),
      is_open ? evidence(row) : null);
  };

  const calm_card = (row: ContractRow): HTMLElement => h('li', { class: 'tile card', 'data-key': key_of(row) },
    h('div', { class: 'line' }, opener(row), h('h3', {}, h('a', { href: `/device/${row.device}` }, row.title)), now_cell(row)),
    h('p', { class: 's num' }, `${percent(row.uptime_percent)} %, ${guarantee_words(row)} in ${short_period(row.period.from, row.period.to)}, ${row.left_ms === null ? '–' : hours(row.left_ms)} still to lose`), opened.has(key_of(row)) ? evidence(row) : null);

  const cards = (risky: ContractRow[], calm: ContractRow[]): Child => [
    risky.length > 0 ? [h('h2', {}, `At risk: ${risky.length}`), h('ul', { class: 'cards' }, risky.map(risk_card))] : null,
    calm.length > 0 ? [h('h2', {}, `On course: ${calm.length}`), h('ul', { class: 'cards' }, calm.map((row) => (needs_word(row) ? risk_card(row) : calm_card(row))))] : null,
  ];

  const body = (found: Fleet): Child => {
    if (found.rows.length === 0 && found.uncovered.length === 0) return empty('No devices yet', 'They stand in the collector’s configuration as [[device]]; contracts in the file that `contracts` names.');
    const risky = found.rows.filter((row) => row.standing !== 'on_course').sort(by_risk);
    const calm = found.rows.filter((row) => row.standing === 'on_course').sort(by_use);
    const is_narrow = matchMedia('(max-width: 760px)').matches;
    return [found.rows.length > 0 ? (is_narrow ? cards(risky, calm) : table(risky, calm)) : null, uncovered(found.uncovered), found.rows.length > 0 ? note() : null];
  };

  return {
    title: () => 'Fleet',
    rail: 'fleet',
    load: async (signal) => {
      const found = await get<Fleet>('fleet', {}, signal);
      fleet = found;
      hear_clock(found.as_of);
      note_unexplained(found.unexplained);
      await Promise.all(found.rows.filter((row) => opened.has(key_of(row))).map(fetch_losses));
    },
    draw: () => fleet && [
      top('Fleet', null, fleet.rows.length > 0 ? h('a', { class: 'button', href: '/api/v1/uptime?format=csv', download: 'uptime.csv' }, 'Export') : null),
      h('div', { class: 'lead' }, h('p', {}, fleet_sentence(fleet, { now: now(), zone: zone() })), counts(fleet)), body(fleet)],
    cares: () => true,
  };
}

function figure(label: string, value: Child, beside: Child): HTMLElement {
  return h('div', {}, h('dt', {}, label), h('dd', {}, h('b', {}, value), ' ', h('span', { class: 't' }, beside)));
}

function counts(fleet: Fleet): HTMLElement {
  return h('ul', { class: 'counts', 'aria-label': 'Devices by state' }, states.filter((state) => fleet.counts[state] > 0).map((state) => h('li', { class: 'state' }, shape(state), `${fleet.counts[state]} ${state_words[state].toLowerCase()}`)));
}

function credits(fleet: Fleet | null): string {
  const owed = (fleet?.credit_so_far ?? []).filter(({ amount }) => Number(amount) > 0);
  return owed.length > 0 ? `credit so far ${owed.map(({ amount, currency }) => `${money(amount)} ${currency}`).join(', ')}` : 'no credit so far';
}

function way_on(row: ContractRow): HTMLElement {
  if (row.standing === 'broken') return h('a', { href: statement_address(row) }, 'Open statement');
  return h('a', { href: `/device/${row.device}` }, row.fault ? 'Open fault' : 'Open device');
}

/** The figures behind the row, with what is known of time nobody observed. */
function counted(row: ContractRow): HTMLElement {
  const range = row.unknown_ms > 0 && row.worst_percent !== null ? figure('If not observed was', `${percent(row.worst_percent)} – ${percent(row.best_percent)} %`, 'down, up') : null;
  return h('dl', { class: 'figures' }, figure('Covered so far', hours(row.covered_ms), `h:min of ${hours(row.covered_whole_ms)} by the calendar`), figure('Allowance', row.allowance_ms === null ? '–' : hours(row.allowance_ms), 'h:min in the whole period'),
    row.planned_ahead_ms > 0 ? figure('Planned and counts', hours(row.planned_ahead_ms), 'h:min to come') : null, row.planned_ms > 0 ? figure('Planned work', hours(row.planned_ms), 'h:min so far') : null,
    figure('Not observed', hours(row.unknown_ms), 'h:min so far'), row.excluded_ms > 0 ? figure('Excluded causes', hours(row.excluded_ms), 'h:min so far') : null, range, figure('Credit so far', `${money(row.credit_so_far)} ${row.currency}`, row.vendor));
}

function uncovered(rows: Uncovered[]): Child {
  if (rows.length === 0) return null;
  return [h('h2', { class: 'apart' }, `No running contract: ${rows.length}`), h('div', { class: 'tile scroll' }, h('table', { class: 'plain' }, h('caption', { class: 'unseen' }, 'Devices without a running contract'),
    h('thead', {}, h('tr', {}, ['Device', 'Now', 'Open fault'].map((word) => h('th', { scope: 'col' }, word)))),
    h('tbody', {}, rows.map((row) => h('tr', { 'data-key': row.device }, h('th', { scope: 'row', class: 'name' }, h('a', { href: `/device/${row.device}` }, row.title)), h('td', {}, now_cell(row)), h('td', {}, fault_cell(row.fault))))))) ];
}

function note(): HTMLElement {
  return h('p', { class: 'note' }, 'Allowance: what the contract lets be lost in the whole period. Ends at: as in stretches of the same covered length in the last 365 days, median and 10th to 90th percentile; the whisker is the same.');
}
