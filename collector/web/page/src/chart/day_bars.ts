import type { Day } from '../answers';
import { s, type Child } from '../dom';
import { duration } from '../figures';
import { weekday_words } from '../time';

const parts = [['down_ms', 'down'], ['limited_ms', 'limited'], ['planned_ms', 'planned_down'], ['unknown_ms', 'unknown']] as const;

/** One small bar per day: its height is covered time, what was lost or not seen cut out of it. */
function bar(day: Day, x: number, width: number, height: number, most: number): Child {
  if (day.covered_ms <= 0) return s('rect', { class: 'none', x, y: height - 1, width, height: 1 });
  const full = (height * day.covered_ms) / most;
  let y = height;
  const cut = parts.flatMap(([name, state]) => {
    if (day[name] <= 0) return [];
    const part = Math.min(Math.max(3, (full * day[name]) / day.covered_ms), y);
    y -= part;
    return [s('rect', { class: `part ${state}`, x: state === 'unknown' ? x + 0.5 : x, y: state === 'unknown' ? y + 0.5 : y, width: state === 'unknown' ? width - 1 : width, height: state === 'unknown' ? part - 1 : part })];
  });
  return [s('rect', { class: 'calm', x, y: height - full, width, height: full }), cut];
}

function words_of(days: Day[]): string {
  const lost = days.filter((day) => day.down_ms > 0 || day.limited_ms > 0).map((day) => {
    const said = [day.down_ms > 0 ? `${duration(day.down_ms)} down` : '', day.limited_ms > 0 ? `${duration(day.limited_ms)} limited` : ''];
    return `${weekday_words(day.day)}: ${said.filter(Boolean).join(', ')}`;
  });
  return lost.length > 0 ? `Last ${days.length} days, covered time. ${lost.join('; ')}` : `Last ${days.length} days: nothing lost in covered time`;
}

export function day_bars(days: Day[], width = 120, height = 20): SVGElement {
  const step = width / Math.max(1, days.length);
  const most = Math.max(1, ...days.map((day) => day.covered_ms));
  return s('svg', { class: 'days', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': words_of(days) }, days.map((day, at) => bar(day, at * step, step - 1, height, most)));
}
