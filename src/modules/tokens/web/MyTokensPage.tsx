// One's own access tokens: what each may do, until when, when it was last used, and the way to end it.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { tokens } from "../contract.ts";
import { MakeTokenDialog } from "./MakeToken.tsx";
import { TokenLine } from "./TokenLine.tsx";

type Token = Output<typeof tokens.listMyTokens>["rows"][number];

export default function MyTokensPage() {
  const t = useText();
  const mine = useOperation(tokens.listMyTokens, {});
  const [isMaking, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<Token | null>(null);
  const mayMake = useMay("token.make");
  const make = (
    <Button look="main" onClick={() => setMaking(true)} offBecause={mayMake ? null : t("token.makeNotYours")}>
      {t("token.make")}
    </Button>
  );
  return (
    <Page title={t("token.mine")} crumbs={[{ label: t("frame.mySessions"), to: "/me" }]} actions={make}>
      <p className="soft lead-in">{t("token.intro")}</p>
      {mine.error ? <ErrorState error={mine.error} onRetry={() => void mine.refetch()} /> : null}
      {mine.isPending ? <Loading rows={4} /> : null}
      {mine.data ? <Lines rows={mine.data.rows} onRevoke={setRevoked} /> : null}
      {isMaking ? <MakeTokenDialog onClose={() => setMaking(false)} /> : null}
      {revoked ? <Revoke token={revoked} onClose={() => setRevoked(null)} /> : null}
    </Page>
  );
}

function Lines({ rows, onRevoke }: { rows: Token[]; onRevoke: (token: Token) => void }) {
  const t = useText();
  const live = rows.filter((one) => one.state === "live");
  const over = rows.filter((one) => one.state !== "live");
  return (
    <>
      {live.length === 0 ? (
        <EmptyState icon="lock" title={t("token.empty")}>
          {t("token.emptyHelp")}
        </EmptyState>
      ) : (
        <Panel>
          <ul className="lines">
            {live.map((one) => (
              <TokenLine key={one.id} token={one}>
                <Button size="s" onClick={() => onRevoke(one)}>
                  {t("token.revoke")}
                </Button>
              </TokenLine>
            ))}
          </ul>
        </Panel>
      )}
      {over.length > 0 ? (
        <details className="past">
          <summary>{t("token.over", { count: over.length })}</summary>
          <ul className="lines">
            {over.map((one) => (
              <TokenLine key={one.id} token={one} />
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

function Revoke({ token, onClose }: { token: Token; onClose: () => void }) {
  const t = useText();
  const revoke = useCommand(tokens.revokeMyToken, [tokens.listMyTokens]);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("token.revokeTitle", { name: token.name })}
      effect={t("token.revokeEffect")}
      action={t("token.revoke")}
      isDanger
      isBusy={revoke.isPending}
      error={<FormError error={revoke.error} />}
      onConfirm={() => revoke.mutate({ id: token.id }, { onSuccess: onClose })}
    />
  );
}
