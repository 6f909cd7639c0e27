// Evidence of one control: what there is and how long it counts, a place to drop files, what the company has already.
import { useRef, useState } from "react";
import { useCommand } from "#web/api.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { download } from "#web/transfer.ts";
import { Button, IconButton } from "#web/ui/Button.tsx";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Assurance } from "#web/ui/marks.tsx";
import { inspections } from "../../contract.ts";
import { DayDialog } from "./DayDialog.tsx";
import { DroppedFiles } from "./DroppedFiles.tsx";
import { EvidenceDialog } from "./EvidenceDialog.tsx";
import type { Proof, WholeControl } from "./kept.ts";
import type { Row } from "./rules.ts";
import { useAnswering } from "./work.ts";

export const acceptedFiles =
  "application/pdf,image/*,.xlsx,.xls,.docx,.doc,.pptx,.ppt,.csv,.txt,.ods,.odt,.eml,.msg";

export function EvidencePart({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const { inspection, mayAnswer, kept } = useAnswering();
  const [isOpen, openDialog] = useState(false);
  const [dropped, setDropped] = useState<readonly File[]>([]);
  const mayProve =
    mayAnswer || (inspection.state === "locked" && inspection.can["submit"] !== "can.not_yours");
  const waiting = kept.proofs.filter((one) => one.controlIds.includes(row.controlId));
  const count = whole.evidence.length + waiting.length;
  useKey(mayProve ? { key: "e", label: t("answering.keys.evidence"), run: () => openDialog(true) } : null);
  return (
    <section>
      <h2>
        {t("answering.evidence")}
        <span className="age">{t("answering.pieces", { count })}</span>
      </h2>
      {whole.evidence.map((one) => (
        <Piece key={one.id} one={one} row={row} mayDrop={mayAnswer} />
      ))}
      {waiting.map((one) => (
        <Waiting key={one.id} proof={one} />
      ))}
      {mayProve ? (
        <>
          <FileDrop accept={acceptedFiles} isMultiple isSmall onFiles={setDropped}>
            <span className="no-phone">{t("answering.dropHere")}</span>
          </FileDrop>
          <div className="prop">
            <Camera onFile={(file) => setDropped([file])} />
            <Button size="s" shortcut="E" onClick={() => openDialog(true)}>
              {t("answering.placeOrKnown")}
            </Button>
          </div>
        </>
      ) : null}
      {dropped.length > 0 ? <DroppedFiles row={row} files={dropped} onClose={() => setDropped([])} /> : null}
      {isOpen ? <EvidenceDialog row={row} whole={whole} onClose={() => openDialog(false)} /> : null}
    </section>
  );
}

/** On a phone the camera opens at once. */
function Camera({ onFile }: { onFile: (file: File) => void }) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  return (
    <span className="only-phone">
      <Button onClick={() => input.current?.click()}>{t("answering.camera")}</Button>
      <input
        ref={input}
        className="unseen"
        type="file"
        accept="image/*"
        capture="environment"
        tabIndex={-1}
        aria-label={t("answering.camera")}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          event.target.value = "";
        }}
      />
    </span>
  );
}

type Evidence = WholeControl["evidence"][number];

function Piece({ one, row, mayDrop }: { one: Evidence; row: Row; mayDrop: boolean }) {
  const t = useText();
  const format = useFormat();
  const { inspection, refresh } = useAnswering();
  const drop = useCommand(inspections.dropEvidence);
  const [isCorrecting, correct] = useState(false);
  const isOver = one.validUntil < inspection.today;
  return (
    <div className="ev">
      <Assurance level={one.kind} isBare />
      <span>
        {one.fileId ? (
          <button type="button" className="linkish" onClick={() => void download(`/files/${one.fileId}`)}>
            {one.title}
          </button>
        ) : (
          <>
            {one.title}
            {one.place && one.place !== one.title ? <small className="place">{one.place}</small> : null}
          </>
        )}
      </span>
      <small className={isOver ? "over" : ""}>
        {t(isOver ? "answering.expiredOn" : "answering.validUntil", {
          day: format.day(one.validUntil, "plain"),
        })}
      </small>
      {mayDrop ? (
        <span className="ev-do">
          {one.isFixed ? null : (
            <IconButton
              icon="day"
              label={t("proofDay.title", { title: one.title })}
              onClick={() => correct(true)}
            />
          )}
          <IconButton
            icon="close"
            label={t("answering.dropEvidence", { title: one.title })}
            onClick={() =>
              drop.mutate(
                { id: inspection.id, controlId: row.controlId, evidenceId: one.id },
                { onSuccess: () => void refresh(row.controlId) },
              )
            }
          />
        </span>
      ) : null}
      {isCorrecting ? <DayDialog proof={one} onClose={() => correct(false)} /> : null}
    </div>
  );
}

/** Kept on this device until it is sent. */
function Waiting({ proof }: { proof: Proof }) {
  const t = useText();
  const any = useAnyText();
  const { drafts } = useAnswering();
  return (
    <div className="ev waiting">
      <Assurance level={proof.kind} isBare />
      <span>{proof.title}</span>
      <small className={proof.code ? "over" : ""}>
        {proof.code ? any(`errors.${proof.code}`) : t("answering.tag.waiting")}
      </small>
      <IconButton
        icon="close"
        label={t("answering.dropEvidence", { title: proof.title })}
        onClick={() => void drafts.dropProof(proof.id)}
      />
    </div>
  );
}
