// The address everybody knows: leads to the edition in force, or says how one comes about.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useLeadOn } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { standards } from "../contract.ts";

export default function InForcePage() {
  const t = useText();
  const editions = useOperation(standards.listEditions, {});
  const id = editions.data?.inForceId ?? null;
  const canPublish = editions.data?.can.publish ?? false;
  useLeadOn(
    id ? { to: "/standards/$id", params: { id } } : canPublish ? { to: "/standards/editions" } : null,
  );
  if (editions.isError) return <ErrorState error={editions.error} onRetry={() => void editions.refetch()} />;
  return (
    <Page title={t("rail.standards")} crumbs={[{ label: t("rail.standards") }]}>
      {!editions.data || id || canPublish ? (
        <Loading />
      ) : (
        <EmptyState
          icon="standards"
          title={t("standard.none")}
          action={<GoButton to="/">{t("rail.home")}</GoButton>}
        >
          {t("standard.noneHelp")}
        </EmptyState>
      )}
    </Page>
  );
}
