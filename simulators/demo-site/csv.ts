export type Cell = string | number;

export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => row.map((cell) => quoted(String(cell))).join(',') + '\n').join('');
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function yesNo(answer: boolean): string {
  return answer ? 'yes' : 'no';
}
