/** What the API answers, by the names the page uses. The shapes are the description's own (src/api.d.ts is made from it). */
import type { components, paths } from './api';

type Schemas = components['schemas'];
type Answer<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never;

export type Session = Answer<'/api/v1/session'>;
export type Role = NonNullable<Session['role']>;

export type ContractRow = Schemas['contract_row'];
export type Day = Schemas['day'];
export type Fleet = Schemas['fleet'];
export type OpenFault = Schemas['open_fault'];
export type Uncovered = Fleet['uncovered'][number];

export type Device = Schemas['device'];
export type Fault = Schemas['fault'];
export type Interval = Schemas['interval'];
export type Timeline = Schemas['timeline'];

export type Claim = Schemas['claim'];
export type Correction = Schemas['correction'];
export type Evidence = Schemas['evidence'];
export type EvidenceList = Schemas['evidence_list'];
export type Line = Schemas['line'];
export type Part = Line['part'];
export type Statement = Schemas['statement'];
export type StatementRow = Schemas['statement_row'];
export type Terms = Schemas['terms'];
export type Totals = Schemas['totals'];
export type Unexplained = Schemas['unexplained'];
export type VendorTime = Schemas['vendor_time'];
/** As one enters it, without the vendor's where it was not down for it; the collector works out the differences. */
export interface SaidTime {
  from: string;
  to: string;
  vendor_from?: string;
  vendor_to?: string;
}

export type LogEvent = Answer<'/api/v1/events'>[number];
export type User = Answer<'/api/v1/users'>[number];
export type Token = User['tokens'][number];
