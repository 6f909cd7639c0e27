// Who uses a set of personal data for what; what rests on no approved purpose is flagged, with what reviewers have said.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { EndDialog } from "#web/forms/EndDialog.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Written } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { ledgers } from "../../contract.ts";
import { purposeReads } from "./PurposeDialog.tsx";
import { type Use, UseDialog } from "./UseDialog.tsx";

type Asked = { what: "record" | "change" | "end"; use: Use | null } | null;

export function UsesPanel({ entryId }: { entryId: string }) {
  const t = useText();
  const read = useOperation(ledgers.listUses, { id: entryId });
  const purposes = useOperation(ledgers.listPurposes, { id: entryId });
  const [asked, ask] = useState<Asked>(null);
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={3} />;
  const { rows, can } = read.data;
  const running = rows.filter((one) => one.endedOn === null);
  return (
    <Panel
      title={running.length > 0 ? t("use.title", { count: running.length }) : t("use.titleNone")}
      more={
        can.change ? (
          <Button size="s" onClick={() => ask({ what: "record", use: null })}>
            {t("use.record")}
          </Button>
        ) : null
      }
    >
      {rows.length === 0 ? <p className="small soft">{t("use.noneHelp")}</p> : null}
      <ul className="statements">
        {running.map((use) => (
          <UseLine key={use.id} use={use} onAsk={can.change ? (what) => ask({ what, use }) : null} />
        ))}
      </ul>
      <Ended rows={rows.filter((one) => one.endedOn !== null)} />
      {asked?.what === "record" || asked?.what === "change" ? (
        <UseDialog
          entryId={entryId}
          use={asked.use}
          purposes={purposes.data?.rows ?? []}
          onClose={() => ask(null)}
        />
      ) : null}
      {asked?.what === "end" && asked.use ? <EndUse use={asked.use} onClose={() => ask(null)} /> : null}
    </Panel>
  );
}

function UseLine({ use, onAsk }: { use: Use; onAsk: ((what: "change" | "end") => void) | null }) {
  const t = useText();
  const format = useFormat();
  return (
    <li>
      <div className="grow">
        <b>
          <LangText text={use.userName} />
        </b>{" "}
        <Written text={use.usedFor} />
        <div className="small soft">
          {use.purpose ? (
            <>
              {t("use.restsOn")}: <LangText text={use.purpose} /> ·{" "}
            </>
          ) : null}
          {t("use.since")} {format.day(use.since)}
        </div>
        {use.lacks ? use.answers.slice(0, 3).map((one) => <Answer key={one.on} answer={one} />) : null}
      </div>
      {use.lacks ? <span className="badge serious">{t(`use.lacks.${use.lacks}`)}</span> : null}
      {onAsk ? (
        <ActionMenu
          label={`${use.usedFor.slice(0, 60)}: ${t("use.change")}`}
          actions={[
            { label: t("use.change"), onClick: () => onAsk("change") },
            { label: t("use.end"), isDanger: true, onClick: () => onAsk("end") },
          ]}
        />
      ) : null}
    </li>
  );
}

function Answer({ answer }: { answer: Use["answers"][number] }) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="small">
      {t("use.answered", {
        day: format.day(answer.on),
        name: answer.byName ?? "–",
        answer: t(`use.answer.${answer.answer}`),
      })}
      {answer.remark ? (
        <>
          {" · "}
          <LangText text={answer.remark} />
        </>
      ) : null}
    </div>
  );
}

function Ended({ rows }: { rows: Use[] }) {
  const t = useText();
  const format = useFormat();
  if (rows.length === 0) return null;
  return (
    <details className="earlier">
      <summary>{t("use.ended", { count: rows.length })}</summary>
      <ul className="statements">
        {rows.map((use) => (
          <li key={use.id} className="small soft">
            <div className="grow">
              {use.userName} · {use.usedFor} · {format.day(use.since)} –{" "}
              {use.endedOn ? format.day(use.endedOn) : ""}
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}

function EndUse({ use, onClose }: { use: Use; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const end = useCommand(ledgers.endUse, purposeReads);
  return (
    <EndDialog
      title={t("use.end")}
      effect={(day) => t("use.endEffect", { day: day ? format.day(day) : "–" })}
      dayLabel={t("use.endOn")}
      action={(day) => t("use.endDo", { day })}
      isBusy={end.isPending}
      error={end.error}
      onEnd={(on, reason) => end.mutate({ id: use.id, on, reason }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
