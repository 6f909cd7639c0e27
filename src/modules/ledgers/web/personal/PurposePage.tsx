// A purpose that waits for a second person: what is proposed, by whom and why, what it stands in place of, and the decision.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText, Written } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../../contract.ts";
import { purposeReads } from "./PurposeDialog.tsx";
import "../ledgers.css";

type Asked = "approve" | "refuse" | "withdraw";
type Proposed = Output<typeof ledgers.getPurpose>;

export default function PurposePage() {
  const t = useText();
  const read = useOperation(ledgers.getPurpose, { id: useParam("id") });
  const [asked, ask] = useState<Asked | null>(null);
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={8} />;
  const purpose = read.data;
  const off = purpose.can.whyNot ? t(`purpose.whyNot.${purpose.can.whyNot}`) : null;
  return (
    <Page
      title={t(`purpose.pageTitle.${purpose.can.withdraw ? "sent" : (purpose.waits ?? "decided")}`)}
      crumbs={[
        { label: t("ledgers.crumb"), to: "/ledgers" },
        { label: purpose.entryName, to: `/ledgers/information/${purpose.entryId}` },
        { label: t("purpose.purpose") },
      ]}
      actions={
        purpose.waits === null ? null : purpose.can.withdraw ? (
          <Button onClick={() => ask("withdraw")}>{t("purpose.withdraw")}</Button>
        ) : (
          <>
            <Button offBecause={off} onClick={() => ask("refuse")}>
              {t("purpose.refuse")}
            </Button>
            <Button look="main" offBecause={off} onClick={() => ask("approve")}>
              {t("purpose.approve")}
            </Button>
          </>
        )
      }
    >
      <Panel>
        <Facts purpose={purpose} />
      </Panel>
      {asked === "withdraw" ? <Withdraw purpose={purpose} onClose={() => ask(null)} /> : null}
      {asked === "approve" || asked === "refuse" ? (
        <Decide purpose={purpose} what={asked} onClose={() => ask(null)} />
      ) : null}
    </Page>
  );
}

function Facts({ purpose }: { purpose: Proposed }) {
  const t = useText();
  const format = useFormat();
  const by = (name: string | null, at: string) => ({ name: name ?? "–", day: format.momentDay(at) });
  return (
    <KeyValue
      look="wide"
      rows={[
        [
          t("purpose.dataSet"),
          <span key="set">
            <Go to="/ledgers/$ledger/$id" params={{ ledger: "information", id: purpose.entryId }}>
              <LangText text={purpose.entryName} />
            </Go>{" "}
            <LangText text={purpose.companyName} className="soft" />
          </span>,
        ],
        ...(purpose.replaced
          ? ([[t("purpose.replaces"), <Written key="old" text={purpose.replaced.purpose} />]] as const)
          : []),
        [t("purpose.purpose"), <Written key="new" text={purpose.purpose} />],
        [
          t("purpose.ground"),
          `${t(`purpose.ground.${purpose.ground}`)}${purpose.groundSaid ? ` · ${purpose.groundSaid}` : ""}`,
        ],
        [
          t("purpose.days"),
          purpose.validUntil
            ? t("purpose.fromUntil", {
                from: format.day(purpose.validFrom),
                until: format.day(purpose.validUntil),
              })
            : t("purpose.fromOn", { from: format.day(purpose.validFrom) }),
        ],
        ...(purpose.waits === "end" && purpose.endingOn
          ? ([
              [
                t("purpose.waits.end", { day: format.day(purpose.endingOn) }),
                <Written key="end" text={purpose.endingReason} />,
              ],
            ] as const)
          : []),
        ...(purpose.reason
          ? ([[t("purpose.reason"), <Written key="why" text={purpose.reason} />]] as const)
          : []),
        [t("gap.state"), t("purpose.proposedBy", by(purpose.proposedByName, purpose.proposedAt))],
        ...(purpose.decidedAt
          ? ([
              [
                t(`purpose.state.${purpose.state}`),
                `${t("purpose.decidedBy", by(purpose.decidedByName, purpose.decidedAt))}${purpose.decision ? ` · ${purpose.decision}` : ""}`,
              ],
            ] as const)
          : []),
      ]}
    />
  );
}

function Withdraw({ purpose, onClose }: { purpose: Pick<Proposed, "id" | "waits">; onClose: () => void }) {
  const t = useText();
  const withdraw = useCommand(ledgers.takeBackPurpose, purposeReads);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("purpose.withdraw")}
      effect={t(purpose.waits === "end" ? "purpose.withdrawEndEffect" : "purpose.withdrawEffect")}
      action={t("purpose.withdraw")}
      isBusy={withdraw.isPending}
      error={<FormError error={withdraw.error} />}
      onConfirm={() =>
        withdraw.mutate(
          { id: purpose.id },
          {
            onSuccess: () => {
              toast(t("purpose.withdrawn"));
              onClose();
            },
          },
        )
      }
    />
  );
}

type DecideProps = { purpose: Proposed; what: "approve" | "refuse"; onClose: () => void };

function Decide({ purpose, what, onClose }: DecideProps) {
  const t = useText();
  const approve = useCommand(ledgers.approvePurpose, purposeReads);
  const refuse = useCommand(ledgers.refusePurpose, purposeReads);
  const isApproval = what === "approve";
  const done = {
    onSuccess: () => {
      toast(t(isApproval ? "purpose.approved" : "purpose.refused"));
      onClose();
    },
  };
  const uses = purpose.replaced?.uses ?? 0;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t(isApproval ? "purpose.approve" : "purpose.refuse")}
      effect={
        !isApproval
          ? t("purpose.refuseEffect")
          : purpose.waits === "end"
            ? t("purpose.approveEndEffect")
            : uses > 0
              ? t("purpose.replacesUses", { count: uses })
              : t("purpose.approveEffect")
      }
      action={t(isApproval ? "purpose.approve" : "purpose.refuse")}
      reason={
        isApproval ? { label: t("purpose.remark"), isRequired: false } : { label: t("purpose.refuseReason") }
      }
      isBusy={approve.isPending || refuse.isPending}
      error={<FormError error={approve.error ?? refuse.error} />}
      onConfirm={(words) =>
        isApproval
          ? approve.mutate({ id: purpose.id, remark: words }, done)
          : refuse.mutate({ id: purpose.id, reason: words }, done)
      }
    />
  );
}
