// The sheet of a visit at the desk: prepared here, watched while devices fill it in, decided and finished.
import { type ComponentProps, useState } from "react";
import { ApiError, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Loading } from "#web/ui/states.tsx";
import { audits } from "../../contract.ts";
import "../on-site/on-site.css";
import "./sheet.css";
import { Arrange } from "./Arrange.tsx";
import { Areas } from "./Areas.tsx";
import { BringIn } from "./BringIn.tsx";
import { Devices } from "./Devices.tsx";
import { FinishActions } from "./FinishActions.tsx";
import { Found } from "./Found.tsx";
import { countsOf, isAllChecked, type Sheet } from "./counts.ts";
import type { Visit } from "../visit.ts";
import { Prepare } from "./Prepare.tsx";
import { ToDecide } from "./ToDecide.tsx";

const everyMs = 20_000;

export default function SheetPage() {
  const t = useText();
  const id = useParam("id");
  const visit = useOperation(audits.getVisit, { id });
  const read = useOperation(audits.getAuditSheet, { id }, { refetchEvery: everyMs });
  const isUnprepared = read.error instanceof ApiError && read.error.code === "audit_sheet.not_found";
  if (visit.isError) return <ErrorState error={visit.error} onRetry={() => void visit.refetch()} />;
  if (read.isError && !isUnprepared && !read.data)
    return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!visit.data || !(read.data || isUnprepared)) return <Loading rows={8} />;
  const crumbs = [
    { label: t("rail.audits"), to: "/audits" },
    { label: t("audits.programme"), to: "/audits/programme" },
    { label: visit.data.companyName, to: "/audits/visits/$id", params: { id } },
    { label: t("audits.sheet") },
  ];
  if (!read.data)
    return (
      <Page title={t("audits.sheet.prepareTitle", { company: visit.data.companyName })} crumbs={crumbs}>
        <Prepare visit={visit.data} />
      </Page>
    );
  return <Filled sheet={read.data} sites={visit.data.sites} crumbs={crumbs} />;
}

type Crumbs = NonNullable<ComponentProps<typeof Page>["crumbs"]>;

type FilledProps = { sheet: Sheet; sites: Visit["sites"]; crumbs: Crumbs };

function Filled({ sheet, sites, crumbs }: FilledProps) {
  const t = useText();
  const [wantsArranged, setArranging] = useState(false);
  const isArranging = wantsArranged && sheet.can.conduct;
  const counts = countsOf(sheet);
  return (
    <Page
      title={t(counts.overturned > 0 ? "audits.sheet.titleOverturned" : "audits.sheet.title", {
        reference: sheet.reference,
        done: counts.done,
        total: counts.checks,
        count: counts.overturned,
      })}
      crumbs={crumbs}
      actions={
        <>
          {sheet.can.conduct ? (
            <>
              {isArranging ? null : <Button onClick={() => setArranging(true)}>{t("audits.arrange")}</Button>}
              <GoButton
                to="/on-site/$id"
                params={{ id: sheet.visitId }}
                look={isAllChecked(sheet) ? "outlined" : "main"}
              >
                {t("audits.onSite.take")}
              </GoButton>
            </>
          ) : null}
          <FinishActions sheet={sheet} />
        </>
      }
    >
      <div className="record">
        <aside>
          <Areas sheet={sheet} />
          <Devices sheet={sheet} />
          {sheet.can.conduct ? <BringIn sheet={sheet} /> : null}
        </aside>
        <div>
          {isArranging ? (
            <Arrange sheet={sheet} sites={sites} onDone={() => setArranging(false)} />
          ) : (
            <>
              <ToDecide sheet={sheet} />
              <Found sheet={sheet} />
            </>
          )}
        </div>
      </div>
    </Page>
  );
}
