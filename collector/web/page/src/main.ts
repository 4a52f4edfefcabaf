/** Starts the page: who is there, which address, then load, draw, and keep both true. */
import { ask_for_somebody, get, NotReached, Refusal, send, use_csrf } from './collector';
import type { Session } from './answers';
import { now, the_session, use_session } from './context';
import { h, show, type Child } from './dom';
import { patterns } from './chart/patterns';
import { is_reached, listen, note_reach, on_change, unlisten } from './live';
import type { Frame, Page } from './page';
import { page_of } from './pages';
import { draw_rail, empty } from './shell';

const rail = h('nav', { id: 'rail', 'aria-label': 'Pages', hidden: true });
const place = h('main', { id: 'page' });
const said = h('div', { id: 'said', role: 'status' });

let page: Page | null = null;
let loading: AbortController | null = null;
let failure: Error | null = null;
let is_loaded = false;
let shows_skeleton = false;
let asked_again = 0;

function skeleton(): Child {
  const bars = Array.from({ length: 12 }, () => h('div', { class: 'bone' }));
  return h('div', { class: 'skeleton', 'aria-busy': 'true' }, h('p', { class: 'unseen' }, 'Loading'), h('div', { class: 'bone head' }), h('div', { class: 'tile' }, bars));
}

function failed(error: Error): Child {
  const is_gone = error instanceof NotReached;
  const is_absent = error instanceof Refusal && error.status === 404;
  const title = is_gone ? 'The collector is not reached' : is_absent ? 'There is no such thing here' : 'This cannot be shown';
  return [h('header', { class: 'top' }, h('h1', { tabindex: -1 }, page?.title() ?? '')),
    empty(title, [is_gone ? 'It will be tried again by itself. ' : `${error.message} `, h('button', { class: 'button', type: 'button', onclick: () => void load() }, 'Try again')])];
}

function draw(): void {
  if (!page) return;
  document.title = `${page.title()} · ${the_session().title || 'Isocenter'}`;
  draw_rail(rail, page.rail, () => void leave(), frame.tell);
  if (is_loaded) show(place, page.draw());
  else if (failure) show(place, failed(failure));
  else if (shows_skeleton) show(place, skeleton());
  if (is_loaded) page.drawn?.();
}

async function load(by_itself = false): Promise<void> {
  const of = page;
  if (!of) return;
  loading?.abort();
  const mine = new AbortController();
  loading = mine;
  ask_for_somebody(!by_itself);
  try {
    await of.load(mine.signal);
    if (of !== page || mine.signal.aborted) return;
    is_loaded = true;
    failure = null;
    note_reach(true, now());
  } catch (error) {
    if (of !== page || mine.signal.aborted) return;
    if (error instanceof Refusal && error.status === 401) return signed_out();
    failure = error instanceof Error ? error : new Error(String(error));
    if (error instanceof NotReached) note_reach(false, now());
  }
  draw();
}

/** Many changes in a short while are one new look. */
function load_soon(): void {
  clearTimeout(asked_again);
  asked_again = window.setTimeout(() => void load(true).finally(() => ask_for_somebody(true)), 150);
}

function open(): void {
  const url = new URL(location.href);
  const signs_in = url.pathname === '/sign-in';
  if (!the_session().signed_in && !signs_in) return go(`/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`, true);
  page = page_of(url, frame, start);
  is_loaded = false;
  failure = null;
  shows_skeleton = false;
  const shown = page;
  setTimeout(() => {
    if (page !== shown || is_loaded || failure) return;
    shows_skeleton = true;
    draw();
  }, 200);
  void load().then(() => {
    if (page === shown) place.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  });
  scrollTo(0, 0);
}

function go(address: string, replaces = false): void {
  if (replaces) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  open();
}

function view(parameters: Record<string, string | null>, step = false): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  if (url.href === location.href) return;
  if (step) history.pushState(null, '', url);
  else history.replaceState(null, '', url);
}

let said_until = 0;
function tell(text: string): void {
  show(said, h('p', {}, text));
  clearTimeout(said_until);
  said_until = window.setTimeout(() => show(said), 6000);
}

const frame: Frame = { redraw: draw, reload: load_soon, view, go: (address) => go(address), tell };

function forget_session(): void {
  const { title, zone, version, users } = the_session();
  use_session({ signed_in: false, title, zone, version, users });
}

function signed_out(): void {
  unlisten();
  forget_session();
  go(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`, true);
}

async function leave(): Promise<void> {
  await send('DELETE', 'session').catch(() => null);
  unlisten();
  forget_session();
  go('/sign-in');
}

/** Takes a session as the collector told it. */
function start(session: Session): void {
  use_session(session);
  use_csrf(session.csrf ?? '');
  if (session.signed_in) listen(draw, now);
}

function follow_links(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest('a');
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link.origin !== location.origin || link.pathname.startsWith('/api/') || link.hasAttribute('download')) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

async function first(): Promise<void> {
  document.body.append(h('a', { class: 'skip', href: '#page', onclick: (event) => (event.preventDefault(), place.querySelector('h1')?.focus()) }, 'To the page'), rail, place, said, patterns());
  document.addEventListener('click', follow_links);
  addEventListener('popstate', open);
  on_change((change) => {
    if (page?.cares(change)) load_soon();
  });
  try {
    start(await get<Session>('session'));
    open();
  } catch {
    show(place, empty('The collector is not reached', ['Is it running? ', h('button', { class: 'button', type: 'button', onclick: () => location.reload() }, 'Try again')]));
    return;
  }
  setInterval(() => {
    if (!is_reached() && the_session().signed_in) load_soon();
    else if (!document.hidden && is_loaded) draw();
  }, 15_000);
}

void first();
