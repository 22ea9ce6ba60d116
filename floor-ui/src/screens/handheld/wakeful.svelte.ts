/** Keeps the display on while the page is seen. Secure pages only; elsewhere the device's own setting decides. */
export function wakeful(): void {
  $effect(() => {
    let lock: WakeLockSentinel | undefined;
    const ask = (): void => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      navigator.wakeLock.request('screen').then(
        (given) => (lock = given),
        () => undefined, // low battery or not allowed
      );
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  });
}
