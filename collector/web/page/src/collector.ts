/** Asks the collector. What it refuses is a Refusal that says how to mend it; what does not reach it, a NotReached. */

import { hear_date } from './context';

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    detail: string,
    readonly after_s: number | null,
  ) {
    super(detail);
  }
}

export class NotReached extends Error {}

interface Problem {
  type?: string;
  title?: string;
  detail?: string;
}

let csrf = '';

/** Every change carries the session's token. */
export function use_csrf(token: string): void {
  csrf = token;
}

let attended = true;

/** Whether somebody is there who asked: what the page asks by itself does not keep a session alive. */
export function ask_for_somebody(is_there: boolean): void {
  attended = is_there;
}

export type Query = Record<string, string | number | null | undefined>;

export function address(route: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `/api/v1/${route}${text ? `?${text}` : ''}`;
}

async function refusal(response: Response): Promise<Refusal> {
  const problem = (await response.json().catch(() => ({}))) as Problem;
  const kind = (problem.type ?? '').split('/').at(-1) ?? '';
  const after = Number(response.headers.get('Retry-After'));
  return new Refusal(response.status, kind, problem.detail ?? problem.title ?? `The collector answered ${response.status}.`, after > 0 ? after : null);
}

async function ask(url: string, options: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    const headers = { ...(options.headers as Record<string, string> | undefined), ...(attended ? {} : { 'X-Unattended': '1' }) };
    response = await fetch(url, { ...options, headers, credentials: 'same-origin', signal: options.signal ?? AbortSignal.timeout(30_000) });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new NotReached('The collector is not reached.');
  }
  hear_date(response.headers.get('Date'));
  if (!response.ok) throw await refusal(response);
  return response;
}

export async function get<Answer>(route: string, query: Query = {}, signal?: AbortSignal): Promise<Answer> {
  const response = await ask(address(route, query), signal ? { signal } : {});
  return (await response.json()) as Answer;
}

/** A page of the log with where it goes on; nothing where the log ends. */
export async function get_page<Row>(route: string, query: Query, signal?: AbortSignal): Promise<{ rows: Row[]; next: string | null }> {
  const response = await ask(address(route, query), signal ? { signal } : {});
  const link = /after=(\d+)[^>]*>; rel="next"/.exec(response.headers.get('Link') ?? '');
  return { rows: (await response.json()) as Row[], next: link?.[1] ?? null };
}

export async function send<Answer = unknown>(method: 'POST' | 'PATCH' | 'DELETE', route: string, body?: object, query: Query = {}): Promise<Answer | null> {
  const headers: Record<string, string> = { 'X-CSRF-Token': csrf };
  if (body) headers['Content-Type'] = 'application/json';
  const response = await ask(address(route, query), { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await response.text();
  return text ? (JSON.parse(text) as Answer) : null;
}
