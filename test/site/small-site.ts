/** The smallest whole site, as texts. A test says only what it changes. */
export function smallSite(changes: Readonly<Record<string, string | null>> = {}): Record<string, string> {
  const texts: Record<string, string> = { ...whole };
  for (const [file, text] of Object.entries(changes)) {
    if (text === null) delete texts[file];
    else texts[file] = text;
  }
  return texts;
}

/** One file of it with more lines at the end. */
export function withLines(file: keyof typeof whole, ...lines: string[]): Record<string, string> {
  return { [file]: `${whole[file]}${lines.join('\n')}\n` };
}

/** One file of it with a part replaced. */
export function withPart(file: keyof typeof whole, part: string, by: string): Record<string, string> {
  const text = whole[file];
  if (!text.includes(part)) throw new Error(`expected "${part}" in ${file}`);
  return { [file]: text.replace(part, by) };
}

const whole = {
  'site.yaml': `site: corner
name: Corner shop
timezone: Europe/Warsaw
sscc_prefix: "9521234"
ship_from:
  name: Corner
  address1: Rynek 1
  postcode: 50-101
  city: Wrocław
  country: PL
owners:
  - owner: main
    name: Main
policies:
  drop_place: DROP
  problem_place: ODD
`,
  'zones.csv': 'zone,name\nA,Front\nP,Packing\n',
  'locations.csv': `location,zone,aisle,kind,x_mm,y_mm,check_digits
A-01,A,1,pick,1000,1000,11
A-02,A,1,pick,1000,2000,12
DROP,P,P,drop,0,0,13
ODD,P,P,problem,500,0,14
LANE,P,P,lane,900,0,15
`,
  'items.csv': `owner,sku,name,length_mm,width_mm,height_mm,weight_grams,is_lot_controlled,has_expiry
main,MUG,"Mug, blue",120,90,100,350,no,no
main,TEA,Tea,130,95,80,180,yes,yes
`,
  'gtins.csv': 'owner,gtin,sku,units\nmain,5901234123457,MUG,1\nmain,15901234123454,MUG,12\n',
  'stock.csv': 'owner,sku,location,units,lot,expiry\nmain,MUG,A-01,40,,\nmain,TEA,A-02,15,L1,2031-05-28\n',
  'carts.csv': 'cart,places\nC-1,4\n',
  'totes.csv': 'tote\nT-1\nT-2\n',
  'stations.csv': 'station,name,printer\nPACK,Packing,PRN\n',
  'printers.csv': 'printer,name,host\nPRN,Printer,127.0.0.1\n',
  'cartons.csv': `carton,name,inner_length_mm,inner_width_mm,inner_height_mm,max_weight_grams,tare_grams
BOX,Box,300,200,150,8000,150
`,
  'services.csv': `service,carrier,name,lane,cut_off,is_default,number_kind,number_prefix,last_serial
standard,post,Standard,LANE,17:30,yes,dpd,1555,9999
`,
  'operators.csv': 'operator,name,role,badge,pin\npicker-1,Ada,picker,4711-0001,246810\n',
  'hubs.csv': `hub,owner,key_id,secret
shop,main,k1,abcdefghijklmnopqrstuvwxyzABCDEF
`,
} as const;
