import type { ReleaseMode } from '../../words/words.ts';
import type { CommandBody, CommandName } from '../../../../server/protocol/commands.ts';
import type { LinkToServer } from '../../link/link.svelte.ts';
import type { DeviceKind } from '../../words/words.ts';
import type { Refused } from '../refused.ts';
import type { DeskException, DeskPanel } from './desk-panel.ts';

export type Answer =
  | { kind: 'done'; what: CommandName; result: Record<string, unknown> }
  | { kind: 'refused'; refused: Refused }
  | { kind: 'fault'; reference: string };

const doneForMs = 6_000;

export class Desk {
  panel = $state.raw<DeskPanel | null>(null);
  answer = $state.raw<Answer | null>(null);
  /** What is on its way, so that a button is not pressed twice. */
  busy = $state<string | null>(null);

  readonly #link: LinkToServer;

  constructor(link: LinkToServer) {
    this.#link = link;
  }

  open(panel: DeskPanel): void {
    this.answer = null;
    this.panel = panel;
  }

  close(): void {
    this.panel = null;
  }

  dismiss(): void {
    this.answer = null;
  }

  /** `mode` null: as the site does it. */
  release(limit: number, service: string | null, mode: ReleaseMode | null): Promise<boolean> {
    return this.#send('ReleaseWave', { limit, service, ...(mode === null ? {} : { mode }) }, 'release');
  }

  retry(exception: DeskException, hub: string, orderId: string): Promise<boolean> {
    return this.#send('RetryOrder', { hub, orderId }, `exception ${exception.exception}`);
  }

  answerQuestion(exception: DeskException, answer: 'yes' | 'no'): Promise<boolean> {
    return this.#send(
      'AnswerQuestion',
      { exception: exception.exception, answer },
      `exception ${exception.exception}`,
    );
  }

  answerPrint(printJob: number, cameOut: boolean): Promise<boolean> {
    return this.#send('AnswerPrint', { printJob, cameOut }, `print ${printJob}`);
  }

  async resolve(exception: DeskException, resolution: string): Promise<void> {
    if (await this.#send('ResolveException', { exception: exception.exception, resolution }, 'panel'))
      this.close();
  }

  async correct(body: CommandBody<'CorrectStock'>): Promise<void> {
    if (await this.#send('CorrectStock', body, 'panel')) this.close();
  }

  async orderMove(body: CommandBody<'OrderMove'>): Promise<void> {
    if (await this.#send('OrderMove', body, 'panel')) this.close();
  }

  answerCount(exception: DeskException, isAllowed: boolean): Promise<boolean> {
    return this.#send(
      'AnswerCount',
      { exception: exception.exception, isAllowed },
      `exception ${exception.exception}`,
    );
  }

  /** An order waits no more for goods that may turn up. */
  endShortHold(exception: DeskException, shipment: number): Promise<boolean> {
    return this.#send('EndShortHold', { shipment }, `exception ${exception.exception}`);
  }

  cancelMove(move: number): Promise<boolean> {
    return this.#send('CancelMove', { move }, `move ${move}`);
  }

  recoverJob(job: number): Promise<boolean> {
    return this.#send('RecoverJob', { job }, `job ${job}`);
  }

  async recover(task: number, operator: string | null): Promise<void> {
    if (await this.#send('RecoverTask', { task, operator }, 'panel')) this.close();
  }

  async assign(task: number, operator: string | null): Promise<void> {
    if (await this.#send('AssignTask', { task, operator }, 'panel')) this.close();
  }

  async setZones(operator: string, zones: string[] | null): Promise<void> {
    if (await this.#send('SetOperatorZones', { operator, zones }, 'panel')) this.close();
  }

  async closeManifest(carrier: string): Promise<void> {
    if (await this.#send('CloseManifest', { carrier }, 'panel')) this.close();
  }

  async enrol(kind: DeviceKind, device: string, station: string | null): Promise<void> {
    if (!(await this.#send('EnrolDevice', { kind, device, station }, 'panel'))) return;
    const url = this.answer?.kind === 'done' ? this.answer.result['url'] : undefined;
    if (typeof url === 'string') this.open({ kind: 'qr', device, url });
  }

  async #send<N extends CommandName>(name: N, body: CommandBody<N>, busy: string): Promise<boolean> {
    if (this.busy !== null) return false;
    this.busy = busy;
    this.answer = null;
    const reply = await this.#link.send(name, body);
    this.busy = null;
    if (reply.ok) this.#sayDone({ kind: 'done', what: name, result: reply.result ?? {} });
    else if ('refusal' in reply)
      this.answer = { kind: 'refused', refused: { refusal: reply.refusal, data: reply.data, scanned: null } };
    else this.answer = { kind: 'fault', reference: reply.fault };
    return reply.ok;
  }

  /** Good news goes by itself; a no stays until it is read. */
  #sayDone(done: Answer): void {
    this.answer = done;
    setTimeout(() => {
      if (this.answer === done) this.answer = null;
    }, doneForMs);
  }
}
