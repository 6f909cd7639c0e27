// What the pages of a report say in the same words: the finding as a sentence, a control with its three opinions, files.
import { useState } from "react";
import { textIn } from "#modules/standards/rules.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { Verdict } from "#web/ui/marks.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import type { Control, Report } from "./report.ts";
import "./report.css";

/** The finding first, as on the cover of its pages. */
export function useSentence() {
  const t = useText();
  return ({ counts }: Report) => {
    const short = counts.partly + counts.notMet;
    if (short === 0 && counts.looked === counts.unknown) return t("audits.paper.sentenceUnknown");
    if (short === 0) return t("audits.paper.sentenceMet", { count: counts.looked - counts.unknown });
    return t(counts.overturned > 0 ? "audits.paper.sentenceOverturned" : "audits.paper.sentenceShort", {
      count: short,
      all: counts.looked,
      overturned: counts.overturned,
    });
  };
}

export function useTitle() {
  const { language } = useFormat();
  return (texts: Control["title"]) => textIn(texts, language);
}

export function ControlHead({ one }: { one: Control }) {
  const t = useText();
  const title = useTitle();
  const isChanged = one.sheetVerdict !== one.verdict;
  return (
    <>
      <h3 className="audited-name">
        <span className="soft small">{one.id}</span> <LangText text={title(one.title)} />{" "}
        {one.isMandatory ? <Tag isMust>{t("audits.paper.mandatory")}</Tag> : null}
      </h3>
      <p className="audited-opinions">
        <span>
          <small>{t("audits.report.said")}</small>
          <Verdict verdict={one.saidVerdict} isPast />
        </span>
        {one.deskVerdict ? (
          <span>
            <small>{t("audits.report.desk")}</small>
            <Verdict verdict={one.deskVerdict} isPast />
          </span>
        ) : null}
        <span>
          <small>{t("audits.report.found")}</small>
          <Verdict verdict={one.verdict} />
        </span>
        {one.isOverturned ? <em>{t("audits.report.overturned")}</em> : null}
        {isChanged ? (
          <small className="soft">
            {t("audits.report.sheet", { verdict: t(`verdict.${one.sheetVerdict}`) })}
          </small>
        ) : null}
      </p>
    </>
  );
}

export function FileLinks({ files }: { files: readonly { id: string; name: string }[] }) {
  const [failed, setFailed] = useState<unknown>(null);
  if (files.length === 0) return null;
  return (
    <span className="audited-files small">
      {files.map((file) => (
        <button
          key={file.id}
          type="button"
          className="linkish"
          onClick={() => void downloadFile(file.id).catch(setFailed)}
        >
          {file.name}
        </button>
      ))}
      <FormError error={failed} />
    </span>
  );
}
