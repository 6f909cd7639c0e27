// Taking over a list of turns: the file is looked at first, row by row; what is wrong says in which field and what to do.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { LangText } from "#web/ui/small.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { onCall } from "../contract.ts";
import { refreshed, type Roster } from "./rows.ts";
import "./on-call.css";

type Looked = Output<typeof onCall.checkOnCallTurns>;
const mostBytes = 500_000;
const mostShown = 200;

async function contentOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let said = "";
  for (let at = 0; at < bytes.length; at += 8192)
    said += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(said);
}

export function ListDialog({ of, onClose }: { of: Roster; onClose: () => void }) {
  const t = useText();
  const [file, setFile] = useState<{ name: string; content: string } | null>(null);
  const [isTooLarge, setTooLarge] = useState(false);
  const [reason, setReason] = useState("");
  const check = useCommand(onCall.checkOnCallTurns, []);
  const take = useCommand(onCall.takeOnCallTurns, refreshed);
  const looked = check.data ?? null;
  const choose = async (chosen: File | undefined) => {
    if (!chosen) return;
    check.reset();
    take.reset();
    setTooLarge(chosen.size > mostBytes);
    if (chosen.size > mostBytes || chosen.size < 3) return;
    const content = await contentOf(chosen);
    setFile({ name: chosen.name, content });
    check.mutate({ id: of.id, content });
  };
  const lack = !looked
    ? t("onCall.list.fileFirst")
    : looked.counts.wrong > 0
      ? t("onCall.list.wrongFirst", { count: looked.counts.wrong })
      : looked.counts.new === 0
        ? t("onCall.list.nothingNew")
        : reason.trim() === ""
          ? t("forms.first", { field: t("onCall.reason") })
          : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("onCall.list.take")} size="l">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (file && looked)
            take.mutate(
              { id: of.id, content: file.content, reason: reason.trim(), rowVersion: looked.rowVersion },
              {
                onSuccess: ({ added }) => {
                  toast(t("onCall.list.taken", { count: added }));
                  onClose();
                },
              },
            );
        }}
      >
        <p className="soft">{t("onCall.list.help", { zone: of.timeZone })}</p>
        <FileDrop accept=".csv,text/csv" isSmall onFiles={([one]) => void choose(one)}>
          {file?.name ?? t("onCall.list.file")}
        </FileDrop>
        {isTooLarge ? <p className="wrong">{t("onCall.list.tooLarge")}</p> : null}
        {looked ? <Rows looked={looked} /> : null}
        <TextArea
          label={t("onCall.reason")}
          hint={t("onCall.list.reasonHint")}
          value={reason}
          maxLength={500}
          onChange={setReason}
        />
        <FormEnds
          error={check.error ?? take.error}
          isBusy={take.isPending || check.isPending}
          offBecause={lack}
          onClose={onClose}
        >
          {t("onCall.list.takeDo")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

/** What is wrong stands first. */
function Rows({ looked }: { looked: Looked }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { counts } = looked;
  const rows = looked.rows.toSorted(
    (a, b) => Number(b.verdict === "wrong") - Number(a.verdict === "wrong") || a.row - b.row,
  );
  return (
    <>
      <p aria-live="polite">
        {t("onCall.list.counts", {
          fresh: format.number(counts.new),
          same: format.number(counts.same),
          over: format.number(counts.over),
          wrong: format.number(counts.wrong),
        })}
      </p>
      <ul className="lines on-call-list">
        {rows.slice(0, mostShown).map((one) => (
          <li key={one.row}>
            <div>
              <b>{t("onCall.list.row", { row: one.row })}</b> {t(`onCall.list.verdict.${one.verdict}`)}
              <small>
                {one.said.from} – {one.said.until} · <LangText text={one.name || one.said.person || "–"} />
              </small>
              {one.wrong.map((what) => (
                <p key={what.field + what.code} className="wrong">
                  {t(`onCall.list.${what.field}`)}: {any(`errors.${what.code}`, { row: what.row ?? "" })}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {rows.length > mostShown ? (
        <p className="soft">{t("onCall.list.more", { count: rows.length - mostShown })}</p>
      ) : null}
    </>
  );
}
