// One control on a page of its own, for links in mails, findings and reports.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam, useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { standards } from "../contract.ts";
import { ControlBody } from "./ControlBody.tsx";
import { Standing } from "./EditionFrame.tsx";
import type { ControlUrl } from "./filters.ts";

export default function ControlPage() {
  const t = useText();
  const [id, controlId] = [useParam("id"), useParam("controlId")];
  const [{ beside }] = useUrl<ControlUrl>();
  const edition = useOperation(standards.getEdition, { id });
  const control = useOperation(standards.getControl, { id, controlId, ...(beside ? { beside } : {}) });
  const error = edition.error ?? control.error;
  if (error) return <ErrorState error={error} />;
  if (!edition.data || !control.data) return <Loading rows={10} />;
  const { previousId, nextId } = control.data;
  const to = (other: string) => ({
    to: "/standards/$id/controls/$controlId",
    params: { id, controlId: other },
  });
  return (
    <Page
      title={`${control.data.id} ${control.data.title.text}`}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: edition.data.name.text, to: `/standards/${id}` },
        { label: control.data.id },
      ]}
      after={
        <>
          {control.data.mandatory ? <Tag isMust>{t("demand.mandatory")}</Tag> : null}
          <Standing edition={edition.data} />
        </>
      }
      actions={
        <>
          {edition.data.state === "published" && edition.data.can.publish ? (
            <GoButton to="/standards/$id/controls/$controlId/correct" params={{ id, controlId }}>
              {t("erratum.correct")}
            </GoButton>
          ) : null}
          {previousId ? <GoButton {...to(previousId)}>‹ {previousId}</GoButton> : null}
          {nextId ? <GoButton {...to(nextId)}>{nextId} ›</GoButton> : null}
        </>
      }
    >
      <section className="panel control-alone">
        <ControlBody edition={edition.data} control={control.data} />
      </section>
    </Page>
  );
}
