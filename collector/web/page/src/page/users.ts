import { get, send } from '../collector';
import type { Role, Token, User } from '../answers';
import { now, the_session, zone } from '../context';
import { ask, type Field } from '../dialog';
import { h, type Child } from '../dom';
import { plural } from '../figures';
import type { Frame, Page } from '../page';
import { role_words, top } from '../shell';
import { instant, moment_words } from '../time';

const role_choices = Object.entries(role_words) as [Role, string][];
const role_field = (value?: Role): Field => ({ name: 'role', label: 'Role', kind: 'choice', choices: role_choices, ...(value ? { value } : {}) });
const password_field: Field = { name: 'password', label: 'Password', kind: 'password', most: 256, autocomplete: 'new-password', hint: '12 characters or more; a sentence is good.' };

export function make_users(frame: Frame): Page {
  let users: User[] = [];
  const done = (text: string): void => {
    frame.tell(text);
    frame.reload();
  };
  const at = (text: string | null): string => (text ? moment_words(instant(text), now(), zone()) : 'never');

  const add = (): void => ask({ title: 'Add a user', fields: [{ name: 'user', label: 'Name', kind: 'text', most: 32, hint: 'Small letters and digits, such as ann.' }, role_field(), password_field], act: 'Add', run: async (values) => { await send('POST', 'users', values); done(`${values.user} is added.`); } }, zone());
  const change_role = (user: User): void => ask({ title: `Role of ${user.user}`, about: 'All sessions of this user end.', fields: [role_field(user.role)], act: 'Change', run: async ({ role }) => { await send('PATCH', 'users', { user: user.user, role }); done(`${user.user} is ${role_words[role as Role].toLowerCase()} now.`); } }, zone());
  const set_password = (user: User): void => ask({ title: `New password for ${user.user}`, about: 'All sessions of this user end.', fields: [password_field], act: 'Set', run: async ({ password }) => { await send('PATCH', 'users', { user: user.user, password }); done('The password is set.'); } }, zone());
  const remove = (user: User): void => ask({ title: `Remove ${user.user}`, about: 'Sessions and tokens end at once. What this user did stays in the log.', fields: [], act: 'Remove', run: async () => { await send('DELETE', 'users', undefined, { user: user.user }); done(`${user.user} is removed.`); } }, zone());
  const remove_token = (token: Token): void => ask({ title: `Remove the token ${token.name}`, about: 'Whatever uses it is turned away at once.', fields: [], act: 'Remove', run: async () => { await send('DELETE', 'tokens', undefined, { id: token.id }); done('The token is removed.'); } }, zone());
  const add_token = (user: User): void => ask({
    title: `Token for ${user.user}`, about: 'For a program that asks in this user’s name and role.', fields: [{ name: 'name', label: 'What it is for', kind: 'text', most: 64 }], act: 'Make',
    run: async ({ name }) => {
      const made = await send<{ id: string; token: string }>('POST', 'tokens', { user: user.user, name });
      setTimeout(() => show_token(made?.token ?? ''));
      frame.reload();
    },
  }, zone());
  const show_token = (token: string): void => ask({ title: 'The token, shown once', about: [h('p', {}, 'Copy it now; only its hash is kept.'), h('pre', { tabindex: 0 }, token)], fields: [], act: 'Copied', run: () => Promise.resolve() }, zone());

  const act = (word: string, whose: string, run: () => void): HTMLElement => h('button', { type: 'button', class: 'button small', 'aria-label': `${word}: ${whose}`, onclick: run }, word);
  const tokens = (user: User): Child => user.tokens.length === 0 ? h('span', { class: 't' }, 'none') : h('ul', { class: 'tokens' }, user.tokens.map((token) => h('li', {}, token.name, h('span', { class: 't' }, ` used ${at(token.last_used)} `), act('Remove', token.name, () => remove_token(token)))));
  const name_of = (user: User): Child => [user.user, user.user === the_session().user ? h('span', { class: 't' }, ' you') : null];
  const acts = (user: User): Child => [act('Role', user.user, () => change_role(user)), act('Password', user.user, () => set_password(user)), act('Token', user.user, () => add_token(user)), user.user === the_session().user ? null : act('Remove', user.user, () => remove(user))];

  const line = (user: User): HTMLElement => h('tr', { 'data-key': user.user }, h('th', { scope: 'row', class: 'name' }, name_of(user)), h('td', {}, role_words[user.role]), h('td', { class: 's' }, at(user.last_signed_in)), h('td', { class: 's' }, at(user.created)), h('td', {}, tokens(user)), h('td', { class: 'r acts-cell' }, acts(user)));
  const heads = ['User', 'Role', 'Last signed in', 'Added', 'Tokens'];
  const table = (): HTMLElement => h('div', { class: 'tile scroll', tabindex: 0, role: 'region', 'aria-label': 'Users' }, h('table', {}, h('caption', { class: 'unseen' }, 'Users'), h('thead', {}, h('tr', {}, heads.map((word) => h('th', { scope: 'col' }, word)), h('th', { scope: 'col', class: 'r' }, h('span', { class: 'unseen' }, 'Acts')))), h('tbody', {}, users.map(line))));

  const card = (user: User): HTMLElement => h('li', { class: 'tile card', 'data-key': user.user }, h('div', { class: 'line' }, h('h2', {}, name_of(user)), h('span', {}, role_words[user.role])), h('p', { class: 's' }, user.last_signed_in ? `Last signed in ${at(user.last_signed_in)}` : 'Never signed in'), user.tokens.length > 0 ? tokens(user) : null, h('div', { class: 'acts' }, acts(user)));
  const body = (): HTMLElement => (matchMedia('(max-width: 760px)').matches ? h('ul', { class: 'cards' }, users.map(card)) : table());

  return {
    title: () => 'Users',
    rail: 'users',
    load: async (signal) => {
      users = await get<User[]>('users', {}, signal);
    },
    draw: () => [top('Users', null, h('button', { type: 'button', class: 'button first', onclick: add }, 'Add a user')), h('div', { class: 'lead' }, h('p', {}, h('b', {}, `${plural(users.length, 'user')}.`), ' Every change stands in the log.')), body()],
    cares: (change) => change.desk,
  };
}
