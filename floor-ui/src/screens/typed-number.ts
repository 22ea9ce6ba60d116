/**
 * A number on the glass after one more key: digits, Backspace, and − and + from where it stands. A point stays in sight, so that 2.5
 * is refused and never read as 25. Another key changes nothing.
 */
export function typedNumber(typed: string, key: string, standsAt: number): string {
  if (/^[0-9]$/.test(key)) return `${typed}${key}`.replace(/^0+(?=[0-9])/, '').slice(0, 5);
  if (key === '.' || key === ',') return typed === '' || typed.includes('.') ? typed : `${typed}.`;
  if (key === 'Backspace') return typed.slice(0, -1);
  if (key === '-' || key === '+') return String(Math.max(0, Math.floor(standsAt) + (key === '+' ? 1 : -1)));
  return typed;
}
