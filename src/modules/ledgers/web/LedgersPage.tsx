// The ledgers of one's scope side by side: how many entries, whether they agree with what is seen, and what is missing.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { ledgers } from "../contract.ts";
import { BeginHint } from "./BeginHint.tsx";
import { LedgerTabs } from "./LedgerTabs.tsx";
import { SaidNone } from "./SaidNone.tsx";
import "./ledgers.css";

type Row = Output<typeof ledgers.listLedgers>["rows"][number];

/** What is missing, each with the filter that shows its rows. */
const gaps = [
  ["onlyThere", "ledgers.onlyThere", { standing: "only_there" }],
  ["stale", "ledgers.stale", { standing: "stale" }],
  ["conflicting", "ledgers.conflicting", { isConflicting: true }],
  ["withoutOwner", "ledgers.withoutOwner", { owner: "none" }],
  ["withoutRule", "ledgers.withoutRule", { isWithoutRule: true }],
  ["withoutClass", "ledgers.withoutClass", { class: "none" }],
  ["reviewOverdue", "ledgers.reviewOverdue", { isReviewOverdue: true }],
] as const;

export default function LedgersPage() {
  const t = useText();
  const format = useFormat();
  const [{ company }] = useUrl<{ company: string }>();
  const listed = useOperation(ledgers.listLedgers, company ? { companyId: company } : {});
  // Of one company: what it says it has none of stands where the gaps would.
  const begun = useOperation(
    ledgers.listBeginnings,
    { companyId: company ?? "" },
    { enabled: company !== undefined },
  );
  if (listed.isError) return <ErrorState error={listed.error} onRetry={() => void listed.refetch()} />;
  if (!listed.data) return <Loading rows={9} />;
  const { rows, countedAt } = listed.data;
  const total = rows.reduce((sum, row) => sum + row.entries, 0);
  return (
    <Page
      title={total === 0 ? t("ledgers.titleNone") : t("ledgers.title", { count: total })}
      crumbs={[{ label: t("ledgers.crumb") }]}
      after={
        countedAt ? <span className="age">{t("ledgers.counted", { at: format.age(countedAt) })}</span> : null
      }
    >
      <LedgerTabs at="/ledgers" />
      <p className="soft lead-in">{t("ledgers.lead")}</p>
      {total === 0 ? <BeginHint /> : null}
      <Panel isFlush>
        <table className="grid roomy ledgers-table">
          <thead>
            <tr>
              <th scope="col">{t("ledgers.ledger")}</th>
              <th scope="col" className="num">
                {t("ledgers.entries")}
              </th>
              <th scope="col" className="agree-col">
                {t("entry.standing")}
              </th>
              <th scope="col">{t("ledgers.missing")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <LedgerRow
                key={row.ledger}
                row={row}
                company={company}
                begun={begun.data?.rows.find((one) => one.ledger === row.ledger)}
              />
            ))}
          </tbody>
        </table>
      </Panel>
    </Page>
  );
}

type Begun = Output<typeof ledgers.listBeginnings>["rows"][number] | undefined;
type RowProps = { row: Row; company: string | undefined; begun: Begun };

function LedgerRow({ row, company, begun }: RowProps) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const of = { params: { ledger: row.ledger }, to: "/ledgers/$ledger" };
  const scope = company ? { companyId: company } : {};
  const missing = gaps.filter(([name]) => row[name] > 0);
  return (
    <tr>
      <th scope="row">
        <Go {...of} search={scope}>
          {any(`ledger.${row.ledger}`)}
        </Go>
      </th>
      <td className="num">{format.number(row.entries)}</td>
      <td className="agree-col">
        {row.entries === 0 ? <span className="mute">–</span> : <Agreement row={row} />}
        {row.staleSince ? (
          <Go to="/ledgers/sources" className="stale-since">
            {t("ledgers.staleSince", { at: format.momentDay(row.staleSince) })}
          </Go>
        ) : null}
      </td>
      <td>
        <span className="gaps">
          {begun?.none ? <SaidNone none={begun.none} isContradicted={begun.isContradicted} /> : null}
          {missing.length === 0 && row.unknown === 0 && !begun?.none ? (
            <span className="mute">{row.entries === 0 ? "–" : t("ledgers.nothingMissing")}</span>
          ) : null}
          {row.unknown > 0 ? (
            <Go to="/ledgers/unknown" search={{ ...scope, ledger: row.ledger }}>
              {t("ledgers.unknown", { count: row.unknown })}
            </Go>
          ) : null}
          {missing.map(([name, label, search]) => (
            <Go key={name} {...of} search={{ ...scope, ...search }}>
              {t(label, { count: row[name] })}
            </Go>
          ))}
        </span>
      </td>
    </tr>
  );
}

const parts = ["matched", "only_here", "stale", "only_there"] as const;

/** What is taken in and seen, taken in and not seen, seen long ago, and seen without being taken in: four parts of one bar. */
function Agreement({ row }: { row: Row }) {
  const t = useText();
  const format = useFormat();
  const counts = {
    matched: row.registered - row.onlyHere - row.stale,
    only_here: row.onlyHere,
    stale: row.stale,
    only_there: row.onlyThere,
  };
  const said = parts
    .filter((part) => counts[part] > 0)
    .map((part) => `${t(`entry.standing.${part}`)} ${format.number(counts[part])}`)
    .join(" · ");
  return (
    <>
      <span className="agree" role="img" aria-label={said}>
        {parts.map((part) =>
          counts[part] > 0 ? <i key={part} className={part} style={{ flexGrow: counts[part] }} /> : null,
        )}
      </span>
      <span className="small soft">{said}</span>
    </>
  );
}
