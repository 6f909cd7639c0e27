// What was found and what to look at, in the language it is written in and in others; and what is asked beside the state.
import { SelectField, TextArea, TextField, Tick } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { questionKinds } from "../rules.ts";
import { type Draft, nextQuestion, optionLines, withLines } from "./draft.ts";
import { type Language, languages, type Question } from "./rows.ts";

type Props = {
  draft: Draft;
  language: Language;
  onLanguage: (language: Language) => void;
  onChange: (part: Partial<Draft>) => void;
};

export function WordsFields({ draft, language, onLanguage, onChange }: Props) {
  const t = useText();
  const format = useFormat();
  const isOriginal = language === draft.originalLanguage;
  const words = isOriginal ? draft : (draft.translations[language] ?? { title: "", why: "", look: "" });
  const set = (part: { title?: string; why?: string; look?: string }) =>
    onChange(
      isOriginal
        ? part
        : {
            translations: {
              ...draft.translations,
              [language]: { title: words.title, why: words.why, look: words.look, ...part },
            },
          },
    );
  return (
    <Panel title={t("lateral.what")}>
      <div className="form">
        <Tabs<Language>
          label={t("lateral.language")}
          value={language}
          choices={languages.map((value) => ({
            value,
            label:
              value === draft.originalLanguage
                ? t("lateral.original", { language: format.tongue(value) })
                : format.tongue(value),
          }))}
          onChange={onLanguage}
        />
        <TextField
          label={t("lateral.titleField")}
          isOptional={!isOriginal}
          value={words.title}
          maxLength={200}
          onChange={(title) => set({ title })}
        />
        <TextArea
          label={t("lateral.why")}
          hint={t("lateral.whyHelp")}
          isOptional={!isOriginal}
          lang={language}
          value={words.why}
          maxLength={4000}
          onChange={(why) => set({ why })}
        />
        <TextArea
          label={t("lateral.look")}
          hint={t("lateral.lookHelp")}
          isOptional={!isOriginal}
          lang={language}
          value={words.look}
          maxLength={4000}
          onChange={(look) => set({ look })}
        />
        {isOriginal ? null : <p className="small soft">{t("lateral.translationHelp")}</p>}
      </div>
    </Panel>
  );
}

export function QuestionsFields({ draft, language, onChange }: Omit<Props, "onLanguage">) {
  const t = useText();
  const next = nextQuestion(draft.questions);
  const set = (question: Question) =>
    onChange({ questions: draft.questions.map((one) => (one.id === question.id ? question : one)) });
  return (
    <Panel title={t("lateral.questions")}>
      <p className="soft">{t("lateral.questionsHelp")}</p>
      {draft.questions.map((question, at) => (
        <div className="lateral-question" key={question.id}>
          <div className="row">
            <b>{t("lateral.questionNo", { number: at + 2 })}</b>
            <Button
              size="s"
              look="quiet"
              onClick={() => onChange({ questions: draft.questions.filter((one) => one !== question) })}
            >
              {t("lateral.dropQuestion")}
            </Button>
          </div>
          <OneQuestion of={question} language={language} onChange={set} />
        </div>
      ))}
      {next ? (
        <Button size="s" icon="plus" onClick={() => onChange({ questions: [...draft.questions, next] })}>
          {t("lateral.addQuestion")}
        </Button>
      ) : null}
    </Panel>
  );
}

type OneProps = { of: Question; language: Language; onChange: (question: Question) => void };

function OneQuestion({ of, language, onChange }: OneProps) {
  const t = useText();
  return (
    <>
      <TextField
        label={t("lateral.questionWords")}
        value={of.words[language] ?? ""}
        maxLength={300}
        onChange={(words) => onChange({ ...of, words: { ...of.words, [language]: words } })}
      />
      <SelectField
        label={t("lateral.questionKind")}
        value={of.kind}
        choices={questionKinds.map((value) => ({ value, label: t(`lateral.questionKind.${value}`) }))}
        onChange={(kind) => onChange({ ...of, kind })}
      />
      {of.kind === "choice" ? (
        <TextArea
          label={t("lateral.options")}
          hint={t("lateral.optionsHelp")}
          value={optionLines(of, language)}
          maxLength={1000}
          onChange={(text) => onChange(withLines(of, language, text))}
        />
      ) : null}
      <Tick
        label={t("lateral.isRequired")}
        isOn={of.isRequired}
        onChange={(isRequired) => onChange({ ...of, isRequired })}
      />
    </>
  );
}
