// How ready the companies in view are for another set, all as one and each alone, and which fix lifts the most.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { Go, GoButton } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { mappings } from "../contract.ts";
import { itemReadings } from "../reading/rules.ts";
import { LiftsPanel } from "./LiftsPanel.tsx";
import { LookBar, type LookUrl } from "./LookBar.tsx";
import { ReadinessItems } from "./ReadinessItems.tsx";
import { ReadinessRows } from "./ReadinessRows.tsx";
import { ReadingBar, ReadingMark } from "./ReadingMark.tsx";
import { RestsOn } from "./RestsOn.tsx";
import type { Looked, Readiness } from "./readiness.ts";
import { useSpaceName } from "./useSpaceName.ts";
import "./mappings.css";

export default function ReadinessPage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const spaceName = useSpaceName();
  const [url] = useUrlOfUnit<LookUrl & { division: string }>("division");
  const input: Looked = {
    ...(url.roundId ? { roundId: url.roundId } : {}),
    ...(url.space ? { space: url.space as `set:${string}` } : {}),
    ...(url.division ? { division: url.division } : {}),
  };
  const ready = useOperation(mappings.getReadiness, input, { keep: true });
  if (ready.isError) return <ErrorState error={ready.error} onRetry={() => void ready.refetch()} />;
  const one = ready.data;
  const isEmpty = !one?.space || !one.group;
  return (
    <Page
      title={
        !one ? t("readiness.tab") : isEmpty ? t("readiness.titleNone") : titleOf(t, one, spaceName(one.space))
      }
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group/overview" },
        { label: t("readiness.tab") },
      ]}
      actions={isEmpty ? null : <Saving input={input} />}
    >
      <GroupTabs />
      {!one ? (
        <Loading rows={10} />
      ) : isEmpty ? (
        <EmptyState
          icon="standards"
          title={t("readiness.titleNone")}
          example={t("readiness.example")}
          action={<GoButton to="/standards/mappings">{t("mapping.tab")}</GoButton>}
        >
          {t("readiness.noneHelp")}
        </EmptyState>
      ) : (
        <div className="stack">
          <div className="filters">
            <LookBar head={one} />
          </div>
          {one.notHandedIn > 0 ? (
            <Note kind="warn">{t("readiness.notHandedIn", { count: one.notHandedIn })}</Note>
          ) : null}
          {one.left > 0 ? <Note>{t("readiness.left", { count: one.left })}</Note> : null}
          {isSilent(one) ? (
            <Note>
              {t("readAs.onlyTouched")} <Go to="/standards/mappings">{t("readAs.toMappings")} ›</Go>
            </Note>
          ) : null}
          <AsOne one={one} />
          <LiftsPanel one={one} input={input} />
          <ReadinessRows one={one} input={input} />
          <ReadinessItems one={one} input={input} />
        </div>
      )}
    </Page>
  );
}

function titleOf(t: ReturnType<typeof useText>, one: Readiness, set: string): string {
  const values = { met: one.group?.met ?? 0, items: one.items, set };
  return one.only !== null
    ? t("readiness.titleOne", { ...values, company: one.only })
    : t("readiness.title", { ...values, companies: one.companies });
}

const isSilent = ({ group }: Readiness) =>
  group !== null && group.touched > 0 && group.met + group.partly + group.not_met + group.not_known === 0;

function Together({ counts }: { counts: NonNullable<Readiness["group"]> }) {
  const format = useFormat();
  return (
    <>
      <ReadingBar counts={counts} />
      <div className="legend">
        {itemReadings
          .filter((reading) => counts[reading] > 0)
          .map((reading) => (
            <span key={reading}>
              <ReadingMark reading={reading} /> <b>{format.number(counts[reading])}</b>
            </span>
          ))}
      </div>
    </>
  );
}

function AsOne({ one }: { one: Readiness }) {
  const t = useText();
  const { group } = one;
  if (!group) return null;
  return (
    <Panel
      title={t("readiness.asOne")}
      more={t("readiness.items", { count: one.items })}
      footer={t("readiness.asOneHelp")}
    >
      <div className="stack s">
        {one.space ? <RestsOn space={one.space.space} /> : null}
        <Together counts={group} />
        {one.ofHandedIn ? (
          <>
            <h3 className="small soft">
              {t("readiness.ofHandedIn", { count: one.companies - one.notHandedIn })}
            </h3>
            <Together counts={one.ofHandedIn} />
          </>
        ) : null}
      </div>
    </Panel>
  );
}

function Saving({ input }: { input: Looked }) {
  const t = useText();
  const [failed, setFailed] = useState<Error | null>(null);
  const save = (by: "items" | "companies") => {
    setFailed(null);
    downloadFrom(mappings.exportReadiness, { ...input, by, format: "xlsx" }).catch(setFailed);
  };
  return (
    <>
      <FormError error={failed} />
      <Button icon="download" onClick={() => save("items")}>
        {t("readiness.saveItems", { form: "Excel" })}
      </Button>
      <Button icon="download" onClick={() => save("companies")}>
        {t("readiness.saveCompanies", { form: "Excel" })}
      </Button>
    </>
  );
}
