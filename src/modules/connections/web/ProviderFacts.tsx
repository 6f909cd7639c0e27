// What a provider says about itself, and what has to be registered there.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { KeyValue } from "#web/ui/Panel.tsx";
import { Note } from "#web/ui/states.tsx";
import type { connections } from "../contract.ts";

type Found = Output<typeof connections.findProvider>;

export function FoundNote({ found }: { found: Found }) {
  const t = useText();
  const yesNo = (is: boolean) => t(is ? "connection.yes" : "connection.no");
  return (
    <>
      {found.missing.length > 0 ? (
        <Note kind="bad">{t("connection.missing", { parts: found.missing.join(", ") })}</Note>
      ) : (
        <Note kind="good">{t("connection.found")}</Note>
      )}
      <KeyValue
        rows={[
          [t("connection.issuer"), <code key="i">{found.issuer}</code>],
          [t("connection.authorizationEndpoint"), <code key="a">{found.authorizationEndpoint}</code>],
          [t("connection.tokenEndpoint"), <code key="t">{found.tokenEndpoint}</code>],
          [t("connection.namesItself"), yesNo(found.namesItself)],
          [t("connection.tellsSignOut"), yesNo(found.tellsSignOut)],
        ]}
      />
    </>
  );
}

/** An address to be taken elsewhere. */
export function CopyField({ label, hint, value }: { label: string; hint?: string; value: string }) {
  const t = useText();
  const [isCopied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(value).then(() => setCopied(true));
  return (
    <div className="field">
      <span className="label">{label}</span>
      <div className="sso-copy">
        <input
          className="input mono"
          readOnly
          value={value}
          aria-label={label}
          onFocus={(event) => event.target.select()}
        />
        <Button size="s" onClick={copy}>
          {t(isCopied ? "connection.copied" : "connection.copy")}
        </Button>
      </div>
      {hint ? <p className="hint">{hint}</p> : null}
    </div>
  );
}
