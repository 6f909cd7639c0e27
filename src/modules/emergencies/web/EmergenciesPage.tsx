// Roles that were taken in an emergency: who, where, until when, and what a second person says of it.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { Go, useGo, useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { emergencies } from "../contract.ts";
import { StateTag } from "./parts.tsx";
import { TakeDialog } from "./TakeDialog.tsx";

type Row = Output<typeof emergencies.listEmergencies>["rows"][number];
const states = ["all", "in_force", "to_review", "reviewed"] as const;
type Shown = (typeof states)[number];

export default function EmergenciesPage() {
  const t = useText();
  const go = useGo();
  const [url, setUrl] = useUrl<{ state: Shown }>();
  const state = states.find((one) => one === url.state) ?? "all";
  const mayTake = useMay("emergency.take");
  const offer = useOperation(emergencies.getEmergencyOffer, {}, { enabled: mayTake });
  const [isTaking, setTaking] = useState(false);
  const pages = usePages<Row>(emergencies.listEmergencies, state === "all" ? {} : { state });
  return (
    <Page
      title={t("emergency.title")}
      crumbs={[{ label: t("rail.emergencies") }]}
      actions={
        mayTake ? (
          <Button
            look="danger"
            offBecause={offer.data?.currentId ? t("emergency.current") : null}
            onClick={() => setTaking(true)}
          >
            {t("emergency.take")}
          </Button>
        ) : null
      }
    >
      <p className="soft below">{t("emergency.intro")}</p>
      <div className="stack below">
        <div className="row">
          <Segmented<Shown>
            label={t("emergency.state")}
            value={state}
            onChange={(next) => setUrl({ state: next === "all" ? undefined : next })}
            choices={states.map((value) => ({ value, label: t(`emergency.state.${value}`) }))}
          />
        </div>
        <DataTable
          label={t("emergency.title")}
          columns={useColumns()}
          pages={pages}
          keyOfRow={(row) => row.id}
          onOpen={(row) => go({ to: "/emergencies/$id", params: { id: row.id } })}
          empty={
            <EmptyState icon="lock" title={t(state === "all" ? "emergency.none" : "emergency.noneHere")}>
              {t(state === "all" ? "emergency.noneHelp" : "emergency.noneHereHelp")}
            </EmptyState>
          }
        />
      </div>
      {isTaking && offer.data ? <TakeDialog offer={offer.data} onClose={() => setTaking(false)} /> : null}
    </Page>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return [
    {
      id: "person",
      head: t("emergency.person"),
      cell: (row) => (
        <Go to="/emergencies/$id" params={{ id: row.id }}>
          <LangText text={row.personName} />
        </Go>
      ),
    },
    { id: "role", head: t("emergency.role"), cell: (row) => any(`role.${row.roleId}`) },
    { id: "unit", head: t("emergency.unit"), cell: (row) => <LangText text={row.unitName} /> },
    {
      id: "when",
      head: t("emergency.when"),
      width: "300px",
      isWideOnly: true,
      cell: (row) => `${format.moment(row.beganAt)} – ${format.moment(row.endsAt)}`,
    },
    {
      id: "state",
      head: t("emergency.state"),
      width: "150px",
      cell: (row) => <StateTag of={row} />,
    },
  ];
}
