import { h, s, type Child } from './dom';

export const states = ['in_use', 'ready', 'limited', 'quality_control', 'planned_down', 'down', 'closed', 'unknown'] as const;
export type State = (typeof states)[number];

export const state_words: Record<State, string> = {
  in_use: 'In use',
  ready: 'Ready',
  limited: 'Limited',
  quality_control: 'Quality control',
  planned_down: 'Planned work',
  down: 'Down',
  closed: 'Closed',
  unknown: 'Not observed',
};

export const cause_words: Record<string, string> = {
  equipment: 'equipment',
  accessory: 'accessory',
  facility: 'facility',
  it: 'IT',
  user: 'user',
  consumable: 'consumable',
  third_party: 'third party',
  access: 'no access',
  unexplained: 'unexplained',
};
export const causes = Object.keys(cause_words);

/** The reasons of docs/kpi.md as a person says them. */
const reasons: Record<string, string> = {
  exam: 'an exam runs',
  exam_ended: 'ready since the last exam',
  declared: 'declared by a person',
  overran: 'planned work overran',
  phantom: 'phantom',
  activity: 'quality control seen',
  hours: 'outside operating hours',
  answers: 'it answers, no more is known',
  check_passed: 'a check passed',
  no_node: 'no node observes it',
  never_heard: 'its node was never heard',
  node_silent: 'its node is silent',
  node_paused: 'its node paused',
  node_stood_still: 'its node stood still',
  device_silent: 'the device is silent',
  not_seen_yet: 'not seen yet',
  not_recorded: 'nothing was recorded',
};

export function reason_words(reason: string | null): string {
  if (!reason) return '';
  if (reason.startsWith('fault:')) return `fault: ${reason.slice(6).replaceAll('_', ' ')}`;
  return reasons[reason] ?? reason.replaceAll('_', ' ');
}

export const first_upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Shapes on a grid of 24; late is a judgement, not a state. */
const shapes: Record<State | 'late', [string, Record<string, string>][]> = {
  in_use: [['circle', { cx: '12', cy: '12', r: '9.5', class: 'f' }]],
  ready: [['circle', { cx: '12', cy: '12', r: '8.7', class: 'o' }], ['path', { d: 'M7.8 12.4l3 3 5.4-6', class: 'o' }]],
  limited: [['path', { d: 'M12 3.4L21.6 20.6H2.4Z', class: 'o' }], ['path', { d: 'M12 3.4V20.6H2.4Z', class: 'f' }]],
  quality_control: [['path', { d: 'M12 1.5L22.5 12 12 22.5 1.5 12Z', class: 'f' }]],
  planned_down: [['path', { d: 'M3 3h5.5v7h7V3H21v18H3Z', class: 'f' }]],
  down: [['path', { d: 'M7.8 2h8.4L22 7.8v8.4L16.2 22H7.8L2 16.2V7.8Z', class: 'f' }], ['path', { d: 'M6.5 10.4h11v3.2h-11z', class: 'bar' }]],
  closed: [['path', { d: 'M14.8 2.6A9.7 9.7 0 1 0 21.4 15.6 8.2 8.2 0 0 1 14.8 2.6Z', class: 'f' }]],
  unknown: [
    ['circle', { cx: '12', cy: '12', r: '9', class: 'o', 'stroke-dasharray': '4.1 2.97' }],
    ['path', { d: 'M9.3 9.6a2.75 2.75 0 1 1 4.2 2.3c-1 .6-1.5 1.2-1.5 2.2', class: 'o' }],
    ['circle', { cx: '12', cy: '17', r: '1.3', class: 'f' }],
  ],
  late: [['circle', { cx: '12', cy: '12', r: '9.5', class: 'o' }], ['path', { d: 'M12 6.5V12l4 2.6', class: 'o' }]],
};

export function shape(of: State | 'late', size = 16): SVGElement {
  return s('svg', { class: `shape ${of}`, width: size, height: size, viewBox: '0 0 24 24', 'aria-hidden': 'true' }, shapes[of].map(([name, at]) => s(name, at)));
}

/** Shape and word; the loud states as a chip. */
export function state_mark(state: State, after: Child = null): HTMLElement {
  const loud = state === 'down' || state === 'limited' || state === 'unknown';
  return h('span', { class: loud ? `chip ${state}` : 'state' }, shape(state), h('span', {}, state_words[state], after === null ? null : ' ', after));
}
