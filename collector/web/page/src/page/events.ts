import { address, get_page } from '../collector';
import type { LogEvent } from '../answers';
import { now, zone } from '../context';
import { h, type Child } from '../dom';
import { plural, short_digest } from '../figures';
import { icon } from '../icons';
import type { Frame, Page } from '../page';
import { empty, top } from '../shell';
import { clock_seconds, instant, local_day, weekday_words } from '../time';

const most = 200;
const names = ['device', 'type', 'from', 'to', 'after'] as const;
type View = Record<(typeof names)[number], string>;

/** The data of an event in one line, without braces. */
export function data_words(data: LogEvent['data']): string {
  if (!data) return '';
  const said = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.entries(data).map(([name, value]) => `${name} ${said(value)}`).join(', ');
}

export function make_events(url: URL, frame: Frame): Page {
  const view = Object.fromEntries(names.map((name) => [name, url.searchParams.get(name) ?? ''])) as View;
  if (names.every((name) => view[name] === '')) view.from = local_day(now(), zone()); // the newest matter most
  let rows: LogEvent[] = [];
  let next: string | null = null;
  let opened: string | null = null;
  const key_of = (row: LogEvent): string => `${row.node}/${row.epoch}/${row.seq}`;

  const look = (event: Event): void => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const wanted: Record<string, string | null> = { after: null };
    for (const name of ['device', 'type', 'from', 'to']) wanted[name] = String(data.get(name) ?? '').trim() || null;
    frame.view(wanted, true);
    frame.go(location.pathname + location.search);
  };

  const filter = (): HTMLElement => h('form', { class: 'filter', onsubmit: look, role: 'search', 'aria-label': 'Events' },
    [['device', 'Device', 'ct1'], ['type', 'Type', 'fault or fault.reported'], ['from', 'From', '2026-11-24'], ['to', 'To', '2026-11-24']].map(([name = '', word = '', example = '']) => h('div', { class: 'field' }, h('label', { for: `of-${name}` }, word), h('input', { id: `of-${name}`, name, type: 'text', value: view[name as keyof View], placeholder: example, autocomplete: 'off', spellcheck: 'false' }))),
    h('button', { class: 'button', type: 'submit' }, 'Show'));

  const line = (row: LogEvent): Child => {
    const at = instant(row.t ?? '');
    const is_open = opened === key_of(row);
    const toggle = (): void => {
      opened = is_open ? null : key_of(row);
      frame.redraw();
    };
    return [h('tr', { class: is_open ? 'line open' : 'line', 'data-key': key_of(row), onclick: (event) => (event.target as Element).closest('a, button') ?? toggle() }, h('td', { class: 'nw' }, h('span', { class: 'named' }, h('button', { type: 'button', class: 'opener', 'aria-expanded': is_open ? 'true' : 'false', 'aria-label': `${row.type}, ${row.node} ${row.seq}`, onclick: toggle }, icon('open', 16)), h('span', {}, weekday_words(local_day(at, zone()), local_day(now(), zone()))), h('span', { class: 'm' }, clock_seconds(at, zone())))),
      h('td', { class: 'm nw' }, row.type), h('td', {}, row.device ? h('a', { href: `/device/${row.device}` }, row.device) : ''), h('td', { class: 's cut' }, data_words(row.data)), h('td', { class: 's nw' }, row.node), h('td', { class: 'r s nw' }, h('span', { class: 'code' }, row.epoch), `, ${row.seq}`), h('td', { class: 'code s nw', title: row.digest }, short_digest(row.digest ?? ''))),
      is_open ? h('tr', { class: 'evidence', 'data-key': `${key_of(row)} evidence` }, h('td', { colspan: 7 }, h('dl', { class: 'plain-list' }, h('dt', {}, 'Told by'), h('dd', {}, `${row.node ?? ''}, epoch ${row.epoch ?? ''}, number ${row.seq}`), h('dt', {}, 'Digest'), h('dd', { class: 'code' }, row.digest), h('dt', {}, 'Occurred'), h('dd', {}, row.t), h('dt', {}, 'Received'), h('dd', {}, row.received), h('dt', {}, 'Data'), h('dd', {}, h('pre', { tabindex: 0 }, JSON.stringify(row.data, null, 2)))))) : null];
  };

  const table = (shown: LogEvent[]): HTMLElement => {
    const heads: [string, string][] = [['Time', ''], ['Event', ''], ['Device', ''], ['Data', ''], ['From', ''], ['Epoch, number', 'r'], ['Digest', '']];
    return h('div', { class: 'tile scroll', tabindex: 0, role: 'region', 'aria-label': 'The log' }, h('table', { class: 'log' }, h('caption', { class: 'unseen' }, 'Events in the order of their commit'), h('thead', {}, h('tr', {}, heads.map(([word, name]) => h('th', { scope: 'col', class: name }, word)))), h('tbody', {}, shown.map(line))));
  };

  const more = (): HTMLElement => {
    const go = (after: string): string => `/events?${new URLSearchParams({ ...Object.fromEntries(Object.entries(view).filter(([, value]) => value)), after })}`;
    return h('nav', { class: 'acts', 'aria-label': 'Further events' }, next ? h('a', { class: 'button', href: go(next) }, 'Later events') : h('span', { class: 's' }, 'The log ends here.'), view.after ? h('a', { class: 'button', href: go('0') }, 'From the beginning') : null);
  };

  return {
    title: () => 'Events',
    rail: 'events',
    load: async (signal) => {
      ({ rows, next } = await get_page<LogEvent>('events', { ...view, limit: most }, signal));
    },
    draw: () => [top('Events', null, h('a', { class: 'button', href: address('events', { ...view, format: 'csv' }), download: 'events.csv' }, 'Export')), filter(), rows.length > 0 ? [h('p', { class: 'note' }, `${plural(rows.length, 'event')} in the order of their commit, ${next ? 'with later ones to come' : 'to the end of the log'}. Times of this site.`), table(rows)] : empty('No event here', next ? 'None of this page fits; later ones may.' : 'Nothing in the log fits what is asked for.'), more()],
    cares: () => next === null,
  };
}
