// One instruction on its issuer's side: what was told, how far everybody is, and what may be done next.
import { useState } from "react";
import { History } from "#modules/trail/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { instructions } from "../contract.ts";
import { AudiencePreview } from "./AudiencePreview.tsx";
import { Board } from "./Board.tsx";
import { Changes, Decision, Facts, titleOf, WhatToDo } from "./Content.tsx";
import { AddDialog, CloseDialog, CorrectDialog, WithdrawDialog } from "./InstructionDialogs.tsx";
import { PassedOn } from "./PassedOn.tsx";
import { RecipientsTable } from "./RecipientsTable.tsx";
import { type Instruction, refreshed } from "./rows.ts";

type Doing = "correct" | "add" | "close" | "withdraw";

export default function InstructionPage() {
  const t = useText();
  const id = useParam("id");
  const read = useOperation(instructions.getInstruction, { id });
  const of = read.data;
  const { language } = useFormat();
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  return (
    <Page
      title={of ? titleOf(of, language) : t("instruction.one")}
      after={
        of ? (
          <>
            {of.number ? <span className="age tn">{of.number}</span> : null}{" "}
            <Tag>{t(`instruction.state.${of.state}`)}</Tag>
          </>
        ) : null
      }
      crumbs={[
        { label: t("rail.instructions"), to: "/instructions" },
        { label: of?.number ?? t("instruction.one") },
      ]}
      actions={of ? <Actions of={of} onDo={setDoing} /> : null}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : of ? (
        <div className="stack">
          <Shown of={of} />
          {doing === "correct" ? <CorrectDialog of={of} onClose={close} /> : null}
          {doing === "add" ? <AddDialog of={of} onClose={close} /> : null}
          {doing === "close" ? <CloseDialog of={of} onClose={close} /> : null}
          {doing === "withdraw" ? <WithdrawDialog of={of} onClose={close} /> : null}
        </div>
      ) : (
        <Loading rows={10} />
      )}
    </Page>
  );
}

function Actions({ of, onDo }: { of: Instruction; onDo: (doing: Doing) => void }) {
  const t = useText();
  const issue = useCommand(instructions.issueInstruction, refreshed);
  if (of.can.issue === null)
    return (
      <>
        <FormError error={issue.error} />
        <ActionMenu
          label={t("instruction.more")}
          actions={[{ label: t("instruction.discard"), isDanger: true, onClick: () => onDo("withdraw") }]}
        />
        <GoButton to="/instructions/$id/edit" params={{ id: of.id }}>
          {t("instruction.edit")}
        </GoButton>
        <Button
          look="main"
          isBusy={issue.isPending}
          onClick={() =>
            issue.mutate(
              { id: of.id, rowVersion: of.rowVersion },
              {
                onSuccess: ({ told, number }) => toast(t("instruction.issuedToast", { number, count: told })),
              },
            )
          }
        >
          {t("instruction.issue")}
        </Button>
      </>
    );
  if (of.can.correct !== null) return null;
  return (
    <>
      <Button onClick={() => onDo("correct")}>{t("instruction.correct")}</Button>
      <Button onClick={() => onDo("add")}>{t("instruction.add")}</Button>
      <Button look={of.done === of.told - of.left ? "main" : "outlined"} onClick={() => onDo("close")}>
        {t("instruction.close")}
      </Button>
      <ActionMenu
        label={t("instruction.more")}
        actions={[{ label: t("instruction.withdraw"), isDanger: true, onClick: () => onDo("withdraw") }]}
      />
    </>
  );
}

function Shown({ of }: { of: Instruction }) {
  const t = useText();
  const isDraft = of.state === "draft";
  return (
    <>
      {of.endReason ? (
        <Note kind="warn">
          {t(`instruction.ended.${of.state === "withdrawn" ? "withdrawn" : "closed"}`, {
            reason: of.endReason,
          })}
        </Note>
      ) : null}
      {isDraft ? <Note>{t("instruction.draftNote")}</Note> : null}
      {isDraft ? null : <Board of={of} />}
      <div className="cols">
        <div className="c8 stack">
          <WhatToDo of={of} />
          <Changes of={of.changes} />
        </div>
        <div className="c4 stack">
          <Facts of={of} />
          <Decision of={of} above={of.parent} />
        </div>
      </div>
      {isDraft && of.can.issue === null ? (
        <AudiencePreview
          issuerUnitId={of.issuerUnitId}
          rules={of.rules}
          exceptions={of.exceptions}
          onExcept={null}
        />
      ) : null}
      {isDraft ? null : <RecipientsTable of={of} />}
      <PassedOn rows={of.children} />
      <History kind="instruction" id={of.id} isOfGroup={of.issuerKind === "group"} />
    </>
  );
}
