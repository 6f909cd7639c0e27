import { useEffect } from "react";
import { onBack } from "../connection.ts";
import { webModules } from "../modules.ts";

/** What sends; null where it could not be loaded: without a connection there is nothing to send to either. */
const senders = () =>
  Promise.all(webModules.flatMap((module) => (module.unsent ? [module.unsent()] : []))).catch(() => null);

/** Sends what an earlier visit left on this device: soon after the start, and whenever the server is back. */
export function useSendUnsent(personId: string): void {
  useEffect(() => {
    // Loaded at once, while there is a connection, and used when the page has come to rest.
    void senders();
    const send = async () => {
      for (const one of (await senders()) ?? []) await one.send(personId);
    };
    const later = setTimeout(() => void send(), 3_000);
    const stop = onBack(() => void send());
    return () => {
      clearTimeout(later);
      stop();
    };
  }, [personId]);
}
