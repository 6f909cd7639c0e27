import { useEffect } from "react";
import { onBack } from "../connection.ts";
import { webModules } from "../modules.ts";

/** Sends what an earlier visit left on this device: soon after the start, and whenever the server is back. */
export function useSendUnsent(personId: string): void {
  useEffect(() => {
    const send = async () => {
      for (const module of webModules) await (await module.unsent?.())?.send(personId);
    };
    const later = setTimeout(() => void send(), 3_000);
    const stop = onBack(() => void send());
    return () => {
      clearTimeout(later);
      stop();
    };
  }, [personId]);
}
