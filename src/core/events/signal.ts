// Tells this process that something was committed, so that the trail is read now and not at the next beat. Other
// processes notice by their own beat.
const listeners = new Set<() => void>();

export function announceCommit(): void {
  for (const listener of listeners) listener();
}

/** @returns how to stop listening. */
export function onCommit(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
