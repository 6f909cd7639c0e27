// What may be done with a notice now, its turn first; what needs its text leads to its page.
import { useState } from "react";
import { GoButton } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { unsent } from "../rules.ts";
import { SeeAheadDialog } from "./AheadDialog.tsx";
import { OmitDialog, SeeOmissionDialog } from "./OmissionDialogs.tsx";
import { ProofDialog } from "./ProofDialog.tsx";
import { isToRecord, type Row } from "./notice.ts";

type Dialog = "prove" | "omit" | "see" | "ahead";
type Props = {
  row: Row;
  /** In a list: the one act whose turn it is; writing, approving and sending show the text first. */
  isFirstOnly?: boolean;
};

export function NoticeActs({ row, isFirstOnly = false }: Props) {
  const t = useText();
  const [open, setOpen] = useState<Dialog | null>(null);
  const can = (act: string) => row.can[act] === null;
  const isGiven = row.state === "proven";
  // What was notified already is recorded: its text is not what is owed.
  const isToBeRecorded = isToRecord(row) && can("prove");
  const page = isFirstOnly && !isToBeRecorded ? pageAct(row, can) : null;
  const isUnsent = unsent.some((state) => state === row.state);
  // What nothing stands in the way of is said in the list; before its text or its approval on the notice's own page.
  const mayProve = can("prove") && !isGiven && (row.channel !== "mail" || !isUnsent);
  const proves =
    isToBeRecorded ||
    (mayProve &&
      (isFirstOnly ? row.state !== "to_approve" : row.state !== "to_write" && row.state !== "to_approve"));
  const given = can("prove") && isUnsent && !proves && !isFirstOnly;
  return (
    <>
      {page ? (
        <GoButton to="/incidents/notices/$id" params={{ id: row.id }} look="accent" size="s">
          {t(page)}
        </GoButton>
      ) : null}
      {proves && !page ? (
        <Button
          size={isFirstOnly ? "s" : "l"}
          look={isFirstOnly ? "accent" : "main"}
          onClick={() => setOpen("prove")}
        >
          {t(row.state === "to_write" || isToBeRecorded ? "notice.act.given" : "notice.act.prove")}
        </Button>
      ) : null}
      {can("see_ahead") ? (
        <Button
          size={isFirstOnly ? "s" : "l"}
          look={isFirstOnly ? "accent" : "main"}
          onClick={() => setOpen("ahead")}
        >
          {t("notice.act.seeAhead")}
        </Button>
      ) : null}
      {given ? <Button onClick={() => setOpen("prove")}>{t("notice.act.given")}</Button> : null}
      {can("see_omission") ? (
        <Button
          size={isFirstOnly ? "s" : "l"}
          look={isFirstOnly ? "accent" : "main"}
          onClick={() => setOpen("see")}
        >
          {t("notice.act.see")}
        </Button>
      ) : null}
      {can("omit") && !isFirstOnly ? (
        <Button onClick={() => setOpen("omit")}>{t("notice.act.omit")}</Button>
      ) : null}
      {can("prove") && isGiven && !isFirstOnly ? (
        <Button onClick={() => setOpen("prove")}>{t("notice.act.prove")}</Button>
      ) : null}
      {open === "prove" ? <ProofDialog row={row} onClose={() => setOpen(null)} /> : null}
      {open === "ahead" ? <SeeAheadDialog row={row} onClose={() => setOpen(null)} /> : null}
      {open === "omit" ? <OmitDialog row={row} onClose={() => setOpen(null)} /> : null}
      {open === "see" ? <SeeOmissionDialog row={row} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

function pageAct(row: Row, can: (act: string) => boolean) {
  if (can("approve")) return "notice.act.approve" as const;
  if (can("send")) return "notice.act.send" as const;
  // A call that nobody has to approve is told afterwards; all else begins with its text.
  const isSpoken = row.approvals === 0 && (row.channel === "telephone" || row.channel === "meeting");
  if (row.state === "to_write" && can("write") && !isSpoken) return "notice.act.write" as const;
  return row.state === "undelivered" && can("write") ? ("notice.act.readdress" as const) : null;
}
