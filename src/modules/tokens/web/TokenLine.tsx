// One token in a list: its name, what it may do, its end and its last use; warnings stand beside the name.
import type { ReactNode } from "react";
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { LangText, Tag } from "#web/ui/small.tsx";
import type { tokens } from "../contract.ts";

type Token = Output<typeof tokens.listMyTokens>["rows"][number];

export function TokenLine({ token, children }: { token: Token; children?: ReactNode }) {
  const t = useText();
  const any = useAnyText();
  return (
    <li>
      <span>
        <b>
          <LangText text={token.name} />
        </b>{" "}
        <span className="mono mute">ygr_{token.key}_…</span>
        <small>
          {[
            t(token.isReadOnly ? "token.readsOnly" : "token.writes"),
            token.companyName ?? t("token.everywhere"),
            useEndOf(token),
            useLastUse(token),
          ].join(" · ")}
        </small>
        <details className="past">
          <summary>{t("token.permissionCount", { count: token.permissions.length })}</summary>
          <ul>
            {token.permissions.map((one) => (
              <li key={one}>{any(`permission.${one}`)}</li>
            ))}
          </ul>
        </details>
      </span>
      {token.warnings.map((one) => (
        <Tag key={one}>{t(`token.warning.${one}`)}</Tag>
      ))}
      <span className="end">{children}</span>
    </li>
  );
}

export function useEndOf(token: Token): string {
  const t = useText();
  const format = useFormat();
  if (token.revokedAt) return t("token.revokedOn", { day: format.moment(token.revokedAt) });
  return t(token.state === "expired" ? "token.endedOn" : "token.endsOn", {
    day: format.moment(token.expiresAt),
  });
}

export function useLastUse(token: Token): string {
  const t = useText();
  const format = useFormat();
  if (!token.lastUsedAt) return t("token.never");
  const at = format.moment(token.lastUsedAt);
  const said = token.lastUsedFrom ? t("token.lastUsedFrom", { at, address: token.lastUsedFrom }) : at;
  return `${t("token.lastUsed")}: ${said}`;
}
