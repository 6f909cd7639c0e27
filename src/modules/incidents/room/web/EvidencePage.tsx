// Evidence and who has had it: taken, handed over, confirmed; of files whether the content is still the same.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import type { Incident } from "../../web/incident.ts";
import { HandOverDialog, TakeDialog } from "./EvidenceDialogs.tsx";
import type { Piece } from "./reads.ts";
import { refreshedRoom, WithinIncident } from "./within.tsx";

export default function EvidencePage() {
  return <WithinIncident at="evidence">{(incident) => <Whole incident={incident} />}</WithinIncident>;
}

function Whole({ incident }: { incident: Incident }) {
  const t = useText();
  const read = useOperation(incidents.listIncidentEvidence, { id: incident.id });
  const [isTaking, setTaking] = useState(false);
  const [handed, handOver] = useState<Piece | null>(null);
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={6} />;
  const { rows, mayWork } = read.data;
  const take = mayWork ? (
    <Button look={rows.length === 0 ? "main" : "outlined"} onClick={() => setTaking(true)}>
      {t("room.takeEvidence")}
    </Button>
  ) : null;
  return (
    <div className="stack">
      {rows.length === 0 ? (
        <EmptyState title={t("room.noEvidence")} action={take}>
          {t("room.noEvidenceHelp")}
        </EmptyState>
      ) : (
        <>
          <p className="soft">{t("room.evidenceHelp")}</p>
          <div>{take}</div>
          {rows.map((piece) => (
            <PiecePanel
              key={piece.id}
              piece={piece}
              {...(mayWork ? { onHandOver: () => handOver(piece) } : {})}
            />
          ))}
        </>
      )}
      {isTaking ? <TakeDialog incident={incident} onClose={() => setTaking(false)} /> : null}
      {handed ? <HandOverDialog incident={incident} piece={handed} onClose={() => handOver(null)} /> : null}
    </div>
  );
}

function PiecePanel({ piece, onHandOver }: { piece: Piece; onHandOver?: () => void }) {
  const t = useText();
  const format = useFormat();
  const isBroken = piece.custody.some((step) => step.isWhole === false);
  return (
    <Panel
      title={
        <>
          {t("room.evidenceNo", { number: piece.number })} <LangText text={piece.what} />
        </>
      }
      more={
        onHandOver ? (
          <Button size="s" onClick={onHandOver}>
            {t("room.handOverPiece")}
          </Button>
        ) : null
      }
    >
      {isBroken ? <Note kind="bad">{t("room.notWhole")}</Note> : null}
      <p>
        <Tag>{t(piece.fileId ? "room.file" : "room.thing")}</Tag>{" "}
        {piece.fileId ? <a href={`/api/files/${piece.fileId}`}>{piece.fileName}</a> : piece.mark}
      </p>
      {piece.sha256 ? <p className="mono room-hash">SHA-256 {piece.sha256}</p> : null}
      {piece.saidHash ? (
        <p className="room-hash">
          <span className="mono">SHA-256 {piece.saidHash.sha256}</span>
          <br />
          {t("room.hashedBy", { name: piece.saidHash.by, tool: piece.saidHash.with })}
        </p>
      ) : null}
      <p className="soft">
        {t("room.takenBy", {
          name: piece.takenByName,
          moment: format.momentWithZone(piece.takenAt, piece.zone),
        })}
        {piece.takenWhere ? ` · ${piece.takenWhere}` : ""}
      </p>
      <p>
        {t("room.heldBy")} <b>{piece.heldBy}</b>
      </p>
      <Chain of={piece.custody} />
    </Panel>
  );
}

function Chain({ of }: { of: Piece["custody"] }) {
  const t = useText();
  const format = useFormat();
  const confirm = useCommand(incidents.confirmCustody, refreshedRoom);
  if (of.length === 0) return null;
  return (
    <>
      <FormError error={confirm.error} />
      <ol className="room-chain">
        {of.map((step) => (
          <li key={step.id}>
            {step.fromSaid} → <b>{step.toSaid}</b>{" "}
            <span className="small soft">
              {format.momentWithZone(step.at, step.zone)} · {step.why}
            </span>{" "}
            {step.isWhole === null ? null : (
              <span className={step.isWhole ? "small soft" : "small room-over"}>
                {t(step.isWhole ? "room.same" : "room.changed")}
              </span>
            )}{" "}
            {step.confirmedAt ? (
              <span className="small soft">
                {t("room.confirmedAt", { moment: format.moment(step.confirmedAt, "short") })}
              </span>
            ) : step.isMine ? (
              <Button
                size="s"
                look="main"
                isBusy={confirm.isPending}
                onClick={() => confirm.mutate({ id: step.id })}
              >
                {t("room.confirm")}
              </Button>
            ) : (
              <span className="small room-over">{t("room.notConfirmed")}</span>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
