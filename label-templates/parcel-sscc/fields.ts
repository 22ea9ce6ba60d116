import { Type } from 'typebox';
import type { Static } from 'typebox';

export type ParcelFields = Static<typeof parcelFields>;

/** What a carrier's driver, its sorter and our dock have to know of a parcel. Empty text where there is nothing to say. */
export const parcelFields = Type.Object(
  {
    shipFrom: Type.Array(Type.String(), { maxItems: 4, description: 'sender, one line each' }),
    shipTo: Type.Object(
      {
        name: Type.String(),
        company: Type.String(),
        street: Type.String({ description: 'with house and flat; two lines at most are shown' }),
        postalCode: Type.String(),
        city: Type.String(),
        country: Type.String({ description: 'as the driver reads it' }),
      },
      { additionalProperties: false },
    ),
    carrier: Type.String(),
    service: Type.String(),
    tracking: Type.String(),
    sscc: Type.String({ pattern: '^[0-9]{18}$' }),
    piece: Type.Integer({ minimum: 1 }),
    pieces: Type.Integer({ minimum: 0, description: '0 while nobody knows how many there will be' }),
    orderId: Type.String(),
    note: Type.String({ description: 'beside the order: cash on delivery, a locker, a reference' }),
    weightGrams: Type.Integer({ minimum: 0 }),
    lane: Type.String({ description: 'where the box goes on our own floor' }),
    labelDate: Type.String({ description: 'the day the carrier is told, as it shall be read' }),
    reprint: Type.Integer({ minimum: 0, description: '0 for the first print, else which reprint this is' }),
  },
  { additionalProperties: false },
);

export function parcelTexts(parcel: ParcelFields): Readonly<Record<string, string>> {
  const { shipTo } = parcel;
  return {
    shipFrom: parcel.shipFrom.join('\n'),
    shipToName: shipTo.name,
    shipToCompany: shipTo.company,
    shipToStreet: shipTo.street,
    shipToCity: `${shipTo.postalCode} ${shipTo.city}`,
    shipToCountry: shipTo.country,
    carrier: parcel.carrier,
    service: parcel.service,
    lane: parcel.lane,
    tracking: parcel.tracking,
    trackingText: inGroups(parcel.tracking),
    sscc: parcel.sscc,
    ssccText: `(00) ${parcel.sscc.slice(0, 1)} ${parcel.sscc.slice(1, 8)} ${parcel.sscc.slice(8, 17)} ${parcel.sscc.slice(17)}`,
    piece: parcel.pieces === 0 ? `${parcel.piece}` : `${parcel.piece} OF ${parcel.pieces}`,
    weight: `${(parcel.weightGrams / 1000).toFixed(2)} kg`,
    labelDate: parcel.labelDate,
    orderId: parcel.orderId,
    note: parcel.note,
    reprint: parcel.reprint === 0 ? '' : `REPRINT ${parcel.reprint}`,
  };
}

function inGroups(number: string): string {
  return number.replace(/.{4}(?=.)/gu, '$& ');
}
