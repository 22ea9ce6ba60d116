import type { DeskPanel } from '../desk/desk-panel.ts';
import { desk } from './samples.ts';

const [exception] = desk.exceptions;
const [person] = desk.operators;
const [walk] = desk.tasks;
const waiting = desk.tasks.find((task) => task.state === 'planned') ?? walk;
if (exception === undefined || person === undefined || walk === undefined || waiting === undefined)
  throw new Error('expected the sample of a desk to have people, walks and exceptions');

/** What may be open on the right of a desk. */
export const deskSheets: Readonly<Record<DeskPanel['kind'], DeskPanel>> = {
  correct: { kind: 'correct', form: { location: 'A-03-12-B', owner: 'acme', sku: '85123A', lot: '' } },
  move: { kind: 'move', owner: 'acme' },
  resolve: { kind: 'resolve', exception },
  recover: { kind: 'recover', task: walk },
  assign: { kind: 'assign', task: waiting },
  zones: { kind: 'zones', person },
  manifest: { kind: 'manifest', carrier: 'DHL', name: 'DHL Express', parcels: 212 },
  enrol: { kind: 'enrol' },
  qr: { kind: 'qr', device: 'WALL-1', url: 'https://floorwave.example:3000/?enrol=7QK4M2' },
  settings: { kind: 'settings' },
};
