/** The device's time, from a year down to a minute: what is shown, where from, and how one moves in it. */
import { get } from '../collector';
import type { Timeline } from '../answers';
import { geometry, ladder, type Ladder, type Strip, type Window } from '../chart/ladder';
import { widths } from '../chart/axis';
import { now, zone } from '../context';
import { h, type Child } from '../dom';
import { shape, state_words, states } from '../states';
import { at_local, day, hour, iso, local_day, minute, moment_words, wall } from '../time';

const longest = 366 * day;
const shortest = 2 * minute;

/** Working hours of today, or what lies around now where it is night. */
export function today_window(at: number, place: string): Window {
  const today = local_day(at, place);
  const hours = wall(at, place).hour;
  if (hours >= 6 && hours < 20) return { from: at_local(today, place, 6 * 60), to: at_local(today, place, 20 * 60) };
  return { from: at - 12 * hour, to: at + 2 * hour };
}

/** Not longer than a year, not shorter than two minutes, not all in the time to come. */
export function held(window: Window, at: number): Window {
  const length = Math.min(longest, Math.max(shortest, window.to - window.from));
  const middle = (window.from + window.to) / 2;
  const from = Math.min(middle - length / 2, at - length * 0.2);
  return { from: Math.round(from), to: Math.round(from + length) };
}

/** Zoomed by `factor` around a place that stays where it is. */
export function zoomed(window: Window, factor: number, around: number): Window {
  return { from: around - (around - window.from) * factor, to: around + (window.to - around) * factor };
}

function around_of(view: Window, at: number): Window | null {
  const length = view.to - view.from;
  if (length > 45 * day) return null;
  const wide = length <= 2 * day && length > 6 * hour ? 7 * day : Math.max(hour, length * 7);
  const middle = (view.from + view.to) / 2;
  const to = Math.min(middle + wide / 2, Math.max(view.to + length * 0.2, at + wide * 0.05));
  return { from: to - wide, to };
}

export class DeviceTime {
  private year: Strip;
  private around: Strip | null = null;
  private view: Strip;
  private asked = 0;
  private fetching: AbortController | null = null;
  width = 1280;

  constructor(
    private readonly device: string,
    window: Window | null,
    private readonly moved: () => void,
  ) {
    const at = now();
    this.year = { window: { from: at - 365 * day, to: at + 2 * day }, timeline: null };
    this.view = { window: held(window ?? today_window(at, zone()), at), timeline: null };
    this.set_around();
  }

  window(): Window {
    return this.view.window;
  }

  timeline(): Timeline | null {
    return this.view.timeline;
  }

  private set_around(): void {
    const window = around_of(this.view.window, now());
    this.around = window ? { window, timeline: this.around?.timeline ?? null } : null;
  }

  private fetch(window: Window, most: number, signal: AbortSignal): Promise<Timeline> {
    return get<Timeline>('timeline', { device: this.device, from: iso(window.from), to: iso(window.to), most }, signal);
  }

  /** Fetches all three strips as they are now. */
  async load(signal: AbortSignal): Promise<void> {
    const at = now();
    this.year.window = { from: at - 365 * day, to: at + 2 * day };
    const [year] = await Promise.all([this.fetch(this.year.window, 400, signal), this.load_view(signal)]);
    this.year.timeline = year;
  }

  private async load_view(signal: AbortSignal): Promise<void> {
    const { view, around } = this;
    const [close, wide] = await Promise.all([this.fetch(view.window, 600, signal), around ? this.fetch(around.window, 600, signal) : null]);
    view.timeline = close;
    if (around) around.timeline = wide;
  }

  /** Shows another window: at once with what is known, then with what is fetched. */
  show(window: Window): void {
    this.view = { window: held(window, now()), timeline: this.view.timeline };
    this.set_around();
    this.moved();
    clearTimeout(this.asked);
    this.asked = window_timeout(() => {
      this.fetching?.abort();
      const mine = new AbortController();
      this.fetching = mine;
      this.load_view(mine.signal).then(this.moved, () => undefined);
    });
  }

  zoom(factor: number, share = 0.5): void {
    const { from, to } = this.view.window;
    this.show(zoomed(this.view.window, factor, from + (to - from) * share));
  }

  pan(share: number): void {
    const { from, to } = this.view.window;
    const by = (to - from) * share;
    this.show({ from: from + by, to: to + by });
  }

  jump(word: string): void {
    const { from, to } = this.view.window;
    const at = now();
    const length = widths[word] ?? day;
    if (word === 'Day') return this.show(today_window(at, zone()));
    const middle = to >= at && from <= at ? at : (from + to) / 2;
    this.show(word === 'Hour' ? { from: middle - length * 0.8, to: middle + length * 0.2 } : { from: middle - length * 0.9, to: middle + length * 0.1 });
  }

  /** The zoom whose button is pressed in. */
  private level(): string {
    const length = this.view.window.to - this.view.window.from;
    return Object.entries(widths).find(([, width]) => Math.abs(length - width) < width * 0.02)?.[0] ?? '';
  }

  private ladder(chosen: string | null): Ladder {
    return { year: this.year, around: this.around, view: this.view, now: now(), zone: zone(), width: this.width, chosen };
  }

  private key(event: KeyboardEvent): void {
    const acts: Record<string, () => void> = {
      '+': () => this.zoom(0.5), '=': () => this.zoom(0.5), '-': () => this.zoom(2), ArrowLeft: () => this.pan(-0.25), ArrowRight: () => this.pan(0.25), Home: () => this.jump('Year'), End: () => this.jump('Day'),
    };
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  /** Where on the view strip a pointer is, as a share; and which strip it is on. */
  private at(event: MouseEvent, box: Element): { share: number; strip: Strip } {
    const rect = box.getBoundingClientRect();
    const ratio = this.width / rect.width;
    const geo = geometry(this.ladder(null));
    const y = (event.clientY - rect.top) * ratio;
    const strip = y < geo.year.y + geo.year.height + 14 ? this.year : this.around && geo.around && y < geo.around.y + geo.around.height + 14 ? this.around : this.view;
    return { share: ((event.clientX - rect.left) * ratio - geo.left) / geo.width, strip };
  }

  private wheel(event: WheelEvent): void {
    const box = event.currentTarget as Element;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      return this.pan(event.deltaX / 800);
    }
    if (!event.ctrlKey && document.activeElement !== box) return; // the page scrolls until the chart is meant
    event.preventDefault();
    this.zoom(Math.exp(event.deltaY / 300), Math.min(1, Math.max(0, this.at(event, box).share)));
  }

  private press(event: PointerEvent, choose: (from: string) => void): void {
    const box = event.currentTarget as HTMLElement;
    const { share, strip } = this.at(event, box);
    const start = strip.window.from + share * (strip.window.to - strip.window.from);
    const first = { ...this.view.window };
    const length = first.to - first.from;
    const begun = event.clientX;
    let moved = false;
    if (strip !== this.view) this.show({ from: start - length / 2, to: start + length / 2 });
    const move = (next: PointerEvent): void => {
      moved ||= Math.abs(next.clientX - begun) > 4;
      if (!moved) return;
      const here = this.at(next, box).share;
      const by = strip === this.view ? (share - here) * length : (here - share) * (strip.window.to - strip.window.from);
      const base = strip === this.view ? first.from : start - length / 2;
      this.show({ from: base + by, to: base + by + length });
    };
    const end = (last: PointerEvent): void => {
      box.removeEventListener('pointermove', move);
      box.removeEventListener('pointerup', end);
      box.removeEventListener('pointercancel', end);
      const from = (event.target as Element).getAttribute('data-from');
      if (!moved && last.type === 'pointerup' && strip === this.view && from) choose(from);
    };
    box.setPointerCapture(event.pointerId);
    box.addEventListener('pointermove', move);
    box.addEventListener('pointerup', end);
    box.addEventListener('pointercancel', end);
  }

  draw(chosen: string | null, choose: (from: string) => void): Child {
    const { from, to } = this.view.window;
    const words = `${moment_words(from, now(), zone())} to ${moment_words(to, now(), zone())}`;
    const level = this.level();
    return h('section', { class: 'tile time' },
      h('div', { class: 'bar' }, h('h2', {}, 'What it was doing'), h('ul', { class: 'key', 'aria-label': 'Shapes' }, states.map((state) => h('li', { class: 'state' }, shape(state, 14), state_words[state].toLowerCase())), h('li', { class: 'covered' }, h('i'), 'covered')),
        h('div', { class: 'pick', role: 'group', 'aria-label': 'Zoom' }, Object.keys(widths).map((word) => h('button', { type: 'button', 'aria-pressed': level === word ? 'true' : 'false', onclick: () => this.jump(word) }, word)),
          h('button', { type: 'button', 'aria-label': 'Zoom out', onclick: () => this.zoom(2) }, '−'), h('button', { type: 'button', 'aria-label': 'Zoom in', onclick: () => this.zoom(0.5) }, '+'))),
      h('div', { class: 'ladder-box', tabindex: 0, role: 'group', 'aria-label': `Timeline, ${words}. Plus and minus zoom, arrows move; the table below has the same`, 'aria-keyshortcuts': '+ - ArrowLeft ArrowRight Home End',
        onkeydown: (event) => this.key(event as KeyboardEvent), onwheel: (event) => this.wheel(event as WheelEvent), onpointerdown: (event) => this.press(event as PointerEvent, choose) }, ladder(this.ladder(chosen))));
  }
}

const window_timeout = (run: () => void): number => globalThis.setTimeout(run, 120) as unknown as number;
