import { defineEntity, p } from '@mikro-orm/core';
import type { JobKind, JobState, PartState } from './job.states.ts';
import type { Proven } from './next-job-step.ts';
import type { LastJobScan } from './undo-job.ts';

/** One person's claim on something small to do, and how far they are. `counted`: in the hand, or told over so far. */
export const FloorJob = defineEntity({
  name: 'FloorJob',
  tableName: 'floor_job',
  properties: {
    site: p.text().primary(),
    job: p.integer().primary(),
    kind: p.text().$type<JobKind>(),
    state: p.text().$type<JobState>(),
    operator: p.text(),
    device: p.text().nullable(),
    /** The place to go to first: `tote:T-0416`, `parcel:12`, `location:A-01-01`. */
    source: p.text(),
    reason: p.text(),
    claimedAt: p.datetime(),
    leaseUntil: p.datetime().nullable(),
    doneAt: p.datetime().nullable(),
    atSource: p.boolean().default(false),
    /** Where this person was last seen. */
    atLocation: p.text().nullable(),
    part: p.integer().nullable(),
    counted: p.integer().default(0),
    /** Another place than the asked one, scanned once. */
    offered: p.text().nullable(),
    notice: p.text().$type<JobNotice>().nullable(),
    /** To what this person asked a lead, not read yet. */
    answer: p.json().$type<JobAnswer>().nullable(),
    /** Of the goods in the hand. */
    proven: p.json().$type<Proven>().nullable(),
    /** What the ledger had when a count began. */
    seen: p.json().$type<SeenPlace>().nullable(),
    lastScan: p.json().$type<LastJobScan>().nullable(),
  },
  indexes: [{ properties: ['site', 'operator', 'claimedAt'] }, { properties: ['site', 'state'] }],
});

/** `disturbed`: somebody took or put goods where this person counts; `leaving`: the hand must be emptied first. */
export type JobNotice = 'disturbed' | 'leaving';

/** `by`: a lead, or nobody in time and so the site's rule. */
export interface JobAnswer {
  answer: 'yes' | 'no';
  by: 'lead' | 'nobody';
  question: string;
  location: string | null;
}

export interface SeenPlace {
  available: number;
  missing: number;
  inHand: number;
}

/** One thing that a job does: a put-back, a count request or a move request, by its number. */
export const JobPart = defineEntity({
  name: 'JobPart',
  tableName: 'job_part',
  properties: {
    site: p.text().primary(),
    job: p.integer().primary(),
    part: p.integer().primary(),
    kind: p.text().$type<JobKind>(),
    ref: p.integer(),
    sequence: p.integer(),
    state: p.text().$type<PartState>(),
  },
  indexes: [{ properties: ['site', 'kind', 'ref'] }],
});

/** Goods that are to lie somewhere else. `units` and `toLocation` are null while a person decides them on the spot. */
export const MoveRequest = defineEntity({
  name: 'MoveRequest',
  tableName: 'move_request',
  properties: {
    site: p.text().primary(),
    move: p.integer().primary(),
    owner: p.text(),
    sku: p.text(),
    lot: p.text(),
    units: p.integer().nullable(),
    fromLocation: p.text(),
    toLocation: p.text().nullable(),
    state: p.text().$type<'open' | 'done' | 'cancelled'>(),
    orderedBy: p.text().nullable(),
    at: p.datetime(),
    doneAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['site', 'state'] }],
});
