import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createHandlers } from '../../server/floor/handlers.ts';
import type { Database } from '../../server/platform/db/database.ts';
import { createDispatch, type Actor } from '../../server/platform/dispatch/dispatch.ts';
import { commands, type CommandName } from '../../server/protocol/commands.ts';
import { permissions, rolePermissions, type Role } from '../../server/protocol/permissions.ts';
import { viewPermission } from '../../server/protocol/views.ts';

const names = Object.keys(commands) as CommandName[];
const roles = Object.keys(rolePermissions) as Role[];
const handlers = createHandlers({ publicUrl: () => 'https://localhost' });

describe('the table of commands', () => {
  test('every command has a handler, and every handler a command', () => {
    // The type is total too: a command without an entry does not compile.
    const byName: Record<CommandName, unknown> = handlers;
    expect(Object.keys(byName).sort()).toEqual([...names].sort());
    expect(Object.values(byName).every((handler) => typeof handler === 'function')).toBe(true);
  });

  test('every body is closed, and its texts and numbers are bounded', () => {
    expect(names.flatMap((name) => loose(commands[name].body, name))).toEqual([]);
  });

  test('every permission is needed by a command or a view', () => {
    const needed = new Set<string>([
      ...names.map((name) => commands[name].permission),
      ...Object.values(viewPermission),
    ]);
    expect(permissions.filter((permission) => !needed.has(permission))).toEqual([]);
  });

  test('every command is open to somebody, and none to a wall', () => {
    for (const name of names)
      expect(roles.some((role) => rolePermissions[role].includes(commands[name].permission))).toBe(true);
    expect(names.filter((name) => rolePermissions.wall.includes(commands[name].permission))).toEqual([]);
  });
});

describe('what dispatch refuses before it asks the database', () => {
  /** Touching it fails the test: nothing below may get so far. */
  const untouchable = new Proxy(
    {},
    {
      get(_target, key) {
        throw new Error(`the database was asked for ${String(key)}`);
      },
    },
  ) as Database;
  const dispatch = createDispatch({
    database: untouchable,
    handlers,
    newSecrets: {},
    heard: () => Promise.reject(new Error('nobody to hear')),
    nextQuestion: () => Promise.reject(new Error('nothing to ask')),
    now: () => new Date(0),
    log: pino({ level: 'silent' }),
  });
  const send = (name: string, body: unknown, role: Role = 'admin') =>
    dispatch({ site: 's', operator: 'o', role, device: null, station: null } satisfies Actor, {
      commandId: 'c-12345678',
      name,
      body,
    });

  test.each([
    '',
    'Nonsense',
    'pickScan',
    'PickScan ',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
  ])('the unknown command "%s"', async (name) => {
    expect(await send(name, {})).toEqual({ ok: false, refusal: 'BAD_COMMAND', data: { at: 'name' } });
  });

  test.each<[string, CommandName, unknown]>([
    ['nothing', 'PickScan', undefined],
    ['null', 'PickScan', null],
    ['a text', 'PickScan', 'scan'],
    ['a list', 'PickScan', []],
    ['a missing field', 'PickScan', {}],
    ['a field too many', 'PickScan', { scan: 'A', extra: 1 }],
    ['a polluted prototype', 'GetWork', JSON.parse('{"__proto__":{"isAdmin":true}}')],
    ['a filter instead of a text', 'PickScan', { scan: { $ne: '' } }],
    ['a scan of ten kilobytes', 'PickScan', { scan: 'x'.repeat(10_240) }],
    ['a number as text', 'EnterPicked', { units: '3' }],
    ['a negative number', 'EnterPicked', { units: -1 }],
    ['half a unit', 'EnterPicked', { units: 0.5 }],
    ['no number', 'EnterPicked', { units: Number.NaN }],
    ['a number beyond all stock', 'EnterPicked', { units: 1e9 }],
    ['an unknown reason', 'ReportShort', { reason: 'tired', found: 0 }],
    ['a device name with a path', 'EnrolDevice', { kind: 'handheld', device: '../x', station: null }],
  ])('%s as the body of a command', async (_what, name, body) => {
    expect(await send(name, body)).toMatchObject({ ok: false, refusal: 'BAD_COMMAND' });
  });

  test.each(roles)('what the role %s may not do, before its body could do anything', async (role) => {
    const refused = await Promise.all(
      names
        .filter((name) => !rolePermissions[role].includes(commands[name].permission))
        .map(async (name) => [name, await send(name, fitting[name], role)] as const),
    );
    for (const [name, reply] of refused) {
      expect(reply).toEqual({
        ok: false,
        refusal: 'NOT_ALLOWED',
        data: { permission: commands[name].permission },
      });
    }
    expect(
      refused.length +
        names.filter((name) => rolePermissions[role].includes(commands[name].permission)).length,
    ).toBe(names.length);
  });

  test('a fitting body gets as far as the database', async () => {
    for (const name of names)
      expect(await send(name, fitting[name])).toMatchObject({ ok: false, fault: expect.any(String) });
  });
});

/** One body that fits each command. */
const fitting: Record<CommandName, unknown> = {
  GetWork: {},
  PickScan: { scan: 'A' },
  EnterPicked: { units: 1 },
  ConfirmTote: {},
  ReportShort: { reason: 'not_there', found: 0 },
  SkipStop: {},
  ToteFull: {},
  UndoScan: {},
  AnswerEmpty: { isEmpty: true },
  AskLead: { question: 'blocked' },
  Acknowledge: {},
  DeclineWork: { reason: 'too_heavy' },
  TakeBreak: {},
  HandOver: { where: null },
  TakeJob: { kind: 'put_back', ref: 1 },
  LeaveJob: {},
  StartMove: { location: 'A' },
  PackScan: { scan: 'A' },
  EnterPacked: { units: 1 },
  ChooseCarton: { carton: 'M' },
  CloseParcel: {},
  ReportPackShort: { lineNo: 1, missing: 1 },
  ToteIsEmpty: {},
  SetAside: { itemScan: 'A', units: 1 },
  LeaveBench: {},
  ReprintLabel: { parcel: 1, reason: 'torn' },
  AnswerPrint: { printJob: 1, cameOut: true },
  SortScan: { scan: 'A' },
  ChooseWall: { wall: 'WALL-1' },
  EnterSorted: { units: 1 },
  ConfirmPut: {},
  SayToteEmpty: { isEmpty: true },
  UndoSort: {},
  LeaveTote: {},
  ReleaseWave: { limit: 10, service: null },
  RetryOrder: { hub: 'shop', orderId: '1' },
  ResolveException: { exception: 1, resolution: 'looked' },
  AnswerQuestion: { exception: 1, answer: 'yes' },
  EndShortHold: { shipment: 1 },
  EnrolDevice: { kind: 'handheld', device: 'HH-1', station: null },
  CorrectStock: { location: 'A', owner: 'o', sku: 's', lot: '', counted: 1, reason: 'counted' },
  OrderMove: { owner: 'o', sku: 's', lot: '', units: 1, from: 'A', to: 'B' },
  AnswerCount: { exception: 1, isAllowed: true },
  CancelMove: { move: 1 },
  RecoverJob: { job: 1 },
  CloseManifest: { carrier: 'dhl' },
  RecoverTask: { task: 1, operator: null },
  AssignTask: { task: 1, operator: 'ann' },
  SetOperatorZones: { operator: 'ann', zones: ['A'] },
};

interface Schema {
  type?: string;
  additionalProperties?: boolean;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  const?: unknown;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  enum?: unknown[];
  maxItems?: number;
  items?: Schema;
}

/** Where a schema lets anything through. */
function loose(schema: Schema, at: string): string[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap((one) => loose(one, at));
  if (schema.const !== undefined || schema.enum !== undefined) return [];
  switch (schema.type) {
    case 'object':
      return [
        ...(schema.additionalProperties === false ? [] : [`${at} takes any property`]),
        ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
          loose(property, `${at}.${name}`),
        ),
      ];
    case 'string':
      return schema.maxLength === undefined && schema.pattern === undefined
        ? [`${at} takes a text of any length`]
        : [];
    case 'integer':
      return schema.minimum === undefined ? [`${at} takes any number`] : [];
    case 'array':
      return [
        ...(schema.maxItems === undefined ? [`${at} takes a list of any length`] : []),
        ...loose(schema.items ?? {}, `${at}[]`),
      ];
    case 'boolean':
    case 'null':
      return [];
    default:
      return [`${at} is a ${schema.type ?? 'thing of no type'}`];
  }
}
