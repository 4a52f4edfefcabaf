import { NotReached, Refusal, send } from '../collector';
import type { Session } from '../answers';
import { the_session } from '../context';
import { h } from '../dom';
import { icon } from '../icons';
import type { Frame, Page } from '../page';

/** Where to go afterwards: an address of this page, nothing from elsewhere. */
function goal(url: URL): string {
  const to = url.searchParams.get('to') ?? '/';
  return /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/';
}

function words_of(error: unknown): string {
  if (error instanceof NotReached) return 'The collector is not reached. Try again in a moment.';
  if (!(error instanceof Refusal)) return String(error);
  if (error.status === 401) return 'User or password is not right.';
  if (error.status === 429) return `Too many tries. Wait ${error.after_s ?? 60} seconds, then try again.`;
  return error.message;
}

export function make_sign_in(url: URL, frame: Frame, start: (session: Session) => void): Page {
  let problem = '';
  let is_busy = false;

  const submit = async (form: HTMLFormElement): Promise<void> => {
    const data = new FormData(form);
    is_busy = true;
    problem = '';
    frame.redraw();
    try {
      const session = await send<Session>('POST', 'session', { user: String(data.get('user')), password: String(data.get('password')) });
      is_busy = false;
      if (session) start(session);
      return frame.go(goal(url));
    } catch (error) {
      problem = words_of(error);
    }
    is_busy = false;
    frame.redraw();
    document.querySelector<HTMLInputElement>('#password')?.select();
  };

  const form = () => h('form', { onsubmit: (event) => (event.preventDefault(), void submit(event.target as HTMLFormElement)) },
    h('div', { class: 'field' }, h('label', { for: 'user' }, 'User'), h('input', { id: 'user', name: 'user', type: 'text', autocomplete: 'username', required: true, autocapitalize: 'none', spellcheck: 'false' })),
    h('div', { class: 'field' }, h('label', { for: 'password' }, 'Password'), h('input', { id: 'password', name: 'password', type: 'password', autocomplete: 'current-password', required: true, 'aria-describedby': 'problem' })),
    h('p', { class: 'problem', id: 'problem', role: 'alert', hidden: problem === '' }, problem),
    h('button', { class: 'button first wide', type: 'submit', disabled: is_busy }, is_busy ? 'Signing in' : 'Sign in'));

  const nobody = () => h('div', { class: 'about' }, h('p', {}, 'Nobody can sign in yet. On the collector\u2019s machine, add the first administrator:'),
    h('pre', { tabindex: 0 }, 'isocenter-collector user add NAME --role administrator --config FILE'));

  return {
    title: () => 'Sign in',
    rail: '',
    load: () => Promise.resolve(),
    draw: () => h('div', { class: 'sign-in' }, h('div', { class: 'tile' }, icon('mark', 34), h('h1', { tabindex: -1 }, the_session().title || 'Isocenter'), the_session().users ? form() : nobody())),
    cares: () => false,
  };
}
