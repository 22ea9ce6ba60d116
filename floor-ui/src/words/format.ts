/** Numbers and times as this language writes them, in the site's own time zone. */
export class Format {
  readonly #count: Intl.NumberFormat;
  readonly #decimal: Intl.NumberFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #clock: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;

  constructor(locale: string, timeZone: string | undefined) {
    const zone = timeZone === undefined || !isTimeZone(timeZone) ? {} : { timeZone };
    this.#count = new Intl.NumberFormat(locale, { useGrouping: 'always' });
    this.#decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    this.#time = new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...zone,
    });
    this.#clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23', ...zone });
    this.#day = new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      ...zone,
    });
  }

  count(n: number): string {
    return this.#count.format(n);
  }

  /** 16:30 */
  time(iso: string): string {
    return this.#at(this.#time, iso);
  }

  /** 14:22:07 */
  clock(at: number): string {
    return this.#clock.format(at);
  }

  /** Thu 2 Dec */
  day(iso: string): string {
    return this.#at(this.#day, iso);
  }

  /** 41 min · 2 h 08 · 3 d 4 h */
  left(ms: number): string {
    const minutes = Math.floor(Math.max(0, ms) / 60_000);
    if (minutes < 60) return `${minutes} min`;
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')}`;
    return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  }

  /** How late: from the first second on it is a minute. */
  late(ms: number): string {
    return this.left(Math.max(60_000, ms));
  }

  /** 12 s · 4 min · 2 h 08 */
  lasting(seconds: number): string {
    return seconds < 60 ? `${Math.max(0, Math.round(seconds))} s` : this.left(seconds * 1_000);
  }

  /** 0:12, for what runs out while somebody looks. */
  countdown(ms: number): string {
    const seconds = Math.max(0, Math.ceil(ms / 1_000));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  }

  metres(metres: number): string {
    return `${this.count(Math.round(metres))} m`;
  }

  weight(grams: number): string {
    return grams < 1_000 ? `${this.count(Math.round(grams))} g` : `${this.#decimal.format(grams / 1_000)} kg`;
  }

  size(lengthMm: number, widthMm: number, heightMm: number): string {
    return `${lengthMm} × ${widthMm} × ${heightMm} mm`;
  }

  #at(format: Intl.DateTimeFormat, iso: string): string {
    const at = Date.parse(iso);
    return Number.isNaN(at) ? '–' : format.format(at);
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // a name this browser does not know: its own zone serves
  }
}

/** Picks the form of a counted word by the language's own rule and puts the number before it. */
export function counted(
  locale: string,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
) {
  const rule = new Intl.PluralRules(locale);
  const digits = new Intl.NumberFormat(locale, { useGrouping: 'always' });
  return (n: number): string => `${digits.format(n)} ${forms[rule.select(n)] ?? forms.other}`;
}
