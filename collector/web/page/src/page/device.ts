import { get } from '../collector';
import type { ContractRow, Device, Evidence, EvidenceList, Interval, Statement } from '../answers';
import { hear_clock, may, now, zone } from '../context';
import { h, type Child } from '../dom';
import { duration } from '../figures';
import type { Frame, Page } from '../page';
import { top } from '../shell';
import { cause_words, reason_words, shape, state_words } from '../states';
import { instant, iso, moment_words, period_words, stretch_words } from '../time';
import { ask_correction } from './correct';
import { device_figures } from './device_figures';
import { ask_fault, ask_state, faults_tile } from './faults';
import { event_table } from './line_evidence';
import { loss_list, statement_address } from './losses';
import { DeviceTime } from './timeline';

function about(device: Device): string {
  return [device.room, [device.manufacturer, device.model].filter(Boolean).join(' '), device.serial ? `serial ${device.serial}` : '', device.node ? `observed by ${device.node}` : 'not observed'].filter(Boolean).join(', ');
}

function exam_words(device: Device): string {
  const exam = device.exam;
  if (!exam) return reason_words(device.now.reason);
  const usual = exam.p50_s !== null && exam.p90_s !== null ? `, usually ${Math.trunc(exam.p50_s / 60)} to ${Math.trunc(exam.p90_s / 60)} min (median to 90th percentile, n ${exam.n})` : `, too few exams to tell how long (n ${exam.n})`;
  return `${exam.procedure ?? 'An exam'}${usual}`;
}

function read_window(url: URL): { from: number; to: number } | null {
  const [from, to] = [instant(url.searchParams.get('from') ?? ''), instant(url.searchParams.get('to') ?? '')];
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? { from, to } : null;
}

export function make_device(name: string, url: URL, frame: Frame): Page {
  let device: Device | null = null;
  let chosen = url.searchParams.get('at');
  let evidence: Evidence[] | null = null;
  let statement: Statement | null = null;
  let shows_table = false;
  let resized: ResizeObserver | null = null;
  const time = new DeviceTime(name, read_window(url), () => {
    const { from, to } = time.window();
    frame.view({ from: iso(from), to: iso(to) });
    frame.redraw();
  });

  const done = (text: string): void => {
    frame.tell(text);
    frame.reload();
  };

  const interval_at = (from: string | null): Interval | undefined => time.timeline()?.intervals.find((interval) => interval.from === from);
  const end_of = (interval: Interval): string => interval.to ?? iso(now());

  const fetch_evidence = async (): Promise<void> => {
    const interval = interval_at(chosen);
    if (!interval) return;
    const found = await get<EvidenceList>('evidence', { device: name, from: interval.from, to: end_of(interval) }).catch(() => null);
    if (found && chosen === interval.from) evidence = found.events;
  };

  const choose = (from: string | null): void => {
    chosen = chosen === from ? null : from;
    evidence = null;
    frame.view({ at: chosen });
    frame.redraw();
    void fetch_evidence().then(frame.redraw);
  };

  const correct = (of: Device, interval: Interval, reading: 'explained' | 'reclassified' | 'disputed'): void =>
    ask_correction({ device: name, title: of.title, from: interval.from, to: end_of(interval), state: interval.state, cause: interval.cause }, reading, zone(), done);

  const panel = (of: Device): Child => {
    const interval = interval_at(chosen);
    if (!interval) return null;
    const cause = interval.cause ? `, ${cause_words[interval.cause] ?? interval.cause}` : '';
    const corrected = interval.corrected ? `Corrected: ${interval.corrected.reading}${interval.corrected.state ? ` as ${state_words[interval.corrected.state].toLowerCase()}` : ''}. ` : '';
    const acts = may('biomed') ? [h('button', { type: 'button', class: 'button', onclick: () => correct(of, interval, 'disputed') }, 'Dispute'), h('button', { type: 'button', class: 'button', onclick: () => correct(of, interval, 'reclassified') }, 'Re-classify'),
      interval.state === 'down' || interval.state === 'limited' ? h('button', { type: 'button', class: 'button', onclick: () => correct(of, interval, 'explained') }, 'Explain') : null] : null;
    return h('section', { class: 'tile interval', 'aria-label': 'Chosen interval' }, h('div', { class: 'bar' }, h('h2', {}, h('span', { class: 'state' }, shape(interval.state), `${state_words[interval.state]}${cause}`)), h('span', { class: 's' }, stretch_words(instant(interval.from), instant(end_of(interval)), zone()), ` (${duration(instant(end_of(interval)) - instant(interval.from))})`),
      h('div', { class: 'acts' }, acts, h('button', { type: 'button', class: 'button', onclick: () => choose(null) }, 'Close'))),
      h('p', { class: 's' }, corrected, [reason_words(interval.reason), interval.source ? `from ${interval.source}` : '', interval.grade ? `grade of evidence ${interval.grade}` : ''].filter(Boolean).join(', ')), evidence ? event_table(evidence, zone()) : h('p', { class: 't' }, 'Fetching its events'));
  };

  const row = (interval: Interval): HTMLElement => h('tr', { 'data-key': interval.from }, h('td', {}, h('span', { class: 'state' }, shape(interval.state), state_words[interval.state])), h('td', { class: 's' }, stretch_words(instant(interval.from), instant(end_of(interval)), zone())),
    h('td', { class: 'r' }, duration(instant(end_of(interval)) - instant(interval.from))), h('td', { class: 's' }, interval.cause ? cause_words[interval.cause] ?? interval.cause : ''), h('td', { class: 's' }, reason_words(interval.reason)), h('td', {}, interval.grade ?? ''),
    h('td', {}, h('button', { type: 'button', class: 'link', 'aria-label': `Events of ${state_words[interval.state]} from ${moment_words(instant(interval.from), now(), zone())}`, onclick: () => choose(interval.from) }, 'Events')));

  const twin = (): Child => {
    const timeline = time.timeline();
    const heads: [string, string][] = [['State', ''], ['From, to', ''], ['Lasted', 'r'], ['Cause', ''], ['Reason', ''], ['Grade', ''], ['', '']];
    const body = !timeline ? null : timeline.kind === 'buckets' ? h('p', { class: 's pad' }, 'Too many intervals for a table; zoom in.') : timeline.intervals.length === 0 ? h('p', { class: 's pad' }, 'Nothing is known of this time.')
      : h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Intervals' }, h('table', { class: 'plain' }, h('caption', { class: 'unseen' }, 'Intervals of this view'), h('thead', {}, h('tr', {}, heads.map(([word, name]) => h('th', { scope: 'col', class: name }, word || h('span', { class: 'unseen' }, 'Events'))))), h('tbody', {}, timeline.intervals.map(row))));
    return h('section', { class: 'tile twin' }, h('h2', {}, h('button', { type: 'button', class: 'link', 'aria-expanded': shows_table ? 'true' : 'false', onclick: () => { shows_table = !shows_table; frame.redraw(); } }, shows_table ? 'Hide the table of this view' : 'This view as a table')), shows_table ? body : null);
  };

  const cost = (of: Device): HTMLElement => {
    const [row] = of.contracts;
    if (!row || !statement) return h('section', { class: 'tile cost' }, h('h2', {}, 'No running contract'), h('p', { class: 's' }, 'Its uptime is not measured against a guarantee.'));
    return h('section', { class: 'tile cost' }, h('h2', {}, `What cost time in ${period_words(row.period.from, row.period.to)}`), loss_list(statement, row));
  };

  const contracts = (rows: ContractRow[]): Child => rows.map((one) => h('a', { class: 'button', href: statement_address(one) }, rows.length > 1 ? `Statement ${one.contract}` : 'Statement'));

  const head = (of: Device): HTMLElement => {
    const since = of.now.since ? duration(now() - instant(of.now.since)) : '';
    const until = of.now.until ? ` to ${moment_words(instant(of.now.until), now(), zone())}` : '';
    return top(of.title, h('div', { class: 'now' }, h('span', { class: 'state' }, shape(of.now.state, 20), `${state_words[of.now.state]} ${since}${until}`), h('span', { class: 's' }, exam_words(of))),
      [contracts(of.contracts), h('button', { type: 'button', class: 'button', onclick: () => ask_state(name, of.title, done) }, 'Declare a state'), h('button', { type: 'button', class: 'button', onclick: () => ask_fault(name, of.title, done) }, 'Report a fault')]);
  };

  return {
    title: () => device?.title ?? name,
    rail: 'fleet',
    load: async (signal) => {
      const [found] = await Promise.all([get<Device>('device', { device: name }, signal), time.load(signal)]);
      device = found;
      hear_clock(found.as_of);
      const [row] = found.contracts;
      statement = row ? await get<Statement>('statement', { contract: row.contract, device: name, period_from: row.period.from }, signal) : null;
      if (chosen) await fetch_evidence();
    },
    draw: () => device && [head(device), h('p', { class: 'about-device s' }, about(device)), device_figures(device), time.draw(chosen, choose), panel(device), h('div', { class: 'low' }, faults_tile(name, device.faults_open, device.faults_closed, done), cost(device)), twin()],
    cares: (change) => change.desk || change.devices.length === 0 || change.devices.includes(name),
    drawn: () => {
      const box = document.querySelector('.ladder-box');
      if (!box || resized) return;
      resized = new ResizeObserver(() => {
        const width = Math.round(box.clientWidth);
        if (width > 0 && width !== time.width) {
          time.width = width;
          frame.redraw();
        }
      });
      resized.observe(box);
    },
  };
}
