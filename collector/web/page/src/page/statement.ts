import { address, get, send } from '../collector';
import type { Line, Statement, StatementRow } from '../answers';
import { may, now, zone } from '../context';
import { ask } from '../dialog';
import { h, type Child } from '../dom';
import { count, money, percent } from '../figures';
import type { Frame, Page } from '../page';
import { top } from '../shell';
import { instant, moment_words, period_words } from '../time';
import { claims } from './claims';
import { ask_correction } from './correct';
import { ledger } from './ledger';
import { line_key, statement_address } from './losses';
import { standing, statement_head } from './statement_head';

interface Which {
  contract: string;
  device: string;
  period_from: string;
}

export function make_statement(which: Which, url: URL, frame: Frame): Page {
  const edition = url.searchParams.get('edition');
  let opened = url.searchParams.get('open');
  let statement: Statement | null = null;
  let siblings: StatementRow[] = [];
  let is_new = opened !== null;

  const done = (text: string): void => {
    frame.tell(text);
    frame.reload();
  };

  const toggle = (line: Line): void => {
    opened = opened === line_key(line) ? null : line_key(line);
    frame.view({ open: opened });
    frame.redraw();
  };

  const issue = (of: Statement): void => {
    const next = (of.editions.at(-1)?.edition ?? 0) + 1;
    ask({
      title: next === 1 ? 'Issue this statement' : `Issue edition ${next}`,
      about: `${of.device.title}, ${period_words(of.period.from, of.period.to)}: ${percent(of.corrected.uptime_percent)} %, credit ${money(of.corrected.credit ?? '0.00')} ${of.contract.currency}. It is kept as it is now, with its digest in the log; what changes later makes a new edition.`,
      fields: [],
      act: 'Issue',
      run: async () => {
        await send('POST', 'statements', which);
        done('Issued.');
      },
    }, zone());
  };

  const file = (format: string): string => address('statement', { ...which, edition, format });
  const files = (of: Statement): Child => {
    const name = `${of.contract.name}-${of.device.name}-${of.period.from}`;
    return [h('a', { class: 'button', href: file('csv'), download: `${name}.csv` }, 'CSV'), h('a', { class: 'button', href: file('json'), download: `${name}.json` }, 'JSON'), h('a', { class: 'button', href: file('pdf'), download: `${name}.pdf` }, 'PDF for the vendor')];
  };

  const can_issue = (of: Statement): boolean => may('biomed') && of.period.ended && edition === null && (of.editions.length === 0 || of.changed_since_issue);

  const neighbours = (of: Statement): Child => {
    const at = siblings.findIndex((row) => row.period_from === of.period.from);
    const sorted = siblings;
    const step = (row: StatementRow | undefined, mark: string, word: string): Child => (row ? h('a', { class: 'arrow', href: statement_address(row), 'aria-label': `${word}: ${period_words(row.period_from, row.period_to)}` }, mark) : h('span', { class: 'arrow none', 'aria-hidden': 'true' }, mark));
    return h('nav', { class: 'pick', 'aria-label': 'Periods' }, step(at < 0 ? undefined : sorted[at - 1], '‹', 'Before'), h('span', {}, period_words(of.period.from, of.period.to)), step(at < 0 ? undefined : sorted[at + 1], '›', 'After'));
  };

  const editions = (of: Statement): Child => {
    if (of.editions.length === 0) return null;
    const here = (is_here: boolean): string | null => (is_here ? 'page' : null);
    const base = statement_address(which);
    return h('nav', { class: 'editions', 'aria-label': 'Editions' }, of.editions.map((one) => h('a', { href: `${base}?edition=${one.edition}`, 'aria-current': here(edition === String(one.edition)) }, `Edition ${one.edition}`, h('span', { class: 't' }, ` ${percent(one.uptime_percent)} %`))), h('a', { href: base, 'aria-current': here(edition === null) }, 'As of now'));
  };

  const correct = (of: Statement) => (may('biomed') && edition === null ? (line: Line, reading: 'explained' | 'reclassified' | 'disputed' | 'restored') =>
    ask_correction({ device: of.device.name, title: of.device.title, from: line.from, to: line.to, state: line.state, cause: line.cause }, reading, of.contract.zone, done) : null);

  const note = (of: Statement): HTMLElement => {
    const digest = of.issued ? [' Digest of the document ', h('span', { class: 'code' }, of.issued.digest), '.'] : '';
    const log = of.log_row !== null ? ` Log to row ${count(of.log_row)}${of.log_to ? `, ${moment_words(instant(of.log_to), now(), zone())}` : ''}.` : '';
    return h('p', { class: 'note' }, `Uptime is cut off, not rounded, at 0.01 %. Terms: version ${of.contract.version} of ${of.contract.name}, digest `, h('span', { class: 'code' }, of.contract.digest.slice(0, 16)), `. Time zones: tzdata ${of.tzdata}.${log}`, digest);
  };

  return {
    title: () => (statement ? `${statement.device.title}, ${period_words(statement.period.from, statement.period.to)}` : 'Statement'),
    rail: 'statements',
    load: async (signal) => {
      const [found, rows] = await Promise.all([get<Statement>('statement', { ...which, edition }, signal), get<StatementRow[]>('statements', { contract: which.contract, device: which.device }, signal).catch(() => siblings)]);
      statement = found;
      siblings = [...rows].sort((a, b) => a.period_from.localeCompare(b.period_from));
    },
    draw: () => statement && [
      top([`${statement.device.title}, ${period_words(statement.period.from, statement.period.to)}`, h('small', {}, ` ${statement.contract.name}, ${statement.contract.vendor}`)], null, [neighbours(statement), files(statement), can_issue(statement) ? h('button', { type: 'button', class: 'button first', onclick: () => statement && issue(statement) }, 'Issue') : null]),
      h('div', { class: 'bar-line' }, h('p', { class: 's' }, standing(statement, now(), zone())), editions(statement)),
      statement_head(statement), ledger(statement, opened, { correct: correct(statement) }, toggle), claims(statement, done), note(statement)],
    cares: (change) => change.desk || change.devices.includes(which.device),
    drawn: () => {
      if (!is_new) return;
      is_new = false;
      document.querySelector('tr.line.open')?.scrollIntoView({ block: 'center' });
    },
  };
}
