import { describe, expect, test } from 'vitest';
import { placeMark, placeName } from '../../floor-ui/src/parts/cart-shape.ts';
import { placesOf } from '../../floor-ui/src/screens/handheld/cart-places.ts';

const used = (place: number) => ({ place, tote: `T-${place}`, isCancelled: false });

describe('a place on a cart', () => {
  test('is named by its row and its number in it, or by its number alone', () => {
    expect([1, 3, 4, 6].map((place) => placeName(place, 3))).toEqual(['A1', 'A3', 'B1', 'B3']);
    expect(placeName(11, null)).toBe('11');
  });

  test('has a mark of its own on a small cart, that of its row on a large one, and none without rows', () => {
    const colours = (places: number, columns: number | null) =>
      Array.from({ length: places }, (_, at) => placeMark(at + 1, { places, columns })?.colour);
    expect(new Set(colours(8, 4)).size).toBe(8);
    const large = colours(12, 4);
    expect(new Set(large).size).toBe(3);
    expect(new Set(large.slice(4, 8)).size).toBe(1);
    expect(colours(12, null).filter((colour) => colour !== undefined)).toEqual([]);
  });
});

test('a cart is drawn whole, with the places that its walk leaves empty', () => {
  const strip = {
    cartShape: { places: 5, columns: 3 },
    cartPlaces: [
      used(1),
      { ...used(2), isCancelled: true },
      { place: 3, tote: null, isCancelled: false },
      used(4),
    ],
  };
  expect(placesOf(strip, 4).map(({ state }) => state)).toEqual(['used', 'struck', 'free', 'lit', 'none']);
  expect(placesOf({ ...strip, cartShape: null }, null)).toHaveLength(4);
});
