import { createContext } from 'svelte';
import type { Permission } from '../../../../server/protocol/permissions.ts';
import type { Desk } from './desk.svelte.ts';

/** The desk's own surroundings: what it can send, and which buttons this person's role opens (the server checks again). */
export const [useDesk, provideDesk] = createContext<Desk>();
export const [usePermits, providePermits] = createContext<(permission: Permission) => boolean>();
