// A confirmation signed by hand: who signed, who entered it, who has looked at it since; and until the lock the way back.
import { useState } from "react";
import { duties } from "#modules/duties/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { inspections } from "../../contract.ts";
import { reviewing } from "../../review/contract.ts";
import type { Inspection } from "../inspection.ts";

type Asked = "compare" | "takeBack" | null;

type Props = {
  inspection: Inspection;
  className?: string;
  /** What else shows it is read anew. */
  onTakenBack?: () => void;
};

export function SignedFor({ inspection, className, onTakenBack }: Props) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const [asked, ask] = useState<Asked>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const refreshes = [
    inspections.getInspection,
    inspections.listInspections,
    reviewing.listStory,
    duties.getMyWork,
    duties.listMyDuties,
  ];
  const own = useCommand(inspections.ownConfirmation, refreshes);
  const compare = useCommand(inspections.compareConfirmation, refreshes);
  const takeBack = useCommand(inspections.takeBackConfirmation, refreshes);
  const { onPaper: signed, can, id, rowVersion } = inspection;
  if (!signed) return null;
  const offOf = (name: string) => can[name] ?? null;
  const isYours = (name: string) => offOf(name) !== "can.not_yours";
  const why = (name: string) => {
    const off = offOf(name);
    return off === null ? null : any(off);
  };
  // Whose word it is decides what is asked: the signer's and the company's, or that of the desk that entered it.
  const isTheirs = isYours("ownConfirmation");
  const { fileId } = signed;
  return (
    <Panel
      {...(className ? { className } : {})}
      title={t(signed.isSigner ? "onPaper.titleYours" : "onPaper.title", {
        signer: signed.signerName,
        by: signed.enteredByName ?? t("onPaper.byOffice"),
      })}
    >
      <div className="stack s">
        <KeyValue
          rows={[
            [
              t("onPaper.signer"),
              <LangText
                key="signer"
                text={[signed.signerName, signed.signerPosition].filter(Boolean).join(" · ")}
              />,
            ],
            [t("onPaper.unit"), <LangText key="unit" text={signed.signerUnit} />],
            ...(signed.why ? [[t("onPaper.why"), <LangText key="why" text={signed.why} />] as const] : []),
            [
              t("onPaper.entered"),
              `${signed.enteredByName ?? t("onPaper.byOffice")} · ${inspection.confirmedAt ? format.moment(inspection.confirmedAt) : ""}`,
            ],
            [
              t("onPaper.owned"),
              signed.ownedAt ? (
                format.moment(signed.ownedAt)
              ) : (
                <span className="mute">{t("onPaper.ownedNot")}</span>
              ),
            ],
            [
              t("onPaper.compared"),
              signed.comparedAt ? (
                `${signed.comparedByName ?? t("onPaper.byOffice")} · ${format.moment(signed.comparedAt)}`
              ) : (
                <span className="mute">{t("onPaper.comparedNot")}</span>
              ),
            ],
          ]}
        />
        <FormError error={failed ?? own.error} />
        <div className="row wrap">
          {fileId ? (
            <Button icon="download" onClick={() => void downloadFile(fileId).catch(setFailed)}>
              {t("onPaper.scan")}
            </Button>
          ) : null}
          {isTheirs && !signed.ownedAt ? (
            <Button
              isBusy={own.isPending}
              offBecause={why("ownConfirmation")}
              onClick={() => own.mutate({ id, rowVersion })}
            >
              {t(signed.isSigner ? "onPaper.own" : "onPaper.agree")}
            </Button>
          ) : null}
          {isYours("compare") && !signed.comparedAt ? (
            <Button offBecause={why("compare")} onClick={() => ask("compare")}>
              {t("onPaper.compare")}
            </Button>
          ) : null}
          {isYours("takeBack") ? (
            <Button offBecause={why("takeBack")} onClick={() => ask("takeBack")}>
              {t(isTheirs ? "onPaper.disown" : "onPaper.takeBack")}
            </Button>
          ) : null}
        </div>
      </div>
      <ConfirmDialog
        isOpen={asked === "compare"}
        onClose={() => ask(null)}
        title={t("onPaper.compareTitle")}
        effect={t("onPaper.compareEffect", { signer: signed.signerName, unit: signed.signerUnit })}
        action={t("onPaper.compareAct")}
        isBusy={compare.isPending}
        error={<FormError error={compare.error} />}
        onConfirm={() => compare.mutate({ id, rowVersion }, { onSuccess: () => ask(null) })}
      />
      <ConfirmDialog
        isOpen={asked === "takeBack"}
        onClose={() => ask(null)}
        title={t(isTheirs ? "onPaper.disown" : "onPaper.takeBack")}
        effect={t(isTheirs ? "onPaper.disownEffect" : "onPaper.takeBackEffect")}
        action={t("onPaper.takeBackAct")}
        reason={{
          label: t("onPaper.reason"),
          placeholder: t(isTheirs ? "onPaper.disownHint" : "onPaper.takeBackHint"),
        }}
        isBusy={takeBack.isPending}
        error={<FormError error={takeBack.error} />}
        onConfirm={(reason) =>
          takeBack.mutate(
            { id, rowVersion, reason: reason.slice(0, 1000) },
            {
              onSuccess: () => {
                ask(null);
                onTakenBack?.();
              },
            },
          )
        }
      />
    </Panel>
  );
}
