// Whether an entry is an important system: its targets, what the last restore took beside them, and all tests.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText, Written } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { ledgers } from "../../contract.ts";
import { Measured, useMinutes } from "./Measured.tsx";
import { RestoreTests } from "./RestoreTests.tsx";
import { type Continuity, continuityReads, type Important, TargetDialog } from "./TargetDialog.tsx";
import { TestDialog } from "./TestDialog.tsx";

type Asked = "target" | "test" | "end" | null;

export function ContinuityPanel({ of }: { of: Important }) {
  const t = useText();
  const read = useOperation(ledgers.getContinuity, { ledger: of.ledger, id: of.id });
  const [asked, ask] = useState<Asked>(null);
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={3} />;
  const { target, tests, can } = read.data;
  const close = () => ask(null);
  return (
    <Panel
      title={
        target
          ? t("continuity.title", { verdict: t(`continuity.verdict.${target.verdict}`) })
          : t("continuity.titleNot")
      }
      more={can.change ? <Acts target={target} onAsk={ask} /> : null}
    >
      {target ? (
        <Targets target={target} last={tests.find((one) => one.withdrawnAt === null)} />
      ) : (
        <p className="small soft">{t("continuity.notHelp")}</p>
      )}
      <RestoreTests tests={tests} mayChange={can.change && target !== null} />
      {asked === "target" ? <TargetDialog of={of} target={target} onClose={close} /> : null}
      {asked === "test" && target ? <TestDialog of={of} target={target} onClose={close} /> : null}
      {asked === "end" ? <EndContinuity of={of} onClose={close} /> : null}
    </Panel>
  );
}

function Acts({ target, onAsk }: { target: Continuity["target"]; onAsk: (what: Asked) => void }) {
  const t = useText();
  if (!target)
    return (
      <Button size="s" onClick={() => onAsk("target")}>
        {t("continuity.name")}
      </Button>
    );
  return (
    <span className="row">
      <Button size="s" onClick={() => onAsk("test")}>
        {t("continuity.test")}
      </Button>
      <ActionMenu
        label={t("continuity.change")}
        actions={[
          { label: t("continuity.change"), onClick: () => onAsk("target") },
          { label: t("continuity.end"), isDanger: true, onClick: () => onAsk("end") },
        ]}
      />
    </span>
  );
}

type TargetsProps = {
  target: NonNullable<Continuity["target"]>;
  last: Continuity["tests"][number] | undefined;
};

function Targets({ target, last }: TargetsProps) {
  const t = useText();
  const format = useFormat();
  const minutes = useMinutes();
  const measured = last?.outcome === "failed" ? undefined : last;
  return (
    <>
      <div className="measures">
        <Measured
          label={t("continuity.toRun")}
          measured={measured?.tookMinutes ?? null}
          target={target.rtoMinutes}
        />
        <Measured
          label={t("continuity.lost")}
          measured={measured?.lostMinutes ?? null}
          target={target.rpoMinutes}
        />
      </div>
      <KeyValue
        rows={[
          [t("continuity.why"), <Written key="why" text={target.why} />],
          [
            t("continuity.backupEvery"),
            <span key="backup">
              {target.backupMinutes === null ? (
                <span className="mute">{t("value.unknown")}</span>
              ) : (
                minutes(target.backupMinutes)
              )}
              {target.backup ? (
                <>
                  {" · "}
                  <LangText text={target.backup} />
                </>
              ) : null}
            </span>,
          ],
          [
            t("continuity.nextTest"),
            <span key="next">
              {last ? format.day(target.nextTestOn) : t("continuity.now")}{" "}
              <span className="small soft">{t("continuity.months", { count: target.testMonths })}</span>
              {target.isOverdue ? <span className="badge serious"> {t("continuity.overdue")}</span> : null}
            </span>,
          ],
        ]}
      />
    </>
  );
}

function EndContinuity({ of, onClose }: { of: Important; onClose: () => void }) {
  const t = useText();
  const end = useCommand(ledgers.endContinuity, continuityReads);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("continuity.end")}
      effect={t("continuity.endEffect")}
      action={t("continuity.end")}
      isDanger
      reason={{ label: t("continuity.endReason") }}
      isBusy={end.isPending}
      error={<FormError error={end.error} />}
      onConfirm={(reason) => end.mutate({ ledger: of.ledger, id: of.id, reason }, { onSuccess: onClose })}
    />
  );
}
