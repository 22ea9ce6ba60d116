import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultLine, maxFileBytes, readSiteFolder, readSiteTexts } from '../../server/floor/site/load-site.ts';
import { maxLineLength, maxRows } from '../../server/floor/site/read-table.ts';
import { smallSite, withLines, withPart } from './small-site.ts';

function faultsOf(texts: Record<string, string>): string[] {
  const { faults, site } = readSiteTexts(texts);
  expect(site === null).toBe(faults.length > 0);
  return faults.map(faultLine);
}

describe('a whole site', () => {
  test('[SI2] has no fault, and every cell arrives with its type and its standard value', () => {
    const { faults, site } = readSiteTexts(smallSite());
    expect(faults).toEqual([]);
    expect(site?.locations[0]).toEqual({
      location: 'A-01',
      zone: 'A',
      aisle: '1',
      kind: 'pick',
      xMm: 1000,
      yMm: 1000,
      level: 0,
      checkDigits: '11',
      blocked: false,
      line: 2,
    });
    expect(site?.stock).toEqual([
      { owner: 'main', sku: 'MUG', location: 'A-01', units: 40, lot: null, expiry: null, line: 2 },
      { owner: 'main', sku: 'TEA', location: 'A-02', units: 15, lot: 'L1', expiry: '2031-05-28', line: 3 },
    ]);
    expect(site?.items[0]?.name).toBe('Mug, blue');
    expect(site?.putWalls).toEqual([]);
    expect(site?.site.policies).toEqual({
      eachScanUpTo: 3,
      zeroCheck: 'never',
      pickMode: 'cluster',
      batchShipments: 12,
      singlesUnits: 30,
      questionSeconds: 30,
      unansweredWrongGoods: 'no',
      unansweredBlocked: 'no',
      unansweredLabelBad: 'no',
      unansweredOther: 'yes',
      unansweredShort: 'yes',
      shortHoldMinutes: 0,
      manualEntry: 'allowed',
      photoDays: 14,
      countLimitUnits: 10,
      leaseMinutes: 20,
      breakMinutes: 30,
      declineMinutes: 15,
      parkedMinutes: 10,
      releaseEverySeconds: 0,
      waveShipments: 60,
      maxTotes: 16,
      toteVolumeMl: 54_000,
      toteMaxGrams: 15_000,
      cubbyConfirm: 'scan',
      dropPlace: 'DROP',
      problemPlace: 'ODD',
    });
  });

  test('[SI2] is read with the byte order mark, the line ends, the column order and the blank lines of a spreadsheet', () => {
    expect(
      faultsOf(
        smallSite({
          'zones.csv': '\uFEFFname,zone\r\n"Front",A\r\n\r\n Packing , P \r\n',
          'site.yaml': `\uFEFF${smallSite()['site.yaml']?.replaceAll('\n', '\r\n')}`,
        }),
      ),
    ).toEqual([]);
  });
});

describe('faults', () => {
  test('[SI2] of several files and lines are all told, in order', () => {
    expect(
      faultsOf(
        smallSite({
          ...withPart('site.yaml', 'country: PL', 'country: Poland'),
          ...withLines('locations.csv', 'A-03,A,1,pick,1000,far,16', 'A-04,B,1,shelf,1000,4000,1'),
          ...withLines('carts.csv', 'C-2,0', 'C-3'),
        }),
      ),
    ).toEqual([
      'site.yaml:10 ship_from.country: expected a country of two capital letters, as GB, found "Poland"',
      'locations.csv:7 y_mm: expected a whole number from -1000000 to 10000000, found "far"',
      'locations.csv:8 kind: expected one of pick, reserve, drop, problem, lane, found "shelf"',
      'locations.csv:8 check_digits: expected 2 to 4 digits, found "1"',
      'locations.csv:8 zone: "B" is not in zones.csv',
      'locations.csv:8 aisle: "1" is in zone A on line 2; an aisle has one zone',
      'carts.csv:3 places: expected a whole number from 1 to 40, found 0',
      'carts.csv:4: expected 2 cells as in the header, found 1',
    ]);
  });

  test('[SI2] of a quote that is never closed spoil their own line only', () => {
    expect(
      faultsOf(smallSite(withLines('zones.csv', 'B,"Back', 'C,Cold "room"', 'D,"Dock"x', 'a,Low'))),
    ).toEqual([
      'zones.csv:4: a quote is opened and not closed on this line; a cell holds no line break',
      'zones.csv:5: a quote stands inside a cell; put the whole cell in quotes and write the inner quote twice',
      'zones.csv:6: something follows a closing quote; a quote inside quotes is written twice',
      'zones.csv:7 zone: expected a code of up to 32 capital letters, digits and . _ -, found "a"',
    ]);
  });

  test('[SI2] of one cell do not make other rows that refer to the line look wrong', () => {
    expect(faultsOf(smallSite(withPart('items.csv', ',120,90,', ',-120,90,')))).toEqual([
      'items.csv:2 length_mm: expected a whole number from 1 to 10000, found -120',
    ]);
  });
});

describe('files and columns', () => {
  test('[SI3] that are missing or unknown are faults, the optional ones and other papers are not', () => {
    expect(
      faultsOf(
        smallSite({
          'items.csv': null,
          'stock.csv': null,
          'put-walls.csv': null,
          'hubs.csv': null,
          'item.csv': 'owner\n',
          'README.md': '# Notes',
        }),
      ),
    ).toEqual([
      'items.csv: is missing',
      'item.csv: is no file of a site, which are site.yaml, zones.csv, locations.csv, items.csv, gtins.csv, stock.csv, ' +
        'carts.csv, totes.csv, put-walls.csv, stations.csv, printers.csv, cartons.csv, services.csv, operators.csv, hubs.csv, scan-policies.csv',
    ]);
    expect(faultsOf(smallSite({ 'site.yaml': null }))).toEqual(['site.yaml: is missing']);
  });

  test('[SI3] that are missing, unknown or doubled in a header are one fault each, not one a line', () => {
    expect(faultsOf(smallSite({ 'carts.csv': 'cart,size,cart\nC-1,4,C-1\nC-2,6,C-2\n' }))).toEqual([
      'carts.csv:1 size: is no column of this file, which has cart,places,columns',
      'carts.csv:1 cart: stands in the header twice',
      'carts.csv:1 places: is missing from the header',
    ]);
    expect(faultsOf(smallSite({ 'carts.csv': 'cart;places\nC-1;4\n' }))).toEqual([
      'carts.csv:1: expected columns divided by commas: cart,places,columns',
    ]);
    expect(faultsOf(smallSite({ 'totes.csv': '' }))).toEqual([
      'totes.csv:1: is empty, expected a header: tote',
    ]);
  });

  test('[SI3] a key of site.yaml that is missing, unknown or written twice is a fault', () => {
    expect(
      faultsOf(smallSite(withPart('site.yaml', 'timezone: Europe/Warsaw', 'time_zone: Europe/Warsaw'))),
    ).toEqual([
      'site.yaml:1 timezone: is missing',
      'site.yaml:3 time_zone: is not known here; known are site, name, timezone, language, stock_owner, sscc_prefix, ship_from, ' +
        'owners, policies',
    ]);
    expect(faultsOf(smallSite(withPart('site.yaml', 'name: Corner shop', 'site: corner')))).toEqual([
      'site.yaml:2: Map keys must be unique',
    ]);
  });
});

describe('a cell', () => {
  const wrong: [file: Parameters<typeof withLines>[0], line: string, fault: string][] = [
    ['items.csv', 'main,X,,1,1,1,1,no,no', 'items.csv:4 name: is empty, expected 1 to 200 characters'],
    [
      'items.csv',
      'main,X,\u001b[2JBell,1,1,1,1,no,no',
      'items.csv:4 name: expected 1 to 200 characters, found "\\u001b[2JBell"',
    ],
    [
      'items.csv',
      'main,X,N,1.5,1,1,1,no,no',
      'items.csv:4 length_mm: expected a whole number from 1 to 10000, found "1.5"',
    ],
    [
      'items.csv',
      'main,X,N,1,0,1,1,no,no',
      'items.csv:4 width_mm: expected a whole number from 1 to 10000, found 0',
    ],
    [
      'items.csv',
      'main,X,N,1,1,1,,no,no',
      'items.csv:4 weight_grams: is empty, expected a whole number from 1 to 1000000',
    ],
    [
      'items.csv',
      'main,X,N,1,1,1,1,maybe,no',
      'items.csv:4 is_lot_controlled: expected yes or no, found "maybe"',
    ],
    ['gtins.csv', 'main,123,MUG,1', 'gtins.csv:4 gtin: expected 8, 12, 13 or 14 digits, found "123"'],
    [
      'stock.csv',
      'main,TEA,A-01,5,L9,2031-02-30',
      'stock.csv:4 expiry: expected a day as 2031-05-28, found "2031-02-30"',
    ],
    [
      'stock.csv',
      'main,MUG,A-02,-5,,',
      'stock.csv:4 units: expected a whole number from 1 to 1000000, found -5',
    ],
    [
      'services.csv',
      'fast,post,Fast,LANE,24:00,no,dpd,1556,9',
      'services.csv:3 cut_off: expected a time as 17:30, found "24:00"',
    ],
    [
      'services.csv',
      'fast,post,Fast,LANE,7:30,no,dpd,1556,9',
      'services.csv:3 cut_off: expected a time as 17:30, found "7:30"',
    ],
    [
      'operators.csv',
      'p2,Bo,boss,4711-0002,135790',
      'operators.csv:3 role: expected one of picker, packer, lead, supervisor, admin, wall, found "boss"',
    ],
    [
      'printers.csv',
      'PRN-2,Two,not a host',
      'printers.csv:3 host: expected a host name or an IP address, found "not a host"',
    ],
  ];
  for (const [file, line, fault] of wrong) {
    test(`[SI4] is refused with what was expected: ${fault}`, () => {
      expect(faultsOf(smallSite(withLines(file, line)))).toEqual([fault]);
    });
  }

  test('[SI4] that is very long is shown in part', () => {
    expect(faultsOf(smallSite(withLines('zones.csv', `Z,${'z'.repeat(500)}`)))).toEqual([
      `zones.csv:4 name: expected 1 to 100 characters, found "${'z'.repeat(79)}… (502 characters)`,
    ]);
  });

  test('[SI4] of site.yaml has its form too', () => {
    expect(faultsOf(smallSite(withPart('site.yaml', '"9521234"', '9521234')))).toEqual([
      'site.yaml:4 sscc_prefix: expected a company prefix of 7 to 10 digits, in quotes, found 9521234',
    ]);
    expect(
      faultsOf(smallSite(withPart('site.yaml', 'drop_place: DROP', 'drop_place: DROP\n  max_totes: 0'))),
    ).toEqual(['site.yaml:16 policies.max_totes: expected a whole number from 1 to 40, found 0']);
  });
});

describe('rows together', () => {
  test('[SI5] a key that stands twice is a fault at the second place', () => {
    expect(
      faultsOf(
        smallSite({
          ...withLines('zones.csv', 'A,Again'),
          ...withLines('items.csv', 'main,MUG,Other mug,1,1,1,1,no,no'),
          ...withLines('stock.csv', 'main,TEA,A-02,5,L2,2031-06-01', 'main,TEA,A-02,5,L1,2031-05-28'),
          ...withLines('totes.csv', 'T-1'),
        }),
      ),
    ).toEqual([
      'zones.csv:4 zone: is the same as on line 2',
      'items.csv:4 owner, sku: is the same as on line 2',
      'stock.csv:5 owner, sku, location, lot: is the same as on line 3',
      'totes.csv:4 tote: is the same as on line 2',
    ]);
  });

  test('[SI5] two people with one badge are a fault', () => {
    expect(faultsOf(smallSite(withLines('operators.csv', 'picker-2,Bo,picker,4711-0001,135790')))).toEqual([
      'operators.csv:3 badge: is the same as on line 2',
    ]);
  });

  test('[SI6] a reference into the void is a fault', () => {
    expect(
      faultsOf(
        smallSite({
          ...withLines('locations.csv', 'B-01,B,2,pick,0,0,16'),
          ...withLines('items.csv', 'other,X,X,1,1,1,1,no,no'),
          ...withLines('gtins.csv', 'main,96385074,CUP,1'),
          ...withLines('stock.csv', 'main,CUP,A-01,1,,', 'main,MUG,A-09,1,,'),
          ...withLines('stations.csv', 'PACK-2,Two,PRN-2'),
          ...withPart('hubs.csv', 'shop,main', 'shop,other'),
        }),
      ),
    ).toEqual([
      'locations.csv:7 zone: "B" is not in zones.csv',
      'items.csv:4 owner: "other" is not in site.yaml',
      'gtins.csv:4 owner, sku: "main", "CUP" is not in items.csv',
      'stock.csv:4 owner, sku: "main", "CUP" is not in items.csv',
      'stock.csv:5 location: "A-09" is not in locations.csv',
      'stations.csv:3 printer: "PRN-2" is not in printers.csv',
      'hubs.csv:2 owner: "other" is not in site.yaml',
    ]);
  });

  test('[SI20] a cart of more columns than places, or more rows than letters, is a fault', () => {
    expect(
      faultsOf(
        smallSite({
          'carts.csv': 'cart,places,columns\nC-1,6,3\nC-2,6,\nC-3,6,7\nC-4,40,1\nC-5,26,1\nC-6,6,0\n',
        }),
      ),
    ).toEqual([
      "carts.csv:4 columns: 7 are more than the cart's 6 places",
      'carts.csv:5 columns: 40 places would stand in 40 rows; there are letters for 26',
      'carts.csv:7 columns: expected a whole number from 1 to 40, found 0',
    ]);
  });

  test('[SI30] a scan policy that names nobody, half an item, the same scope twice, or two settings of which one undoes the other is a fault', () => {
    const header = 'zone,owner,sku,operator,location,item,each_scan_up_to\n';
    const files = (...rows: string[]) => smallSite({ 'scan-policies.csv': `${header}${rows.join('\n')}\n` });
    expect(
      faultsOf(
        files(
          'Z,,,,scan,,',
          ',main,,,scan,,',
          ',,MUG,,scan,,',
          ',main,GONE,,scan,,',
          ',,,nobody,scan,,',
          'A,,,,none,location_implies,',
          'A,,,,,,7',
          ',,,,hand,,',
        ),
      ),
    ).toEqual([
      'scan-policies.csv:2 zone: "Z" is not in zones.csv',
      'scan-policies.csv:3 sku: is empty, expected which item of the owner',
      'scan-policies.csv:4 owner: is empty, expected whose item the sku is',
      'scan-policies.csv:5 owner, sku: "main", "GONE" is not in items.csv',
      'scan-policies.csv:6 operator: "nobody" is not in operators.csv',
      'scan-policies.csv:7 item: cannot be location_implies where location is none: nothing would be scanned at all',
      'scan-policies.csv:8 zone, owner, sku, operator: is the same as on line 7',
      'scan-policies.csv:9 location: expected one of scan, scan_or_digits, digits, none, found "hand"',
    ]);
    expect(faultsOf(files('A,main,MUG,picker-1,digits,each,0', ',,,,,,'))).toEqual([]);
  });

  test('[SI6] a place of the wrong kind is a fault', () => {
    expect(
      faultsOf(
        smallSite({
          ...withPart('site.yaml', 'drop_place: DROP', 'drop_place: A-01'),
          ...withPart('services.csv', 'LANE', 'DROP'),
          ...withLines('stock.csv', 'main,MUG,DROP,1,,'),
        }),
      ),
    ).toEqual([
      'site.yaml:15 policies.drop_place: "A-01" is not in locations.csv as a location of kind drop',
      'stock.csv:4 location: "DROP" is of kind drop; goods lie at pick and reserve',
      'services.csv:2 lane: "DROP" is not in locations.csv as a location of kind lane',
    ]);
  });

  test('[SI7] a GTIN with a wrong check digit, or the same number in another length, is a fault', () => {
    expect(
      faultsOf(smallSite(withLines('gtins.csv', 'main,5901234123458,TEA,1', 'main,05901234123457,TEA,1'))),
    ).toEqual([
      'gtins.csv:4 gtin: "5901234123458" has a wrong check digit: it would end in 7',
      'gtins.csv:5 gtin: is the same as on line 2',
    ]);
  });

  test('[SI7] the same GTIN of two owners is none', () => {
    expect(
      faultsOf(
        smallSite({
          ...withPart('site.yaml', '    name: Main', '    name: Main\n  - owner: guest\n    name: Guest'),
          ...withLines('items.csv', 'guest,MUG,Their mug,120,90,100,350,no,no'),
          ...withLines('gtins.csv', 'guest,5901234123457,MUG,1'),
        }),
      ),
    ).toEqual([]);
  });

  test('[SI8] one code on two things is a fault', () => {
    expect(
      faultsOf(
        smallSite({
          ...withLines('items.csv', 'main,T-1,Tin,1,1,1,1,no,no'),
          ...withLines('carts.csv', 'A-01,4'),
          ...withLines('totes.csv', 'C-1'),
        }),
      ),
    ).toEqual([
      'items.csv:4 sku: "T-1" is the code of another thing, in totes.csv line 2',
      'carts.csv:3 cart: "A-01" is the code of another thing, in locations.csv line 2',
      'totes.csv:4 tote: "C-1" is the code of another thing, in carts.csv line 2',
    ]);
  });

  test('[SI9] stock and its item agree about lot and expiry', () => {
    expect(
      faultsOf(
        smallSite({
          ...withLines('items.csv', 'main,JAM,Jam,1,1,1,1,no,yes'),
          ...withLines(
            'stock.csv',
            'main,MUG,A-02,1,L1,2031-05-28',
            'main,TEA,A-01,1,,',
            'main,TEA,A-01,1,L1,2031-05-29',
          ),
        }),
      ),
    ).toEqual([
      'items.csv:4 is_lot_controlled: must be yes where has_expiry is: the expiry belongs to a lot',
      'stock.csv:4 lot: is given, but the item is not lot controlled',
      'stock.csv:4 expiry: is given, but the item has no expiry',
      'stock.csv:5 lot: is empty, but the item is lot controlled',
      'stock.csv:5 expiry: is empty, but the item has an expiry',
      'stock.csv:6 expiry: is another than on line 3 for the same lot',
    ]);
  });

  for (const zone of ['Europe/Wroclaw', '+01:00', 'CET+1', '']) {
    test(`[SI10] the time zone "${zone}" is a fault`, () => {
      const faults = faultsOf(smallSite(withPart('site.yaml', 'Europe/Warsaw', `"${zone}"`)));
      expect(faults).toHaveLength(1);
      expect(faults[0]).toContain(
        `site.yaml:3 timezone: expected a time zone as Europe/London, found "${zone}"`,
      );
    });
  }

  test('[SI11] one service is the default', () => {
    expect(faultsOf(smallSite(withPart('services.csv', ',yes,', ',no,')))).toEqual([
      'services.csv is_default: expected yes for one service, for orders that name none',
    ]);
    expect(
      faultsOf(smallSite(withLines('services.csv', 'fast,post,Fast,LANE,18:00,yes,dpd,1556,9999'))),
    ).toEqual(['services.csv:3 is_default: is yes on line 2 already; one service is the default']);
  });

  test('[SI11] number ranges have the form of their kind and never overlap', () => {
    expect(
      faultsOf(
        smallSite(
          withLines(
            'services.csv',
            'a,post,A,LANE,18:00,no,ups_1z,12345,10000000',
            'b,post,B,LANE,18:00,no,s10,CYGB,0',
            'c,post,C,LANE,18:00,no,dpd,1555,20000',
            'd,post,D,LANE,18:00,no,dhl_express,X,5',
          ),
        ),
      ),
    ).toEqual([
      'services.csv:3 number_prefix: for ups_1z expected six characters of account and two of service, found "12345"',
      'services.csv:3 last_serial: for ups_1z expected at most 9999999, found 10000000',
      'services.csv:4 last_serial: expected at least next_serial, 1, found 0',
      'services.csv:5 next_serial: the numbers from here to last_serial overlap those of line 2',
      'services.csv:6 number_prefix: for dhl_express expected nothing, found "X"',
    ]);
  });

  test('[SI18] an aisle in two zones is a fault', () => {
    expect(faultsOf(smallSite(withLines('locations.csv', 'P-01,P,1,pick,0,0,16')))).toEqual([
      'locations.csv:7 aisle: "1" is in zone A on line 2; an aisle has one zone',
    ]);
  });

  const people = (...lines: string[]) => ({
    'operators.csv': ['operator,name,role,badge,pin,zones,skills', ...lines, ''].join('\n'),
  });
  const high = { 'zones.csv': 'zone,name,skill\nA,Front,reach_truck\nP,Packing,\n' };

  test('[SI19] zones and skills of people arrive as words', () => {
    const { faults, site } = readSiteTexts(
      smallSite({ ...high, ...people('p-1,Ada,picker,4711-0001,246810,A P,hazmat reach_truck') }),
    );
    expect(faults).toEqual([]);
    expect(site?.operators[0]).toMatchObject({ zones: 'A P', skills: 'hazmat reach_truck' });
    expect(site?.zones[0]).toMatchObject({ skill: 'reach_truck' });
  });

  test('[SI19] a zone that is not there, and a skill that nobody has, is a fault', () => {
    expect(
      faultsOf(
        smallSite({
          ...high,
          ...people(
            'p-1,Ada,picker,4711-0001,246810,A X,',
            'p-2,Bo,picker,4711-0002,246810,,lift',
            'p-3,Cy,picker,4711-0003,246810,a,',
            'p-4,Di,picker,4711-0004,246810,,Lift',
          ),
        }),
      ),
    ).toEqual([
      'operators.csv:2 zones: "X" is not in zones.csv',
      'operators.csv:4 zones: expected zones of zones.csv, with a space between two, found "a"',
      'operators.csv:5 skills: expected skills as hazmat reach_truck, with a space between two, found "Lift"',
    ]);
    expect(faultsOf(smallSite({ ...high, ...people('p-1,Ada,picker,4711-0001,246810,,lift') }))).toEqual([
      'zones.csv:2 skill: "reach_truck" is a skill of nobody in operators.csv',
    ]);
  });

  test('[SI19] where anybody has a skill, hazardous goods want somebody who has hazmat', () => {
    const items = {
      'items.csv': [
        'owner,sku,name,length_mm,width_mm,height_mm,weight_grams,is_lot_controlled,has_expiry,is_hazmat',
        'main,MUG,Mug,120,90,100,350,no,no,no',
        'main,TEA,Tea,130,95,80,180,yes,yes,yes',
        '',
      ].join('\n'),
    };
    expect(faultsOf(smallSite({ ...items, ...people('p-1,Ada,picker,4711-0001,246810,,') }))).toEqual([]);
    expect(faultsOf(smallSite({ ...items, ...people('p-1,Ada,picker,4711-0001,246810,,lift') }))).toEqual([
      'items.csv:3 is_hazmat: asks for the skill "hazmat", as the site keeps skills, and nobody in operators.csv has it',
    ]);
    expect(faultsOf(smallSite({ ...items, ...people('p-1,Ada,picker,4711-0001,246810,,hazmat') }))).toEqual(
      [],
    );
  });
});

describe('files that no spreadsheet wrote', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'site-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function folderOf(name: string, texts: Record<string, string | Uint8Array>): Promise<string> {
    const path = join(folder, name);
    await mkdir(path);
    for (const [file, text] of Object.entries(texts)) await writeFile(join(path, file), text);
    return path;
  }

  test('[SI12] a folder that is read gives what its texts give', async () => {
    const path = await folderOf('whole', { ...smallSite(), 'README.md': '# Notes' });
    expect(await readSiteFolder(path)).toEqual(readSiteTexts(smallSite()));
  });

  test('[SI12] bytes that are no UTF-8, a folder by the name of a file and a folder that is not there are faults', async () => {
    const path = await folderOf('bytes', {
      ...smallSite({ 'totes.csv': null }),
      'zones.csv': Uint8Array.of(0x7a, 0xff, 0xfe),
    });
    await mkdir(join(path, 'totes.csv'));
    const { faults, site } = await readSiteFolder(path);
    expect({ faults: faults.map(faultLine), site }).toEqual({
      faults: [
        'zones.csv: is not text in UTF-8; save it as "CSV UTF-8"',
        'totes.csv: cannot be read (EISDIR)',
      ],
      site: null,
    });
    const absent = join(folder, 'absent');
    expect((await readSiteFolder(absent)).faults.map(faultLine)).toEqual([
      `${absent}: is not a folder that can be read`,
    ]);
  });

  test('[SI12] a file that is too large, a line that is too long and rows without end are faults', async () => {
    const path = await folderOf('large', { ...smallSite(), 'totes.csv': new Uint8Array(maxFileBytes + 1) });
    expect((await readSiteFolder(path)).faults.map(faultLine)).toEqual([
      `totes.csv: expected at most ${maxFileBytes} bytes, found ${maxFileBytes + 1}`,
    ]);
    expect(faultsOf(smallSite(withLines('zones.csv', 'z'.repeat(maxLineLength + 1))))).toEqual([
      `zones.csv:4: expected at most ${maxLineLength} characters on a line, found ${maxLineLength + 1}`,
    ]);
    expect(
      faultsOf(smallSite({ 'put-walls.csv': `wall,name,rows,columns${'\n'.repeat(maxRows + 2)}` })),
    ).toEqual([`put-walls.csv:${maxRows + 2}: expected at most ${maxRows} rows, found ${maxRows + 2}`]);
  });

  test('[SI12] a site.yaml that is no YAML, or nests without end, is a fault', () => {
    expect(faultsOf(smallSite({ 'site.yaml': 'site: [corner' }))[0]).toMatch(/^site\.yaml:1: /);
    expect(faultsOf(smallSite({ 'site.yaml': '['.repeat(50_000) })).length).toBeGreaterThan(0);
    expect(faultsOf(smallSite({ 'site.yaml': 'corner' }))).toEqual(['site.yaml:1: expected keys and values']);
  });
});

test('[SI15] a badge, PIN or secret at fault is told without what was found', () => {
  const report = faultsOf(
    smallSite({
      ...withLines('operators.csv', 'p2,Bo,picker,b4dge,12x4'),
      ...withLines('hubs.csv', 'shop,main,k2,tooshort'),
    }),
  );
  expect(report).toEqual([
    'operators.csv:3 badge: expected 4 to 40 capital letters, digits and -',
    'operators.csv:3 pin: expected 6 to 12 digits',
    'hubs.csv:3 secret: expected 32 to 200 letters, digits, - and _, drawn at random',
  ]);
});
