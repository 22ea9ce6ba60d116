/** What a refusal or an exception carries, read without trusting its shape: an older server may send less. */
export class Facts {
  readonly #data: Readonly<Record<string, unknown>>;

  constructor(data: Readonly<Record<string, unknown>>) {
    this.#data = data;
  }

  has(name: string): boolean {
    return this.#data[name] !== undefined && this.#data[name] !== null;
  }

  text(name: string): string {
    const value = this.#data[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
    return this.item(name)?.name ?? '?';
  }

  number(name: string): number {
    const value = this.#data[name];
    return typeof value === 'number' ? value : Number(value ?? 0) || 0;
  }

  list(name: string): Facts[] {
    const value = this.#data[name];
    return Array.isArray(value) ? value.filter(isRecord).map((entry) => new Facts(entry)) : [];
  }

  texts(name: string): string[] {
    const value = this.#data[name];
    return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
  }

  /** A thing with a name and perhaps a SKU, or a bare code. */
  item(name: string): { name: string; code: string | null } | null {
    const value = this.#data[name];
    if (typeof value === 'string' || typeof value === 'number') return { name: String(value), code: null };
    if (!isRecord(value)) return null;
    const code = typeof value['sku'] === 'string' ? value['sku'] : null;
    if (typeof value['name'] === 'string') return { name: value['name'], code };
    const bare = code ?? value['code'];
    return typeof bare === 'string' ? { name: bare, code: null } : null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
