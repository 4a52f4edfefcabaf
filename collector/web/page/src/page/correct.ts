/** Corrections: a person's reading of an interval, with a reason, as an event like any other. */
import { send } from '../collector';
import type { Correction } from '../answers';
import { ask, type Field } from '../dialog';
import { cause_words, causes, state_words, states, type State } from '../states';
import { instant, stretch_words } from '../time';

export interface Stretch {
  device: string;
  title: string;
  from: string;
  to: string;
  state: State;
  cause: string | null;
}

const titles: Record<Correction['reading'], string> = { explained: 'Explain this interval', reclassified: 'Re-classify this interval', disputed: 'Dispute this interval', restored: 'Take corrections back' };
const follows: Record<Correction['reading'], string> = {
  explained: 'The statement counts it with this cause from now on.',
  reclassified: 'The statement counts it as this state from now on, and shows what was recorded beside it.',
  disputed: 'The statement marks it as doubtful; no figure changes.',
  restored: 'The statement counts it as it was recorded again.',
};
const acts: Record<Correction['reading'], string> = { explained: 'Explain', reclassified: 'Re-classify', disputed: 'Dispute', restored: 'Take back' };

function fields_of(stretch: Stretch, reading: Correction['reading']): Field[] {
  const cause: Field = { name: 'cause', label: 'Cause', kind: 'choice', choices: causes.filter((word) => word !== 'unexplained').map((word) => [word, cause_words[word] ?? word]), value: stretch.cause ?? '' };
  const state: Field = { name: 'state', label: 'It was', kind: 'choice', choices: states.filter((word) => word !== stretch.state && word !== 'in_use').map((word) => [word, state_words[word]]), value: 'planned_down' };
  const reason: Field = { name: 'reason', label: 'Reason', kind: 'area', hint: 'It stands in the statement that the vendor gets. No patient’s name.' };
  if (reading === 'explained') return [cause, reason];
  if (reading === 'reclassified') return [state, { ...cause, when: ({ state: now }) => now === 'down' || now === 'limited' }, reason];
  return [reason];
}

export function ask_correction(stretch: Stretch, reading: Correction['reading'], zone: string, done: (text: string) => void): void {
  ask({
    title: titles[reading],
    about: `${stretch.title}, ${state_words[stretch.state].toLowerCase()}, ${stretch_words(instant(stretch.from), instant(stretch.to), zone)}. ${follows[reading]}`,
    fields: fields_of(stretch, reading),
    act: acts[reading],
    run: async (values) => {
      const { state, cause, reason } = values;
      await send('POST', 'corrections', { device: stretch.device, from: stretch.from, to: stretch.to, reading, ...(state ? { state } : {}), ...(cause ? { cause } : {}), reason: (reason ?? '').trim() });
      done('Written in the log; the statement follows it.');
    },
  }, zone);
}
