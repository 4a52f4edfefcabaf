/** What the API answers, as far as the page reads it. Times are RFC 3339, percentages and money strings, durations ms. */
import type { State } from './states';

export type Role = 'technologist' | 'biomed' | 'director' | 'administrator';

export interface Session {
  signed_in: boolean;
  user?: string | null;
  role?: Role | null;
  csrf?: string | null;
  title: string;
  zone: string;
  version: string;
  users: boolean;
}

export interface Now {
  state: State;
  since: string | null;
  grade: string | null;
  cause: string | null;
  reason: string | null;
  until: string | null;
}

export interface OpenFault {
  fault: string;
  code: string;
  effect: string;
  reported: string;
  called: string | null;
  acknowledged: string | null;
  on_site: string | null;
}

export interface Ends {
  low_percent: string;
  median_percent: string;
  high_percent: string;
  stretches: number;
  worse: number;
  failures: number;
  repair_ms: number | null;
}

export interface Day {
  day: string;
  covered_ms: number;
  down_ms: number;
  limited_ms: number;
  planned_ms: number;
  unknown_ms: number;
}

export interface ContractRow {
  contract: string;
  vendor: string;
  device: string;
  title: string;
  modality: string;
  now: Now;
  fault: OpenFault | null;
  period: { from: string; to: string; length: string };
  uptime_percent: string | null;
  worst_percent: string | null;
  best_percent: string | null;
  guaranteed_percent: string | null;
  covered_ms: number;
  covered_whole_ms: number;
  lost_ms: number;
  losses: number;
  unknown_ms: number;
  planned_ms: number;
  excluded_ms: number;
  allowance_ms: number | null;
  planned_ahead_ms: number;
  left_ms: number | null;
  credit_so_far: string;
  currency: string;
  standing: 'broken' | 'at_risk' | 'on_course';
  broke_at: string | null;
  breaks_at: string | null;
  ends: Ends | null;
  ends_why: string | null;
  days: Day[];
}

export interface Uncovered {
  device: string;
  title: string;
  modality: string;
  now: Now;
  fault: OpenFault | null;
}

export interface Fleet {
  as_of: string;
  log_to: string | null;
  counts: Record<State, number>;
  credit_so_far: { currency: string; amount: string }[];
  unexplained: number;
  rows: ContractRow[];
  uncovered: Uncovered[];
}

export interface Fault extends OpenFault {
  cause: string | null;
  source: string | null;
  repaired: string | null;
  released: string | null;
  closed: string | null;
  note: string | null;
  down_ms?: number;
}

export interface Device {
  as_of?: string;
  device: string;
  title: string;
  room: string | null;
  modality: string | null;
  manufacturer: string | null;
  model: string | null;
  serial: string | null;
  installed: string | null;
  node: string | null;
  now: Now;
  exam: { procedure: string | null; started: string; p50_s: number | null; p90_s: number | null; n: number } | null;
  contracts: ContractRow[];
  faults_open: Fault[];
  faults_closed: Fault[];
  reliability: {
    days: number;
    failures: number;
    mtbf_covered_ms: number | null;
    mtbf_low_ms: number | null;
    mtbf_high_ms: number | null;
    repair_p50_ms: number | null;
    repair_p90_ms: number | null;
    n: number;
  } | null;
  today: { exams_done: number; running: number };
}

export interface Place {
  node: string;
  epoch: string;
  seq: number;
  digest?: string;
}

export interface Interval {
  from: string;
  to: string | null;
  state: State;
  cause: string | null;
  grade: string | null;
  reason: string | null;
  source: string | null;
  exam: string | null;
  began: Place | null;
  corrected: { state: State | null; cause: string | null; reading: string } | null;
}

export interface Timeline {
  device: string;
  from: string;
  to: string;
  known_to: string | null;
  kind: 'intervals' | 'buckets';
  intervals: Interval[];
  buckets: { from: string; to: string; ms: Partial<Record<State, number>> }[];
  covered?: { from: string; to: string }[];
  exams: { exam: string; procedure: string | null; started: string; ended: string | null; status: string; subject: string | null }[];
  faults: { fault: string; code: string; effect: string; reported: string; closed: string | null }[];
}

export interface Evidence {
  t: string;
  type: string;
  node: string;
  epoch: string;
  seq: number;
  digest: string;
  log_row: number;
  what: string;
}

export interface Correction {
  reading: 'explained' | 'reclassified' | 'disputed' | 'restored';
  state: State | null;
  cause: string | null;
  reason: string;
  by: string;
  at: string;
  node: string;
  epoch: string;
  seq: number;
}

export type Part = 'planned' | 'unknown' | 'excluded' | 'down' | 'limited';

export interface Line {
  part: Part;
  from: string;
  to: string;
  state: State;
  cause: string | null;
  reason: string | null;
  grade: string | null;
  source: string | null;
  declared_by: string | null;
  fault: string | null;
  lasted_ms: number;
  covered_ms: number;
  weight: string;
  recorded_ms: number | null;
  corrected_ms: number | null;
  until_recorded: boolean;
  lasts?: boolean;
  rule?: string | null;
  reading: string | null;
  corrections: Correction[];
  response: { called: string | null; on_site: string | null; covered_ms: number | null; promised_ms: number | null; kept: boolean | null } | null;
  repair_ms: number | null;
  pieces: { from: string; to: string }[];
  events: Evidence[];
}

export interface Totals {
  calendar_ms: number;
  planned_ms: number;
  unknown_ms: number;
  excluded_ms: number;
  covered_ms: number;
  down_ms: number;
  limited_ms: number;
  limited_lost_ms: number;
  planned_lost_ms: number;
  unknown_lost_ms: number;
  lost_ms: number;
  uptime_percent: string | null;
  worst_percent: string | null;
  best_percent: string | null;
  allowance_ms: number | null;
  margin_ms: number | null;
  price: string;
  step_credit: string | null;
  hourly_credit: string | null;
  credit: string | null;
  days: number;
  days_of_year: number;
}

export interface Terms {
  name: string;
  vendor: string;
  version: number;
  digest: string;
  zone: string;
  starts: string;
  ends: string;
  period: string;
  guaranteed_percent: string | null;
  allowed_lost_hours: string | number | null;
  planned_down: 'excluded' | 'lost' | 'up';
  unknown: 'excluded' | 'up' | 'down';
  limited_weight: string | number;
  minimum_outage_minutes: number;
  outage_starts: string;
  outage_ends: string;
  response_hours: string | number | null;
  annual_price: string;
  currency: string;
  credit: { below_percent: string | number; credit_percent: string | number }[];
  credit_per_hour: string;
  credit_cap_percent: string | number;
  excluded_causes: string[];
  covered: Record<string, string[]>;
  holidays: string[];
}

export interface Edition {
  edition: number;
  at?: string;
  issued?: string;
  by: string;
  uptime_percent: string | null;
  credit: string | null;
  digest: string;
}

export type StatementState = 'draft' | 'issued' | 'claimed' | 'accepted' | 'contested' | 'paid';

export interface VendorTime {
  from: string;
  to: string;
  vendor_from?: string | null;
  vendor_to?: string | null;
}

export interface Claim {
  step: 'claimed' | 'answered' | 'paid';
  on: string;
  amount: string | null;
  currency: string;
  reference: string | null;
  outcome: string | null;
  times: VendorTime[];
  note: string | null;
  by: string;
  at: string;
}

export interface Statement {
  statement: string | null;
  edition: number | null;
  issued: { at: string; by: string; digest: string; log_row: number } | null;
  editions: Edition[];
  changed_since_issue: boolean;
  contract: Terms;
  device: { name: string; title: string; manufacturer: string | null; model: string | null; serial: string | null };
  period: { from: string; to: string; ended: boolean };
  tzdata: string;
  log_to: string | null;
  log_row: number | null;
  recorded: Totals;
  corrected: Totals;
  lines: Line[];
  claims: Claim[];
  state: StatementState;
}

export interface StatementRow {
  contract: string;
  device: string;
  period_from: string;
  period_to: string;
  ended: boolean;
  uptime_percent: string | null;
  guaranteed_percent: string | null;
  margin_ms: number | null;
  credit: string | null;
  currency: string;
  edition: number | null;
  state: StatementState;
  changed_since_issue: boolean;
}

export interface Unexplained {
  contract: string;
  device: string;
  from: string;
  to: string | null;
  state: State;
  covered_ms: number;
  lost_ms: number;
  period_from: string;
  reason: string | null;
}

export interface LogEvent {
  node: string;
  epoch: string;
  seq: number;
  digest: string;
  t: string;
  received: string;
  type: string;
  device: string | null;
  data: Record<string, unknown> | null;
}

export interface Token {
  id: number;
  name: string;
  role: Role;
  created: string;
  last_used: string | null;
}

export interface User {
  user: string;
  role: Role;
  tokens: Token[];
  created: string;
  last_signed_in: string | null;
}
