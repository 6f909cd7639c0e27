// How a control read before and reads now: what went is struck, what came is underlined, what is no words says from what to what.
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Redline } from "#web/ui/Redline.tsx";
import type { standards } from "../contract.ts";

type Row = Output<typeof standards.listEditionChanges>["rows"][number];

export const withoutTitle = (texts: Row["texts"]) => texts.filter(({ part }) => part !== "title");

/** A title is short and stands in the open: it is what people call the control by. */
export function TitleWas({ row }: { row: Row }) {
  const t = useText();
  const title = row.texts.find(({ part }) => part === "title");
  if (!title?.before || !title.after) return null;
  return (
    <div className="title-was">
      <span className="small mute">{t("changes.fact.title")}</span>
      <Redline before={title.before.text} after={title.after.text} lang={title.after.lang} />
    </div>
  );
}

export function ChangedTexts({ texts }: { texts: Row["texts"] }) {
  const t = useText();
  return (
    <dl className="corrected">
      {texts.map(({ part, before, after }) => (
        <div key={part}>
          <dt>{t(`changes.fact.${part}`)}</dt>
          <dd>
            <Redline
              before={before?.text ?? ""}
              after={after?.text ?? ""}
              lang={(after ?? before)?.lang ?? "en"}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Both wordings in one where they are of one language; where only one is there, that one. */
export function Wording({ row }: { row: Pick<Row, "before" | "after" | "facts" | "languages" | "values"> }) {
  const t = useText();
  const format = useFormat();
  const { before, after, languages, values } = row;
  // What has a "from" and a "to" says them below.
  const facts = row.facts.filter((fact) => values.every((value) => value.part !== fact));
  return (
    <>
      {before && after && before.lang === after.lang ? (
        before.text === after.text ? (
          <p className="mute">{t("changes.sameWords")}</p>
        ) : (
          <Redline before={before.text} after={after.text} lang={after.lang} />
        )
      ) : (
        <p lang={(after ?? before)?.lang}>{(after ?? before)?.text ?? "–"}</p>
      )}
      {languages.length > 0 && languages.length < 3 ? (
        <p className="sub">
          {t("changes.onlyIn", { languages: format.list(languages.map((one) => format.tongue(one))) })}
        </p>
      ) : null}
      {values.map(({ part, ...fromTo }) => (
        <p key={part} className="sub">
          {t("changes.factFromTo", { fact: t(`changes.fact.${part}`), ...fromTo })}
        </p>
      ))}
      {facts.length > 0 ? (
        <p className="sub">
          {t("changes.facts", { facts: format.list(facts.map((fact) => t(`changes.fact.${fact}`))) })}
        </p>
      ) : null}
    </>
  );
}
