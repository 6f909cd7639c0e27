// Marks of an incident: how far it is, and the clock of its 24 hours.
import { useMinute } from "#web/layout/useMinute.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tag } from "#web/ui/small.tsx";
import type { State } from "../rules.ts";
import type { Row } from "./incident.ts";

export function StateMark({ state }: { state: State }) {
  const t = useText();
  return <span className={`inc-state ${state}`}>{t(`incident.state.${state}`)}</span>;
}

/** What sets it apart from the others, beside its name. */
export function Tags({ row }: { row: Pick<Row, "isProduct" | "isExercise" | "isConfidential"> }) {
  const t = useText();
  return (
    <>
      {row.isExercise ? <Tag>{t("incident.exercise")}</Tag> : null}
      {row.isConfidential ? <Tag>{t("incident.confidential")}</Tag> : null}
      {row.isProduct ? <Tag>{t("incident.product")}</Tag> : null}
    </>
  );
}

const hour = 3_600_000;
type Clocked = Pick<Row, "discoveredAt" | "reportDueAt" | "reportedAt" | "isLate" | "state">;

/** From discovery to the 24th hour: how much of it has passed, and what is left; once reported, after how long. */
export function ReportClock({ row, isBig = false }: { row: Clocked; isBig?: boolean }) {
  const t = useText();
  const format = useFormat();
  const now = Date.parse(useMinute());
  const [from, due] = [Date.parse(row.discoveredAt), Date.parse(row.reportDueAt)];
  if (row.state === "duplicate" || (row.state === "nothing" && !row.reportedAt))
    return <span className="mute">–</span>;
  const until = row.reportedAt ? Date.parse(row.reportedAt) : now;
  const share = Math.min(1, Math.max(0, (until - from) / (due - from)));
  const tone = row.isLate ? "over" : !row.reportedAt && due - now < 4 * hour ? "near" : "";
  const said = row.reportedAt
    ? t("incident.clock.reportedAfter", { span: format.span(until - from) })
    : now > due
      ? t("incident.clock.over", { span: format.span(now - due) })
      : t("incident.clock.left", { span: format.span(due - now) });
  return (
    <span className={`inc-clock ${tone}${isBig ? " big" : ""}`}>
      <span className="tn">{said}</span>
      <i aria-hidden="true">
        <b style={{ width: `${Math.round(share * 100)}%` }} />
      </i>
    </span>
  );
}
