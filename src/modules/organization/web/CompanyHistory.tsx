// Everything dated about a company, newest first, in words.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Loading } from "#web/ui/parts.tsx";
import { organization } from "../contract.ts";

type Change = Output<typeof organization.listCompanyHistory>["rows"][number];

export function CompanyHistory({ id }: { id: string }) {
  const t = useText();
  const format = useFormat();
  const history = useOperation(organization.listCompanyHistory, { id });
  const sentence = useSentence();
  if (history.isError) return <ErrorState error={history.error} />;
  if (!history.data) return <Loading rows={4} />;
  return (
    <ul className="timeline">
      {history.data.rows.map((change) => (
        <li key={`${change.about}${change.validFrom}`}>
          <span className="soft">{format.day(change.validFrom, "plain")}</span>
          <span>
            <b>{t(`history.${change.about}`)}</b> {sentence(change)}
            {change.validTo ? (
              <span className="mute">
                {" "}
                {t("history.until", { day: format.day(change.validTo, "plain") })}
              </span>
            ) : null}
            {change.reason ? <span className="soft"> — {change.reason}</span> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

function useSentence() {
  const any = useAnyText();
  const format = useFormat();
  return (change: Change): string => {
    const values = change.values as Record<string, string | number | boolean | null>;
    switch (change.about) {
      case "name":
        return String(values["name"]);
      case "relation":
        return [
          any(`relation.${values["kind"]}`),
          format.ratio(values["ownership_percent"] as number | null),
        ].join(" ");
      case "tier":
        return `${values["tier"]} (${any(`tierBasis.${values["basis"]}`)})`;
      case "supervision":
        return String(values[format.language === "ja" ? "parent" : `parent_${format.language}`]);
      case "facts":
        return any("history.factsText", {
          country: format.country(String(values["country"])),
          workers: format.number(Number(values["workers"])),
        });
    }
  };
}
