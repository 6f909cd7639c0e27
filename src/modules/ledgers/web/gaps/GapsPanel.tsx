// What an entry falls short of now, and what was put right before.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Sym } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { ledgers } from "../../contract.ts";
import { type Gap, useGapSentence } from "./gap-words.ts";

export function GapsPanel({ entryId }: { entryId: string }) {
  const t = useText();
  const open = useOperation(ledgers.listGaps, { entryId, limit: 100 });
  const closed = useOperation(ledgers.listGaps, { entryId, limit: 20, isClosed: true });
  const error = open.error ?? closed.error;
  if (error) return <ErrorState error={error} onRetry={() => void open.refetch()} />;
  if (!open.data || !closed.data) return null;
  const [now, before] = [open.data.rows, closed.data.rows];
  if (now.length + before.length === 0) return null;
  return (
    <Panel
      className={now.length > 0 ? "gap-panel" : ""}
      title={now.length > 0 ? t("gap.panel", { count: now.length }) : t("gap.panelNone")}
      more={<Go to="/ledgers/gaps">{t("ledgers.gaps")} ›</Go>}
    >
      <ul className="demands">
        {now.map((gap) => (
          <OpenGap key={gap.id} gap={gap} />
        ))}
      </ul>
      {before.length > 0 ? <Earlier gaps={before} /> : null}
    </Panel>
  );
}

function OpenGap({ gap }: { gap: Gap }) {
  const t = useText();
  const format = useFormat();
  const sentence = useGapSentence();
  return (
    <li>
      <Sym kind="serious" />
      <span>
        {sentence(gap)}
        <span className="small soft">
          {" "}
          {t("gap.openedAt")} {format.momentDay(gap.openedAt)}
          {gap.dueAt ? ` · ${t("gap.dueAt")} ${format.momentDay(gap.dueAt)}` : ""}
        </span>
      </span>
    </li>
  );
}

function Earlier({ gaps }: { gaps: Gap[] }) {
  const t = useText();
  const format = useFormat();
  const sentence = useGapSentence();
  return (
    <details className="earlier">
      <summary>{t("gap.earlier", { count: gaps.length })}</summary>
      <ul className="demands">
        {gaps.map((gap) => (
          <li key={gap.id}>
            <Sym kind="meets" />
            <span>
              {sentence(gap)}
              <span className="small soft">
                {" "}
                {format.momentDay(gap.openedAt)} – {gap.closedAt ? format.momentDay(gap.closedAt) : ""}
                {gap.closedBecause ? ` · ${t(`gap.because.${gap.closedBecause}`)}` : ""}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
