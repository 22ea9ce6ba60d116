/** Server and screens must agree on this; a screen that differs reloads itself. Raised when anything is removed or narrowed. */
export const PROTOCOL_VERSION = 1;
