import { DateTime } from 'luxon';

/**
 * The last scan of the next departure after `after`: the first day whose weekday (1 Monday … 7 Sunday) drives and whose cut-off,
 * in the site's own time zone, is still ahead. A cut-off in the hour that a clock change skips is moved forward by the zone's rules.
 */
export function nextCutOff(
  service: { cutOff: string; weekdays: string },
  timezone: string,
  after: Date,
): Date {
  const [hour = '0', minute = '0'] = service.cutOff.split(':');
  const start = DateTime.fromJSDate(after, { zone: timezone });
  for (let day = 0; day <= 7; day++) {
    const candidate = start
      .plus({ days: day })
      .set({ hour: Number(hour), minute: Number(minute), second: 0, millisecond: 0 });
    if (service.weekdays.includes(String(candidate.weekday)) && candidate.toMillis() > after.getTime())
      return candidate.toJSDate();
  }
  throw new Error(`a service must drive on at least one weekday, got "${service.weekdays}"`);
}
