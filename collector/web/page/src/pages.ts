/** Which page stands at an address. */
import type { Session } from './answers';
import type { Frame, Page } from './page';
import { make_device } from './page/device';
import { make_events } from './page/events';
import { make_fleet } from './page/fleet';
import { make_sign_in } from './page/sign_in';
import { make_statement } from './page/statement';
import { make_statements } from './page/statements';
import { make_unexplained } from './page/unexplained';
import { make_users } from './page/users';
import { make_absent } from './page/absent';

export function page_of(url: URL, frame: Frame, start: (session: Session) => void): Page {
  const [first = '', ...rest] = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const [one, two, three] = rest;
  if (first === '') return make_fleet(url, frame);
  if (first === 'device' && one && rest.length === 1) return make_device(one, url, frame);
  if (first === 'statement' && one && two && three && rest.length === 3) return make_statement({ contract: one, device: two, period_from: three }, url, frame);
  if (rest.length > 0) return make_absent();
  if (first === 'statements') return make_statements(url, frame);
  if (first === 'unexplained') return make_unexplained(frame);
  if (first === 'events') return make_events(url, frame);
  if (first === 'users') return make_users(frame);
  if (first === 'sign-in') return make_sign_in(url, frame, start);
  return make_absent();
}
