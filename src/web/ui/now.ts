// The time of day for clocks on a page: one tick for all of them.
import { useSyncExternalStore } from "react";

const tickMs = 30_000;
let current = new Date();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    current = new Date();
    for (const one of listeners) one();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): Date {
  // A page that opens long after the last tick begins with the true time.
  if (Date.now() - current.getTime() >= tickMs) current = new Date();
  return current;
}

/** Now, as of at most half a minute ago; the component is drawn anew when it moves on. */
export const useNow = (): Date => useSyncExternalStore(listen, read);
