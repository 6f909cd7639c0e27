// What was erased from the trail, what waits for a second person, and the rules by which values grow too old.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { LangText } from "#web/ui/small.tsx";
import { trail } from "../contract.ts";
import { Decide, EndRule } from "./DecideErasure.tsx";
import { type Erasure, whatOf } from "./erasure.ts";
import { ProposeErasure } from "./ProposeErasure.tsx";
import { ProposeRule } from "./ProposeRule.tsx";
import { TrailTabs } from "./TrailTabs.tsx";

export default function ErasuresPage() {
  const t = useText();
  const [{ event }, setUrl] = useUrl<{ event: number }>();
  const pages = usePages<Erasure>(trail.listErasures, {});
  const waiting = useOperation(trail.listErasures, { isWaiting: true, limit: 100 });
  const [proposed, propose] = useState<"values" | "rule" | null>(null);
  const close = () => {
    propose(null);
    setUrl({ event: undefined });
  };
  const count = waiting.data?.rows.length ?? 0;
  return (
    <Page
      title={count > 0 ? t("trail.erase.title", { count }) : t("trail.erase.titleNone")}
      crumbs={[{ label: t("rail.trail"), to: "/trail" }, { label: t("trail.tab.erasures") }]}
      actions={
        <>
          <Button onClick={() => propose("rule")}>{t("trail.erase.proposeRule")}</Button>
          <Button look="main" onClick={() => propose("values")}>
            {t("trail.erase.propose")}
          </Button>
        </>
      }
    >
      <TrailTabs here="erasures" />
      <p className="soft">{t("trail.erase.about")}</p>
      <DataTable
        label={t("trail.tab.erasures")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.id}
        empty={<EmptyState title={t("trail.erase.empty")}>{t("trail.erase.emptyHelp")}</EmptyState>}
      />
      {proposed === "values" || event ? (
        <ProposeErasure eventId={event ? Number(event) : null} onClose={close} />
      ) : null}
      {proposed === "rule" ? <ProposeRule onClose={close} /> : null}
    </Page>
  );
}

function useColumns(): Column<Erasure>[] {
  const t = useText();
  const format = useFormat();
  const who = (one: Erasure["proposedBy"]) => (one ? format.person(one) : "");
  return [
    {
      id: "what",
      head: t("trail.erase.what"),
      cell: (row) => (
        <>
          {whatOf(row, t, format)}{" "}
          <span className="small soft two-lines">
            {t(`trail.ground.${row.ground}`)} · <LangText text={row.reason} />
          </span>
        </>
      ),
    },
    { id: "state", head: t("trail.erase.state"), width: "190px", cell: (row) => t(stateOf(row)) },
    {
      id: "proposed",
      head: t("trail.erase.proposedBy"),
      width: "210px",
      isWideOnly: true,
      cell: (row) => `${who(row.proposedBy)}, ${format.moment(row.proposedAt, "short")}`,
    },
    {
      id: "decided",
      head: t("trail.erase.decidedBy"),
      width: "210px",
      isWideOnly: true,
      cell: (row) => (row.decidedAt ? `${who(row.decidedBy)}, ${format.moment(row.decidedAt, "short")}` : ""),
    },
    {
      id: "count",
      head: t("trail.erase.erasedCount"),
      width: "110px",
      isNumber: true,
      cell: (row) => format.number(row.erasedCount),
    },
    {
      id: "act",
      head: t("trail.erase.decide"),
      width: "150px",
      cell: (row) => <Act row={row} />,
    },
  ];
}

/** A waiting proposal is decided, a running rule ended; of the rest nothing can be done. */
function Act({ row }: { row: Erasure }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  if (!row.decision)
    return (
      <>
        <Button
          size="s"
          offBecause={row.isOwn ? t("errors.trail.erasure_own") : null}
          onClick={() => setOpen(true)}
        >
          {t("trail.erase.decide")}
        </Button>
        {isOpen ? <Decide row={row} onClose={() => setOpen(false)} /> : null}
      </>
    );
  if (row.kind !== "rule" || row.decision !== "approved" || row.endedAt) return null;
  return (
    <>
      <Button size="s" onClick={() => setOpen(true)}>
        {t("trail.erase.endRule")}
      </Button>
      {isOpen ? <EndRule row={row} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function stateOf(row: Erasure) {
  if (!row.decision) return "trail.erase.waiting" as const;
  if (row.decision === "refused") return "trail.erase.refused" as const;
  if (row.kind === "rule")
    return row.endedAt ? ("trail.erase.ended" as const) : ("trail.erase.inForce" as const);
  return row.finishedAt ? ("trail.erase.done" as const) : ("trail.erase.running" as const);
}
