import type { JobAnswer, JobNotice } from './jobs.entities.ts';
import type { JobKind } from './job.states.ts';
import type { ScanPolicy } from '../site/site.entities.ts';

export interface JobFacts {
  job: {
    kind: JobKind;
    source: Source;
    atSource: boolean;
    part: number | null;
    counted: number;
    offered: string | null;
    notice: JobNotice | null;
    answer: JobAnswer | null;
    proven: Proven | null;
  };
  /** What is still to do, in the order of the walk. */
  parts: readonly PartFacts[];
  /** What must be proven of a part, or of goods that nobody has chosen yet. */
  policyOf: (part: Readonly<PartFacts> | null) => JobPolicy;
}

/** Of a scan policy what concerns a job: its places are always scanned, and so is one of its goods. */
export type JobPolicy = Pick<
  ScanPolicy,
  'location' | 'item' | 'eachScanUpTo' | 'quantity' | 'lot' | 'expiry' | 'serial'
>;

/** What was proven of the goods in the hand. */
export interface Proven {
  lot: string | null;
  /** The unit that was shown last has not told which of several lots it is of. */
  isLotDue: boolean;
  isDateProven: boolean;
  /** Numbers read of the units in the hand. */
  serials: readonly string[];
}

/** What stands on goods beside their barcode and is asked for by itself. */
export type Proof = 'lot' | 'expiry' | 'serial';

/** Where the goods or the question lie before the job. */
export type Source =
  | { kind: 'tote'; tote: string }
  | { kind: 'cubby'; cubby: string }
  | { kind: 'parcel'; parcel: number }
  | { kind: 'location'; location: string };

export interface PartFacts {
  part: number;
  sequence: number;
  owner: string;
  sku: string;
  name: string;
  lot: string;
  /** When the lot expires, if anybody knows (ISO date). */
  expiry: string | null;
  /** Another lot of the item lies at the source as well, whosever it is. */
  isAmongLots: boolean;
  /** Numbers of the item and lot that were read when they came to the source; none for goods on a shelf. */
  serials: readonly string[];
  /** Null: as many as the person takes. A count never shows a number here. */
  units: number | null;
  /** Null: the person decides. */
  target: string | null;
  isDamaged: boolean;
  /** False when it was done another way meanwhile, at the desk say. */
  isOpen: boolean;
}

export type JobStep =
  | { step: 'answer'; answer: JobAnswer }
  | { step: 'gone' }
  /** `isWanted` is false where the desk took a move back while its goods were in the hand. */
  | { step: 'empty_hand'; part: PartFacts; isWanted: boolean }
  | { step: 'fetch' }
  /** Null: any item that lies at the source. */
  | { step: 'item'; part: PartFacts | null }
  | { step: 'prove'; part: PartFacts; proof: Proof }
  | { step: 'quantity'; part: PartFacts }
  | { step: 'put'; part: PartFacts; units: number }
  | { step: 'place' }
  | { step: 'first'; part: PartFacts }
  | { step: 'tally'; part: PartFacts };

/**
 * Which question is asked next. Goods are fetched from their source, then go item by item to their places; a count asks for its
 * place, for one of the item and then for a number, and never says which number the ledger has.
 */
export function nextJobStep(facts: Readonly<JobFacts>): JobStep {
  const { job } = facts;
  if (job.answer !== null) return { step: 'answer', answer: job.answer };
  const open = facts.parts.filter((part) => part.isOpen);
  const stale = facts.parts.find((part) => part.part === job.part && !part.isOpen);
  if (job.kind === 'move' && stale !== undefined && job.counted > 0)
    return { step: 'empty_hand', part: stale, isWanted: false };
  const isDecidedLater = job.kind === 'move' && facts.parts.length === 0;
  if (open.length === 0 && !isDecidedLater) return { step: 'gone' };
  const inHand = open.find((part) => part.part === job.part) ?? null;
  if (job.notice === 'leaving' && inHand !== null)
    return { step: 'empty_hand', part: inHand, isWanted: true };
  return job.kind === 'count' ? nextOfCount(facts, open, inHand) : nextOfGoods(facts, open, inHand);
}

function nextOfGoods(facts: JobFacts, open: readonly PartFacts[], inHand: PartFacts | null): JobStep {
  const { job } = facts;
  if (!job.atSource) return { step: 'fetch' };
  const [first] = open;
  if (first === undefined) return { step: 'item', part: null };
  if (inHand === null) {
    // What is broken lies in the hand since it was said so, and its code may be gone.
    const damaged = open.find((part) => part.isDamaged);
    return damaged === undefined
      ? { step: 'item', part: first }
      : { step: 'put', part: damaged, units: damaged.units ?? 0 };
  }
  const policy = facts.policyOf(inHand);
  const isEachScan = isEach(inHand, policy);
  const proof = isEachScan && job.counted === 0 ? null : owedProof(job, inHand, policy);
  if (proof !== null) return { step: 'prove', part: inHand, proof };
  if (isEachScan)
    return job.counted < (inHand.units ?? 0)
      ? { step: 'item', part: inHand }
      : { step: 'put', part: inHand, units: job.counted };
  return job.counted > 0
    ? { step: 'put', part: inHand, units: job.counted }
    : { step: 'quantity', part: inHand };
}

/** What must still be read from the goods in the hand: by the policy, and where only the goods can say which lot they are. */
function owedProof(job: JobFacts['job'], part: PartFacts, policy: JobPolicy): Proof | null {
  const { lot = null, isLotDue = false, isDateProven = false, serials = [] } = job.proven ?? {};
  if (part.lot !== '' && (isLotDue || (lot === null && (policy.lot === 'scan' || part.isAmongLots))))
    return 'lot';
  if (part.lot !== '' && policy.expiry === 'scan' && !isDateProven) return 'expiry';
  const isNumbered = policy.serial === 'at_pick' && part.serials.length > 0;
  return isNumbered && serials.length < job.counted ? 'serial' : null;
}

function nextOfCount(facts: JobFacts, open: readonly PartFacts[], inHand: PartFacts | null): JobStep {
  const [first] = open;
  if (first === undefined) return { step: 'gone' };
  if (!facts.job.atSource) return { step: 'place' };
  return inHand === null ? { step: 'first', part: first } : { step: 'tally', part: inHand };
}

/** Every unit is scanned for small numbers, or for all; else one scan is followed by a typed number. */
export function isEach(part: Readonly<PartFacts>, policy: Readonly<JobPolicy>): boolean {
  return part.units !== null && (policy.item === 'each' || part.units <= policy.eachScanUpTo);
}
