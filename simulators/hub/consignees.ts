import type { Address } from '../../server/protocol/hub.ts';
import { random, seedOf } from '../random.ts';

/** A name that stands in one order only. The audit looks for it everywhere and may find it among the consignees alone. */
export const canaryName = 'Quillonia Canaryfeather';

const givenNames = [
  'Ada',
  'Bram',
  'Chloé',
  'Dilys',
  'Eoin',
  'Freya',
  'Grzegorz',
  'Hanna',
  'Ines',
  'Jürgen',
  'Keira',
  'Łucja',
  'Mateo',
  'Niamh',
  'Oskar',
  'Priya',
  'Rosa',
  'Søren',
  'Tomasz',
  'Yara',
];
const familyNames = [
  'Ashdown',
  'Brennan',
  'Castell',
  'Dąbrowski',
  'Eriksen',
  'Fairweather',
  'García',
  'Hughes',
  'Ivanović',
  'Jansen',
  'Kowalska',
  'Lindqvist',
  'Müller',
  'Nwosu',
  "O'Shea",
  'Petrov',
  'Quigley',
  'Rousseau',
  'Silva',
  'Thompson',
];
const streets = [
  'Mill Lane',
  'Harbour Road',
  'Station Street',
  'Orchard Close',
  'Bridge Street',
  'Chapel Row',
  'Market Square',
  'Elm Avenue',
];

/** How a country writes its postcodes (# a digit, @ a letter), and some of its towns. */
const towns: Readonly<Record<string, { postcode: string; cities: readonly string[] }>> = {
  GB: { postcode: '@@# #@@', cities: ['Leeds', 'Bristol', 'Cardiff', 'Norwich', 'Stirling'] },
  IE: { postcode: '@## @#@#', cities: ['Cork', 'Galway', 'Sligo'] },
  DE: { postcode: '#####', cities: ['Bremen', 'Kassel', 'Ulm'] },
  FR: { postcode: '#####', cities: ['Rennes', 'Lille', 'Nîmes'] },
  PL: { postcode: '##-###', cities: ['Łódź', 'Gdynia', 'Opole'] },
  NL: { postcode: '#### @@', cities: ['Utrecht', 'Zwolle', 'Breda'] },
};
const elsewhere = { postcode: '#####', cities: ['Newtown', 'Portville', 'Westbridge'] };

/** Somebody to send an order to: invented, and always the same for one seed and order. */
export function consigneeOf(seed: number, orderId: string, country: string, isCanary: boolean): Address {
  const chance = random(seedOf(`${seed}:${orderId}`));
  const { postcode, cities } = towns[country] ?? elsewhere;
  const name = isCanary ? canaryName : `${chance.pick(givenNames)} ${chance.pick(familyNames)}`;
  return {
    name,
    address1: `${chance.int(1, 180)} ${chance.pick(streets)}`,
    postcode: postcode.replace(/[#@]/g, (sign) =>
      sign === '#' ? String(chance.int(0, 9)) : chance.pick([...'ABCDEHJLNPRSTW']),
    ),
    city: chance.pick(cities),
    country,
    phone: `+44 7700 900${String(chance.int(0, 999)).padStart(3, '0')}`,
  };
}
