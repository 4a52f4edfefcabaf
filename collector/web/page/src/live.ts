/** Hears what has changed, and how well the collector is reached. */

export interface Change {
  devices: string[];
  desk: boolean;
}

type Listener = (change: Change) => void;

let source: EventSource | null = null;
let listener: Listener = () => undefined;
let on_reach: () => void = () => undefined;
let reached = true;
let last_heard = 0;

export const is_reached = (): boolean => reached;
/** When it was last known to be there. */
export const heard_at = (): number => last_heard;

/** Whatever answers or fails tells of it. */
export function note_reach(ok: boolean, at: number): void {
  if (ok) last_heard = at;
  if (ok === reached) return;
  reached = ok;
  on_reach();
}

export function on_change(next: Listener): void {
  listener = next;
}

/** Listens until `unlisten`; a broken stream is taken up again by the browser, a refused one after 5 s. */
export function listen(reach_changed: () => void, clock: () => number): void {
  on_reach = reach_changed;
  if (source) return;
  const stream = new EventSource('/api/v1/live');
  source = stream;
  let was_broken = false;
  stream.addEventListener('open', () => {
    note_reach(true, clock());
    if (was_broken) listener({ devices: [], desk: true });
  });
  stream.addEventListener('changed', (event) => {
    note_reach(true, clock());
    listener(JSON.parse((event as MessageEvent<string>).data) as Change);
  });
  stream.addEventListener('error', () => {
    was_broken = true;
    note_reach(false, clock());
    if (stream.readyState !== EventSource.CLOSED || source !== stream) return;
    source = null;
    setTimeout(() => {
      if (!source) {
        listen(on_reach, clock);
        listener({ devices: [], desk: true });
      }
    }, 5000);
  });
}

export function unlisten(): void {
  source?.close();
  source = null;
}
