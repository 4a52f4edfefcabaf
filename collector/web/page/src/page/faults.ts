/** The life of a fault: reported, vendor called, acknowledged, on site, repaired, released. */
import { send } from '../collector';
import type { Fault } from '../answers';
import { may, now, zone } from '../context';
import { ask, moment_value, type Field } from '../dialog';
import { h, type Child } from '../dom';
import { duration, hours } from '../figures';
import { cause_words, causes, shape } from '../states';
import { instant, moment_words, weekday_words, local_day } from '../time';

const steps = [['called', 'Vendor called', 'called'], ['acknowledged', 'Acknowledged', 'acknowledged'], ['on_site', 'Engineer on site', 'on_site'], ['repaired', 'Repaired', 'repaired'], ['released', 'Released for patients', 'released']] as const;
type Step = (typeof steps)[number][0];

/** As the kiosk at the scanner asks (kiosk/model/fault_category.hpp). */
const categories: [string, string][] = [
  ['table', 'Table'], ['coil', 'Coil or accessory'], ['image', 'Image quality'], ['cooling', 'Cooling or helium'], ['console', 'Console'], ['network', 'Network'], ['room', 'Room'], ['other', 'Something else'],
];

export const fault_words = (fault: { code: string }): string => {
  const words = fault.code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const time_of = (fault: Fault, step: Step): string | null => fault[step];

function ask_step(device: string, fault: Fault, step: Step, word: string, done: (text: string) => void): void {
  const more: Field[] = step === 'called' ? [{ name: 'vendor', label: 'Vendor', kind: 'text', optional: true }, { name: 'reference', label: 'Case number', kind: 'text', optional: true }] : [];
  ask({
    title: word,
    about: `${fault_words(fault)}, reported ${moment_words(instant(fault.reported), now(), zone())}. Response times rest on this.`,
    fields: [{ name: 'at', label: 'When', kind: 'moment', value: moment_value(now(), zone()), optional: true, hint: 'Left as it is, it is now.' }, ...more],
    act: word,
    run: async ({ at, vendor, reference }) => {
      const is_now = !at || Math.abs(instant(at) - now()) < 60_000;
      await send('POST', 'fault_steps', { device, fault: fault.fault, step, ...(is_now ? {} : { at }), ...(vendor ? { vendor } : {}), ...(reference ? { reference } : {}) });
      done(`${word}: written in the log.`);
    },
  }, zone());
}

export function ask_fault(device: string, title: string, done: (text: string) => void): void {
  ask({
    title: `Report a fault of ${title}`,
    fields: [
      { name: 'code', label: 'What is wrong', kind: 'choice', choices: categories },
      { name: 'effect', label: 'What it does', kind: 'choice', choices: [['down', 'Down: no patients'], ['limited', 'Limited: some exams only'], ['none', 'Nothing yet']] },
      { name: 'cause', label: 'Cause', kind: 'choice', choices: causes.map((cause) => [cause, cause_words[cause] ?? cause]), value: 'unexplained' },
    ],
    act: 'Report',
    run: async ({ code, effect, cause }) => {
      await send('POST', 'faults', { device, code, effect, ...(cause === 'unexplained' ? {} : { cause }) });
      done('The fault is reported.');
    },
  }, zone());
}

export function ask_state(device: string, title: string, done: (text: string) => void): void {
  const lasts = ({ state }: Record<string, string>): boolean => state === 'planned_down';
  const has_cause = ({ state }: Record<string, string>): boolean => state === 'down';
  ask({
    title: `Declare what ${title} is`,
    fields: [
      { name: 'state', label: 'State', kind: 'choice', choices: [['ready', 'Ready'], ['down', 'Down'], ['planned_down', 'Planned work'], ['quality_control', 'Quality control']] },
      { name: 'from', label: 'From', kind: 'moment', optional: true, hint: 'Left empty, from now.', when: lasts },
      { name: 'until', label: 'Until', kind: 'moment', value: moment_value(now() + 2 * 3_600_000, zone()), when: lasts },
      { name: 'cause', label: 'Cause', kind: 'choice', choices: causes.map((cause) => [cause, cause_words[cause] ?? cause]), value: 'unexplained', when: has_cause },
      { name: 'note', label: 'Note', kind: 'text', optional: true, hint: 'No patient’s name.' },
    ],
    act: 'Declare',
    run: async ({ state, from, until, cause, note }) => {
      await send('POST', 'declarations', { device, state, ...(state === 'planned_down' && from ? { from } : {}), ...(state === 'planned_down' && until ? { until } : {}), ...(state === 'down' && cause && cause !== 'unexplained' ? { cause } : {}), ...(note ? { note } : {}) });
      done('Declared; it shows as soon as the log has it.');
    },
  }, zone());
}

function life(fault: Fault): HTMLElement {
  const items = [['Reported', fault.reported] as const, ...steps.map(([step, word]) => [word, time_of(fault, step)] as const)];
  return h('ol', { class: 'life' }, items.map(([word, at]) => h('li', { class: at ? 'done' : '' }, h('span', {}, word), h('span', { class: 't' }, at ? moment_words(instant(at), now(), zone()) : 'not yet'))));
}

function next_acts(device: string, fault: Fault, done: (text: string) => void): HTMLElement {
  const last = steps.reduce((found, [step], at) => (time_of(fault, step) ? at : found), -1);
  const left = steps.filter(([step], at) => !time_of(fault, step) && (at > last || step === 'called') && (step !== 'called' || may('biomed')));
  return h('div', { class: 'acts' }, left.map(([step, word], at) => h('button', { type: 'button', class: at === 0 ? 'button next' : 'button', onclick: () => ask_step(device, fault, step, word, done) }, word)));
}

function open_fault(device: string, fault: Fault, done: (text: string) => void): HTMLElement {
  const since = duration(now() - instant(fault.reported));
  const cause = fault.cause ? `, ${cause_words[fault.cause] ?? fault.cause}` : '';
  return h('li', { class: `open ${fault.effect}`, 'data-key': fault.fault }, h('p', {}, shape(fault.effect === 'down' ? 'down' : fault.effect === 'limited' ? 'limited' : 'late'), h('b', {}, fault_words(fault)), h('span', {}, `open ${since}${cause}${fault.source ? `, told by ${fault.source.replaceAll('_', ' ')}` : ''}`)), fault.note ? h('p', { class: 's' }, fault.note) : null, life(fault), next_acts(device, fault, done));
}

function closed_table(faults: Fault[]): Child {
  if (faults.length === 0) return h('p', { class: 's pad' }, 'None closed in the last 90 days.');
  const answered = (fault: Fault): string => (fault.acknowledged ?? fault.on_site ? duration(instant(fault.acknowledged ?? fault.on_site ?? '') - instant(fault.reported)) : '–');
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Closed faults' }, h('table', { class: 'plain' }, h('caption', { class: 'unseen' }, 'Faults closed in the last 90 days'),
    h('thead', {}, h('tr', {}, [['Closed, last 90 days', ''], ['Answered', 'r'], ['On site', 'r'], ['Down h:min', 'r']].map(([word, name]) => h('th', { scope: 'col', class: name ?? '' }, word ?? '')))),
    h('tbody', {}, faults.slice(0, 20).map((fault) => h('tr', { 'data-key': fault.fault }, h('td', {}, h('span', { class: 'state' }, shape(fault.effect === 'down' ? 'down' : fault.effect === 'limited' ? 'limited' : 'late'), fault_words(fault), h('span', { class: 't' }, weekday_words(local_day(instant(fault.reported), zone()))))),
      h('td', { class: 'r s' }, answered(fault)), h('td', { class: 'r s' }, fault.on_site ? duration(instant(fault.on_site) - instant(fault.reported)) : '–'), h('td', { class: 'r' }, fault.down_ms === undefined ? '–' : hours(fault.down_ms)))))));
}

export function faults_tile(device: string, open: Fault[], closed: Fault[], done: (text: string) => void): HTMLElement {
  return h('section', { class: 'tile faults' }, h('h2', {}, 'Faults'), open.length > 0 ? h('ul', {}, open.map((fault) => open_fault(device, fault, done))) : h('p', { class: 's pad' }, 'No open fault.'), closed_table(closed));
}
