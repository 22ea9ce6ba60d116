import { expect, test } from 'vitest';
import { lacks, needsOf } from '../../server/floor/picking/may-work.ts';
import { whyWaits } from '../../server/floor/picking/why-waits.ts';

const walk = { places: 2, needs: { zones: ['A'], skills: ['hazmat'] }, assignedTo: null, declinedBy: [] };
const ann = { operator: 'ann', zones: [], skills: ['hazmat'], at: null };
const bo = { operator: 'bo', zones: ['B'], skills: ['hazmat'], at: null };

test('[PK41] a walk that nobody has says what would have to change first', () => {
  expect(whyWaits({ ...walk, assignedTo: 'bo' }, [], 0)).toEqual({ code: 'sent', to: 'bo' });
  expect(whyWaits(walk, [], 8)).toEqual({ code: 'nobody_here' });
  expect(whyWaits(walk, [bo], 8)).toEqual({ code: 'no_permit', zones: ['A'], skills: ['hazmat'] });
  expect(whyWaits({ ...walk, declinedBy: ['ann'] }, [ann, bo], 8)).toEqual({ code: 'declined' });
  expect(whyWaits(walk, [ann, bo], 0)).toEqual({ code: 'no_cart' });
  expect(whyWaits({ ...walk, places: 0 }, [ann, bo], 0)).toEqual({ code: 'all_busy' });
  expect(whyWaits(walk, [ann, bo], 8)).toEqual({ code: 'all_busy' });
});

test('[PK40] hazardous goods ask for the skill hazmat only where the site keeps skills', () => {
  const stops = [
    { zone: 'B', skill: 'reach_truck', isHazmat: true },
    { zone: 'A', skill: null, isHazmat: false },
    { zone: 'B', skill: 'reach_truck', isHazmat: false },
  ];
  expect(needsOf(stops, true)).toEqual({ zones: ['A', 'B'], skills: ['hazmat', 'reach_truck'] });
  expect(needsOf(stops, false)).toEqual({ zones: ['A', 'B'], skills: ['reach_truck'] });
  expect(lacks({ zones: ['A'], skills: ['hazmat'] }, needsOf(stops, true))).toEqual({
    zones: ['B'],
    skills: ['reach_truck'],
  });
  expect(lacks({ zones: [], skills: ['hazmat', 'reach_truck'] }, needsOf(stops, true))).toEqual({
    zones: [],
    skills: [],
  });
});
