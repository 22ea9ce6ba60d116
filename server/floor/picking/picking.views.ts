import { sql, type Kysely } from 'kysely';
import type { AssignmentReason, OrderNotes, PickPrompt, Stop, TaskStrip } from '../../protocol/prompts.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { isRefused } from '../../protocol/refusals.ts';
import type { ReasonFacts } from './choose-task.ts';
import {
  askedLines,
  impliesItem,
  isOneTote,
  nextPick,
  scanMode,
  type AskedLine,
  type LineFacts,
  type TaskFacts,
} from './next-pick.ts';
import { toTake } from './sum-lines.ts';
import { whereNext } from './passing.store.ts';
import type { TaskNotice } from './picking.entities.ts';
import { linePolicies } from './scan-policies.views.ts';
import { heldTotes, toCompleteOf } from './short-holds.views.ts';
import { splitGoods } from './split-goods.ts';
import { undoScan } from './undo-scan.ts';

/** What an operator is asked now, with everything the screen needs to ask it. */
export async function promptOf(db: Kysely<Tables>, site: string, operator: string): Promise<PickPrompt> {
  const task = await db
    .selectFrom('pickTask')
    .leftJoin('exception as question', (join) =>
      join
        .onRef('question.site', '=', 'pickTask.site')
        .on('question.kind', '=', 'question')
        .on('question.ref', '=', sql<string>`pick_task.task::text`)
        .on('question.state', '=', 'open'),
    )
    .leftJoin('cart', (join) =>
      join.onRef('cart.site', '=', 'pickTask.site').onRef('cart.cart', '=', 'pickTask.cart'),
    )
    .selectAll('pickTask')
    .select(['question.data as question', 'cart.places as cartSize', 'cart.columns as cartColumns'])
    .where('pickTask.site', '=', site)
    .where('pickTask.operator', '=', operator)
    .where('pickTask.state', 'in', ['claimed', 'picking', 'unreachable'])
    .executeTakeFirst();
  const told = await whatIsTold(db, site, operator, task);
  if (told !== null) return told;
  if (task === undefined) return idlePrompt(db, site, operator);
  const places = await db
    .selectFrom('taskPlace')
    .leftJoin('shipment', (join) =>
      join
        .onRef('shipment.site', '=', 'taskPlace.site')
        .onRef('shipment.shipment', '=', 'taskPlace.shipment'),
    )
    .select([
      'taskPlace.place',
      'taskPlace.tote',
      'taskPlace.dropped',
      'taskPlace.carton',
      'taskPlace.arriving',
      'shipment.orderNumber',
    ])
    .where('taskPlace.site', '=', site)
    .where('taskPlace.task', '=', task.task)
    .orderBy('taskPlace.place')
    .execute();
  const lines: LineFacts[] = await db
    .selectFrom('pickLine')
    .innerJoin('item', (join) =>
      join
        .onRef('item.site', '=', 'pickLine.site')
        .onRef('item.owner', '=', 'pickLine.owner')
        .onRef('item.sku', '=', 'pickLine.sku'),
    )
    .innerJoin('shipment', (join) =>
      join.onRef('shipment.site', '=', 'pickLine.site').onRef('shipment.shipment', '=', 'pickLine.shipment'),
    )
    .selectAll('pickLine')
    .select(['item.name', 'shipment.cutOffAt', 'shipment.mayShipPartial'])
    .where('pickLine.site', '=', site)
    .where('pickLine.task', '=', task.task)
    .orderBy('pickLine.line')
    .execute();
  const { policies } = await db
    .selectFrom('site')
    .select('policies')
    .where('site', '=', site)
    .executeTakeFirstOrThrow();
  const facts = { task, places, lines, policyOf: await linePolicies({ db, site }, task) };
  const next = nextPick(facts);
  const back = undoScan(facts, task.lastScan);
  const asked = askedLines(facts);
  const closed = asked.filter((line) => line.state !== 'open').length;
  const strip: TaskStrip = {
    task: task.task,
    pickMode: task.mode,
    cart: task.cart,
    line: Math.min(closed + 1, asked.length),
    lines: asked.length,
    cutOffAt: task.cutOffAt.toISOString(),
    undo: isRefused(back) ? null : back.did.kind === 'serial' ? 'counted' : back.did.kind,
    asked: askedOf(task.question),
    cartShape: task.cartSize === null ? null : { places: task.cartSize, columns: task.cartColumns },
    cartPlaces: places.map((place) => {
      const own = lines.filter((line) => line.place === place.place);
      return {
        place: place.place,
        tote: place.tote,
        isCancelled: own.length > 0 && own.every((line) => line.state === 'cancelled' || line.cancelled > 0),
      };
    }),
  };
  switch (next.step) {
    case 'notice':
      return noticePrompt(db, site, places, strip, next.notice);
    case 'take_over':
      return {
        kind: 'TakeOver',
        ...strip,
        standsAt: next.standsAt,
        tote: places.find((place) => place.tote !== null && !place.dropped)?.tote ?? null,
        lines: asked.length,
        units: lines.reduce((sum, line) => sum + (line.state === 'open' ? toTake(line) : 0), 0),
        why: await reasonOf(db, site, task),
      };
    case 'cart':
      return {
        kind: 'ScanCart',
        ...strip,
        why: await reasonOf(db, site, task),
        lines: asked.length,
        totes: places.filter((place) =>
          lines.some((line) => line.place === place.place && line.state === 'open'),
        ).length,
        units: task.units,
        walkMetres: Math.round(task.walkMm / 1_000),
      };
    case 'tote': {
      const needed = places.filter((place) =>
        lines.some((line) => line.place === place.place && line.state === 'open'),
      );
      return {
        kind: 'ScanTote',
        ...strip,
        place: next.place,
        places: needed.map((place) => place.place),
        bound: places.filter((place) => place.tote !== null).length,
        totes: places.filter((place) => place.tote !== null || needed.includes(place)).length,
        orderNumber: places.find((place) => place.place === next.place)?.orderNumber ?? null,
        tote: next.arriving,
        at: next.arriving === null ? null : await handOverOf(db, site, task.zone, policies.dropPlace),
        carton: next.carton,
        why: await reasonOf(db, site, task),
      };
    }
    case 'drop': {
      const { drop, next: to } = await whereNext({ db, site }, task);
      return {
        kind: 'ScanDrop',
        ...strip,
        drop,
        next: to,
        totes: places.flatMap((place) =>
          place.tote === null ? [] : [{ tote: place.tote, place: place.place }],
        ),
        held: await heldTotes(db, site, task.task),
      };
    }
    case 'location':
      return { kind: 'ScanLocation', ...strip, ...(await stopOf(db, site, facts, asked, next.line)) };
    case 'item':
    case 'lot':
    case 'expiry':
    case 'serial':
      return {
        kind: askedBy[next.step],
        ...strip,
        ...(await stopOf(db, site, facts, asked, next.line)),
        counted: task.inHandLine === next.line.line ? task.counted : 0,
      };
    case 'quantity':
      return { kind: 'EnterQuantity', ...strip, ...(await stopOf(db, site, facts, asked, next.line)) };
    case 'again':
    case 'put':
      return {
        kind: next.step === 'again' ? 'ScanAgain' : 'PutInTote',
        ...strip,
        ...(await stopOf(db, site, facts, asked, next.line)),
        counted: next.units,
      };
  }
}

const askedBy = { item: 'ScanItem', lot: 'ScanLot', expiry: 'ScanExpiry', serial: 'ScanSerial' } as const;

async function noticePrompt(
  db: Kysely<Tables>,
  site: string,
  places: readonly { tote: string | null }[],
  strip: TaskStrip,
  notice: TaskNotice,
): Promise<PickPrompt> {
  switch (notice.kind) {
    case 'answer':
      return {
        kind: 'LeadAnswered',
        ...strip,
        answer: notice.answer,
        by: notice.by,
        question: notice.question,
        location: notice.location ?? null,
      };
    case 'cancelled':
      return {
        kind: 'LinesCancelled',
        ...strip,
        ...(await cancelledGoods(db, site, places, notice.shipments)),
        hand: notice.hand ?? [],
      };
    case 'cart_full': {
      const { place, location, sku, name, units } = notice;
      return { kind: 'CartFull', ...strip, place, location, sku, name, units };
    }
    case 'zero_check':
      return { kind: 'AskEmpty', ...strip, location: notice.location };
  }
}

/** What somebody asked a lead, as their screen shows it until the answer. */
export function askedOf(question: Record<string, unknown> | null): TaskStrip['asked'] {
  if (question === null) return null;
  const text = (name: string): string | null => (typeof question[name] === 'string' ? question[name] : null);
  return {
    question: text('question') ?? 'other',
    location: text('location'),
    answerBy: text('answerBy'),
  };
}

async function handOverOf(db: Kysely<Tables>, site: string, zone: string | null, otherwise: string) {
  const row = await db
    .selectFrom('zone')
    .select('handOver')
    .where('site', '=', site)
    .where('zone', '=', zone ?? '')
    .executeTakeFirst();
  return row?.handOver ?? otherwise;
}

/** What is said before any question: what became of a walk, and that somebody is on a break. */
/** What comes before any question: work that was taken away, or a break. Null: nothing. */
export async function whatIsTold(
  db: Kysely<Tables>,
  site: string,
  operator: string,
  task: { cart: string | null } | undefined,
): Promise<PickPrompt | null> {
  const row = await db
    .selectFrom('operator')
    .innerJoin('site', 'site.site', 'operator.site')
    .leftJoin('pickerNotice', (join) =>
      join
        .onRef('pickerNotice.site', '=', 'operator.site')
        .onRef('pickerNotice.operator', '=', 'operator.operator'),
    )
    .select(['operator.breakSince', 'site.policies', 'pickerNotice.notice', 'pickerNotice.at'])
    .where('operator.site', '=', site)
    .where('operator.operator', '=', operator)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { breakSince, policies, notice, at } = row;
  if (notice !== null && at !== null) {
    const names = await namesOf(db, site, [notice.by, notice.to]);
    return {
      kind: 'WorkTaken',
      why: notice.why,
      task: notice.task,
      cart: notice.cart,
      hand: notice.hand ?? [],
      by: names(notice.by),
      to: names(notice.to),
      at: at.toISOString(),
    };
  }
  if (breakSince === null) return null;
  return {
    kind: 'OnBreak',
    since: breakSince.toISOString(),
    minutes: policies.breakMinutes,
    cart: task?.cart ?? null,
    hasWork: task !== undefined,
  };
}

/** Why the walk is this person's, with the numbers it was decided on. */
async function reasonOf(
  db: Kysely<Tables>,
  site: string,
  task: {
    reason: string | null;
    reasonFacts: ReasonFacts | null;
    cutOffAt: Date;
    cart: string | null;
    standsAt: string | null;
    completes: number | null;
  },
): Promise<AssignmentReason> {
  const { metres = null, among = 1, by = null, from = null } = task.reasonFacts ?? {};
  const facts = { cutOffAt: task.cutOffAt.toISOString(), metres };
  const names = await namesOf(db, site, [by, from]);
  switch (task.reason) {
    case 'sent':
      return { ...facts, code: 'sent', by: names(by) };
    case 'handed_over':
      return {
        ...facts,
        code: 'handed_over',
        from: names(from),
        cart: task.cart,
        standsAt: task.standsAt ?? '',
      };
    case 'nearest':
      return { ...facts, code: 'nearest', among };
    case 'completes':
      return { ...facts, code: 'completes', ...(await toCompleteOf(db, site, task.completes)) };
    case 'priority':
    case 'earliest_cut_off':
      return { ...facts, code: task.reason };
    default:
      return { ...facts, code: 'own_unfinished' };
  }
}

async function namesOf(
  db: Kysely<Tables>,
  site: string,
  operators: readonly (string | null)[],
): Promise<(operator: string | null) => string | null> {
  const asked = operators.flatMap((operator) => operator ?? []);
  if (asked.length === 0) return () => null;
  const rows = await db
    .selectFrom('operator')
    .select(['operator', 'name'])
    .where('site', '=', site)
    .where('operator', 'in', asked)
    .execute();
  return (operator) => rows.find((row) => row.operator === operator)?.name ?? operator;
}

async function idlePrompt(db: Kysely<Tables>, site: string, operator: string): Promise<PickPrompt> {
  const session = await db
    .selectFrom('session')
    .select('isReady')
    .where('site', '=', site)
    .where('operator', '=', operator)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  const waiting = await db
    .selectFrom('pickTask')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('site', '=', site)
    .where('state', 'in', ['planned', 'parked'])
    .executeTakeFirst();
  const ready = session?.isReady ?? false;
  const waitingTasks = waiting?.n ?? 0;
  // Work that waits is given to whoever is ready, unless there is no cart for it.
  const waitsFor = !ready ? null : waitingTasks === 0 ? 'release' : 'cart';
  return { kind: 'GetWork', ready, waitsFor, waitingTasks, jobs: [] };
}

async function cancelledGoods(
  db: Kysely<Tables>,
  site: string,
  places: readonly { tote: string | null }[],
  shipments: number[],
) {
  const orders = await db
    .selectFrom('shipment')
    .select([
      'orderNumber',
      sql<boolean>`exists (select from shipment_line l where l.site = shipment.site and l.shipment = shipment.shipment
        and l.requested > l.cancelled + l.shorted)`.as('isStillWanted'),
    ])
    .where('site', '=', site)
    .where('shipment', 'in', shipments)
    .orderBy('shipment')
    .execute();
  const totes = places.flatMap((place) => (place.tote === null ? [] : [place.tote]));
  const rows =
    totes.length === 0
      ? []
      : await db
          .selectFrom('putBack')
          .innerJoin('item', (join) =>
            join
              .onRef('item.site', '=', 'putBack.site')
              .onRef('item.owner', '=', 'putBack.owner')
              .onRef('item.sku', '=', 'putBack.sku'),
          )
          .select(['putBack.fromPlace', 'putBack.sku', 'item.name', 'putBack.units'])
          .where('putBack.site', '=', site)
          .where('putBack.state', '=', 'open')
          .where('putBack.shipment', 'in', shipments)
          .where(
            'putBack.fromPlace',
            'in',
            totes.map((tote) => `tote:${tote}`),
          )
          .execute();
  return {
    orderNumbers: orders.map((order) => order.orderNumber),
    stillWanted: orders.filter((order) => order.isStillWanted).map((order) => order.orderNumber),
    goods: rows.map((row) => ({
      tote: row.fromPlace.replace('tote:', ''),
      name: row.name,
      sku: row.sku,
      units: row.units,
    })),
  };
}

/** What hubs wrote on these orders. */
async function notesOf(
  db: Kysely<Tables>,
  site: string,
  shipments: readonly number[],
  begunShipments: ReadonlySet<number>,
): Promise<OrderNotes[]> {
  if (shipments.length === 0) return [];
  const rows = await db
    .selectFrom('shipment')
    .innerJoin('hubOrder', (join) =>
      join
        .onRef('hubOrder.site', '=', 'shipment.site')
        .onRef('hubOrder.hub', '=', 'shipment.hub')
        .onRef('hubOrder.orderId', '=', 'shipment.orderId'),
    )
    .select(['shipment.shipment', 'shipment.orderNumber'])
    .select(sql<string[] | null>`hub_order.document -> 'notes'`.as('notes'))
    .where('shipment.site', '=', site)
    .where('shipment.shipment', 'in', shipments)
    .where(sql<boolean>`hub_order.document ? 'notes'`)
    .orderBy('shipment.shipment')
    .execute();
  return rows.flatMap(({ shipment, orderNumber, notes }) => {
    const said = (notes ?? []).map((note) => note.trim()).filter((note) => note !== '');
    return said.length === 0 ? [] : [{ orderNumber, notes: said, isNew: !begunShipments.has(shipment) }];
  });
}

const isOpen = (line: Readonly<LineFacts>): boolean => line.state === 'open';

/** Orders of which something was taken or found missing on this walk. */
function begun(lines: readonly AskedLine[]): ReadonlySet<number> {
  const parts = lines.flatMap((line) => line.parts);
  return new Set(parts.filter((part) => part.picked + part.shorted > 0).map((part) => part.shipment));
}

async function stopOf(
  db: Kysely<Tables>,
  site: string,
  facts: TaskFacts & { task: { task: number } },
  lines: readonly AskedLine[],
  line: AskedLine,
): Promise<Stop> {
  const { task, places } = facts;
  const policy = facts.policyOf(line);
  const location = await db
    .selectFrom('location')
    .leftJoin('location as from', (join) =>
      join
        .onRef('from.site', '=', 'location.site')
        .on('from.location', '=', task.atLocation ?? line.location),
    )
    .innerJoin('item', (join) =>
      join
        .onRef('item.site', '=', 'location.site')
        .on('item.owner', '=', line.owner)
        .on('item.sku', '=', line.sku),
    )
    .select([
      'location.zone',
      'location.aisle',
      'location.checkDigits',
      'location.xMm',
      'location.yMm',
      'from.xMm as fromX',
      'from.yMm as fromY',
      'item.picture',
    ])
    .where('location.site', '=', site)
    .where('location.location', '=', line.location)
    .executeTakeFirstOrThrow();
  const shipments = [...new Set(line.parts.filter(isOpen).map((part) => part.shipment))];
  return {
    location: line.location,
    zone: location.zone,
    aisle: location.aisle,
    checkDigits: location.checkDigits,
    distanceMetres:
      location.fromX === null || location.fromY === null
        ? 0
        : Math.round(
            (Math.abs(location.fromX - location.xMm) + Math.abs(location.fromY - location.yMm)) / 1_000,
          ),
    sku: line.sku,
    name: line.name,
    picture: location.picture,
    lot: line.lot === '' ? null : line.lot,
    take: toTake(line),
    mode: scanMode(line, policy),
    confirm: {
      location: policy.location === 'none' ? 'item' : policy.location,
      isItemImplied: impliesItem(policy),
      isPrefilled: policy.quantity === 'prefilled',
      tote: policy.tote === 'button' && isOneTote(facts) ? 'button' : 'scan',
    },
    place: line.place,
    tote: places.find((place) => place.place === line.place)?.tote ?? '',
    orders: shipments.length,
    split: splitGoods(lines, line),
    notes: await notesOf(db, site, shipments, begun(lines)),
    moreHere: lines.filter(
      (one) => one.state === 'open' && one.location === line.location && one.line !== line.line,
    ).length,
  };
}
