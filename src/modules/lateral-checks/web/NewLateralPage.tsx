// A new lateral check; with ?finding= it asks whether others have what was found in one place.
import { findings } from "#modules/findings/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { currentLanguage, useText } from "#web/text/i18n.ts";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { lateralChecks } from "../contract.ts";
import { emptyDraft } from "./draft.ts";
import { LateralForm } from "./LateralForm.tsx";

export default function NewLateralPage() {
  const t = useText();
  const { today } = useSession();
  const [{ finding }] = useUrl<{ finding: string }>();
  const issuers = useOperation(lateralChecks.listLateralIssuers, {});
  const read = useOperation(findings.getFinding, { id: finding ?? "" }, { enabled: Boolean(finding) });
  const failed = issuers.error ?? read.error;
  const own = issuers.data?.issuers ?? [];
  const from = finding ? (read.data ?? null) : null;
  const isReady = issuers.data !== undefined && (!finding || from !== null);
  return (
    <Page
      title={t("lateral.newTitle")}
      crumbs={[
        { label: t("findings.crumb"), to: "/findings" },
        { label: t("lateral.crumb"), to: "/lateral-checks" },
        { label: t("lateral.newTitle") },
      ]}
    >
      {failed ? (
        <ErrorState error={failed} onRetry={() => void issuers.refetch()} />
      ) : !isReady ? (
        <Loading rows={10} />
      ) : own.length === 0 ? (
        <EmptyState icon="lock" title={t("lateral.noIssuer")}>
          {t("lateral.noIssuerHelp")}
        </EmptyState>
      ) : (
        <LateralForm
          issuers={own}
          from={from}
          start={emptyDraft(own[0]?.unitId ?? "", currentLanguage(), today, from)}
        />
      )}
    </Page>
  );
}
