import { refuse, type Refused } from '../../protocol/refusals.ts';

export type Facts = Readonly<{ enrolCodeHash: string | null; enrolUntil: Date | null }>;

/** A device opened the address of its QR code. `isRight` compares the code with the kept hash. */
export function acceptEnrolment(
  device: Facts | null,
  isRight: (hash: string) => boolean,
  now: Date,
): Refused | { enrolledAt: Date } {
  if (device === null || device.enrolCodeHash === null || !isRight(device.enrolCodeHash))
    return refuse('DEVICE_CODE_WRONG');
  if (device.enrolUntil === null || device.enrolUntil.getTime() <= now.getTime())
    return refuse('DEVICE_CODE_WRONG');
  return { enrolledAt: now };
}
