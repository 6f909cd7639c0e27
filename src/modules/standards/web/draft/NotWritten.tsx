// A link to a draft outlives it: what was published since is read, and only its words are corrected.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Loading } from "#web/ui/states.tsx";
import { standards } from "../../contract.ts";

export function NotWritten({ id }: { id: string }) {
  const t = useText();
  const read = useOperation(standards.getEdition, { id });
  if (read.error) return <ErrorState error={read.error} />;
  if (!read.data) return <Loading rows={4} />;
  const { name, edition, state } = read.data;
  return (
    <Page
      title={`${name.text} ${edition}`}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: t("editions.title"), to: "/standards/editions" },
        { label: edition },
      ]}
      actions={
        <GoButton look="main" to="/standards/$id" params={{ id }}>
          {t("draft.toEdition")}
        </GoButton>
      }
    >
      <p>{t(state === "discarded" ? "draft.isDiscarded" : "draft.isPublished")}</p>
    </Page>
  );
}
