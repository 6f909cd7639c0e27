import { useAnyText } from "#web/text/i18n.ts";

/** A reason of the rule is a key of the catalogue; anything else is somebody's words. */
export function useReason() {
  const any = useAnyText();
  return (reason: string) => (reason.startsWith("population.") ? any(reason) : reason);
}
