import type { Child } from './dom';
import type { Change } from './live';

/** One page at one address. It holds what it has loaded; drawing it is a pure look at that. */
export interface Page {
  /** For the window and the history. */
  title(): string;
  /** The item of the rail it belongs to. */
  rail: string;
  /** Fetches what it shows; may be called again at any time. */
  load(signal: AbortSignal): Promise<void>;
  draw(): Child;
  /** Whether a change concerns it. */
  cares(change: Change): boolean;
  /** After its nodes are in the document. */
  drawn?(): void;
}

/** What a page may ask of the frame around it. */
export interface Frame {
  redraw(): void;
  reload(): void;
  /** Writes the view into the address; a step that one may want to go back from gets its own place in the history. */
  view(parameters: Record<string, string | null>, step?: boolean): void;
  go(address: string): void;
  /** Says that something was done. */
  tell(text: string): void;
}
