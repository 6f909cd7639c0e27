// Several people leave on one day: what ends with it is read from the server before anything is done.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ending } from "../ending/contract.ts";
import { personReads } from "./person.ts";

type Props = { personIds: readonly string[]; onClose: () => void; onEnded: () => void };

export function EndEmployments({ personIds, onClose, onEnded }: Props) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const [lastDay, setLastDay] = useState(useSession().today);
  const [reason, setReason] = useState("");
  const chosen = { personIds: [...personIds], lastDay };
  const preview = useOperation(ending.previewEmploymentEnds, chosen, { enabled: lastDay !== "", keep: true });
  const end = useCommand(ending.endEmployments, personReads);
  const refused = preview.data?.refusedBecause;
  const missing = !preview.data
    ? t("state.loading")
    : refused
      ? any(`errors.${refused}`)
      : reason.trim()
        ? null
        : t("dialog.reasonFirst");
  const submit = () =>
    end.mutate(
      { ...chosen, reason: reason.trim() },
      {
        onSuccess: (did) => {
          toast(t("people.ended", did));
          onEnded();
        },
      },
    );
  return (
    <Dialog isOpen onClose={onClose} title={t("people.endTitle", { count: personIds.length })}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <DateField label={t("people.lastDay")} value={lastDay} onChange={setLastDay} />
        <TextArea label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} />
        {preview.data ? <Effect preview={preview.data} /> : preview.isError ? null : <Loading rows={2} />}
        <FormError error={end.error ?? preview.error} />
        <div className="ends">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="submit" look="danger" isBusy={end.isPending} offBecause={missing}>
            {t("people.endFrom", { day: lastDay ? format.day(lastDay, "plain") : "–" })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type Preview = NonNullable<ReturnType<typeof useOperation<typeof ending.previewEmploymentEnds>>["data"]>;

function Effect({ preview }: { preview: Preview }) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="follows">
      <Note kind="warn">
        {t("people.endEffect", {
          people: preview.people,
          grants: preview.grants,
          seats: preview.seats.length,
        })}
      </Note>
      {preview.accounts > 0 ? <Note>{t("people.endAccounts", { count: preview.accounts })}</Note> : null}
      {preview.untouched > 0 ? <Note>{t("people.endUntouched", { count: preview.untouched })}</Note> : null}
      {preview.seats.length > 0 ? (
        <>
          <h3 className="small">{t("people.endSeats")}</h3>
          <ul className="lines">
            {preview.seats.slice(0, 10).map((seat) => (
              <li key={seat.id}>
                <span>
                  <LangText text={nameFor(seat)} />
                  <small>
                    <LangText text={seat.companyName} />
                  </small>
                </span>
                <span className="end">
                  <LangText text={format.person(seat)} />
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
