// What an author still decides on the page of changes: many at once where companies answer anew, one by one what goes.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { standards } from "../../contract.ts";
import { draftReads } from "./reads.ts";

type Row = Output<typeof standards.listEditionChanges>["rows"][number];
type Props = { id: string; row: Row };

export function ChangeActions({ id, row }: Props) {
  const t = useText();
  const [isDeciding, decide] = useState(false);
  const bringBack = useCommand(standards.bringBackControl, draftReads);
  if (row.change !== "withdrawn")
    return row.carry === null ? (
      <span className="row">
        <GoButton size="s" to="/standards/$id/draft" params={{ id }} search={{ control: row.controlId }}>
          {t("draft.decideIt")}
        </GoButton>
      </span>
    ) : null;
  return (
    <span className="row">
      {row.carry === null ? (
        <Button size="s" onClick={() => decide(true)}>
          {t("draft.decideGone", { control: row.controlId })}
        </Button>
      ) : null}
      <Button
        size="s"
        isBusy={bringBack.isPending}
        onClick={() => bringBack.mutate({ id, controlId: row.controlId })}
      >
        {t("draft.bringBack")}
      </Button>
      <FormError error={bringBack.error} />
      {isDeciding ? <Gone id={id} row={row} onClose={() => decide(false)} /> : null}
    </span>
  );
}

function Gone({ id, row, onClose }: Props & { onClose: () => void }) {
  const t = useText();
  const [reason, setReason] = useState("");
  const save = useCommand(standards.saveCarryOver, draftReads);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { id, rules: [{ controlId: row.controlId, fromIds: [], carry: "none", reason: reason.trim() }] },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("draft.gone", { control: row.controlId })}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("draft.becomes.withdrawn")}</p>
        <TextArea
          label={t("draft.goneReason")}
          hint={t("draft.goneHint")}
          value={reason}
          maxLength={1000}
          onChange={setReason}
        />
        <FormEnds
          error={save.error}
          isBusy={save.isPending}
          offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("draft.decideIt")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

/** Changed, split and merged controls that are undecided are all answered anew, with the earlier answers beside. */
export function DecideAll({ id, rows }: { id: string; rows: readonly Row[] }) {
  const t = useText();
  const save = useCommand(standards.saveCarryOver, draftReads);
  const undecided = rows.filter((row) => row.carry === null);
  const open = undecided.filter((row) => row.change !== "withdrawn");
  const gone = undecided.length - open.length;
  if (undecided.length === 0) return null;
  return (
    <>
      <Note>
        {t("draft.allAnew", { count: undecided.length })}{" "}
        {gone > 0 ? `${t("draft.allAnewAnd", { count: gone })} ` : ""}
        {open.length === 0 ? null : (
          <Button
            size="s"
            isBusy={save.isPending}
            onClick={() =>
              save.mutate({
                id,
                rules: open.map(({ controlId, fromIds }) => ({
                  controlId,
                  fromIds: fromIds.filter((one) => fromIds.length > 1 || one !== controlId),
                  carry: "show" as const,
                  reason: null,
                })),
              })
            }
          >
            {t("draft.allAnewDo", { count: open.length })}
          </Button>
        )}
      </Note>
      <FormError error={save.error} />
    </>
  );
}
