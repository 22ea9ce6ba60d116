/** A role is a set of permissions. Every command and every view names the one it needs. */
export const permissions = [
  'pick',
  'pack',
  'sort',
  'wall.see',
  'desk.see',
  'wave.release',
  'order.retry',
  'exception.resolve',
  'print.answer',
  'device.enrol',
  'stock.correct',
  'manifest.close',
  'task.recover',
  'task.assign',
  'crew.zones',
] as const;
export type Permission = (typeof permissions)[number];

export type Role = 'picker' | 'packer' | 'lead' | 'supervisor' | 'admin' | 'wall';

const lead: readonly Permission[] = [
  'pick',
  'pack',
  'sort',
  'wall.see',
  'desk.see',
  'wave.release',
  'order.retry',
  'exception.resolve',
  'print.answer',
  'stock.correct',
  'manifest.close',
  'task.recover',
  'task.assign',
  'crew.zones',
];

export const rolePermissions: Record<Role, readonly Permission[]> = {
  picker: ['pick', 'sort', 'wall.see'],
  packer: ['pack', 'sort', 'wall.see', 'print.answer'],
  lead,
  supervisor: [...lead, 'device.enrol'],
  admin: permissions,
  wall: ['wall.see'],
};
