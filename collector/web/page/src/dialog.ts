/** Questions to a person: a title, some fields, one action that may be refused. */
import { Refusal } from './collector';
import { h, type Child } from './dom';
import { at_local, iso, wall } from './time';

export interface Field {
  name: string;
  label: string;
  kind: 'text' | 'area' | 'choice' | 'moment' | 'date' | 'password';
  /** Value and word of each choice. */
  choices?: [string, string][];
  value?: string;
  optional?: boolean;
  hint?: string;
  most?: number;
  autocomplete?: string;
  /** Shown only while this holds. */
  when?: (values: Record<string, string>) => boolean;
}

export interface Question {
  title: string;
  about?: Child;
  fields: Field[];
  /** The word on the button. */
  act: string;
  /** Runs with what was entered; a moment is RFC 3339. What it throws is shown, and the question stays. */
  run(values: Record<string, string>): Promise<void>;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** An instant as a field of local date and time takes it. */
export function moment_value(at: number, zone: string): string {
  const w = wall(at, zone);
  return `${w.year}-${two(w.month)}-${two(w.day)}T${two(w.hour)}:${two(w.minute)}`;
}

/** What was entered as a time of the zone's clock, as an instant. */
export function read_moment(text: string, zone: string): number {
  const [date = '', time = '00:00'] = text.split('T');
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return at_local(date, zone, hours * 60 + minutes);
}

function input_of(field: Field, id: string): HTMLElement {
  const common = { id, name: field.name, required: !field.optional, 'aria-describedby': field.hint ? `${id}-hint` : null, autocomplete: field.autocomplete ?? 'off' };
  switch (field.kind) {
    case 'choice':
      return h('select', common, (field.choices ?? []).map(([value, word]) => h('option', { value, selected: value === field.value }, word)));
    case 'area':
      return h('textarea', { ...common, rows: 3, maxlength: field.most ?? 400 }, field.value ?? '');
    case 'moment':
      return h('input', { ...common, type: 'datetime-local', value: field.value ?? null });
    default:
      return h('input', { ...common, type: field.kind, maxlength: field.most ?? 200, value: field.value ?? null });
  }
}

function row_of(field: Field, at: number): HTMLElement {
  const id = `field-${at}`;
  const label = h('label', { for: id }, field.label, field.optional ? h('span', { class: 't' }, ' (may be left out)') : null);
  return h('div', { class: 'field' }, label, input_of(field, id), field.hint ? h('p', { class: 'hint', id: `${id}-hint` }, field.hint) : null);
}

function values_of(form: HTMLFormElement, fields: Field[], zone: string): Record<string, string> {
  const values: Record<string, string> = {};
  const data = new FormData(form);
  for (const field of fields) {
    const text = String(data.get(field.name) ?? '');
    values[field.name] = field.kind === 'moment' && text ? iso(read_moment(text, zone)) : text;
  }
  return values;
}

/** Opens the question; one at a time. */
export function ask(question: Question, zone: string): void {
  document.querySelector('dialog')?.remove();
  const rows = question.fields.map(row_of);
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const act = h('button', { class: 'button first', type: 'submit' }, question.act);
  const form = h('form', { method: 'dialog' }, h('h2', { id: 'question' }, question.title), question.about ? h('div', { class: 'about' }, question.about) : null, rows, problem,
    h('div', { class: 'acts' }, h('button', { class: 'button', type: 'button', onclick: () => dialog.close() }, 'Cancel'), act));
  const dialog = h('dialog', { 'aria-labelledby': 'question' }, form);

  const fit = (): void => {
    const values = values_of(form, question.fields, zone);
    question.fields.forEach((field, at) => {
      const row = rows[at];
      if (!row || !field.when) return;
      row.hidden = !field.when(values);
      const input = row.querySelector<HTMLInputElement>('input, select, textarea');
      if (input) input.disabled = row.hidden;
    });
  };
  const run = async (): Promise<void> => {
    act.disabled = true;
    problem.hidden = true;
    try {
      await question.run(values_of(form, question.fields, zone));
      dialog.close();
    } catch (error) {
      problem.textContent = error instanceof Refusal || error instanceof Error ? error.message : String(error);
      problem.hidden = false;
    }
    act.disabled = false;
  };
  form.addEventListener('input', fit);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void run();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  fit();
  dialog.showModal();
}
