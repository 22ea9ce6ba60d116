import type { DeskView } from '../../../../server/protocol/views.ts';

export type DeskException = DeskView['exceptions'][number];
export type DeskTask = DeskView['tasks'][number];
export type DeskPerson = DeskView['operators'][number];

export interface CountForm {
  location: string;
  owner: string;
  sku: string;
  lot: string;
}

/** What is open on the right of the tables. */
export type DeskPanel =
  | { kind: 'correct'; form: CountForm }
  | { kind: 'move'; owner: string }
  | { kind: 'resolve'; exception: DeskException }
  | { kind: 'recover'; task: DeskTask }
  | { kind: 'assign'; task: DeskTask }
  | { kind: 'zones'; person: DeskPerson }
  | { kind: 'manifest'; carrier: string; name: string; parcels: number }
  | { kind: 'enrol' }
  | { kind: 'qr'; device: string; url: string }
  | { kind: 'settings' };
