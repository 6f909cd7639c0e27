// The files of a delivery with their verdicts: filtered, searched, opened where a person has to decide.
import type { Output } from "#core/contract.ts";
import { Go, useGo, useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tabs } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { EmptyState } from "#web/ui/parts.tsx";
import { LangText } from "#web/ui/small.tsx";
import { workbooks } from "../contract.ts";
import { useWords } from "./item-words.ts";
import type { Delivery } from "./returned.ts";

type Item = Output<typeof workbooks.listDeliveryItems>["rows"][number];
type State = Item["state"];

/** In the order of what is to be done about them. */
const states = [
  "conflicts",
  "shifted",
  "errors",
  "rival",
  "superseded",
  "ready",
  "applied",
  "same",
  "twice",
  "dropped",
  "failed",
  "closed",
  "other_round",
  "tampered",
  "not_yours",
  "not_ours",
  "unreadable",
] as const satisfies readonly State[];

const toneOf: Record<State, string> = {
  ready: "badge accepted",
  applied: "badge meets",
  conflicts: "badge improve",
  shifted: "badge improve",
  errors: "badge improve",
  rival: "badge improve",
  superseded: "badge improve",
  same: "badge",
  twice: "badge",
  dropped: "badge tag",
  closed: "badge serious",
  other_round: "badge serious",
  not_yours: "badge serious",
  not_ours: "badge serious",
  tampered: "badge serious",
  unreadable: "badge serious",
  failed: "badge serious",
};

export function DeliveryItems({ of, isReading }: { of: Delivery; isReading: boolean }) {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const [{ state, search }, setUrl] = useUrl<{ state: State | "replaces"; search: string }>();
  const pages = usePages<Item>(workbooks.listDeliveryItems, {
    id: of.id,
    ...(state === "replaces" ? { isReplacing: true } : state ? { state } : {}),
    ...(search ? { search } : {}),
  });
  const all = Object.values(of.counts).reduce((sum, one) => sum + one, 0);
  const target = linkOf(of);
  return (
    <div>
      <Tabs<State | "all" | "replaces">
        label={t("workbook.returns.found")}
        value={state ?? "all"}
        onChange={(value) => setUrl({ state: value === "all" ? undefined : value })}
        choices={[
          { value: "all", label: t("action.all"), count: format.number(all) },
          ...states
            .filter((one) => (of.counts[one] ?? 0) > 0 || one === state)
            .map((one) => ({
              value: one,
              label: t(`workbook.verdict.${one}`),
              count: format.number(of.counts[one] ?? 0),
            })),
          ...(of.replacing > 0 || state === "replaces"
            ? [
                {
                  value: "replaces" as const,
                  label: t("workbook.delivery.replacing"),
                  count: format.number(of.replacing),
                },
              ]
            : []),
        ]}
      />
      <div className="filters">
        <FindBox
          isOnKey
          label={t("workbook.delivery.find")}
          value={search ?? ""}
          onFind={(words) => setUrl({ search: words })}
        />
      </div>
      <DataTable
        label={t("workbook.delivery.files")}
        columns={useColumns(of)}
        pages={pages}
        keyOfRow={(row) => `${row.part}.${row.entry}`}
        total={
          search ? undefined : state === "replaces" ? of.replacing : state ? (of.counts[state] ?? 0) : all
        }
        onOpen={(row) => {
          const to = target(row);
          if (to) go(to);
        }}
        empty={
          isReading ? (
            <EmptyState title={t("workbook.delivery.beingRead")}>
              {t("workbook.delivery.beingReadHelp")}
            </EmptyState>
          ) : (
            <EmptyState title={t("workbook.delivery.noFiles")}>
              {t("workbook.delivery.noFilesHelp")}
            </EmptyState>
          )
        }
      />
    </div>
  );
}

/** The page of its return, which leads back here; where there is nothing to decide about, what its company has answered. */
const linkOf = (of: Delivery) => (row: Item) =>
  row.returnId && row.inspectionId
    ? {
        to: "/inspections/$id/workbook/$returnId",
        params: { id: row.inspectionId, returnId: row.returnId },
        search: { round: of.roundId, delivery: of.id },
      }
    : row.inspectionId
      ? { to: "/inspections/$id", params: { id: row.inspectionId } }
      : row.companyId
        ? { to: "/companies/$id", params: { id: row.companyId } }
        : null;

function useColumns(of: Delivery): Column<Item>[] {
  const t = useText();
  const words = useWords();
  const target = linkOf(of);
  return [
    {
      id: "state",
      head: t("workbook.returns.found"),
      width: "clamp(96px, 13vw, 170px)",
      cell: (row) => <span className={toneOf[row.state]}>{t(`workbook.verdict.${row.state}`)}</span>,
    },
    {
      id: "company",
      head: t("workbook.delivery.company"),
      // On a phone most of the width, beside the verdict alone.
      width: "clamp(220px, 19vw, 420px)",
      cell: (row) => {
        const to = target(row);
        const name = (
          <span className="wrap-any">
            <LangText text={row.companyName ?? ""} />
          </span>
        );
        return (
          <>
            {row.companyName ? (
              <span className="row">
                <span className={row.state === "rival" ? "mono mute" : "mono mute wide-only"}>
                  {row.companyCode}
                </span>
                {to ? (
                  <Go {...to}>
                    <span className="as-link">{name}</span>
                  </Go>
                ) : (
                  name
                )}
              </span>
            ) : (
              <>
                <span className="mute wide-only">
                  {row.codeByName ? t("workbook.delivery.byName", { code: row.codeByName }) : "–"}
                </span>
                <span className="narrow-only wrap-any">
                  <LangText text={row.name.replace(/^.*\//, "")} />
                </span>
              </>
            )}
            {row.companyName && row.state === "rival" ? (
              <span className="small narrow-only wrap-any">
                <LangText text={row.name.replace(/^.*\//, "")} />
              </span>
            ) : null}
            {/* On a phone the columns beside it go, and what they say stands here. */}
            <span className="small soft narrow-only wrap-any">{words(row)}</span>
          </>
        );
      },
    },
    {
      id: "file",
      head: t("workbook.returns.file"),
      width: "24%",
      isWideOnly: true,
      cell: (row) => (
        <span className="wrap-any">
          <LangText text={row.name} />
        </span>
      ),
    },
    {
      id: "what",
      head: t("workbook.problems.what"),
      isWideOnly: true,
      cell: (row) => <span className="small soft">{words(row)}</span>,
    },
  ];
}
