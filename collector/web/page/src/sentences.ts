/** What matters, in words. Pure. */
import type { ContractRow, Fleet } from './answers';
import { h, type Child } from './dom';
import { duration, list_words, money, plural } from './figures';
import { clock, instant, moment_words } from './time';

export interface Look {
  now: number;
  zone: string;
}

const is_down = (row: { now: { state: string } }): boolean => row.now.state === 'down';
const titles = (rows: { title: string }[]): string[] => [...new Set(rows.map((row) => row.title))];

/** "at 16:41", "on Wed 25 Nov, 11:31" */
function breaking_words(at: number, look: Look): string {
  const words = moment_words(at, look.now, look.zone);
  return `${words === clock(at, look.zone) ? 'at' : 'on'} ${words}`;
}

function down_sentence(down: { title: string }[], rows: ContractRow[], look: Look): Child {
  const names = titles(down);
  const said = h('b', {}, `${list_words(names)} ${names.length === 1 ? 'is' : 'are'} down.`);
  const first = rows.filter((row) => is_down(row) && row.breaks_at).sort((a, b) => (a.breaks_at ?? '').localeCompare(b.breaks_at ?? ''))[0];
  if (!first?.breaks_at) return said;
  const whose = names.length === 1 ? 'Its guarantee breaks' : `The guarantee of ${first.title} breaks`;
  return [said, ` ${whose} ${breaking_words(instant(first.breaks_at), look)}.`];
}

/** The one sentence over the fleet. */
export function fleet_sentence(fleet: Fleet, look: Look): Child {
  const down = [...fleet.rows, ...fleet.uncovered].filter(is_down);
  if (down.length > 0) return down_sentence(down, fleet.rows, look);
  const broken = titles(fleet.rows.filter((row) => row.standing === 'broken'));
  const risky = titles(fleet.rows.filter((row) => row.standing === 'at_risk'));
  if (risky.length > 0) return [h('b', {}, `${list_words(risky)} may miss ${risky.length === 1 ? 'its' : 'their'} guarantee.`), ' Nothing is down.'];
  if (broken.length > 0) return [h('b', {}, `${list_words(broken)} ${broken.length === 1 ? 'has' : 'have'} missed the guarantee.`), ' Nothing is down.'];
  const n = new Set([...fleet.rows, ...fleet.uncovered].map((row) => row.device)).size;
  return [h('b', {}, 'Nothing is down.'), fleet.rows.length > 0 ? ` Each guarantee is on course, ${plural(n, 'device')}.` : ` ${plural(n, 'device')}, none under a running contract.`];
}

function fault_words(row: ContractRow, look: Look): string {
  const fault = row.fault;
  if (!fault) return '';
  const at = (text: string): string => moment_words(instant(text), look.now, look.zone);
  if (fault.on_site) return ` Engineer on site since ${at(fault.on_site)}.`;
  if (fault.acknowledged) return ` Acknowledged ${at(fault.acknowledged)}.`;
  return fault.called ? ` Vendor called ${at(fault.called)}, nobody has answered.` : ` Reported ${at(fault.reported)}, the vendor is not called.`;
}

function course_words(row: ContractRow): Child {
  if (!row.ends) return row.ends_why ? ' Too few losses in the last year to tell how it ends.' : null;
  return ` In ${row.ends.worse} of ${row.ends.stretches} stretches this long in the last year it lost more than is left.`;
}

const credit_words = (row: ContractRow): string => (Number(row.credit_so_far) > 0 ? ` Credit so far ${money(row.credit_so_far)} ${row.currency}.` : ' No credit so far.');

/** Why a row stands among those at risk. */
export function why_at_risk(row: ContractRow, look: Look): Child {
  if (row.standing === 'broken') {
    const since = row.broke_at ? ` since ${moment_words(instant(row.broke_at), look.now, look.zone)}` : '';
    return [h('b', {}, `Broken${since}.`), credit_words(row), fault_words(row, look)];
  }
  if (row.breaks_at) {
    const at = instant(row.breaks_at);
    const repair = is_down(row) && row.ends?.repair_ms ? ` Usual repair in this room ${duration(row.ends.repair_ms)} (n ${row.ends.failures}).` : '';
    return ['Guarantee breaks ', h('b', {}, breaking_words(at, look)), ` if it stays ${is_down(row) ? 'down' : row.now.state === 'limited' ? 'limited' : 'as it is'}.`, repair, fault_words(row, look)];
  }
  return [course_words(row), fault_words(row, look)];
}
