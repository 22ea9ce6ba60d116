/**
 * The GS1 check digit. The product has its own; a simulator that borrowed it would agree with every mistake in it,
 * so this is written again from the rule: weights 3, 1, 3, … from the right, up to the next ten.
 */
export function withCheckDigit(digits: string): string {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return digits + String((10 - (sum % 10)) % 10);
}
