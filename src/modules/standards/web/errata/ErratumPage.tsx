// The address of an erratum by its id alone: leads to where it is decided, or to where it stands since.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useLeadOn, useParam } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Loading } from "#web/ui/states.tsx";
import { standards } from "../../contract.ts";

export default function ErratumPage() {
  const t = useText();
  const read = useOperation(standards.getErratum, { id: useParam("id") });
  const { editionId, controlId, state } = read.data ?? {};
  useLeadOn(
    !editionId || !controlId
      ? null
      : state === "proposed"
        ? { to: "/standards/$id/controls/$controlId/correct", params: { id: editionId, controlId } }
        : { to: "/standards/$id/errata", params: { id: editionId } },
  );
  if (read.isError) return <ErrorState error={read.error} />;
  return (
    <Page title={t("erratum.list")} crumbs={[{ label: t("rail.standards"), to: "/standards" }]}>
      <Loading />
    </Page>
  );
}
