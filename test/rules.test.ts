import { readFileSync, readdirSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = new URL('..', import.meta.url);

interface Rule {
  id: string;
  path: string;
}

describe('rules and tests say the same', () => {
  const rules = ['server', 'floor-ui/src', 'label-templates', 'simulators']
    .flatMap(filesUnder)
    .filter((path) => path.endsWith('/RULES.md'))
    .flatMap((path) => rulesOf(path, textOf(path)));
  const quoted = filesUnder('test')
    .filter((path) => path.endsWith('.test.ts'))
    .flatMap((path) => quotedIn(path, textOf(path)));
  const known = new Set(rules.map((rule) => rule.id));
  const tested = new Set(quoted.map((rule) => rule.id));

  test('there are rules', () => {
    expect(known.size).toBeGreaterThan(50);
  });

  test("every rule is quoted by a test's title", () => {
    expect(
      rules
        .filter((rule) => !tested.has(rule.id))
        .map(({ id, path }) => `${id} of ${path} is quoted by no test`),
    ).toEqual([]);
  });

  test('every rule that a title quotes stands in a RULES.md', () => {
    expect(
      quoted
        .filter((rule) => !known.has(rule.id))
        .map(({ id, path }) => `${id} in a title of ${path} stands in no RULES.md`),
    ).toEqual([]);
  });

  test('one id is one rule, and one pair of letters one file', () => {
    const seen = new Map<string, string>();
    const twice = rules.filter(({ id, path }) => {
      const letters = id.slice(0, 2);
      const isTwice = seen.has(id) || (seen.get(letters) ?? path) !== path;
      seen.set(id, path).set(letters, path);
      return isTwice;
    });
    expect(twice).toEqual([]);
  });
});

describe('reading them', () => {
  test('a rule starts its line, in prose or in a table', () => {
    expect(
      rulesOf('a/RULES.md', '# Picking\n\nPK1  One. See PK9.\n  PK2 not\nPK10 Ten.\n').map((rule) => rule.id),
    ).toEqual(['PK1', 'PK10']);
  });

  test('titles quote in brackets, one or several, in every kind of title; nothing else counts', () => {
    const text = `
      // [AA1]
      const title = '[AA2]'
      test('[PK1] one', () => { expect('[AA3]').toBe('') })
      describe('[PK2] [PK3] two', () => {})
      test.each([['[PK6] a row of a table', '']])(\`[PK4, PK5] %s\`, () => {})
      test.each([['row', '[AA4]']].filter(([, x]) => x === 'not [AA7] in front'))('%s', () => {})
      test.skip('[AA5] not run', () => {})
      test.todo('[AA6] not there')
      it('[INV-1] an invariant', () => {})`;
    expect(
      quotedIn('a.test.ts', text)
        .map((rule) => rule.id)
        .sort(),
    ).toEqual(['PK1', 'PK2', 'PK3', 'PK4', 'PK5', 'PK6']);
  });
});

function rulesOf(path: string, text: string): Rule[] {
  return [...text.matchAll(/^([A-Z]{2}\d+)\b/gm)].map((match) => ({ id: match[1] ?? '', path }));
}

/** Ids in the titles of tests that run, and in the first cell of a table's rows, which their titles print. */
function quotedIn(path: string, text: string): Rule[] {
  const found: Rule[] = [];
  const quote = (node: ts.Node) => {
    if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return;
    for (const group of node.getText().matchAll(/\[([A-Z]{2}\d+(?:,? [A-Z]{2}\d+)*)\]/g)) {
      for (const id of (group[1] ?? '').split(/,? /)) found.push({ id, path });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      const called = node.expression.getText().split(/[<(]/, 1)[0] ?? '';
      if (first !== undefined && /^(test|it|describe)(\.(only|each|concurrent|sequential))*$/.test(called)) {
        if (called.endsWith('.each') && !ts.isCallExpression(node.expression)) rowsOf(first).forEach(quote);
        else quote(first);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

function rowsOf(table: ts.Expression): ts.Node[] {
  if (!ts.isArrayLiteralExpression(table)) return [];
  return table.elements.flatMap((row) =>
    ts.isArrayLiteralExpression(row) ? row.elements.slice(0, 1) : [row],
  );
}

function textOf(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

function filesUnder(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root), { withFileTypes: true })
    .filter((entry) => !['node_modules', 'dist'].includes(entry.name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    );
}
