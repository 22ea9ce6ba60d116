import { readFileSync, readdirSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { isRefused, refusals, refuse } from '../../server/protocol/refusals.ts';

const root = new URL('../../', import.meta.url);
// The screens have a type check of their own, with a browser's types; named at run time, they stay out of the server's.
const { catalogues, Facts } = await words();
const server = filesUnder('server')
  .filter((path) => path.endsWith('.ts') && path !== 'server/protocol/refusals.ts')
  .map(textOf)
  .join('\n');
const codes = Object.keys(refusals);

describe('refusals', () => {
  test('every code is said by some rule', () => {
    expect(codes.filter((code) => !saidIn(server).has(code))).toEqual([]);
  });

  test('what stands behind a code is what it carries', () => {
    const carried = carriedIn(
      filesUnder('server')
        .filter((path) => path.endsWith('.ts'))
        .map(textOf),
    );
    expect(Object.fromEntries(carried)).toEqual(
      Object.fromEntries(
        [
          ...textOf('server/protocol/refusals.ts').matchAll(/^ {2}([A-Z_]+): '\w+', \/\/ \{ ?([^}]*?) ?\}/gm),
        ].map(([, code = '', names = '']) => [code, names.split(', ').sort().join(', ')]),
      ),
    );
  });

  test('a refusal is known by its shape', () => {
    expect(refuse('CART_TAKEN', { cart: 'C-1' })).toEqual({ refused: 'CART_TAKEN', data: { cart: 'C-1' } });
    expect(
      [refuse('CART_TAKEN'), {}, null, undefined, [], 'CART_TAKEN', { result: {} }].map(isRefused),
    ).toEqual([true, false, false, false, false, false, false]);
  });
});

describe.each(Object.entries(catalogues))('the words of %s', (_language, words) => {
  test.each(codes)('say %s, whatever data came with it', (code) => {
    const { title, say } = words.refusals[code] ?? { title: '', say: () => '' };
    expect(title).toMatch(/\S/);
    for (const data of [{}, { expected: 'A-01-01', scanned: null, units: 3, remaining: 1 }]) {
      const sentence = say(new Facts(data));
      expect(sentence).toMatch(/\S/);
      expect(sentence).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });
});

/** Codes as rules say them: `refuse('CODE'`, the dispatch's and the sockets' `refusal('CODE'` and `refusal: 'CODE'`. */
function saidIn(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/\b(?:refuse \(|refuse\(|refusal\(|refusal: |refused: )'([A-Z_]+)'/g)].map(
      (match) => match[1] ?? '',
    ),
  );
}

/** Code → names of the data that rules give with it; `?` behind those that one of its rules leaves out. */
function carriedIn(texts: readonly string[]): Map<string, string> {
  const said = new Map<string, string[][]>();
  const say = (codes: ts.Node, data: ts.Node | undefined) => {
    if (data !== undefined && !ts.isObjectLiteralExpression(data)) return;
    for (const [, code = ''] of codes.getText().matchAll(/'([A-Z_]{2,})'/g))
      said.set(code, [...(said.get(code) ?? []), data?.properties.map(nameOf) ?? []]);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(refuse|refusal)$/.test(node.expression.getText())) {
      const [codes, data] = node.arguments;
      if (codes !== undefined && !ts.isObjectLiteralExpression(codes)) say(codes, data);
    }
    if (ts.isObjectLiteralExpression(node)) {
      const [codes, data] = [/^refus(ed|al)$/, /^data$/].map((name) =>
        node.properties.filter(ts.isPropertyAssignment).find((property) => name.test(nameOf(property))),
      );
      if (codes !== undefined && data !== undefined) say(codes.initializer, data.initializer);
    }
    ts.forEachChild(node, visit);
  };
  for (const text of texts) visit(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true));
  return new Map(
    [...said].map(([code, variants]) => [
      code,
      [...new Set(variants.flat())]
        .map((name) => (variants.every((names) => names.includes(name)) ? name : `${name}?`))
        .sort()
        .join(', '),
    ]),
  );
}

const nameOf = (property: ts.ObjectLiteralElementLike) => property.name?.getText() ?? property.getText();

interface RefusalWords {
  title: string;
  say: (facts: unknown) => string;
}

async function words() {
  const folder = new URL('floor-ui/src/words/', root);
  const { catalogues } = (await import(new URL('catalogues.ts', folder).pathname)) as {
    catalogues: Record<string, { refusals: Record<string, RefusalWords> }>;
  };
  const { Facts } = (await import(new URL('facts.ts', folder).pathname)) as {
    Facts: new (data: Record<string, unknown>) => unknown;
  };
  return { catalogues, Facts };
}

function textOf(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

function filesUnder(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}
