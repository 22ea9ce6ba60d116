import type { Kysely } from 'kysely';
import { DateTime } from 'luxon';
import type { Tables } from '../../platform/db/tables.ts';
import type { ClaimedJob } from '../../floor/printing/printing.ts';
import { fillLabel } from '../../../label-templates/render.ts';

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });

/** The ZPL of a parcel's live label, filled now from where each fact lives; nothing of it is stored. */
export async function fillParcelLabel(
  db: Kysely<Tables>,
  site: string,
  job: ClaimedJob,
  now: Date,
): Promise<string> {
  const parcel = await db
    .selectFrom('parcel')
    .innerJoin('shipment', (join) =>
      join.onRef('shipment.site', '=', 'parcel.site').onRef('shipment.shipment', '=', 'parcel.shipment'),
    )
    .innerJoin('carrierService', (join) =>
      join
        .onRef('carrierService.site', '=', 'parcel.site')
        .onRef('carrierService.service', '=', 'parcel.service'),
    )
    .leftJoin('consignee', (join) =>
      join
        .onRef('consignee.site', '=', 'shipment.site')
        .onRef('consignee.hub', '=', 'shipment.hub')
        .onRef('consignee.orderId', '=', 'shipment.orderId'),
    )
    .select([
      'parcel.tracking',
      'parcel.sscc',
      'parcel.piece',
      'parcel.weightGrams',
      'parcel.lane',
      'parcel.carrier',
      'parcel.labelledAt',
      'shipment.orderNumber',
      'shipment.shipment',
      'shipment.stage',
      'carrierService.name as serviceName',
      'consignee.name',
      'consignee.company',
      'consignee.address1',
      'consignee.address2',
      'consignee.postcode',
      'consignee.city',
      'consignee.country',
    ])
    .where('parcel.site', '=', site)
    .where('parcel.parcel', '=', job.parcel)
    .executeTakeFirstOrThrow();
  const { shipFrom, timezone } = await db
    .selectFrom('site')
    .select(['shipFrom', 'timezone'])
    .where('site', '=', site)
    .executeTakeFirstOrThrow();
  const pieces = await db
    .selectFrom('parcel')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('site', '=', site)
    .where('shipment', '=', parcel.shipment)
    .where('state', '<>', 'voided')
    .executeTakeFirstOrThrow();
  const reprints = !job.isReprint
    ? 0
    : (
        await db
          .selectFrom('printJob')
          .select((eb) => eb.fn.countAll<number>().as('n'))
          .where('site', '=', site)
          .where('parcel', '=', job.parcel)
          .where('isReprint', '=', true)
          .where('printJob', '<=', job.printJob)
          .executeTakeFirstOrThrow()
      ).n;
  const isComplete = parcel.stage === 'packed' || parcel.stage === 'ended';
  return fillLabel(
    'parcel-sscc',
    {
      shipFrom: [shipFrom.name, shipFrom.address1, `${shipFrom.postcode} ${shipFrom.city}`, shipFrom.country],
      shipTo: {
        name: parcel.name ?? '',
        company: parcel.company ?? '',
        street: [parcel.address1, parcel.address2].filter((line) => line !== null && line !== '').join('\n'),
        postalCode: parcel.postcode ?? '',
        city: parcel.city ?? '',
        country: parcel.country === null ? '' : countryName(parcel.country),
      },
      carrier: parcel.carrier,
      service: parcel.serviceName,
      tracking: parcel.tracking ?? '',
      sscc: parcel.sscc ?? '',
      piece: parcel.piece,
      // How many pieces there will be is known only when the last one is closed; until then the label says which one it is.
      pieces: isComplete ? Math.max(parcel.piece, pieces.n) : 0,
      orderId: parcel.orderNumber,
      note: '',
      weightGrams: parcel.weightGrams,
      lane: parcel.lane ?? '',
      labelDate: DateTime.fromJSDate(parcel.labelledAt ?? now, { zone: timezone }).toFormat('d LLL yyyy'),
      reprint: reprints,
    },
    { dpi: job.dpi === 300 ? 300 : job.dpi === 600 ? 600 : 203 },
  );
}

function countryName(code: string): string {
  try {
    return (countryNames.of(code) ?? code).toUpperCase();
  } catch {
    // A hub may send a code that is no region; the driver then reads what the hub wrote.
    return code;
  }
}
