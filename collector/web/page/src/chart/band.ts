/** A stretch of states as a strip: the shape tells as much as the colour. */
import type { Interval, Timeline } from '../answers';
import { s, type Child } from '../dom';
import { state_words, states, type State } from '../states';

export type Scale = (at: number) => number;

export interface Box {
  x: number;
  width: number;
  y: number;
  height: number;
}

/** Painted in this order, so that what matters lies on top. */
const order: State[] = ['closed', 'ready', 'in_use', 'quality_control', 'limited', 'planned_down', 'unknown', 'down'];
const least: Partial<Record<State, number>> = { down: 3, limited: 3, planned_down: 3, unknown: 3, in_use: 1, quality_control: 1 };

function place(state: State, box: Box): { y: number; height: number } {
  const { y, height } = box;
  if (state === 'closed') return { y: y + height - 1, height: 1 };
  if (state === 'ready') return { y: y + height - 3, height: 3 };
  if (state === 'in_use' || state === 'quality_control') return { y: y + height * 0.3, height: height * 0.7 };
  if (state === 'limited') return { y, height: height * 0.3 };
  return { y, height };
}

function block(interval: Interval, from: number, to: number, scale: Scale, box: Box, chosen: string | null): Child {
  const x = Math.max(box.x, scale(from));
  const width = Math.min(box.x + box.width, Math.max(scale(to), scale(from) + (least[interval.state] ?? 0.5))) - x;
  if (width <= 0) return null;
  const { y, height } = place(interval.state, box);
  const inset = interval.state === 'unknown' ? 0.5 : 0;
  const name = `part ${interval.state}${chosen === interval.from ? ' chosen' : ''}`;
  return s('rect', { class: name, 'data-from': interval.from, x: x + inset, y: y + inset, width: Math.max(0.5, width - 2 * inset), height: height - 2 * inset }, s('title', {}, state_words[interval.state]));
}

/** Intervals as they lie in time; an open one goes on to `known_to`. */
export function interval_band(timeline: Timeline, known_to: number, scale: Scale, box: Box, chosen: string | null = null): Child {
  const sorted = [...timeline.intervals].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return sorted.map((interval) => block(interval, Date.parse(interval.from), interval.to === null ? known_to : Date.parse(interval.to), scale, box, chosen));
}

const lost_states: State[] = ['down', 'limited', 'planned_down', 'unknown'];

/** Shares of each stretch where single intervals would be too many: what ran stands, what was lost is cut out of it. */
export function bucket_band(timeline: Timeline, scale: Scale, box: Box): Child {
  return timeline.buckets.map(({ from, to, ms }) => {
    const x = scale(Date.parse(from));
    const width = Math.max(0.6, scale(Date.parse(to)) - x - (timeline.buckets.length < 200 ? 1 : 0.4));
    const open = states.reduce((sum, state) => sum + (state === 'closed' ? 0 : (ms[state] ?? 0)), 0);
    if (open <= 0) return s('rect', { class: 'none', x, y: box.y + box.height - 1, width, height: 1 });
    let y = box.y + box.height;
    const cut = lost_states.flatMap((state) => {
      const lost = ms[state] ?? 0;
      if (lost <= 0) return [];
      const height = Math.min(y - box.y, Math.max(3, (box.height * lost) / open));
      y -= height;
      return [s('rect', { class: `part ${state}`, x, y, width, height })];
    });
    return [s('rect', { class: 'calm', x, y: box.y, width, height: box.height }), cut];
  });
}

export function band(timeline: Timeline, known_to: number, scale: Scale, box: Box, chosen: string | null = null): Child {
  return timeline.kind === 'buckets' ? bucket_band(timeline, scale, box) : interval_band(timeline, known_to, scale, box, chosen);
}
