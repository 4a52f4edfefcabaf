import type { Line, Statement, Terms } from '../answers';
import { s, type Child } from '../dom';
import { at_local, day_words, instant, local_day, months, next_day, weekday_of } from '../time';

const weekday_keys = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const left = 40;
const top = 4;
const height = 120;
/** Less of it where there is less room, so that its words stay as large as others. */
const width_here = (): number => (matchMedia('(max-width: 760px)').matches ? 340 : 724);
const y_of = (hours: number): number => top + (hours / 24) * height;

interface Column {
  date: string;
  x: number;
  width: number;
  from: number;
  to: number;
}

function columns_of(from: string, to: string, zone: string, width: number): Column[] {
  const dates: string[] = [];
  for (let date = from; date <= to && dates.length < 400; date = next_day(date)) dates.push(date);
  const step = (width - left) / dates.length;
  const gap = step > 8 ? 2 : step > 4 ? 1 : 0;
  const edges = dates.map((date) => at_local(date, zone));
  return dates.map((date, at) => ({ date, x: left + at * step, width: step - gap, from: edges[at] ?? 0, to: edges[at + 1] ?? at_local(next_day(date), zone) }));
}

const minutes = (text: string): number => {
  const [hours = 0, rest = 0] = text.split(':').map(Number);
  return hours * 60 + rest;
};

/** Hours of a local day that a contract's spans cover, as [from, to) after midnight. */
export function covered_hours(terms: Terms, date: string): [number, number][] {
  if (terms.holidays.includes(date)) return [];
  const spans = (of: string): [number, number][] => (of < terms.starts || of > terms.ends ? [] : (terms.covered[weekday_keys[weekday_of(of)] ?? ''] ?? []).map((span) => {
    const [from = '0:00', to = '0:00'] = span.split('-');
    return [minutes(from) / 60, (minutes(to) <= minutes(from) ? minutes(to) + 1440 : minutes(to)) / 60];
  }));
  const over_midnight = morning_spans(terms, date, spans);
  return [...over_midnight, ...spans(date).map(([from, to]): [number, number] => [from, Math.min(24, to)])];
}

/** What the day before leaves to the morning; a span may begin on a contract's first day only, but end after any. */
function morning_spans(terms: Terms, date: string, spans: (of: string) => [number, number][]): [number, number][] {
  if (date > terms.ends || date < terms.starts) return [];
  const before = next_day(date, -1);
  const always = terms.covered[weekday_keys[weekday_of(before)] ?? ''] ? spans(before < terms.starts ? next_day(before, 7) : before) : [];
  return always.filter(([, to]) => to > 24).map(([, to]) => [0, to - 24]);
}

function grounds(terms: Terms, columns: Column[]): Child {
  return columns.flatMap((column) => covered_hours(terms, column.date).map(([from, to]) => s('rect', { class: 'calm', x: column.x, y: y_of(from), width: column.width, height: y_of(to) - y_of(from) })));
}

function block(column: Column, from: number, to: number, name: string): Child {
  const a = Math.max(from, column.from);
  const b = Math.min(to, column.to);
  if (b <= a) return null;
  const hours = (at: number): number => ((at - column.from) / (column.to - column.from)) * 24;
  const tall = Math.max(2, y_of(hours(b)) - y_of(hours(a)));
  const inset = name.includes('unknown') ? 0.5 : 0;
  return s('rect', { class: name, x: column.x + inset, y: Math.min(y_of(hours(a)), top + height - tall), width: column.width - 2 * inset, height: tall });
}

function blocks(line: Line, columns: Column[]): Child {
  const [from, to] = [instant(line.from), instant(line.to)];
  const touched = columns.filter((column) => column.to > from && column.from < to);
  return touched.map((column) => [block(column, from, to, `part faint ${line.state}`), line.pieces.map((piece) => block(column, instant(piece.from), instant(piece.to), `part ${line.state}`))]);
}

/** Days by number, each or each fifth; months where there are many. */
function labels(columns: Column[]): Child {
  const is_month = columns.length <= 31;
  const every = (columns[0]?.width ?? 0) < 16 ? 5 : 1;
  return columns.map((column) => {
    const number = Number(column.date.slice(8));
    if (is_month ? number !== 1 && number % every !== 0 : number !== 1) return null;
    const text = is_month ? String(number) : (months[Number(column.date.slice(5, 7)) - 1] ?? '');
    return s('text', { class: 'axis', x: column.x + (is_month ? column.width / 2 : 0), y: top + height + 17, 'text-anchor': is_month ? 'middle' : 'start' }, text);
  });
}

/** Days across, hours down: grey is covered, what was lost or not seen is in its state's colour. */
export function raster(statement: Statement): SVGElement {
  const zone = statement.contract.zone;
  const width = width_here();
  const columns = columns_of(statement.period.from, statement.period.to, zone, width);
  const shown = statement.lines.filter((line) => line.corrected_ms !== null);
  const words = shown.map((line) => `${day_words(local_day(instant(line.from), zone))}: ${line.state.replaceAll('_', ' ')}`);
  return s('svg', { class: 'raster', viewBox: `0 0 ${width} ${top + height + 22}`, role: 'img', 'aria-label': `Where it was lost, by day and hour. ${words.slice(0, 40).join('; ')}. The table below has all of it.` },
    [0, 6, 12, 18, 24].map((hour) => s('text', { class: 'axis', x: left - 8, y: y_of(hour) + 4.5, 'text-anchor': 'end' }, String(hour).padStart(2, '0'))), grounds(statement.contract, columns), shown.map((line) => blocks(line, columns)), labels(columns));
}

