// All restore tests of a system, the newest first, each beside what was asked on its day.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Written } from "#web/ui/small.tsx";
import { ledgers } from "../../contract.ts";
import { useMinutes } from "./Measured.tsx";
import { type Continuity, continuityReads } from "./TargetDialog.tsx";
import { VerdictMark } from "./verdict.tsx";

type Test = Continuity["tests"][number];

export function RestoreTests({ tests, mayChange }: { tests: Test[]; mayChange: boolean }) {
  const t = useText();
  const [wrong, setWrong] = useState<Test | null>(null);
  if (tests.length === 0) return null;
  return (
    <>
      <h3 className="small">{t("continuity.tests", { count: tests.length })}</h3>
      <ul className="statements">
        {tests.map((test) => (
          <TestLine key={test.id} test={test} onWithdraw={mayChange ? () => setWrong(test) : null} />
        ))}
      </ul>
      {wrong ? <Withdraw test={wrong} onClose={() => setWrong(null)} /> : null}
    </>
  );
}

function TestLine({ test, onWithdraw }: { test: Test; onWithdraw: (() => void) | null }) {
  const t = useText();
  const format = useFormat();
  const minutes = useMinutes();
  const figures = [
    test.tookMinutes === null
      ? null
      : `${t("continuity.toRun")} ${t("continuity.of", { measured: minutes(test.tookMinutes), target: minutes(test.rtoMinutes) })}`,
    test.lostMinutes === null
      ? null
      : `${t("continuity.lost")} ${t("continuity.of", { measured: minutes(test.lostMinutes), target: minutes(test.rpoMinutes) })}`,
    test.testedBy || null,
    test.recordedByName ? t("continuity.by", { name: test.recordedByName }) : null,
  ].filter((one) => one !== null);
  return (
    <li className={test.withdrawnAt ? "withdrawn" : undefined}>
      <div className="grow">
        <span className="row">
          <b>{format.day(test.testedOn)}</b>
          {test.withdrawnAt ? (
            <span className="badge">{t("continuity.withdrawn")}</span>
          ) : (
            <VerdictMark verdict={test.verdict} />
          )}
        </span>
        <div className="small soft">{figures.join(" · ")}</div>
        {test.remark ? (
          <div className="small">
            <Written text={test.remark} />
          </div>
        ) : null}
        {test.fileId ? (
          <Button size="s" look="quiet" onClick={() => void downloadFile(test.fileId ?? "")}>
            {test.fileName ?? t("proof.file")}
          </Button>
        ) : null}
      </div>
      {onWithdraw && !test.withdrawnAt ? (
        <ActionMenu
          label={`${format.day(test.testedOn)}: ${t("continuity.withdraw")}`}
          actions={[{ label: t("continuity.withdraw"), isDanger: true, onClick: onWithdraw }]}
        />
      ) : null}
    </li>
  );
}

function Withdraw({ test, onClose }: { test: Test; onClose: () => void }) {
  const t = useText();
  const withdraw = useCommand(ledgers.withdrawRestoreTest, continuityReads);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("continuity.withdraw")}
      effect={t("continuity.withdrawEffect")}
      action={t("continuity.withdraw")}
      isDanger
      reason={{ label: t("continuity.withdrawReason") }}
      isBusy={withdraw.isPending}
      error={<FormError error={withdraw.error} />}
      onConfirm={(reason) => withdraw.mutate({ id: test.id, reason }, { onSuccess: onClose })}
    />
  );
}
