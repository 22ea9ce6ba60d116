import { expect, test } from 'vitest';
import { toteFull } from '../../server/floor/picking/tote-full.ts';
import { standardPolicy } from '../../server/floor/picking/resolve-policy.ts';
import type { LineFacts, TaskFacts } from '../../server/floor/picking/next-pick.ts';

const line = (number: number, place: number, more: Partial<LineFacts> = {}): LineFacts => ({
  line: number,
  sequence: number,
  place,
  location: `A-0${number}`,
  sku: `S${number}`,
  name: `Thing ${number}`,
  owner: 'main',
  lot: '',
  requested: 4,
  picked: 0,
  shorted: 0,
  cancelled: 0,
  state: 'open',
  shipment: 1,
  cutOffAt: new Date(0),
  mayShipPartial: false,
  ...more,
});
const facts = (lines: LineFacts[], places: number[], more: Partial<TaskFacts['task']> = {}): TaskFacts => ({
  task: {
    state: 'picking',
    mode: 'cluster',
    takesCart: true,
    cart: 'C-1',
    atLocation: 'A-02',
    hasLeft: false,
    counted: 0,
    inHandLine: null,
    standsAt: null,
    notice: null,
    provenLot: null,
    isExpiryProven: false,
    isItemProvenAgain: false,
    otherLot: null,
    ...more,
  },
  places: places.map((place) => ({
    place,
    tote: `T-${place}`,
    dropped: false,
    carton: null,
    arriving: null,
  })),
  lines,
  policyOf: () => ({ ...standardPolicy(3), isAloneInPlace: false }),
});
const done = { picked: 4, state: 'done' as const };

test('[PK24] what is still to be taken of the full tote goes to the lowest free place', () => {
  const at = facts([line(1, 1, done), line(2, 1, { picked: 1 }), line(3, 2), line(4, 1)], [1, 2]);
  expect(toteFull(at, 4)).toEqual({
    line: { ...at.lines[1], parts: [at.lines[1]] },
    moved: [
      { line: 2, units: 3, isWhole: false },
      { line: 4, units: 4, isWhole: true },
    ],
    place: 3,
    carton: null,
  });
});

test('[PK24] with every place of the cart in use there is none', () => {
  const at = facts([line(1, 1, done), line(2, 1)], [1, 2]);
  expect(toteFull(at, 2)).toMatchObject({ moved: [{ line: 2, units: 4, isWhole: true }], place: null });
});

test('[PK24] a tote with nothing in it is not full, and without a line at hand there is none', () => {
  expect(toteFull(facts([line(2, 1)], [1]), 4)).toEqual({ refused: 'TOTE_EMPTY', data: { place: 1 } });
  expect(toteFull(facts([line(2, 1, done)], [1]), 4)).toEqual({ refused: 'PICK_NOT_AT_LINE', data: {} });
});
