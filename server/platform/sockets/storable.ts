/** PostgreSQL can keep neither NUL nor half a character; a message that holds one is refused before anything is tried. */
export function isStorable (value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed()
  if (value === null || typeof value !== 'object') return true
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner))
}
