const deepest = 16;

/**
 * PostgreSQL can keep neither NUL nor half a character; a message that holds one is refused before anything is tried.
 * So is one nested deeper than any of ours: thousands of brackets would use up the stack.
 */
export function isStorable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (value === null || typeof value !== 'object') return true;
  return (
    depth < deepest &&
    Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner, depth + 1))
  );
}
