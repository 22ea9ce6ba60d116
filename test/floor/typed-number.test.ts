import { expect, test } from 'vitest';
import { typedNumber } from '../../floor-ui/src/screens/typed-number.ts';

const after = (keys: string[], standsAt = 0) =>
  keys.reduce((typed, key) => typedNumber(typed, key, typed === '' ? standsAt : Number(typed)), '');

test('a number is typed by its digits, taken back, and moved by one', () => {
  expect(after(['0', '1', '2'])).toBe('12');
  expect(after(['1', '2', 'Backspace'])).toBe('1');
  expect(after(['+'], 3)).toBe('4');
  expect(after(['-', '-'], 1)).toBe('0');
  expect(after(['1', 'x', '2', 'F5'])).toBe('12');
  expect(after([...'1234567'])).toBe('12345');
});

test('a point stays in sight: 2.5 is never read as 25', () => {
  expect(after(['2', ',', '5'])).toBe('2.5');
  expect(after(['2', '.', '.', '5'])).toBe('2.5');
  expect(after(['.', '5'])).toBe('5');
  expect(after(['2', '.', '5', '+'])).toBe('3');
});
