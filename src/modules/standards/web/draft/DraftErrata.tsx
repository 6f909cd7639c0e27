// Corrections of the edition before that came after the draft was begun: taken over in one act, or answered with a reason.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Lang, Written } from "#web/ui/small.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { standards } from "../../contract.ts";
import { CorrectedWords } from "../errata/CorrectedWords.tsx";
import { draftReads } from "./reads.ts";

type Row = Output<typeof standards.listDraftErrata>["rows"][number];
type Props = {
  id: string;
  isStill: boolean;
  /** Those of one control. */
  controlId?: string;
  isUnsaved?: boolean;
};

export function DraftErrata({ id, isStill, controlId, isUnsaved = false }: Props) {
  const t = useText();
  const open = useOperation(standards.listDraftErrata, { id });
  const decide = useCommand(standards.decideDraftErrata, draftReads);
  if (open.isError) return <ErrorState error={open.error} />;
  const rows = (open.data?.rows ?? []).filter(
    (row) => controlId === undefined || row.controlId === controlId || row.origins.includes(controlId),
  );
  if (rows.length === 0) return null;
  const takeable = rows.filter((row) => row.taken !== null);
  const offBecause = isStill ? t("draft.still") : isUnsaved ? t("draft.erratumUnsaved") : null;
  const take = (taken: readonly Row[]) =>
    decide.mutate(
      { id, decisions: taken.map(({ erratumId }) => ({ erratumId, decision: "taken" as const })) },
      { onSuccess: () => toast(t("draft.erratumTaken", { count: taken.length })) },
    );
  return (
    <Panel
      title={t("draft.errata", { count: rows.length })}
      more={
        takeable.length > 1 ? (
          <Button size="s" isBusy={decide.isPending} offBecause={offBecause} onClick={() => take(takeable)}>
            {t("draft.erratumTakeAll", { count: takeable.length })}
          </Button>
        ) : undefined
      }
    >
      <p className="soft">{t(isStill ? "draft.errataStill" : "draft.errataHelp")}</p>
      <FormError error={decide.error} />
      <ul className="draft-errata-rows">
        {rows.map((row) => (
          <Correction
            key={row.erratumId}
            id={id}
            row={row}
            offBecause={offBecause}
            isBusy={decide.isPending}
            onTake={() => take([row])}
          />
        ))}
      </ul>
    </Panel>
  );
}

type CorrectionProps = {
  id: string;
  row: Row;
  offBecause: string | null;
  isBusy: boolean;
  onTake: () => void;
};

function Correction({ id, row, offBecause, isBusy, onTake }: CorrectionProps) {
  const t = useText();
  const format = useFormat();
  const [isKeeping, keep] = useState(false);
  return (
    <li>
      <p>
        <span className="mono">{row.controlId}</span> <Lang lang={row.title.lang}>{row.title.text}</Lang>{" "}
        <Go to="/standards/$id/errata" params={{ id: row.editionId }} className="age linkish">
          {t("draft.erratumOf", {
            number: row.number,
            edition: row.edition,
            day: format.moment(row.issuedAt, "plain"),
          })}
        </Go>
      </p>
      {row.isBack ? <p>{t("draft.erratumBack")}</p> : null}
      <p className="soft">
        <Written text={row.reason} />
      </p>
      {row.draft && row.taken ? <CorrectedWords before={row.draft} after={row.taken} /> : null}
      {row.isWhole ? null : (
        <>
          <p>
            {!row.draft
              ? t("draft.erratumGone", { ids: format.list(row.origins) })
              : t(row.taken ? "draft.erratumInPart" : "draft.erratumNothing")}
          </p>
          <CorrectedWords before={row.before} after={row.corrected} />
        </>
      )}
      <div className="row wrap">
        {row.taken ? (
          <Button size="s" look="accent" isBusy={isBusy} offBecause={offBecause} onClick={onTake}>
            {t("draft.erratumTake")}
          </Button>
        ) : null}
        <Button size="s" offBecause={offBecause} onClick={() => keep(true)}>
          {t(row.draft ? "draft.erratumKeep" : "draft.erratumSeen")}
        </Button>
      </div>
      {isKeeping ? <Keep id={id} row={row} onClose={() => keep(false)} /> : null}
    </li>
  );
}

function Keep({ id, row, onClose }: { id: string; row: Row; onClose: () => void }) {
  const t = useText();
  const [reason, setReason] = useState("");
  const decide = useCommand(standards.decideDraftErrata, draftReads);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    decide.mutate(
      { id, decisions: [{ erratumId: row.erratumId, decision: "kept", reason: reason.trim() }] },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("draft.erratumKeepOf", { control: row.controlId })}>
      <form className="form" onSubmit={submit}>
        <TextArea
          label={t("draft.erratumReason")}
          hint={t("draft.erratumReasonHint")}
          value={reason}
          maxLength={1000}
          onChange={setReason}
        />
        <FormEnds
          error={decide.error}
          isBusy={decide.isPending}
          offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("draft.decideIt")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
