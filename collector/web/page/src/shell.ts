/** The frame of every page: rail, place for the page, what was done, and how well the collector is reached. */
import { send, use_csrf } from './collector';
import { may, now, the_session, zone } from './context';
import { ask } from './dialog';
import { h, show, type Child } from './dom';
import { icon, type Icon } from './icons';
import { heard_at, is_reached } from './live';
import { clock } from './time';
import type { Role, Session } from './answers';

interface Item {
  name: Icon;
  word: string;
  href: string;
  least: Role;
}

const items: Item[] = [
  { name: 'fleet', word: 'Fleet', href: '/', least: 'technologist' },
  { name: 'statements', word: 'Uptime', href: '/statements', least: 'technologist' },
  { name: 'unexplained', word: 'Causes', href: '/unexplained', least: 'biomed' },
  { name: 'events', word: 'Events', href: '/events', least: 'technologist' },
  { name: 'users', word: 'Users', href: '/users', least: 'administrator' },
];

export const role_words: Record<Role, string> = {
  technologist: 'Technologist',
  biomed: 'Biomed',
  director: 'Director',
  administrator: 'Administrator',
};

let to_explain = 0;

/** How many intervals wait for a cause: the figure at the rail. */
export function note_unexplained(count: number): void {
  to_explain = count;
}

function item(of: Item, here: string): HTMLElement {
  const count = of.name === 'unexplained' && to_explain > 0 ? h('b', { class: 'count' }, to_explain, h('span', { class: 'unseen' }, ' without a cause')) : null;
  return h('a', { class: 'item', href: of.href, 'aria-current': here === of.name ? 'page' : null }, icon(of.name), h('span', {}, of.word), count);
}

function change_password(tell: (text: string) => void): void {
  ask({
    title: 'Change your password',
    about: 'All your other sessions end.',
    fields: [
      { name: 'old', label: 'Present password', kind: 'password', most: 256, autocomplete: 'current-password' },
      { name: 'new', label: 'New password', kind: 'password', most: 256, autocomplete: 'new-password', hint: '12 characters or more; a sentence is good.' },
    ],
    act: 'Change password',
    run: async (values) => {
      const session = await send<Session>('POST', 'password', values);
      use_csrf(session?.csrf ?? '');
      tell('Your password is changed.');
    },
  }, zone());
}

function account(leave: () => void, tell: (text: string) => void): HTMLElement {
  const { user, role } = the_session();
  return h('div', { class: 'account' },
    h('button', { class: 'item', type: 'button', title: `${user ?? ''}: change your password`, onclick: () => change_password(tell) }, icon('users'), h('span', {}, user ?? ''), h('span', { class: 'unseen' }, role ? `, ${role_words[role]}, change your password` : null)),
    h('button', { class: 'item', type: 'button', onclick: leave }, icon('leave'), h('span', {}, 'Leave'), h('span', { class: 'unseen' }, ': sign out')));
}

export function draw_rail(rail: HTMLElement, here: string, leave: () => void, tell: (text: string) => void): void {
  rail.hidden = !the_session().signed_in;
  if (rail.hidden) return;
  show(rail, h('a', { class: 'brand', href: '/', title: the_session().title }, icon('mark', 28), h('span', { class: 'unseen' }, `Isocenter, ${the_session().title}`)),
    h('div', { class: 'items' }, items.filter((of) => may(of.least)).map((of) => item(of, here))), account(leave, tell));
}

/** "Live, 14:40", or since when it is not. */
export function live_mark(): HTMLElement {
  if (is_reached()) return h('span', { class: 'live' }, h('i'), `Live, ${clock(now(), zone())}`);
  return h('span', { class: 'live stale' }, h('i'), `As of ${clock(heard_at(), zone())}, collector not reached`);
}

/** A page's top line: title, what stands beside it, and at its end the live mark and the actions. */
export function top(title: Child, beside: Child = null, actions: Child = null): HTMLElement {
  return h('header', { class: 'top' }, h('h1', { tabindex: -1 }, title), beside, h('div', { class: 'end' }, live_mark(), actions));
}

export function empty(title: string, text: Child): HTMLElement {
  return h('div', { class: 'tile empty' }, h('h2', {}, title), h('p', {}, text));
}
