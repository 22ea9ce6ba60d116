/**
 * At most `count` at once; the others wait in the order they came, behind those that are urgent. Whether it is urgent is asked
 * of each when a slot gets free: it may have become so meanwhile.
 */
export function createSlots(
  count: number,
): <T>(work: () => Promise<T>, isUrgent?: () => boolean) => Promise<T> {
  let free = count;
  const waiting: { begin: () => void; isUrgent: () => boolean }[] = [];
  return async function inSlot(work, isUrgent = () => false) {
    if (free > 0) free -= 1;
    else
      await new Promise<void>((begin) => {
        waiting.push({ begin, isUrgent });
      });
    try {
      return await work();
    } finally {
      const urgent = waiting.findIndex((one) => one.isUrgent());
      const [next] = waiting.splice(Math.max(0, urgent), 1);
      if (next === undefined) free += 1;
      else next.begin();
    }
  };
}
