/** What every page knows: who looks, at which site, and what time the collector says it is. */
import type { Role, Session } from './answers';

const roles: Role[] = ['technologist', 'biomed', 'director', 'administrator'];

let session: Session = { signed_in: false, title: '', zone: 'UTC', version: '', users: true };
let ahead_ms = 0;

export const the_session = (): Session => session;
export function use_session(next: Session): void {
  session = next;
}

/** The site's zone, in which the page writes times. */
export const zone = (): string => session.zone;

/** Whether the one who looks may do what `least` may. */
export function may(least: Role): boolean {
  return session.role !== null && session.role !== undefined && roles.indexOf(session.role) >= roles.indexOf(least);
}

/** Durations run on the collector's clock, not on this machine's. */
export function hear_clock(as_of: string | null | undefined): void {
  if (as_of) ahead_ms = Date.parse(as_of) - Date.now();
}
/** Any answer tells the time to the second. */
export function hear_date(date: string | null): void {
  const at = date ? Date.parse(date) : NaN;
  if (Number.isFinite(at) && Math.abs(at - now()) > 2000) ahead_ms = at + 500 - Date.now();
}
export const now = (): number => Date.now() + ahead_ms;
