/**
 * Named places where a test may kill the process: FAILPOINT=dispatch.afterCommit:kill:3 ends it at the third pass, without a
 * word, as a power cut would. Costs one comparison when unset.
 */
let armed: { name: string; left: number } | null = null;

export function armFailpoint(text: string | undefined): void {
  if (text === undefined || text === '') {
    armed = null;
    return;
  }
  const [name, action, count] = text.split(':');
  if (name === undefined || action !== 'kill')
    throw new Error(`FAILPOINT must read name:kill[:count], got ${text}`);
  armed = { name, left: Number(count ?? 1) };
}

export function failpoint(name: string): void {
  if (armed === null || armed.name !== name) return;
  armed.left -= 1;
  if (armed.left <= 0) process.kill(process.pid, 'SIGKILL');
}
