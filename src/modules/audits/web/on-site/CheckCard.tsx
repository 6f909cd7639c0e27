// One check: what is asked, what they said, what one finds, and what shows it.
import { TextArea } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { AnswerKeys } from "#web/ui/choices.tsx";
import { Assurance, Verdict as VerdictMark } from "#web/ui/marks.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { isOverturned, longestSeen, needsSeen, verdicts } from "../../visits/rules.ts";
import { Conflicts } from "./Conflicts.tsx";
import { type Check, type Control, valueOf, verdictOf, type Whole } from "./entries.ts";
import { Notes } from "./Notes.tsx";
import { Photos } from "./Photos.tsx";
import { TestFields } from "./TestFields.tsx";
import { controlOf, textIn, useTitle } from "./useWords.ts";
import { enter, type Work } from "./work.ts";

export function CheckCard({ work, sheet, check }: { work: Work; sheet: Whole; check: Check }) {
  const t = useText();
  const title = useTitle(sheet);
  const control = controlOf(sheet, check);
  const found = verdictOf(work.living, work.entries, check.id);
  const seen = valueOf(work.living, work.entries, check.id, "seen");
  const said = control?.saidVerdict ?? null;
  return (
    <article className="check-card">
      <h2>{title(check)}</h2>
      <Asked check={check} control={control} />
      <Conflicts work={work} checkId={check.id} />
      {control ? <TheySaid control={control} /> : null}
      <div className="found">
        <span className="soft">{t("audits.onSite.youFound")}</span>
        <small className="soft">{t("assurance.verified")}</small>
      </div>
      <AnswerKeys
        value={found}
        offered={verdicts}
        onChoose={(verdict) =>
          void enter(check.id, "verdict", verdict === found ? null : (verdict as typeof found))
        }
      />
      {needsSeen(said, found) || seen ? (
        <TextArea
          label={t(isOverturned(said, found) ? "audits.onSite.overturns" : "audits.onSite.saw")}
          hint={needsSeen(said, found) && !seen ? t("audits.onSite.seenNeeded") : null}
          value={typeof seen === "string" ? seen : ""}
          maxLength={longestSeen}
          onChange={(words) => void enter(check.id, "seen", words === "" ? null : words)}
        />
      ) : null}
      <Photos work={work} spot={{ checkId: check.id }} isAtThumb />
      <Notes work={work} spot={{ checkId: check.id }} />
      {control ? <TestFields work={work} check={check} control={control} said={said} /> : null}
    </article>
  );
}

function Asked({ check, control }: { check: Check; control: Control | undefined }) {
  const t = useText();
  if (!control) return <p className="soft">{check.controlId}</p>;
  const asked = check.point
    ? textIn(control.title)
    : control.test
      ? textIn(control.test)
      : textIn(control.requirement);
  return (
    <div className="asked">
      <p>
        <span className="code">{control.id}</span> <LangText text={asked} />
      </p>
      {control.drawn === "mandatory" ? <Tag isMust>{t("audits.drawn.mandatory")}</Tag> : null}
      {control.isTakenUp ? <Tag>{t("audits.onSite.takenUp")}</Tag> : null}
      {check.reason ? (
        <p className="small soft">
          {t("audits.onSite.addedBecause")} <LangText text={check.reason} />
        </p>
      ) : null}
      <details>
        <summary>{t("audits.onSite.requirement")}</summary>
        <p>
          <LangText text={textIn(control.requirement)} />
        </p>
        {control.evidence.length > 0 ? (
          <ul>
            {control.evidence.map((one) => (
              <li key={textIn(one)}>
                <LangText text={textIn(one)} />
              </li>
            ))}
          </ul>
        ) : null}
      </details>
    </div>
  );
}

function TheySaid({ control }: { control: Control }) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="said">
      <span className="soft">{t("audits.onSite.theySaid")}</span>
      <span>
        <VerdictMark verdict={control.saidVerdict} />
        {control.saidAssurance ? <Assurance level={control.saidAssurance} /> : null}
      </span>
      <small className="soft">{control.saidOn ? format.day(control.saidOn, "plain") : ""}</small>
      {control.saidWords ? (
        <details>
          <summary>{t("audits.onSite.theirWords")}</summary>
          <p>
            <LangText text={control.saidWords} />
          </p>
        </details>
      ) : null}
      {control.deskVerdict && control.deskVerdict !== control.saidVerdict ? (
        <p className="small">
          {t("audits.onSite.deskSaid")} <VerdictMark verdict={control.deskVerdict} />
        </p>
      ) : null}
    </div>
  );
}
