import { useEffect } from "react";
import { onBack, useConnection } from "#web/connection.ts";
import { sync } from "./sending.ts";
import { close, endInTime, useWork } from "./work.ts";

const idleMs = 15 * 60_000;
const pauseMs = 1_500;
const lookMs = 60_000;

/**
 * A device that nobody touches for a quarter of an hour closes the sheet; what was entered lies sealed. In use it stays no longer than it
 * was taken along for.
 */
export function useClosing(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    let timer = setTimeout(() => void close(), idleMs);
    const looking = setInterval(() => void endInTime(), lookMs);
    const touched = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void close(), idleMs);
    };
    const kinds = ["pointerdown", "keydown", "input"] as const;
    for (const kind of kinds) window.addEventListener(kind, touched, { passive: true });
    return () => {
      clearTimeout(timer);
      clearInterval(looking);
      for (const kind of kinds) window.removeEventListener(kind, touched);
    };
  }, [isOpen]);
}

/** While there is a connection, what waits is sent soon, and now and then one looks what the others have entered. */
export function useSync(): void {
  const { isUp } = useConnection();
  const work = useWork();
  const waiting = work?.entries.filter((one) => one.code === undefined);
  const mark = waiting?.map((one) => `${one.id}${one.at}`).join(" ") ?? "";
  useEffect(() => {
    if (!isUp || mark === "") return undefined;
    const timer = setTimeout(() => void sync(), pauseMs);
    return () => clearTimeout(timer);
  }, [isUp, mark]);
  useEffect(() => {
    const timer = setInterval(() => void sync(), lookMs);
    const stop = onBack(() => void sync());
    return () => {
      clearInterval(timer);
      stop();
    };
  }, []);
}
