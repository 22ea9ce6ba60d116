/** Files outside a table's own slice that may write it all the same, and why. */
const guests: Record<string, { tables: readonly string[]; why: string }> = {
  'server/floor/site/site.store.ts': {
    tables: ['operator', 'api_key', 'cart', 'tote', 'cubby'],
    why: 'loading a site is one transaction over all master data: people, keys, carts, totes and cubbies come from its files',
  },
  'server/floor/picking/cubbies.store.ts': {
    tables: ['cubby'],
    why: 'a cubby that was emptied is free in the same transaction, as a tote is: packing and put-backs empty both',
  },
  'server/floor/packing/packing.store.ts': {
    tables: ['carrier_service'],
    why: 'the last tracking serial stands on the service, and is drawn when a parcel closes',
  },
};

/**
 * Who writes which table. A table belongs to the folder whose `*.entities.ts` names it; only that folder's store, door,
 * `sql/` or, on the platform, its own files may write it. Files are given as path → text; each broken rule is one sentence.
 */
export function foreignWriters(files: ReadonlyMap<string, string>): string[] {
  const server = [...files].filter(([path]) => path.startsWith('server/'));
  const ownerOf = new Map(
    server
      .filter(([path]) => path.endsWith('.entities.ts'))
      .flatMap(([path, text]) =>
        [...text.matchAll(/tableName: '(\w+)'/g)].map(([, table = '']) => [table, folderOf(path)] as const),
      ),
  );
  const writes = server.flatMap(([path, text]) =>
    writtenIn(text).map((table) => ({ path, table, guest: guests[path]?.tables.includes(table) ?? false })),
  );
  return [
    ...writes.flatMap(({ path, table, guest }) => {
      if (table === '?') return [`${path} writes a table that it does not name`];
      const owner = ownerOf.get(table);
      if (owner === undefined) return [`${path} writes ${table}, which no *.entities.ts names`];
      if (guest) return [];
      if (folderOf(path) !== owner) return [`${path} writes ${table}: that is for ${owner}`];
      return isWriter(path) ? [] : [`${path} writes ${table}: that is for its store`];
    }),
    ...Object.entries(guests).flatMap(([path, { tables }]) =>
      tables
        .filter((table) => files.has(path) && !writes.some((one) => one.path === path && one.table === table))
        .map((table) => `${path} may write ${table} and does not: take it off the list`),
    ),
  ];
}

/** Tables that Kysely or SQL in this text writes, in the database's names, each once; `?` for one given at run time. */
function writtenIn(text: string): string[] {
  const builders = [
    ...text.matchAll(/\.(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*(?:'(\w+)'|\S)/g),
  ].map(([, table]) => table?.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) ?? '?');
  const statements = [
    ...text.matchAll(
      /\b(?:insert\s+into|delete\s+from|merge\s+into|truncate|update)\s+"?([a-z_]+)"?([^`;]{0,20})/g,
    ),
  ].flatMap(([all, table = '', rest = '']) =>
    all.startsWith('update') && !/^(?:\s+(?:as\s+)?[a-z]+)?\s+set\b/.test(rest) ? [] : [table],
  );
  return [...new Set([...builders, ...statements])];
}

const folderOf = (path: string) => path.slice(0, path.replace(/\/sql\/[^/]+$/, '/x').lastIndexOf('/'));

/** `<slice>.store.ts`, the door, or tuned SQL. The platform's parts are small enough to be their own stores. */
function isWriter(path: string): boolean {
  const [name = '', folder = ''] = path.split('/').reverse();
  return (
    path.startsWith('server/platform/') ||
    folder === 'sql' ||
    name.endsWith('.store.ts') ||
    name === `${folder}.ts` ||
    path === 'server/floor/site/items.ts'
  );
}
