interface BatteryLike extends EventTarget {
  level: number;
}

/** The device's own charge, where the browser tells it (secure pages of Chromium). */
export function watchBattery(): { readonly percent: number | null } {
  let percent = $state<number | null>(null);
  $effect(() => {
    if (!('getBattery' in navigator) || typeof navigator.getBattery !== 'function') return;
    let watched: BatteryLike | null = null;
    const read = (): void => {
      percent = watched === null ? null : Math.round(watched.level * 100);
    };
    const asked: Promise<BatteryLike> = navigator.getBattery();
    asked.then(
      (battery) => {
        watched = battery;
        battery.addEventListener('levelchange', read);
        read();
      },
      () => undefined, // not allowed here: the strip leaves it out
    );
    return () => watched?.removeEventListener('levelchange', read);
  });
  return {
    get percent() {
      return percent;
    },
  };
}
