import { posix } from 'node:path';
import ts from 'typescript';

/**
 * The import map of the house. Files are given as path → text, so that the checker itself can be tested on small
 * samples. Each broken rule is one sentence that names the file and what it reached for.
 */
export function brokenRules(files: ReadonlyMap<string, string>): string[] {
  // Tests may see everything, so only their names are looked at.
  const read = [...files].map(([path, text]) => ({
    ...place(path),
    ...(path.startsWith('test/') ? { imports: [], impurities: [] } : parse(path, text)),
  }));
  return [
    ...read.flatMap((file) => badName(file)),
    ...read.flatMap((file) =>
      file.imports.flatMap((one) => {
        const why = forbidden(file, one);
        return why === null
          ? []
          : [`${file.path} imports ${one.isType ? 'the type of ' : ''}${one.to}: ${why}`];
      }),
    ),
    ...read
      .filter((file) => isPure(file))
      .flatMap((file) =>
        file.impurities.map(
          (what) =>
            `${file.path} says ${what}: a decision gets time, ids and chance as arguments and waits for nothing`,
        ),
      ),
    ...cycles(read),
  ];
}

/**
 * The slices in the order of the floor: each may use those before it, through their doors. Picking stands before
 * release because a release makes the walks; jobs after picking because whoever has
 * one is asked about it before the walk; printing before packing because a closed parcel queues its label; site after crew
 * and stock because loading a site writes badges and opening stock through their doors.
 */
export const slices = [
  'crew',
  'stock',
  'site',
  'orders',
  'allocation',
  'picking',
  'jobs',
  'entry',
  'release',
  'put-wall',
  'printing',
  'packing',
  'shipping',
  'departures',
  'look-up',
  'exceptions',
  'changes',
] as const;

/**
 * What everybody may use wherever its slice stands: putting something before a lead's eyes happens in every slice, the
 * calendar of cut-offs is known from the first promise on, and badges, PINs and keys are hashed in one way only.
 */
const shared = [
  'server/floor/exceptions/exceptions.ts',
  'server/floor/departures/cut-off.ts',
  'server/floor/crew/secrets.ts',
];

/** A slice's door is `<slice>.ts`. Master data has no floor work, so two doors: its file loader and the hub's items. */
const moreDoors = ['server/floor/site/load-site.ts', 'server/floor/site/items.ts'];

/** Not decisions, whatever their names say: they make secrets. */
const makesSecrets = ['server/floor/crew/secrets.ts', 'server/floor/crew/tokens.ts'];

/** Where the parts of the house are put together. They may see every door, view and decision. */
const compositions = ['server/floor/handlers.ts', 'server/floor/views.ts', 'server/floor/timers.ts'];

type Kind =
  | 'main'
  | 'app'
  | 'config'
  | 'composition'
  | 'slice'
  | 'edge'
  | 'platform'
  | 'protocol'
  | 'barcode'
  | 'planner'
  | 'simulators'
  | 'labels'
  | 'screens'
  | 'test'
  | 'package'
  | 'elsewhere';
/**
 * `flow`: a part of a door that grew too long: it locks, decides and writes as a door does, and only its own slice knows it.
 * `cli`: a program of its own beside the server; it reads the configuration, and may write the demo site.
 */
type Role =
  'door' | 'decision' | 'flow' | 'store' | 'sql' | 'views' | 'states' | 'entities' | 'routes' | 'cli';

interface Place {
  path: string;
  kind: Kind;
  part: string;
  role: Role | null;
}

function place(path: string): Place {
  const [, first = '', second = '', third = ''] = path.split('/');
  const at = (kind: Kind, part = '', role: Role | null = null): Place => ({ path, kind, part, role });
  if (path.startsWith('test/')) return at('test');
  if (path.startsWith('simulators/')) return at('simulators');
  if (path.startsWith('label-templates/')) return at('labels');
  if (path.startsWith('floor-ui/')) return at('screens', second);
  if (!path.startsWith('server/')) return at('elsewhere');
  if (path === 'server/main.ts') return at('main');
  if (path === 'server/app.ts') return at('app');
  if (path === 'server/config.ts') return at('config');
  if (compositions.includes(path)) return at('composition');
  switch (first) {
    case 'floor':
      return third === '' ? at('elsewhere') : at('slice', second, roleOf(path, second));
    case 'edges':
      return at('edge', second);
    case 'platform':
    case 'protocol':
    case 'barcode':
    case 'planner':
      return at(first);
    default:
      return at('elsewhere');
  }
}

function roleOf(path: string, slice: string): Role {
  if (path.endsWith(`/${slice}/${slice}.ts`) || moreDoors.includes(path)) return 'door';
  if (path.includes('/sql/') || path.endsWith('.sql.ts')) return 'sql';
  if (path.endsWith('-cli.ts')) return 'cli';
  for (const role of ['flow', 'store', 'views', 'states', 'entities', 'routes'] as const)
    if (path.endsWith(`.${role}.ts`)) return role;
  return 'decision';
}

const isPure = (file: Place) =>
  (file.role === 'decision' && !makesSecrets.includes(file.path)) ||
  file.kind === 'planner' ||
  file.kind === 'barcode';

interface Import {
  to: string;
  isType: boolean;
}

/** Why `from` may not import this, or null. */
function forbidden(from: Place, one: Import): string | null {
  if (one.to.startsWith('.')) return 'an import names the file it means, with its ending';
  const to = isPackage(one.to)
    ? { path: one.to, kind: 'package' as const, part: '', role: null }
    : place(one.to);
  const allow = (isAllowed: boolean, why: string) => (isAllowed ? null : why);
  if (to.kind === 'test') return 'nothing in the house depends on its tests';
  if (to.role === 'entities' && !one.isType && from.part !== to.part) {
    return allow(
      from.path === 'server/platform/db/tables.ts',
      'tables meet in platform/db/tables.ts only; take the type',
    );
  }
  switch (from.kind) {
    case 'main':
    case 'app':
      return allow(
        to.role === null || isOpen(to) || to.role === 'routes',
        "only a slice's door, views or routes are seen from outside",
      );
    case 'config':
      return allow(
        to.kind === 'package' || to.kind === 'platform',
        'configuration knows nothing of the floor',
      );
    case 'composition':
      return allow(
        isBelowFloor(to) || isOpen(to) || to.role === 'decision',
        'compositions put doors, views and decisions together, nothing else',
      );
    case 'slice':
      return whyNotInSlice(from, to, one.isType);
    case 'edge':
      if (to.kind === 'edge') return allow(to.part === from.part, 'edges do not see each other');
      if (to.kind === 'config') return allow(one.isType, 'an edge is given its configuration');
      return allow(
        isBelowFloor(to) ||
          isOpen(to) ||
          shared.includes(to.path) ||
          to.kind === 'labels' ||
          (one.isType && to.kind === 'slice'),
        'edges use doors and views of slices, platform, protocol, barcode and label templates',
      );
    case 'platform':
      if (to.kind === 'slice' || to.kind === 'edge') {
        return allow(
          (from.path === 'server/platform/db/tables.ts' && to.role === 'entities') || isTableOfEdge(from, to),
          'the platform knows no slice and no edge',
        );
      }
      if (to.kind === 'config') return allow(one.isType, 'the platform is given its configuration');
      return allow(
        ['platform', 'protocol', 'barcode', 'package'].includes(to.kind),
        'the platform stands on protocol and barcode only',
      );
    case 'protocol':
      return allow(to.kind === 'protocol' || to.path === 'typebox', 'the wire needs typebox and itself');
    case 'barcode':
      return allow(to.kind === 'barcode', 'barcode imports nothing');
    case 'planner':
      return allow(
        to.kind === 'planner' || (to.kind === 'package' && !isMachinery(to.path)),
        'the planner is pure and imports nothing of ours',
      );
    case 'labels':
      return allow(['labels', 'barcode', 'package'].includes(to.kind), 'label templates need barcode only');
    case 'simulators':
      return allow(
        ['simulators', 'protocol', 'barcode', 'labels', 'package'].includes(to.kind),
        'simulators speak the real protocol and know nothing else of the server',
      );
    case 'screens':
      return whyNotInScreens(from, to, one.isType);
    case 'elsewhere':
      return `${from.path} has no place in the map: see test/import-map.ts`;
    case 'test':
    case 'package':
      return null;
  }
}

function whyNotInSlice(from: Place, to: Place, isType: boolean): string | null {
  const sliceNo = (slice: string) => (slices as readonly string[]).indexOf(slice);
  if (sliceNo(from.part) === -1)
    return `the slice ${from.part} has no place in the order: see test/import-map.ts`;
  if (from.role === 'cli' && (to.kind === 'config' || to.path.startsWith('simulators/demo-site/')))
    return null;
  if (isPure(from)) {
    if (isType && to.kind === 'slice')
      return to.part === from.part || isUpstream() ? null : 'a slice uses only those before it';
    if (to.kind === 'slice' && to.part === from.part) {
      return isPure(to) || to.role === 'states' ? null : 'a decision may not reach what reads or writes';
    }
    if (shared.includes(to.path) && isPure(to)) return null;
    if (to.kind === 'package')
      return isMachinery(to.path) && !isType ? 'a decision needs no machinery' : null;
    return ['protocol', 'barcode', 'planner'].includes(to.kind) || (isType && to.kind === 'platform')
      ? null
      : 'a decision imports types, protocol, barcode and its siblings';
  }
  if (to.kind === 'slice') {
    if (to.part === from.part || shared.includes(to.path)) return null;
    if (!isUpstream()) return `a slice uses only those before it (${slices.join(', ')})`;
    return isOpen(to) || (isType && (to.role === 'entities' || to.role === 'states'))
      ? null
      : `slices meet at their doors (${to.part}/${to.part}.ts)`;
  }
  return isBelowFloor(to) ? null : 'the floor stands on platform, planner, protocol and barcode';

  function isUpstream(): boolean {
    return sliceNo(to.part) !== -1 && sliceNo(to.part) < sliceNo(from.part);
  }
}

/** Of the wire, what screens and server both compute. */
const wireValues: ReadonlySet<string> = new Set([
  'server/protocol/refusals.ts',
  'server/protocol/version.ts',
  'server/protocol/question-of.ts',
]);

/** Screens share the wire's types, a few plain constants, and the decisions that they preview. */
function whyNotInScreens(from: Place, to: Place, isType: boolean): string | null {
  if (to.kind === 'package') {
    return to.path.startsWith('socket.io') && from.part !== 'link' ? 'only src/link knows the socket' : null;
  }
  if (to.kind === 'screens')
    return from.part === 'parts' && to.part !== 'parts' ? 'parts know no warehouse' : null;
  if (to.kind === 'protocol' && (isType || wireValues.has(to.path))) return null;
  return to.kind === 'barcode' || isPure(to)
    ? null
    : 'screens take types of the wire, and values only of refusals, version, questions, barcode and decisions';
}

function isOpen(to: Place): boolean {
  return to.role === 'door' || to.role === 'views';
}

function isBelowFloor(to: Place): boolean {
  return ['platform', 'planner', 'protocol', 'barcode', 'package'].includes(to.kind);
}

/** An edge keeps its tables too, and all tables stand in one list. */
function isTableOfEdge(from: Place, to: Place): boolean {
  return (
    from.path === 'server/platform/db/tables.ts' && to.kind === 'edge' && to.path.endsWith('.entities.ts')
  );
}

/** Packages that read or write something: the clock, chance, a file, a socket, the database, a log. */
function isMachinery(name: string): boolean {
  return /^(node:|@mikro-orm\/|@fastify\/|kysely|pg$|pino|fastify|socket\.io|ws$|uuid)/.test(name);
}

function isPackage(to: string): boolean {
  return (
    !/^(server|simulators|label-templates|floor-ui|test)\//.test(to) &&
    !to.startsWith('.') &&
    to !== 'package.json'
  );
}

function badName(file: Place): string[] {
  const name = posix
    .basename(file.path)
    .replace(/\.(svelte\.)?\w+$/, '')
    .toLowerCase();
  const isBad =
    /^(utils?|helpers?|common|managers?|services?|misc|index|constants|types)$|[-.](utils?|helpers?|managers?)$/.test(
      name,
    );
  return isBad ? [`${file.path} is named after no floor work: say what it does`] : [];
}

interface Parsed {
  imports: Import[];
  impurities: string[];
}

function parse(path: string, text: string): Parsed {
  const source = ts.createSourceFile(
    path,
    path.endsWith('.svelte') ? scripts(text) : text,
    ts.ScriptTarget.Latest,
    true,
  );
  const parsed: Parsed = { imports: [], impurities: [] };
  const add = (to: string, isType: boolean) => {
    const resolved = /^\.\.?\//.test(to) ? posix.join(posix.dirname(path), to) : to;
    const isMissingEnding = /^\.\.?\//.test(to) && posix.extname(to) === '';
    parsed.imports.push({ to: isMissingEnding ? to : resolved, isType });
  };
  visit(source);
  return parsed;

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier !== undefined &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      add(node.moduleSpecifier.text, node.isTypeOnly);
    } else if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    ) {
      add(node.argument.literal.text, true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [to] = node.arguments;
      if (to !== undefined && ts.isStringLiteral(to)) add(to.text, false);
    } else if (ts.isAwaitExpression(node)) {
      parsed.impurities.push('await');
    } else if (
      ts.isNewExpression(node) &&
      node.expression.getText() === 'Date' &&
      (node.arguments ?? []).length === 0
    ) {
      parsed.impurities.push('new Date()');
    } else if (
      ts.isPropertyAccessExpression(node) &&
      ['Date.now', 'Math.random', 'performance.now'].includes(node.getText())
    ) {
      parsed.impurities.push(node.getText());
    } else if (ts.isIdentifier(node) && node.text === 'randomUUID') {
      parsed.impurities.push('randomUUID');
    }
    ts.forEachChild(node, visit);
  }
}

/** The scripts of a component, joined: all that can import. */
function scripts(component: string): string {
  return [...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n');
}

/** Rings of imports that exist at run time; a type may look back. Each ring is told once, from its first file on. */
function cycles(files: readonly (Place & Parsed)[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const state = new Map<string, 'open' | 'done'>();
  const rings: string[] = [];
  const walk = (path: string, trail: string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      rings.push(`ring of imports: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`);
      return;
    }
    state.set(path, 'open');
    for (const one of byPath.get(path)?.imports ?? [])
      if (!one.isType && byPath.has(one.to)) walk(one.to, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of [...byPath.keys()].sort()) walk(path, []);
  return rings;
}
