// Whether the server answers. Every request of ours tells; while it does not, the server is asked now and then, so that
// the page notices by itself when it is back.
import { useSyncExternalStore } from "react";

export type Connection = { isUp: boolean; since: number | null };

let state: Connection = { isUp: true, since: null };
const listeners = new Set<() => void>();
let asking: ReturnType<typeof setTimeout> | undefined;
const firstPause = 2_000;
const longestPause = 30_000;

function change(next: Connection): void {
  state = next;
  for (const listener of listeners) listener();
}

/** Something came back from the server, whatever it said. */
export function noteAnswer(): void {
  clearTimeout(asking);
  asking = undefined;
  if (!state.isUp) change({ isUp: true, since: null });
}

/** Nothing came back. */
export function noteSilence(): void {
  if (state.isUp) change({ isUp: false, since: Date.now() });
  asking ??= setTimeout(() => void ask(firstPause), firstPause);
}

async function ask(pause: number): Promise<void> {
  const answer = await fetch("/health", { cache: "no-store" }).catch(() => null);
  // A proxy before a server that is down answers in its place.
  if (answer?.ok) return noteAnswer();
  const next = Math.min(longestPause, pause * 1.6);
  asking = setTimeout(() => void ask(next), next);
}

if (typeof window !== "undefined") {
  window.addEventListener("offline", noteSilence);
  window.addEventListener("online", () => {
    clearTimeout(asking);
    void ask(firstPause);
  });
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useConnection = (): Connection => useSyncExternalStore(subscribe, () => state);

/** Calls back each time the server is back. */
export function onBack(run: () => void): () => void {
  let wasUp = state.isUp;
  return subscribe(() => {
    if (state.isUp && !wasUp) run();
    wasUp = state.isUp;
  });
}
