// Why a company is in a round, out of it, or has left it.
import { useAnyText } from "#web/text/i18n.ts";
import { Written } from "#web/ui/small.tsx";

/** A reason of the rule is a key of the catalogue; anything else is somebody's words. */
export function Reason({ of }: { of: string }) {
  const any = useAnyText();
  return of.startsWith("population.") ? any(of) : <Written text={of} />;
}
