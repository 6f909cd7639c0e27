// What is asked of whoever is affected: further questions, and each entry of the ledgers that is in question.
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Chips } from "#web/ui/choices.tsx";
import { LangText } from "#web/ui/small.tsx";
import { type Asked, saidIn } from "./rows.ts";

type Entry = Asked["entries"][number];
type Said = NonNullable<Entry["says"]>;
export type Says = Record<string, Said>;
const offered: readonly Said[] = ["affected", "not_affected", "fixed"];

type QuestionsProps = {
  of: Asked["check"];
  replies: Record<string, string>;
  onChange: (replies: Record<string, string>) => void;
};

export function Questions({ of, replies, onChange }: QuestionsProps) {
  const t = useText();
  const { language } = useFormat();
  const set = (id: string, value: string) =>
    onChange(Object.fromEntries(Object.entries({ ...replies, [id]: value }).filter(([, one]) => one !== "")));
  const say = (words: { ja?: string; en?: string; zh?: string }) =>
    saidIn(words, language, of.originalLanguage);
  return of.questions.map((question) => {
    const base = { label: say(question.words), isOptional: !question.isRequired };
    const value = replies[question.id] ?? "";
    switch (question.kind) {
      case "yes_no":
      case "choice":
        return (
          <SelectField
            key={question.id}
            {...base}
            value={value}
            emptyLabel="–"
            choices={
              question.kind === "yes_no"
                ? [
                    { value: "yes", label: t("lateral.reply.yes") },
                    { value: "no", label: t("lateral.reply.no") },
                  ]
                : question.options.map((one, at) => ({ value: String(at), label: say(one) }))
            }
            onChange={(next) => set(question.id, next)}
          />
        );
      case "number":
        return (
          <TextField
            key={question.id}
            {...base}
            hint={t("lateral.numberHelp")}
            isCode
            value={value}
            maxLength={18}
            onChange={(next) => set(question.id, next.trim())}
          />
        );
      case "text":
        return (
          <TextField
            key={question.id}
            {...base}
            value={value}
            maxLength={1000}
            onChange={(next) => set(question.id, next)}
          />
        );
    }
  });
}

type EntriesProps = {
  entries: Asked["entries"];
  matched: number;
  says: Says;
  onChange: (says: Says) => void;
};

/** They are the company's own: listed beforehand, said one by one or all at once, or not at all. */
export function Entries({ entries, matched, says, onChange }: EntriesProps) {
  const t = useText();
  if (entries.length === 0) return null;
  const toggle = (entryId: string, said: Said) => {
    const { [entryId]: before, ...others } = says;
    onChange(before === said ? others : { ...others, [entryId]: said });
  };
  return (
    <fieldset className="field" aria-label={t("lateral.entries")}>
      <span className="label">
        {t("lateral.entries")}
        <small>{t("form.optional")}</small>
      </span>
      <p className="hint">
        {matched > entries.length
          ? t("lateral.entriesOf", { count: entries.length, matched })
          : t("lateral.entriesHelp", { count: entries.length })}
      </p>
      {entries.map((entry) => (
        <div className="lateral-entry" key={entry.entryId}>
          <span>
            <LangText text={entry.name} />{" "}
            <span className="small soft">
              <LangText text={entry.about} />
            </span>
          </span>
          <Chips<Said>
            label={t("lateral.entryIs", { name: entry.name })}
            values={says[entry.entryId] ? [says[entry.entryId] as Said] : []}
            choices={offered.map((value) => ({ value, label: t(`lateral.standing.${value}`) }))}
            onToggle={(said) => toggle(entry.entryId, said)}
          />
        </div>
      ))}
      {entries.length > 1 ? (
        <div>
          <Button
            size="s"
            look="quiet"
            onClick={() =>
              onChange(Object.fromEntries(entries.map((entry) => [entry.entryId, "affected" as const])))
            }
          >
            {t("lateral.allAffected")}
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
}
