import type { ContractRow } from '../answers';
import { s, type Child } from '../dom';

export const bar_width = 120;
const most = 1.5; // of the allowance
export const all_used = bar_width / most;

const x_of = (share: number): number => (Math.min(Math.max(share, 0), most) / most) * bar_width;

/** Lost of the allowance, as a share; nothing where there is none. */
export function used_share(row: ContractRow): number | null {
  return row.allowance_ms ? row.lost_ms / row.allowance_ms : null;
}

/** What uptime of `text` percent at the end would have used of the allowance. */
function share_at(row: ContractRow, text: string): number {
  const allowance = row.allowance_ms ?? 0;
  const guaranteed = row.guaranteed_percent === null ? null : Number(row.guaranteed_percent);
  const covered = guaranteed === null || guaranteed >= 100 ? row.covered_whole_ms : allowance / (1 - guaranteed / 100);
  return ((1 - Number(text) / 100) * covered) / allowance;
}

function whisker(row: ContractRow, from: number): Child {
  if (!row.ends) return null;
  const to = Math.max(from, share_at(row, row.ends.low_percent));
  if (to < from + 0.01) return null;
  const name = to > 1 ? 'whisker over' : 'whisker';
  const end = to > most ? s('path', { class: name, d: `M${bar_width - 5} 13l5 5-5 5` }) : s('path', { class: name, d: `M${x_of(to)} 14v8` });
  return [s('path', { class: name, d: `M${x_of(from)} 18H${x_of(to)}` }), end];
}

/** Used of the allowance with what is likely to come; the line is where all is used. */
export function allowance_bar(row: ContractRow): SVGElement | null {
  const used = used_share(row);
  if (used === null) return null;
  const over = used > 1 ? s('rect', { class: 'over', x: x_of(1), y: 12, width: x_of(used) - x_of(1), height: 12 }) : null;
  const words = `${Math.floor(used * 100)} % of the allowance used`;
  return s('svg', { class: `allowance ${row.standing}`, width: bar_width, height: 36, viewBox: `0 0 ${bar_width} 36`, role: 'img', 'aria-label': words },
    s('rect', { class: 'ground', x: 0, y: 12, width: x_of(1), height: 12 }), s('rect', { class: 'used', x: 0, y: 12, width: x_of(Math.min(used, 1)), height: 12 }), over, whisker(row, used),
    s('path', { class: 'limit', d: `M${all_used} 0V36` }));
}
