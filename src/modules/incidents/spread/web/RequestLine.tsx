// What became of a request to ask others: it waits, a check runs, or it is said why none does.
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import type { CheckRequest } from "./spread.ts";

export function RequestLine({ of }: { of: CheckRequest | undefined }) {
  const t = useText();
  if (!of) return null;
  if (of.checkNumber && !of.checkId)
    return <span className="small">{t("spread.requestOpened", { number: of.checkNumber })}</span>;
  if (of.checkId)
    return (
      <Go to="/lateral-checks/$id" params={{ id: of.checkId }}>
        {t("spread.requestOpened", { number: of.checkNumber ?? "–" })}
      </Go>
    );
  if (of.declinedBecause)
    return (
      <span className="small soft">
        {t("spread.requestDeclined", { name: of.answeredByName ?? "–", why: of.declinedBecause })}
      </span>
    );
  return (
    <Go to="/incidents/requests/$id" params={{ id: of.id }}>
      {t("spread.requestWaits")}
    </Go>
  );
}
