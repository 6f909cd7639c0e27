// Marks of a notice: how far it is, how much of its time has passed, and who owes or approves it.
import { useMinute } from "#web/layout/useMinute.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import { owed } from "../rules.ts";
import type { Row } from "./notice.ts";
import "../../web/incidents.css";
import "./notices.css";

export function NoticeState({ state }: { state: Row["state"] }) {
  const t = useText();
  return <span className={`notice-state ${state}`}>{t(`notice.state.${state}`)}</span>;
}

/** From the moment its line names to its due moment; once everybody has it, after how long. */
export function NoticeClock({ row }: { row: Pick<Row, "startsAt" | "dueAt" | "reachedAt" | "state"> }) {
  const t = useText();
  const format = useFormat();
  const now = Date.parse(useMinute());
  const [from, due] = [Date.parse(row.startsAt), Date.parse(row.dueAt)];
  const isGiven = row.reachedAt !== null;
  if (!isGiven && !owed.includes(row.state)) return <span className="mute">–</span>;
  const until = isGiven ? Date.parse(row.reachedAt ?? "") : now;
  const share = Math.min(1, Math.max(0, (until - from) / (due - from)));
  const tone = until > due ? "over" : !isGiven && share > 0.8 ? "near" : "";
  const said = isGiven
    ? t("notice.givenAfter", { span: format.span(Math.max(0, until - from)) })
    : until > due
      ? t("notice.dueOver", { span: format.span(until - due) })
      : t("notice.dueLeft", { span: format.span(due - until) });
  return (
    <span className={`inc-clock ${tone}`}>
      <span className="tn">{said}</span>
      <i aria-hidden="true">
        <b style={{ width: `${Math.round(share * 100)}%` }} />
      </i>
    </span>
  );
}

/** By position and its holder of today, by name, or by what they are. */
export function Whom({ who }: { who: Row["owner"] }) {
  const any = useAnyText();
  const t = useText();
  const label = who.position ?? (who.by === "person" ? null : any(`notice.by.${who.by}`));
  return (
    <span className="notice-whom">
      {label ? <LangText text={label} /> : null}
      {who.person ? (
        <small className={label ? "soft" : undefined}>
          <LangText text={who.person} />
        </small>
      ) : label ? (
        <small className="mute">{t("notice.nobody")}</small>
      ) : null}
    </span>
  );
}

export const ruleOf = (
  any: ReturnType<typeof useAnyText>,
  { hours, anchor, clock }: { hours: number; anchor: string; clock?: Row["clock"] },
): string =>
  clock
    ? any("notice.byClock", { name: clock.name })
    : any("notice.rule", { hours, anchor: any(`notice.anchor.${anchor}`) });
