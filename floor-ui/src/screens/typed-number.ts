/** A number on the glass after one more key: digits, Backspace, and − and + from where it stands. Another key changes nothing. */
export function typedNumber(typed: string, key: string, standsAt: number): string {
  if (/^[0-9]$/.test(key)) return `${typed}${key}`.replace(/^0+(?=[0-9])/, '').slice(0, 5);
  if (key === 'Backspace') return typed.slice(0, -1);
  if (key === '-' || key === '+') return String(Math.max(0, standsAt + (key === '+' ? 1 : -1)));
  return typed;
}
