/** What became of the credit: claimed, answered, paid. */
import { send } from '../collector';
import type { Claim, Line, SaidTime, Statement, VendorTime } from '../answers';
import { may, now } from '../context';
import { ask, type Field } from '../dialog';
import { h, type Child } from '../dom';
import { exact_hours, money } from '../figures';
import { day_words, instant, iso, local_day, stretch_words } from '../time';
import { line_words, losses_of, statement_address } from './losses';

type Step = Claim['step'];

const asked_lines = 12; // of a contested answer, the dearest

/** What the step before named, else the credit as it was issued. */
function likely_amount(statement: Statement): string {
  const issued = statement.edition === null ? statement.editions.at(-1)?.credit : statement.corrected.credit;
  return statement.claims.at(-1)?.amount ?? issued ?? '0.00';
}

function base_fields(statement: Statement): Field[] {
  return [
    { name: 'on', label: 'On', kind: 'date', value: local_day(now(), statement.contract.zone) },
    { name: 'amount', label: `Amount, ${statement.contract.currency}`, kind: 'text', value: likely_amount(statement), hint: 'With two decimals, such as 305.75' },
    { name: 'reference', label: 'Reference', kind: 'text', optional: true },
  ];
}

function vendor_fields(lines: Line[], where: string): Field[] {
  return lines.flatMap((line, at): Field[] => {
    const contested = (values: Record<string, string>): boolean => values.outcome === 'contested';
    const other = (values: Record<string, string>): boolean => contested(values) && values[`says${at}`] === 'other';
    const label = `${line_words(line)}, ${stretch_words(instant(line.from), instant(line.to), where)}`;
    return [
      { name: `says${at}`, label, kind: 'choice', choices: [['same', 'The vendor agrees'], ['other', 'Other times'], ['none', 'Not down at all, it says']], when: contested },
      { name: `from${at}`, label: 'From, it says', kind: 'moment', when: other },
      { name: `to${at}`, label: 'To, it says', kind: 'moment', when: other },
    ];
  });
}

function vendor_times(lines: Line[], values: Record<string, string>): SaidTime[] {
  return lines.flatMap((line, at): SaidTime[] => {
    const says = values[`says${at}`];
    if (values.outcome !== 'contested' || (says !== 'other' && says !== 'none')) return [];
    const ours = { from: iso(instant(line.from)), to: iso(instant(line.to)) };
    return [says === 'none' ? ours : { ...ours, vendor_from: values[`from${at}`] ?? '', vendor_to: values[`to${at}`] ?? '' }];
  });
}

function ask_step(statement: Statement, step: Step, done: (text: string) => void): void {
  const lines = losses_of(statement).slice(0, asked_lines);
  const title = { claimed: 'Claim the credit', answered: 'Enter the vendor’s answer', paid: 'Enter the payment' }[step];
  const outcome: Field = { name: 'outcome', label: 'Answer', kind: 'choice', choices: [['accepted', 'Accepted'], ['contested', 'Contested']] };
  const of = last_statement(statement);
  ask({
    title,
    about: `Statement ${of}.`,
    fields: [...(step === 'answered' ? [outcome] : []), ...base_fields(statement), ...(step === 'answered' ? vendor_fields(lines, statement.contract.zone) : []), { name: 'note', label: 'Note', kind: 'area', optional: true }],
    act: 'Enter',
    run: async (values) => {
      const { on, amount, reference, outcome: answer, note } = values;
      const times = vendor_times(lines, values);
      await send('POST', 'claims', { statement: of, step, on, amount, ...(reference ? { reference } : {}), ...(step === 'answered' ? { outcome: answer } : {}), ...(times.length > 0 ? { times } : {}), ...(note ? { note } : {}) });
      done('Written in the log.');
    },
  }, statement.contract.zone);
}

function last_statement(statement: Statement): string {
  const edition = statement.edition ?? statement.editions.at(-1)?.edition ?? 1;
  return statement.statement ?? `${statement.contract.name}/${statement.device.name}/${statement.period.from}/${edition}`;
}

function next_steps(statement: Statement): Step[] {
  if (statement.state === 'issued') return ['claimed'];
  if (statement.state === 'claimed' || statement.state === 'contested') return ['answered'];
  return statement.state === 'accepted' ? ['paid'] : [];
}

function times_row(time: VendorTime, where: string): HTMLElement {
  const difference = (ms: number | null): HTMLElement => h('td', { class: 'r m' }, ms === null ? '\u2013' : exact_hours(ms));
  const theirs = time.vendor_from && time.vendor_to ? stretch_words(instant(time.vendor_from), instant(time.vendor_to), where) : 'not down at all';
  return h('tr', { 'data-key': time.from }, h('td', {}, stretch_words(instant(time.from), instant(time.to), where)), h('td', {}, theirs), difference(time.from_difference_ms), difference(time.to_difference_ms), difference(time.length_difference_ms));
}

function times_table(times: VendorTime[], where: string): Child {
  if (times.length === 0) return null;
  const column = (word: string, unit = '', name = ''): HTMLElement => h('th', { scope: 'col', class: name }, word, h('span', { class: 'unit' }, unit || '\u00a0'));
  const columns = [column('Our times'), column('The vendor’s'), ...['Begins later by', 'Ends later by', 'Lasts longer by'].map((word) => column(word, 'h:min:s', 'r'))];
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The vendor’s times' }, h('table', { class: 'plain' }, h('caption', { class: 'unseen' }, 'The vendor’s times beside ours'), h('thead', {}, h('tr', {}, columns)), h('tbody', {}, times.map((time) => times_row(time, where)))));
}

function claim_item(claim: Claim, statement: Statement): HTMLElement {
  const word = { claimed: 'Claimed', answered: claim.outcome === 'contested' ? 'Contested' : 'Accepted', paid: 'Paid' }[claim.step];
  const amount = claim.amount ? ` ${money(claim.amount)} ${claim.currency}` : '';
  return h('li', {}, h('b', {}, `${word}${amount}`), ` on ${day_words(claim.on)} ${claim.on.slice(0, 4)}`, claim.reference ? `, ${claim.reference}` : '', h('span', { class: 't' }, `, entered by ${claim.by}`), claim.note ? `. ${claim.note}` : '', times_table(claim.times ?? [], statement.contract.zone));
}

/** Steps are of what was issued: where today's draft is another, one goes on from the edition. */
function acts(statement: Statement, done: (text: string) => void): Child {
  const words: Record<Step, string> = { claimed: 'Claim the credit', answered: 'Enter the answer', paid: 'Enter the payment' };
  const steps = may('biomed') ? next_steps(statement) : [];
  if (steps.length === 0) return null;
  const last = statement.editions.at(-1)?.edition;
  if (statement.edition === null && statement.changed_since_issue) {
    return h('p', { class: 's' }, 'The next step is entered on what was issued: ', h('a', { href: `${statement_address({ contract: statement.contract.name, device: statement.device.name, period: statement.period })}?edition=${last}` }, `edition ${last}`), '.');
  }
  return h('div', { class: 'acts' }, steps.map((step) => h('button', { type: 'button', class: 'button', onclick: () => ask_step(statement, step, done) }, words[step])));
}

export function claims(statement: Statement, done: (text: string) => void): Child {
  if (statement.claims.length === 0 && statement.state === 'draft') return null;
  return h('section', { class: 'tile claims' }, h('h2', {}, 'Claim'), statement.claims.length > 0 ? h('ol', { class: 'said' }, statement.claims.map((claim) => claim_item(claim, statement))) : h('p', { class: 's' }, 'Issued, and not claimed.'), acts(statement, done));
}
