// Middle: one control, what is asked and why, the answer by five keys, what that answer demands, and where it leads.
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { currentLanguage, useText } from "#web/text/i18n.ts";
import { AnswerKeys } from "#web/ui/choices.tsx";
import { Guidance } from "#web/ui/Guidance.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Kbd, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { inspections } from "../../contract.ts";
import { AnswerFields } from "./AnswerFields.tsx";
import { Corrected } from "./Corrected.tsx";
import { Conflict } from "./Conflict.tsx";
import { Foot } from "./Foot.tsx";
import { Contradictions, Forecast } from "./Forecast.tsx";
import { fieldsOf, type Fields, type Verdict, type WholeControl } from "./kept.ts";
import type { Row } from "./rules.ts";
import { useAnswering } from "./work.ts";

const verdicts: readonly Verdict[] = ["met", "partly", "not_met", "unknown", "not_applicable"];

export function Asked() {
  const t = useText();
  const { inspection, current, rows } = useAnswering();
  const controlId = current?.controlId ?? "";
  const whole = useOperation(
    inspections.getAskedControl,
    { id: inspection.id, controlId },
    { enabled: current !== null },
  );
  if (!current || rows.length === 0)
    return (
      <section className="mid">
        <EmptyState title={t("answering.nothingAsked")}>{t("answering.nothingAskedHelp")}</EmptyState>
      </section>
    );
  if (!whole.data)
    return (
      <section className="mid" aria-label={current.title}>
        {whole.isError ? (
          <ErrorState error={whole.error} onRetry={() => void whole.refetch()} />
        ) : (
          <Loading rows={8} />
        )}
      </section>
    );
  return <Control key={controlId} row={current} whole={whole.data} />;
}

function Control({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const { fields, choose, change } = useAnswer(row, whole);
  const { mayAnswer } = useAnswering();
  const isPhone = useMediaQuery("(max-width: 720px)", false, { getInitialValueInEffect: false });
  const keys = (
    <AnswerKeys value={fields?.verdict ?? null} onChoose={choose} offered={mayAnswer ? verdicts : []} />
  );
  return (
    <section className="mid" aria-labelledby="asked-title">
      <div className="mid-scroll">
        <Question row={row} whole={whole} />
        <Corrected row={row} whole={whole} />
        {row.review?.decision === "returned" && whole.review ? (
          <p className="note warn">
            {whole.review.reviewedByName
              ? t("answering.returnedBecause", {
                  who: whole.review.reviewedByName,
                  reason: whole.review.reason ?? "",
                })
              : t("answering.returnedReason", { reason: whole.review.reason ?? "" })}
          </p>
        ) : null}
        {isPhone ? null : <div className="keys-row">{keys}</div>}
        <Conflict controlId={row.controlId} />
        {fields ? (
          <AnswerFields row={row} whole={whole} fields={fields} onChange={change} isOff={!mayAnswer} />
        ) : null}
        <Contradictions whole={whole} verdict={fields?.verdict ?? null} />
        <Forecast row={row} />
      </div>
      <Foot row={row} keys={isPhone && mayAnswer ? keys : null} />
    </section>
  );
}

/** The answer as it stands here: what this device has, else what the server has. */
function useAnswer(row: Row, whole: WholeControl) {
  const { drafts, kept, mayAnswer } = useAnswering();
  const draft = kept.drafts.get(row.controlId);
  const served = whole.answer;
  const isOurs = draft && (draft.state !== "saved" || (draft.base ?? 0) >= (served?.rowVersion ?? 0));
  const fields: Fields | null = isOurs ? draft.fields : served ? fieldsOf(served) : null;
  const base = Math.max(served?.rowVersion ?? 0, row.rowVersion ?? 0) || null;
  // An answer taken from a shared service stays the service's while only its share and exceptions are filled in.
  const held = isOurs ? draft.origin : served?.origin;
  const origin = held === "inherited" || held === "carried_over" ? held : "entered";
  const errata = whole.corrected?.number ?? 0;
  const change = (part: Partial<Fields>) => {
    if (fields && mayAnswer) drafts.edit(row.controlId, { ...fields, ...part }, { base, errata, origin });
  };
  const choose = (verdict: Verdict) => {
    if (!mayAnswer || fields?.verdict === verdict) return;
    const empty = fieldsOf({ verdict } as Fields);
    drafts.edit(row.controlId, { ...(fields ?? empty), verdict }, { base, errata });
  };
  const keyed = (index: number) => {
    const verdict = verdicts[index] as Verdict;
    return { key: String(index + 1), run: () => choose(verdict) };
  };
  const t = useText();
  useKey({ ...keyed(0), label: t("verdict.met") });
  useKey({ ...keyed(1), label: t("verdict.partly") });
  useKey({ ...keyed(2), label: t("verdict.not_met") });
  useKey({ ...keyed(3), label: t("verdict.unknown") });
  useKey({ ...keyed(4), label: t("verdict.not_applicable") });
  return { fields, choose, change };
}

function Question({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const language = currentLanguage();
  const [isOriginalOpen, openOriginal] = useState(false);
  const { requirement } = whole.texts;
  const read = requirement[language] ? language : (Object.keys(requirement)[0] ?? language);
  // Beside it what it was written in first; whoever reads that sees another language instead.
  const other = [whole.original, "en", "ja", "zh"].find((one) => one !== read && requirement[one]);
  const isBehind = whole.behind.some((one) => one === read);
  useKey(
    other
      ? { key: "o", label: t("answering.keys.original"), run: () => openOriginal((isOpen) => !isOpen) }
      : null,
  );
  return (
    <>
      <div className="hd">
        <span className="id">{row.controlId}</span>
        <h2 id="asked-title" lang={whole.texts.title[language] ? language : "en"}>
          {whole.texts.title[language] ?? row.title}
        </h2>
        {row.isMandatory ? <Tag isMust>{t("demand.mandatory")}</Tag> : null}
        {row.need === "recommended" ? <Tag>{t("demand.recommended")}</Tag> : null}
        <Tag>{t("answering.weight", { count: row.weight })}</Tag>
        {other ? (
          <button
            type="button"
            className="linkish tog"
            aria-expanded={isOriginalOpen}
            onClick={() => openOriginal(!isOriginalOpen)}
          >
            {t(isOriginalOpen ? "answering.closeOriginal" : "answering.openOriginal", {
              language: t(`answering.language.${other as "en"}`),
            })}{" "}
            <Kbd>O</Kbd>
          </button>
        ) : null}
      </div>
      <p className="ask" lang={read}>
        {requirement[read]}
      </p>
      {isBehind ? (
        <p className="note warn">
          {t("answering.behind", { language: t(`answering.language.${whole.original}`) })}
        </p>
      ) : null}
      {other && isOriginalOpen ? (
        <p className="original" lang={other}>
          {requirement[other]}
        </p>
      ) : null}
      <div className="two">
        <Why row={row} whole={whole} />
        <Proofs whole={whole} />
      </div>
      <Guidance
        of={guidanceIn(whole.texts, language)}
        beside={other && isOriginalOpen ? guidanceIn(whole.texts, other) : null}
      />
    </>
  );
}

/** Each text in the wanted language, else in the first it is written in. */
function guidanceIn({ guidance, examples = [] }: WholeControl["texts"], wanted: string) {
  const said = (texts: Readonly<Record<string, string>>) => {
    const lang = texts[wanted] ? wanted : (Object.keys(texts)[0] ?? wanted);
    return { text: texts[lang] ?? "", lang };
  };
  return { guidance: guidance ? said(guidance) : null, examples: examples.map(said) };
}

function Why({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const harms = whole.harms.map((harm) => harm.name).join(t("list.comma"));
  const functions = whole.functions.map((one) => one.name).join(t("list.comma"));
  return (
    <div>
      <h3>{t("answering.why")}</h3>
      <p>
        {harms ? `${t("answering.whyHarms", { harms })} ` : null}
        {functions ? `${t("answering.whyFunctions", { functions })} ` : null}
        {row.isMandatory ? t("answering.whyMandatory") : t("answering.whyWeight", { count: row.weight })}
      </p>
      <p className="small soft">{t(`cadence.${whole.cadence as "yearly"}`)}</p>
    </div>
  );
}

/** What counts as proof. Which of it an attached piece is, only a person can tell; the count is said. */
function Proofs({ whole }: { whole: WholeControl }) {
  const t = useText();
  const language = currentLanguage();
  const isAttached = whole.evidence.length > 0;
  return (
    <div>
      <h3>
        {t("answering.proofs")}{" "}
        <small>
          {isAttached
            ? t("answering.attached", { count: whole.evidence.length })
            : t("answering.noneAttached")}
        </small>
      </h3>
      {whole.texts.evidence.length === 0 ? <p className="soft">{t("answering.proofsNone")}</p> : null}
      {whole.texts.evidence.length > 0 ? (
        <ul className="pf">
          {whole.texts.evidence.map((text) => {
            const at = text[language] ? language : (Object.keys(text)[0] ?? language);
            return (
              <li key={text[at]} lang={at}>
                {text[at]}
              </li>
            );
          })}
        </ul>
      ) : null}
    </div>
  );
}
