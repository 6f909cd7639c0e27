// Right: what the ledgers measure, what was said last year and by the provider of a shared service, evidence, talk, and how it is audited.
import { useOperation } from "#web/api.ts";
import { useFormat } from "#web/text/format.ts";
import { currentLanguage, useText } from "#web/text/i18n.ts";
import { Assurance } from "#web/ui/marks.tsx";
import { Redline } from "#web/ui/Redline.tsx";
import { inspections } from "../../contract.ts";
import { DelegateHere } from "./DelegateHere.tsx";
import { EvidencePart } from "./EvidencePart.tsx";
import { FromLedger } from "./FromLedger.tsx";
import { Inherited, Unbacked } from "./FromService.tsx";
import type { WholeControl } from "./kept.ts";
import { Choice, Said } from "./Proposed.tsx";
import type { Row } from "./rules.ts";
import { TalkPart } from "./TalkPart.tsx";
import { useAnswering } from "./work.ts";

export function Beside() {
  const t = useText();
  const { inspection, current, isContributor } = useAnswering();
  const controlId = current?.controlId ?? "";
  const whole = useOperation(
    inspections.getAskedControl,
    { id: inspection.id, controlId },
    { enabled: current !== null },
  );
  if (!current || !whole.data) return <aside className="beside" aria-label={t("answering.beside")} />;
  return (
    <aside className="beside" key={controlId} aria-label={t("answering.beside")}>
      {whole.data.backing && whole.data.backing.state !== "stands" ? (
        <Unbacked row={current} whole={whole.data} />
      ) : null}
      <FromLedger row={current} whole={whole.data} />
      {whole.data.inherited ? <Inherited row={current} whole={whole.data} /> : null}
      <LastYear row={current} whole={whole.data} />
      <EvidencePart row={current} whole={whole.data} />
      <TalkPart whole={whole.data} />
      {isContributor ? null : <DelegateHere row={current} whole={whole.data} />}
      <AuditTest whole={whole.data} />
    </aside>
  );
}

function LastYear({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const format = useFormat();
  const { last, change } = whole;
  const origins = change?.origins ?? [];
  if (!last && origins.length === 0)
    return (
      <section>
        <h2>{t("answering.last")}</h2>
        <p className="soft">
          {t(change && change.kind !== "new" ? "answering.lastHidden" : "answering.lastNone")}
        </p>
        <ChangedWords whole={whole} />
      </section>
    );
  return (
    <section>
      <h2>
        {t("answering.last")}
        {last ? (
          <span className="age">
            {format.fiscalYear(last.fiscalYear)} · <Assurance level={last.answer.assurance} />
          </span>
        ) : null}
      </h2>
      {last && origins.length === 0 ? <Said answer={last.answer} /> : null}
      {origins.map((origin) => (
        <div key={origin.controlId} className="origin">
          <h3>
            <span className="mono">{origin.controlId}</span>{" "}
            {origin.title[currentLanguage()] ?? Object.values(origin.title)[0]}
          </h3>
          {origin.answer ? (
            <Said answer={origin.answer} />
          ) : (
            <p className="soft">{t("answering.lastNone")}</p>
          )}
        </div>
      ))}
      {last?.isSameControl && last.correctedSince === null && !last.isTranslatedAnew ? (
        <Choice row={row} whole={whole} origin="carried_over" answer={last.answer} />
      ) : (
        <p className="small soft">
          {last?.correctedSince
            ? t("answering.lastOldWords", { number: last.correctedSince })
            : t(last?.isTranslatedAnew ? "answering.lastOldTranslation" : "answering.lastChangedControl")}
        </p>
      )}
      <ChangedWords whole={whole} />
    </section>
  );
}

/** What the control asked last year against what it asks now, for whoever must answer anew (T-10). */
function ChangedWords({ whole }: { whole: WholeControl }) {
  const t = useText();
  const { change, texts } = whole;
  const then = change?.before ?? {};
  // Where the reader's words lag behind, the first language in which something changed.
  const written = [currentLanguage(), "en", "ja", "zh"].filter((one) => then[one] && texts.requirement[one]);
  const language = written.find((one) => then[one] !== texts.requirement[one]) ?? written[0];
  if (!change || language === undefined) return null;
  const [before = "", now = ""] = [then[language], texts.requirement[language]];
  // Reworded beside the question itself: nothing of it reads otherwise.
  if (change.kind === "reworded" && before === now) return null;
  return (
    <details className="changed-words" open>
      <summary>{t(`answering.became.${change.kind}`)}</summary>
      {before === now ? (
        <p className="small soft">{t("answering.sameWords")}</p>
      ) : (
        <Redline before={before} after={now} lang={language} />
      )}
    </details>
  );
}

/** Short names of the outside catalogues; names of standards are the same in every language. */
const setNames: Record<string, string> = {
  iso27001_2022: "ISO/IEC 27001 Annex A",
  iso27001_2022_clauses: "ISO/IEC 27001",
  nist_csf_2_0: "NIST CSF 2.0",
  scs_2026: "SCS",
};

function AuditTest({ whole }: { whole: WholeControl }) {
  const t = useText();
  const language = currentLanguage();
  const test = whole.texts.auditTest;
  const at = test[language] ? language : Object.keys(test)[0];
  if (!at) return null;
  return (
    <section>
      <h2>{t("answering.auditTest")}</h2>
      <p lang={at}>{test[at]}</p>
      {whole.references.length > 0 ? (
        <p className="small soft refs">
          {[...Map.groupBy(whole.references, (one) => one.set)].map(([set, items]) => (
            <span key={set}>
              {setNames[set] ?? set} {items.map((one) => one.item).join(", ")}
            </span>
          ))}
        </p>
      ) : null}
    </section>
  );
}
