// "Answer once, read in": one company's answers, read item by item in another set.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useParam, useUrl } from "#web/navigation.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Chips } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { mappings } from "../contract.ts";
import { type ItemReading, itemReadings } from "../reading/rules.ts";
import { signOf } from "../rules.ts";
import { ItemGroups, itemsAtOnce } from "./ItemGroups.tsx";
import { LookBar, type LookUrl } from "./LookBar.tsx";
import { ReadingBar, ReadingMark } from "./ReadingMark.tsx";
import { useSpaceName } from "./useSpaceName.ts";
import { WhyPanel } from "./WhyPanel.tsx";
import "./mappings.css";

type Reading = Output<typeof mappings.getReading>;
type Item = Output<typeof mappings.listReadItems>["rows"][number];
type Looked = { id: string; roundId?: string; space?: `set:${string}` };
type Url = LookUrl & { show: ItemReading; item: string };

export default function ReadingPage() {
  const t = useText();
  const spaceName = useSpaceName();
  const id = useParam("id");
  const [url] = useUrl<Url>();
  const input: Looked = {
    id,
    ...(url.roundId ? { roundId: url.roundId } : {}),
    ...(url.space ? { space: url.space as `set:${string}` } : {}),
  };
  const reading = useOperation(mappings.getReading, input, { keep: true });
  if (reading.isError) return <ErrorState error={reading.error} onRetry={() => void reading.refetch()} />;
  if (!reading.data) return <Loading rows={12} />;
  const one = reading.data;
  const name = one.company?.name ?? "";
  const isEmpty = !one.company || !one.space || !one.counts;
  return (
    <Page
      title={
        isEmpty
          ? t("readAs.titleNone", { company: name })
          : t("readAs.title", {
              company: name,
              met: one.counts?.met ?? 0,
              items: one.items,
              set: spaceName(one.space),
            })
      }
      crumbs={[{ label: name || t("readAs.tab"), to: `/companies/${id}` }, { label: t("readAs.tab") }]}
      actions={isEmpty ? null : <Saving input={input} />}
    >
      {isEmpty ? (
        <EmptyState icon="standards" title={t("readiness.titleNone")} example={t("readiness.example")}>
          {t("readAs.noneHelp")}
        </EmptyState>
      ) : (
        <div className="stack">
          <div className="filters">
            <LookBar head={one} />
          </div>
          <Cautions one={one} />
          <Counts one={one} />
          <div className="reading">
            <Items one={one} input={input} />
            <WhyPanel input={input} itemId={url.item} editionId={one.round?.editionId ?? ""} />
          </div>
        </div>
      )}
    </Page>
  );
}

function Saving({ input }: { input: Looked }) {
  const t = useText();
  const [failed, setFailed] = useState<Error | null>(null);
  return (
    <>
      <FormError error={failed} />
      {(["csv", "xlsx"] as const).map((format) => (
        <Button
          key={format}
          icon="download"
          onClick={() => {
            setFailed(null);
            downloadFrom(mappings.exportReading, { ...input, format }).catch(setFailed);
          }}
        >
          {t("readAs.saveAs", { form: format === "csv" ? "CSV" : "Excel" })}
        </Button>
      ))}
    </>
  );
}

function Cautions({ one }: { one: Reading }) {
  const t = useText();
  const { company, counts } = one;
  const says = counts ? counts.met + counts.partly + counts.not_met + counts.not_known : 0;
  return (
    <>
      {company && !company.isReadable ? <Note kind="warn">{t("readAs.notHandedIn")}</Note> : null}
      {company?.isReadable && company.isProvisional ? <Note>{t("readAs.provisional")}</Note> : null}
      {says === 0 && (counts?.touched ?? 0) > 0 ? (
        <Note>
          {t("readAs.onlyTouched")} <Go to="/standards/mappings">{t("readAs.toMappings")} ›</Go>
        </Note>
      ) : null}
    </>
  );
}

function Counts({ one }: { one: Reading }) {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrl<Url>();
  const { counts } = one;
  if (!counts) return null;
  const shown = itemReadings.filter((reading) => counts[reading] > 0);
  return (
    <Panel title={t("readiness.items", { count: one.items })} footer={t("readAs.report")}>
      <div className="stack s">
        <ReadingBar counts={counts} />
        <Chips<ItemReading | "all">
          label={t("readAs.show")}
          values={[url.show ?? "all"]}
          choices={[
            { value: "all", label: t("readAs.all"), count: format.number(one.items) },
            ...shown.map((value) => ({
              value,
              label: <ReadingMark reading={value} />,
              count: format.number(counts[value]),
            })),
          ]}
          onToggle={(value) => set({ show: value === "all" ? undefined : value })}
        />
        {url.show ? <p className="small soft">{t(`readAs.means.${url.show}`)}</p> : null}
      </div>
    </Panel>
  );
}

function Items({ one, input }: { one: Reading; input: Looked }) {
  const [url, set] = useUrl<Url>();
  const of = { ...input, ...(url.show ? { show: url.show } : {}) };
  const pages = usePages<Item>(mappings.listReadItems, of, { size: itemsAtOnce });
  return (
    <ItemGroups
      pages={pages}
      of={url.show ? (one.counts?.[url.show] ?? 0) : one.items}
      chosen={url.item}
      onChoose={(item) => set({ item })}
      said={(item) => <Said item={item} />}
    />
  );
}

function Said({ item }: { item: Item }) {
  const t = useText();
  return (
    <>
      <ReadingMark reading={item.reading} />
      <small className="soft">
        {item.isContradicted ? `${t("readAs.contradicted")} · ` : ""}
        {item.because.map((each) => `${each.controlId} ${signOf[each.relation]}`).join(", ")}
        {item.because.length > 0 && item.reading === "met"
          ? ` · ${t(item.isDirect ? "readAs.direct" : "readAs.viaChain")}`
          : ""}
      </small>
    </>
  );
}
