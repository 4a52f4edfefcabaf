/** The calculation as a table: covered time, less what leaves it, what was lost, and what follows. It adds up in both readings. */
import type { Line, Part, Statement, Terms, Totals } from '../answers';
import { h, type Child } from '../dom';
import { exact_hours, exact_ms, hours, money, percent, rate, terms_percent } from '../figures';
import { icon } from '../icons';
import { cause_words, shape } from '../states';
import { instant, stretch_words } from '../time';
import { line_evidence, type LineActs } from './line_evidence';
import { line_key, line_words } from './losses';

/** Why other than all that was covered counts. */
const rules: Record<string, string> = { too_short: 'too short to count', before_call: 'from the call on', until_release: 'until released' };

type Read = (totals: Totals) => number | null;

const negative = (ms: number | null): number | null => (ms === null ? null : -ms);
/** What stands beside it where there is room, and beneath it on a phone. */
const under = (text: Child): HTMLElement => h('span', { class: 'under' }, text);
const cell = (ms: number | null): string => (ms === null ? '–' : exact_hours(ms));
/** Words in a column of figures step back. */
const quiet = (text: string): Child => (/\d/.test(text) ? text : h('span', { class: 't' }, text));

/** "Mon 07:00-19:00, Tue …", days with the same hours together. */
export function covered_words(terms: Terms): string {
  const names = [['mon', 'Mon'], ['tue', 'Tue'], ['wed', 'Wed'], ['thu', 'Thu'], ['fri', 'Fri'], ['sat', 'Sat'], ['sun', 'Sun']] as const;
  const groups: { first: string; last: string; hours: string }[] = [];
  for (const [key, name] of names) {
    const said = (terms.covered[key] ?? []).join(', ');
    const last = groups.at(-1);
    if (last && last.hours === said) last.last = name;
    else groups.push({ first: name, last: name, hours: said });
  }
  return groups.filter((group) => group.hours).map((group) => `${group.first === group.last ? group.first : `${group.first}–${group.last}`} ${group.hours.replaceAll('-', '–')}`).join('; ');
}

function holiday_words(statement: Statement): string {
  const n = statement.contract.holidays.filter((date) => date >= statement.period.from && date <= statement.period.to).length;
  return n === 0 ? 'no holiday' : n === 1 ? 'one holiday' : `${n} holidays`;
}

class Ledger {
  constructor(
    private readonly statement: Statement,
    private readonly opened: string | null,
    private readonly acts: LineActs,
    private readonly toggle: (line: Line) => void,
  ) {}

  /** One column of figures where no correction makes two. */
  private readonly two = (): boolean => this.statement.lines.some((line) => line.reading !== null || line.until_recorded);

  /** Where there is room for one column, what was recorded stands beneath it, if it is another figure. */
  private figures(recorded: string, corrected: string): Child {
    const is_other = this.two() && recorded !== corrected;
    return [this.two() ? h('td', { class: 'r s' }, quiet(recorded)) : null, h('td', { class: 'r main' }, quiet(corrected), is_other ? under(`recorded ${recorded}`) : null)];
  }

  private band(word: string, how: Child, read: Read, name = 'band'): HTMLElement {
    const { recorded, corrected } = this.statement;
    return h('tr', { class: name, 'data-key': word }, h('th', { scope: 'row' }, word, under(how)), h('td', { class: 's how', colspan: 4 }, how), this.figures(cell(read(recorded)), cell(read(corrected))), h('td', {}), h('td', {}));
  }

  private last(word: string, how: Child, recorded: string, corrected: string): HTMLElement {
    return h('tr', { class: 'last', 'data-key': word }, h('th', { scope: 'row' }, word, under(how)), h('td', { class: 's how', colspan: 4 }, how), this.figures(recorded, corrected), h('td', {}), h('td', {}));
  }

  private mark(line: Line): Child {
    if (line.until_recorded) return h('span', { class: 't' }, 'as recorded');
    const words: Record<string, string> = { explained: 'explained', reclassified: 're-classified', disputed: 'disputed', restored: 'restored' };
    const rule = line.rule ? rules[line.rule] : undefined;
    if (rule && !line.reading) return h('span', { class: 't' }, rule);
    return line.reading ? h('span', { class: 'reading' }, words[line.reading] ?? line.reading) : line.cause === 'unexplained' ? h('span', { class: 'reading' }, 'without a cause') : null;
  }

  private row(line: Line): Child {
    const { zone } = this.statement.contract;
    const is_open = this.opened === line_key(line);
    const answered = line.response?.covered_ms ?? null;
    const label = `${line_words(line)}, ${stretch_words(instant(line.from), instant(line.to), zone, this.statement.period.to)}: evidence`;
    return [
      h('tr', { class: is_open ? 'line open' : 'line', 'data-key': line_key(line), onclick: (event) => (event.target as Element).closest('a, button') ?? this.toggle(line) },
        h('td', {}, h('span', { class: 'named' }, h('button', { type: 'button', class: 'opener', 'aria-expanded': is_open ? 'true' : 'false', 'aria-label': label, onclick: () => this.toggle(line) }, icon('open', 16)), shape(line.state), h('span', { class: 'words', title: line_words(line) }, line_words(line)), this.mark(line)), under(stretch_words(instant(line.from), instant(line.to), zone, this.statement.period.to))),
        h('td', { class: 's when' }, stretch_words(instant(line.from), instant(line.to), zone, this.statement.period.to)), h('td', { class: 'r s' }, exact_hours(line.lasted_ms)), h('td', { class: 'r' }, exact_hours(line.covered_ms)),
        h('td', { class: 'r s' }, line.part === 'down' || line.part === 'limited' ? line.weight : ''), this.figures(cell(line.recorded_ms), cell(line.corrected_ms)),
        h('td', { class: line.response?.kept === false ? 'r bad' : 'r s' }, answered === null ? '' : hours(answered)), h('td', { class: 's by', title: line.declared_by ?? line.source ?? '' }, line.declared_by ?? line.source ?? '')),
      is_open ? h('tr', { class: 'evidence', 'data-key': `${line_key(line)} evidence` }, h('td', { colspan: this.two() ? 9 : 8 }, line_evidence(this.statement, line, this.acts))) : null,
    ];
  }

  private part(part: Part, word: string, how: string, read: Read): Child {
    const lines = this.statement.lines.filter((line) => line.part === part);
    const { recorded, corrected } = this.statement;
    if (lines.length === 0 && !read(recorded) && !read(corrected)) return null;
    return [this.band(word, how, read), lines.map((line) => this.row(line))];
  }

  private leaves(): Child {
    const { planned_down, unknown, excluded_causes } = this.statement.contract;
    return [
      planned_down === 'excluded' ? this.part('planned', 'less planned work', 'excluded by the contract', (totals) => negative(totals.planned_ms)) : null,
      unknown === 'excluded' ? this.part('unknown', 'less not observed', 'excluded by the contract', (totals) => negative(totals.unknown_ms)) : null,
      this.part('excluded', 'less excluded causes', excluded_causes.map((cause) => cause_words[cause] ?? cause).join(', '), (totals) => negative(totals.excluded_ms)),
    ];
  }

  private lost(): Child {
    const { planned_down, unknown, limited_weight, minimum_outage_minutes } = this.statement.contract;
    const least = minimum_outage_minutes > 0 ? `; shorter than ${minimum_outage_minutes} min costs nothing` : '';
    return [
      this.part('down', 'Down', `weight 1${least}`, (totals) => totals.down_ms),
      this.part('limited', 'Limited', `weight ${limited_weight} by the contract`, (totals) => totals.limited_lost_ms),
      planned_down === 'lost' ? this.part('planned', 'Planned work', 'counts as lost by the contract', (totals) => totals.planned_lost_ms) : null,
      unknown === 'down' ? this.part('unknown', 'Not observed', 'counts as down by the contract', (totals) => totals.unknown_lost_ms) : null,
    ];
  }

  /** What the contract lets pass stands there too, at nothing. */
  private free(): Child {
    const { planned_down, unknown } = this.statement.contract;
    return [
      planned_down === 'up' ? this.part('planned', 'Planned work', 'costs nothing by the contract', () => 0) : null,
      unknown === 'up' ? this.part('unknown', 'Not observed', 'costs nothing by the contract', () => 0) : null,
    ];
  }

  private guarantee_row(): Child {
    const { contract, corrected } = this.statement;
    if (contract.guaranteed_percent === null) {
      return this.last('Allowance', `${contract.allowed_lost_hours} h may be lost in a period${margin_words(corrected)}`, cell(this.statement.recorded.allowance_ms), cell(corrected.allowance_ms));
    }
    const text = `${terms_percent(contract.guaranteed_percent)} %`;
    const how = !this.statement.period.ended ? 'of what the whole period will have covered' : corrected.allowance_ms === null ? 'no covered time' : `allows ${exact_hours(corrected.allowance_ms)} of C to be lost${margin_words(corrected)}`;
    return this.last('Guarantee', how, text, text);
  }

  private ends(): Child {
    const { recorded, corrected, contract } = this.statement;
    const how = corrected.uptime_percent === null ? 'no covered time' : `1 − L ÷ C = 1 − ${exact_ms(corrected.lost_ms)} ÷ ${exact_ms(corrected.covered_ms)}`;
    const credit = (totals: Totals): string => (totals.credit === null ? 'not yet' : money(totals.credit));
    const uptime = (totals: Totals): string => (totals.uptime_percent === null ? '–' : `${percent(totals.uptime_percent)} %`);
    return [this.last('Uptime', how, uptime(recorded), uptime(corrected)), this.guarantee_row(), this.last(`Credit, ${contract.currency}`, credit_words(this.statement), credit(recorded), credit(corrected))];
  }

  private head(): HTMLElement {
    const place = this.statement.contract.zone.split('/').at(-1)?.replaceAll('_', ' ') ?? '';
    const column = (word: string, unit: Child, name = ''): HTMLElement => h('th', { scope: 'col', class: name }, word, h('span', { class: 'unit' }, unit ?? '\u00a0'));
    return h('thead', {}, h('tr', {}, column('Line', null, 'c-line'), column('From, to', `${place} time`, 'c-when'), column('Lasted', 'h:min:s', 'r'), column('Covered', 'h:min:s', 'r'), column('Weight', null, 'r'),
      this.two() ? [column('As recorded', 'h:min:s', 'r'), column('As corrected', 'h:min:s', 'r main')] : column('Counts', 'h:min:s', 'r main'), column('On site', 'after h:min', 'r'), column('Declared by', null, 'c-by')));
  }

  draw(): HTMLElement {
    const calendar = `${covered_words(this.statement.contract)}; ${holiday_words(this.statement)}`;
    return h('div', { class: 'tile scroll ledger', tabindex: 0, role: 'region', 'aria-label': 'The calculation' }, h('table', {}, h('caption', { class: 'unseen' }, 'The calculation, line by line'), this.head(),
      h('tbody', {}, this.band('Covered hours by the calendar', calendar, (totals) => totals.calendar_ms), this.leaves(), this.band('Covered time C', '', (totals) => totals.covered_ms, 'sum')),
      h('tbody', {}, this.lost(), this.band('Lost time L', '', (totals) => totals.lost_ms, 'sum'), this.free(), this.ends())));
  }
}

function margin_words(totals: Totals): string {
  if (totals.margin_ms === null) return '';
  return totals.margin_ms < 0 ? `; missed by ${exact_hours(-totals.margin_ms)}` : `; ${exact_hours(totals.margin_ms)} to spare`;
}

function credit_words(statement: Statement): string {
  const { contract, corrected, period } = statement;
  const price = `${money(corrected.price)} (${money(contract.annual_price)} a year × ${corrected.days} ÷ ${corrected.days_of_year} days)`;
  if (corrected.credit === null) return period.ended ? 'no covered time' : `known when the period has ended; price ${price}`;
  const uptime = corrected.uptime_percent;
  const reached = uptime === null ? [] : contract.credit.filter((step) => Number(uptime) < Number(step.below_percent)).sort((a, b) => Number(a.below_percent) - Number(b.below_percent));
  const none = contract.credit.length === 0 ? `price ${price}` : `no step reached; price ${price}`;
  const step = reached[0] && Number(corrected.step_credit ?? 0) > 0 ? `below ${terms_percent(String(reached[0].below_percent))} %: ${rate(reached[0].credit_percent)} % of ${price}` : none;
  const hourly = Number(corrected.hourly_credit ?? 0) > 0 ? `; ${money(corrected.hourly_credit ?? '')} for hours beyond the allowance` : '';
  return step + hourly;
}

export function ledger(statement: Statement, opened: string | null, acts: LineActs, toggle: (line: Line) => void): HTMLElement {
  return new Ledger(statement, opened, acts, toggle).draw();
}

