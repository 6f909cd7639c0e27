// What a set of personal data may be used for: approved, waiting for a second person, ended, refused and taken back.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { EndDialog } from "#web/forms/EndDialog.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Written } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../../contract.ts";
import { type Purpose, PurposeDialog, purposeReads } from "./PurposeDialog.tsx";

type Asked =
  | { what: "propose"; replaces: Purpose | null; said: string }
  | { what: "end"; purpose: Purpose }
  | null;

const isOver = (one: Purpose) =>
  one.state === "ended" || one.state === "refused" || one.state === "withdrawn";

export function PurposesPanel({ entryId }: { entryId: string }) {
  const t = useText();
  const read = useOperation(ledgers.listPurposes, { id: entryId });
  const [asked, ask] = useState<Asked>(null);
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={3} />;
  const { rows, said, can } = read.data;
  const approved = rows.filter((one) => one.state === "approved").length;
  const propose = (replaces: Purpose | null, words: string) =>
    ask({ what: "propose", replaces, said: words });
  return (
    <Panel
      title={approved > 0 ? t("purpose.title", { count: approved }) : t("purpose.titleNone")}
      more={
        can.propose ? (
          <Button size="s" onClick={() => propose(null, "")}>
            {t("purpose.propose")}
          </Button>
        ) : null
      }
    >
      {rows.length === 0 ? <p className="small soft">{t("purpose.noneHelp")}</p> : null}
      {said ? (
        <div className="note">
          <p>{t("purpose.said", { said })}</p>
          {can.propose ? (
            <Button size="s" onClick={() => propose(null, said.slice(0, 500))}>
              {t("purpose.proposeSaid")}
            </Button>
          ) : null}
        </div>
      ) : null}
      <ul className="statements">
        {rows
          .filter((one) => !isOver(one))
          .map((one) => (
            <PurposeLine
              key={one.id}
              purpose={one}
              replaced={rows.find((other) => other.id === one.replacesId)?.purpose}
              mayDecide={can.decide}
              onReplace={can.propose ? () => propose(one, "") : null}
              onEnd={() => ask({ what: "end", purpose: one })}
            />
          ))}
      </ul>
      <Earlier rows={rows.filter(isOver)} />
      {asked?.what === "propose" ? (
        <PurposeDialog
          entryId={entryId}
          replaces={asked.replaces}
          said={asked.said}
          onClose={() => ask(null)}
        />
      ) : null}
      {asked?.what === "end" ? <ProposeEnd purpose={asked.purpose} onClose={() => ask(null)} /> : null}
    </Panel>
  );
}

type LineProps = {
  purpose: Purpose;
  /** Said while it waits: two lines beside each other would look like two purposes. */
  replaced: string | undefined;
  mayDecide: boolean;
  onReplace: (() => void) | null;
  onEnd: () => void;
};

function PurposeLine({ purpose, replaced, mayDecide, onReplace, onEnd }: LineProps) {
  const t = useText();
  const format = useFormat();
  const notes = [
    ...(replaced && purpose.waits ? [t("purpose.inPlaceOf", { purpose: replaced })] : []),
    `${t(`purpose.ground.${purpose.ground}`)}${purpose.groundSaid ? ` (${purpose.groundSaid})` : ""}`,
    purpose.validUntil
      ? t("purpose.fromUntil", {
          from: format.day(purpose.validFrom),
          until: format.day(purpose.validUntil),
        })
      : t("purpose.fromOn", { from: format.day(purpose.validFrom) }),
    ...(purpose.uses > 0 ? [t("purpose.uses", { count: purpose.uses })] : []),
    ...(purpose.state === "approved" && purpose.decidedByName
      ? [
          t("purpose.decidedBy", {
            name: purpose.decidedByName,
            day: purpose.decidedAt ? format.momentDay(purpose.decidedAt) : "",
          }),
        ]
      : []),
  ];
  return (
    <li>
      <div className="grow">
        <Written text={purpose.purpose} />
        <div className="small soft">{notes.join(" · ")}</div>
        {purpose.waits === "end" && purpose.endingOn ? (
          <div className="small">{t("purpose.waits.end", { day: format.day(purpose.endingOn) })}</div>
        ) : null}
      </div>
      {purpose.waits ? (
        <Go to="/ledgers/purposes/$id" params={{ id: purpose.id }} className="badge">
          {mayDecide ? t("purpose.decide") : t("purpose.state.proposed")}
        </Go>
      ) : null}
      {onReplace && purpose.waits === null ? (
        <ActionMenu
          label={`${purpose.purpose.slice(0, 60)}: ${t("purpose.replace")}`}
          actions={[
            { label: t("purpose.replace"), onClick: onReplace },
            { label: t("purpose.end"), isDanger: true, onClick: onEnd },
          ]}
        />
      ) : null}
    </li>
  );
}

function Earlier({ rows }: { rows: Purpose[] }) {
  const t = useText();
  const format = useFormat();
  if (rows.length === 0) return null;
  return (
    <details className="earlier">
      <summary>{t("purpose.earlier", { count: rows.length })}</summary>
      <ul className="statements">
        {rows.map((one) => (
          <li key={one.id} className="small soft">
            <div className="grow">
              <LangText text={one.purpose} /> · {t(`purpose.state.${one.state}`)}
              {one.state === "ended" && one.validUntil ? ` ${format.day(one.validUntil)}` : ""}
              {one.state === "refused" && one.decision ? `: ${one.decision}` : ""}
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}

function ProposeEnd({ purpose, onClose }: { purpose: Purpose; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const end = useCommand(ledgers.proposePurposeEnd, purposeReads);
  return (
    <EndDialog
      title={t("purpose.end")}
      effect={(day) => t("purpose.endEffect", { day: day ? format.day(day) : "–" })}
      dayLabel={t("purpose.endOn")}
      action={(day) => t("purpose.endDo", { day })}
      isBusy={end.isPending}
      error={end.error}
      onEnd={(on, reason) =>
        end.mutate(
          { id: purpose.id, on, reason },
          {
            onSuccess: () => {
              toast(t("purpose.sent"));
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    />
  );
}
