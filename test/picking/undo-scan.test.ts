import { expect, test } from 'vitest';
import type { TaskFacts } from '../../server/floor/picking/next-pick.ts';
import { standardPolicy } from '../../server/floor/picking/resolve-policy.ts';
import { undoScan, type LastScan } from '../../server/floor/picking/undo-scan.ts';

const here = {
  atLocation: 'A-01',
  hasLeft: false,
  counted: 0,
  inHandLine: null,
  provenLot: null,
  isExpiryProven: false,
  isItemProvenAgain: false,
};
const facts = (
  task: Partial<TaskFacts['task']> = {},
  line: Partial<TaskFacts['lines'][number]> = {},
): TaskFacts => ({
  task: {
    state: 'picking',
    mode: 'cluster',
    takesCart: true,
    cart: 'C-1',
    standsAt: null,
    notice: null,
    otherLot: null,
    ...here,
    ...task,
  },
  places: [{ place: 1, tote: 'T-1', dropped: false, carton: null, arriving: null }],
  lines: [
    {
      line: 1,
      sequence: 1,
      place: 1,
      location: 'A-01',
      sku: 'MUG',
      name: 'Mug',
      owner: 'main',
      lot: '',
      requested: 2,
      picked: 2,
      shorted: 0,
      cancelled: 0,
      state: 'done',
      shipment: 1,
      cutOffAt: new Date(0),
      mayShipPartial: false,
      ...line,
    },
  ],
  policyOf: () => ({ ...standardPolicy(3), isAloneInPlace: false }),
});
const inHand = { ...here, counted: 2, inHandLine: 1 };
const put: LastScan = {
  before: inHand,
  after: here,
  did: { kind: 'put', parts: [{ line: 1, units: 2, serials: [] }], tote: 'T-1' },
};
const no = { refused: 'NOTHING_TO_UNDO', data: {} };

test('[PK25] the last scan is taken back to where the picker stood before it', () => {
  expect(undoScan(facts(), put)).toEqual({ before: inHand, did: put.did });
  const counted: LastScan = { before: here, after: inHand, did: { kind: 'counted' } };
  expect(undoScan(facts(inHand), counted)).toEqual({ before: here, did: counted.did });
});

test('[PK25] nothing is taken back when something was built on it', () => {
  expect(undoScan(facts(), null)).toEqual(no);
  expect(undoScan(facts({ counted: 1, inHandLine: 1 }), put)).toEqual(no);
  expect(undoScan(facts({ notice: { kind: 'cancelled', shipments: [1] } }), put)).toEqual(no);
  expect(undoScan(facts({}, { cancelled: 1 }), put)).toEqual(no);
  expect(undoScan(facts({}, { picked: 1 }), put)).toEqual(no);
  const tote: LastScan = { before: here, after: here, did: { kind: 'tote', place: 1, tote: 'T-1' } };
  expect(undoScan(facts(), tote)).toEqual(no);
  expect(undoScan(facts({}, { picked: 0, state: 'open' }), tote)).toMatchObject({ did: tote.did });
});
