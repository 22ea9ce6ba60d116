import type { FloorFlow, FloorStep } from '../../../server/protocol/views.ts';

const steps: readonly FloorStep[] = [
  'accepted',
  'released',
  'picking',
  'sorting',
  'picked',
  'packing',
  'staged',
];

/** The steps of this site in the order of the floor: not every site sorts. */
export function stagesOf(flow: FloorFlow) {
  return steps.flatMap((stage) => {
    const figures = flow[stage];
    return figures === null ? [] : [{ stage, ...figures }];
  });
}
