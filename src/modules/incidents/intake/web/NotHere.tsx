// A page behind an address that opens nothing: the same words whether it is over, was renewed or never was. A network that fails is
// something else, and can be tried again.
import { ApiError } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { LonePage } from "#web/layout/LonePage.tsx";
import { useText } from "#web/text/i18n.ts";

type Props = { title: string; error: unknown; what: "report_link" | "report_status"; onRetry: () => void };

export function NotHere({ title, error, what, onRetry }: Props) {
  const t = useText();
  // An address that was cut short is one that opens nothing.
  const isGone = error instanceof ApiError && [400, 404, 410].includes(error.status);
  return (
    <LonePage title={title}>
      {isGone ? <p>{t(`errors.${what}.not_valid`)}</p> : <ErrorState error={error} onRetry={onRetry} />}
    </LonePage>
  );
}
