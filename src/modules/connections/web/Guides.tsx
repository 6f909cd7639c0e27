// How it is done at the providers that most companies have, in a few sentences each.
import { useState } from "react";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";

const kinds = ["entra", "okta", "google", "keycloak", "other"] as const;
type Kind = (typeof kinds)[number];
const names: Record<Exclude<Kind, "other">, string> = {
  entra: "Entra ID",
  okta: "Okta",
  google: "Google Workspace",
  keycloak: "Keycloak",
};

const kindOf = (issuer: string): Kind =>
  issuer.includes("login.microsoftonline.com")
    ? "entra"
    : /\.okta(-emea|preview)?\.com/.test(issuer)
      ? "okta"
      : issuer.includes("accounts.google.com")
        ? "google"
        : issuer.includes("/realms/")
          ? "keycloak"
          : "other";

export function Guides({ issuer }: { issuer?: string }) {
  const t = useText();
  const any = useAnyText();
  const [kind, setKind] = useState<Kind>(issuer ? kindOf(issuer) : "entra");
  return (
    <div>
      <Segmented<Kind>
        label={t("connection.which")}
        value={kind}
        choices={kinds.map((value) => ({
          value,
          label: value === "other" ? t("connection.other") : names[value],
        }))}
        onChange={setKind}
      />
      <p className="small soft below">{any(`connection.guide.${kind}`)}</p>
    </div>
  );
}
