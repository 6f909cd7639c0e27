// Work that comes round: at a beat, or at once when woken. Rounds never overlap, and a failing one does not end the loop.
import { codeOf, type Log } from "../log.ts";

export type Loop = {
  wake(): void;
  /** Ends after the round under way. */
  close(): Promise<void>;
};

export type LoopOptions = {
  name: string;
  /** Pause between rounds that nobody cuts short. */
  everyMs: number;
  /** Shortest pause, however often it is woken: under load many wakes are one round. */
  restMs?: number;
  /** Between rounds that leave more to do it rests as long as the last one took: half of the time is everybody else's. */
  isConsiderate?: boolean;
  log: Log;
  /** Returns true when there is more to do at once. */
  round: () => Promise<boolean>;
};

export function startLoop(options: LoopOptions): Loop {
  let isClosed = false;
  let isWoken = false;
  let stopWaiting: () => void = () => undefined;
  const pause = (ms: number, isCutByWake: boolean) =>
    new Promise<void>((done) => {
      if (isClosed || (isCutByWake && isWoken)) return done();
      const timer = setTimeout(done, ms);
      timer.unref();
      stopWaiting = () => {
        if (!isCutByWake && !isClosed) return;
        clearTimeout(timer);
        done();
      };
    });
  const rounds = async () => {
    // oxlint-disable-next-line no-unmodified-loop-condition -- close() changes it while a round waits
    while (!isClosed) {
      isWoken = false;
      const began = performance.now();
      try {
        if (await options.round()) {
          if (options.isConsiderate) await pause(performance.now() - began, false);
          continue;
        }
      } catch (error) {
        options.log.error({ err: error, loop: options.name, code: codeOf(error) }, "round failed");
      }
      if (options.restMs) await pause(options.restMs, false);
      await pause(options.everyMs, true);
    }
  };
  const ended = rounds();
  return {
    wake: () => {
      isWoken = true;
      stopWaiting();
    },
    close: () => {
      isClosed = true;
      stopWaiting();
      return ended;
    },
  };
}
