/** Three linked strips of time: the year, what lies around the view, and the view with its exams and faults. */
import type { Timeline } from '../answers';
import { s, type Child } from '../dom';
import { clock, day } from '../time';
import { ticks, type Tick } from './axis';
import { band, type Box, type Scale } from './band';

export interface Window {
  from: number;
  to: number;
}

export interface Strip {
  window: Window;
  timeline: Timeline | null;
}

export interface Ladder {
  year: Strip;
  /** Absent where the view itself is that long. */
  around: Strip | null;
  view: Strip;
  now: number;
  zone: string;
  width: number;
  chosen: string | null;
}

export interface Geometry {
  left: number;
  width: number;
  year: Box;
  around: Box | null;
  view: Box;
  exams: number;
  faults: number;
  lanes: number;
  axis: number;
  height: number;
}

const strip_height = 30;
const view_height = 40;
const most_lanes = 3;

export function scale_of(window: Window, box: { x: number; width: number }): Scale {
  return (at) => box.x + ((at - window.from) / (window.to - window.from)) * box.width;
}

export function geometry(ladder: Ladder): Geometry {
  const left = ladder.width < 700 ? 0 : 92;
  const label = left === 0 ? 20 : 0; // on a phone the strips' names stand over them
  const width = ladder.width - left;
  const year = { x: left, width, y: 8 + label, height: strip_height };
  const around = ladder.around ? { x: left, width, y: year.y + strip_height + 40 + label, height: strip_height } : null;
  const above = around ?? year;
  const view = { x: left, width, y: above.y + above.height + 46 + label, height: view_height };
  const exams = view.y + view_height + 14;
  const faults = exams + 34;
  const lanes = Math.min(most_lanes, Math.max(1, lanes_of(ladder.view.timeline, ladder.now).length));
  const axis = faults + lanes * 24 + 6;
  return { left, width, year, around, view, exams, faults, lanes, axis, height: axis + 22 };
}

type Fault = Timeline['faults'][number];

/** Faults in lanes, so that those which overlap lie beneath each other. */
function lanes_of(timeline: Timeline | null, now: number): Fault[][] {
  const lanes: Fault[][] = [];
  const end = (fault: Fault): number => (fault.closed ? Date.parse(fault.closed) : now);
  for (const fault of [...(timeline?.faults ?? [])].sort((a, b) => a.reported.localeCompare(b.reported))) {
    const free = lanes.find((lane) => lane.every((other) => end(other) <= Date.parse(fault.reported)));
    if (free) free.push(fault);
    else lanes.push([fault]);
  }
  return lanes;
}

/** As much of the text as fits into `width`. */
export function fitted(text: string, width: number): string {
  const most = Math.floor(width / 6.8);
  if (most < 4) return '';
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

function covered(strip: Strip, scale: Scale, box: Box): Child {
  return (strip.timeline?.covered ?? []).map(({ from, to }) => {
    const x = Math.max(box.x, scale(Date.parse(from)));
    return s('rect', { class: 'covered', x, y: box.y + box.height + 1, width: Math.max(0, Math.min(box.x + box.width, scale(Date.parse(to))) - x), height: 3 });
  });
}

function marks(found: Tick[], scale: Scale, y: number, from: number, to: number): Child {
  return found.map((tick) => [s('path', { class: tick.strong ? 'grid strong' : 'grid', d: `M${scale(tick.at)} ${from}V${to}` }), s('text', { class: 'axis', x: scale(tick.at) + 4, y }, tick.word)]);
}

function upper(ladder: Ladder, strip: Strip, box: Box, word: string, geo: Geometry): Child {
  const scale = scale_of(strip.window, box);
  const found = ticks(strip.window.from, strip.window.to, ladder.zone, box.width, 84).filter((tick) => scale(tick.at) < box.x + box.width - 8 * tick.word.length);
  const known = Math.min(ladder.now, strip.window.to);
  return [name_of(word, box, geo), marks(found, scale, box.y + box.height + 18, box.y, box.y + box.height + 4), s('path', { class: 'base', d: `M${box.x} ${box.y + box.height}H${box.x + box.width}` }),
    strip.timeline ? s('g', { class: 'strip' }, band(strip.timeline, known, scale, box)) : null];
}

function name_of(word: string, box: Box, geo: Geometry): Child {
  return s('text', { class: 'name', x: 0, y: geo.left === 0 ? box.y - 8 : box.y + box.height / 2 + 4.5 }, word);
}

/** The frame on a strip that the next one shows enlarged, and the light that falls from it. */
function lens(outer: Strip, box: Box, inner: Window, below: Box): Child {
  const scale = scale_of(outer.window, box);
  const clamp = (x: number): number => Math.min(box.x + box.width, Math.max(box.x, x));
  const x0 = clamp(scale(inner.from)) - 1;
  const x1 = Math.max(x0 + 6, clamp(scale(inner.to)) + 1);
  const low = box.y + box.height + 6;
  return [s('path', { class: 'beam', d: `M${x0} ${low}L${below.x} ${below.y - 6}H${below.x + below.width}L${x1} ${low}Z` }), s('rect', { class: 'lens', x: x0, y: box.y - 4, width: x1 - x0, height: box.height + 10, rx: 2 })];
}

/** Without the modality, which the page is about. */
const short_procedure = (procedure: string | null): string => (procedure ?? 'exam').replace(/^[A-Z/]{2,6} (?=.{3})/, '');

function exams(ladder: Ladder, geo: Geometry, scale: Scale): Child {
  return (ladder.view.timeline?.exams ?? []).map((exam) => {
    const from = Math.max(geo.left, scale(Date.parse(exam.started)));
    const to = Math.min(geo.left + geo.width, scale(exam.ended ? Date.parse(exam.ended) : ladder.now));
    if (to <= from) return null;
    const width = Math.max(2, to - from);
    const words = `${exam.procedure ?? 'exam'}, ${exam.status.replaceAll('_', ' ')}`;
    return s('g', { class: exam.ended ? 'exam' : 'exam running' }, s('rect', { x: from, y: geo.exams, width, height: 24, rx: 3 }, s('title', {}, words)), s('text', { x: from + 4, y: geo.exams + 16.5 }, fitted(short_procedure(exam.procedure), width - 8)));
  });
}

function faults(ladder: Ladder, geo: Geometry, scale: Scale): Child {
  return lanes_of(ladder.view.timeline, ladder.now).slice(0, most_lanes).map((lane, at) => lane.map((fault) => {
    const from = Math.max(geo.left, scale(Date.parse(fault.reported)));
    const to = Math.min(geo.left + geo.width, scale(fault.closed ? Date.parse(fault.closed) : ladder.now));
    if (to <= from) return null;
    const width = Math.max(4, to - from);
    const y = geo.faults + at * 24;
    const words = `${fault.code.replaceAll('_', ' ')}${fault.closed ? '' : ', open'}`;
    return s('g', { class: `fault ${fault.effect}` }, s('rect', { class: 'ground', x: from, y, width, height: 20 }, s('title', {}, words)), s('rect', { class: 'edge', x: from, y, width: 4, height: 20 }), s('text', { x: from + 10, y: y + 14.5 }, fitted(words, width - 14)));
  }));
}

function view(ladder: Ladder, geo: Geometry): Child {
  const strip = ladder.view;
  const scale = scale_of(strip.window, geo.view);
  const length = strip.window.to - strip.window.from;
  const found = ticks(strip.window.from, strip.window.to, ladder.zone, geo.width, 68).filter((tick) => scale(tick.at) < geo.left + geo.width - 34);
  const now_x = scale(ladder.now);
  const shows_now = ladder.now >= strip.window.from && ladder.now <= strip.window.to;
  const tag = Math.min(geo.left + geo.width - 26, Math.max(geo.left + 26, now_x));
  return [
    marks(found, scale, geo.axis + 16, geo.view.y - 4, geo.axis), s('path', { class: 'base', d: `M${geo.left} ${geo.view.y + view_height}H${geo.left + geo.width}` }),
    strip.timeline ? s('g', { class: 'strip detail' }, band(strip.timeline, Math.min(ladder.now, strip.window.to), scale, geo.view, ladder.chosen)) : null, covered(strip, scale, geo.view),
    name_of(length > 2 * day ? 'View' : 'States', geo.view, geo),
    geo.left > 0 ? [s('text', { class: 'sub', x: 0, y: geo.exams + 16.5 }, 'Exams'), s('text', { class: 'sub', x: 0, y: geo.faults + 14.5 }, 'Faults')] : null,
    exams(ladder, geo, scale), faults(ladder, geo, scale),
    shows_now ? s('g', { class: 'now' }, s('path', { d: `M${now_x} ${geo.view.y - 6}V${geo.axis}` }), s('rect', { x: tag - 24, y: geo.view.y - 24, width: 48, height: 18, rx: 4 }), s('text', { x: tag, y: geo.view.y - 10.5, 'text-anchor': 'middle' }, clock(ladder.now, ladder.zone))) : null,
  ];
}

export function ladder(of: Ladder): SVGElement {
  const geo = geometry(of);
  const middle = of.around && geo.around ? { strip: of.around, box: geo.around } : { strip: of.year, box: geo.year };
  const days = of.around ? Math.round((of.around.window.to - of.around.window.from) / day) : 0;
  return s('svg', { class: 'ladder', width: of.width, height: geo.height, viewBox: `0 0 ${of.width} ${geo.height}`, 'aria-hidden': 'true' },
    lens(of.year, geo.year, middle.strip === of.year ? of.view.window : middle.strip.window, geo.around ?? geo.view), upper(of, of.year, geo.year, '12 months', geo),
    of.around && geo.around ? [lens(of.around, geo.around, of.view.window, geo.view), upper(of, of.around, geo.around, days < 1 ? 'Around' : days === 1 ? '1 day' : `${days} days`, geo)] : null, view(of, geo));
}
