// The fields of a rule beside its conditions and its counting: its words, its source, for whom it holds.
import { Select } from "@mantine/core";
import { useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { useOperation } from "#web/api.ts";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented, Tabs } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { certainties, stages, statuses, subjects } from "../mechanism/rules.ts";
import { languages, noWords, type RuleDraft } from "./rule-draft.ts";

type Props = { draft: RuleDraft; onChange: (part: Partial<RuleDraft>) => void };

export function WordsFields({ draft, onChange }: Props) {
  const t = useText();
  const format = useFormat();
  const [language, setLanguage] = useState<(typeof languages)[number]>(format.language);
  const words = draft.words[language] ?? noWords;
  const set = (part: Partial<typeof words>) =>
    onChange({ words: { ...draft.words, [language]: { ...words, ...part } } });
  return (
    <Panel title={t("clockForm.words")}>
      <div className="form wide clock-fields">
        <Tabs
          label={t("clockForm.words")}
          value={language}
          choices={languages.map((value) => ({
            value,
            label: format.tongue(value),
            count: draft.words[value]?.name ? "✓" : undefined,
          }))}
          onChange={setLanguage}
        />
        <TextField
          label={t("clockRule.name")}
          hint={t("clockForm.wordsHelp")}
          value={words.name}
          maxLength={200}
          onChange={(name) => set({ name })}
        />
        <TextArea
          label={t("clockRule.duty")}
          lang={language}
          value={words.duty}
          maxLength={1000}
          onChange={(duty) => set({ duty })}
        />
        <TextField
          label={t("clockRule.recipient")}
          value={words.recipient}
          maxLength={300}
          onChange={(recipient) => set({ recipient })}
        />
        <TextArea
          label={t("clockRule.notes")}
          isOptional
          lang={language}
          value={words.notes}
          maxLength={2000}
          onChange={(notes) => set({ notes })}
        />
      </div>
    </Panel>
  );
}

export function SourceFields({ draft, onChange }: Props) {
  const t = useText();
  return (
    <Panel title={t("clockForm.source")}>
      <div className="form wide clock-fields">
        <TextField
          label={t("clockForm.sourceTitle")}
          value={draft.sourceTitle}
          maxLength={300}
          onChange={(sourceTitle) => onChange({ sourceTitle })}
        />
        <TextField
          label={t("clockForm.sourceAddress")}
          type="url"
          isOptional
          value={draft.sourceAddress}
          maxLength={1000}
          onChange={(sourceAddress) => onChange({ sourceAddress })}
        />
        <MoreSources draft={draft} onChange={onChange} />
        <div className="two">
          <DateField
            label={t("clockForm.readOn")}
            value={draft.readOn}
            onChange={(readOn) => onChange({ readOn })}
          />
          <SelectField
            label={t("clockRule.sure")}
            value={draft.sure}
            choices={certainties.map((value) => ({ value, label: t(`clockSure.${value}`) }))}
            onChange={(sure) => onChange({ sure })}
          />
          <DateField
            label={t("clockRule.effectiveFrom")}
            isOptional
            value={draft.effectiveFrom ?? ""}
            onChange={(day) => onChange({ effectiveFrom: day || null })}
          />
          <DateField
            label={t("clockForm.endDayOptional")}
            isOptional
            value={draft.effectiveTo ?? ""}
            onChange={(day) => onChange({ effectiveTo: day || null })}
          />
          <SelectField
            label={t("clockRule.status")}
            value={draft.status}
            choices={statuses.map((value) => ({ value, label: t(`clockStatus.${value}`) }))}
            onChange={(status) => onChange({ status })}
          />
        </div>
      </div>
    </Panel>
  );
}

const mostSources = 5;

function MoreSources({ draft, onChange }: Props) {
  const t = useText();
  const all = draft.moreSources;
  const set = (at: number, part: Partial<(typeof all)[number]>) =>
    onChange({ moreSources: all.map((one, nth) => (nth === at ? { ...one, ...part } : one)) });
  return (
    <>
      {all.map((one, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a row has nothing but its place
        <div key={at} className="two">
          <TextField
            label={t("clockForm.moreSourceN", { n: at + 1 })}
            value={one.title}
            maxLength={300}
            onChange={(title) => set(at, { title })}
          />
          <TextField
            label={t("clockForm.moreAddressN", { n: at + 1 })}
            type="url"
            isOptional
            value={one.address}
            maxLength={1000}
            onChange={(address) => set(at, { address })}
          />
          <Button size="s" onClick={() => onChange({ moreSources: all.filter((_, nth) => nth !== at) })}>
            {t("clockForm.removeSourceN", { n: at + 1 })}
          </Button>
        </div>
      ))}
      {all.length < mostSources ? (
        <div>
          <Button
            size="s"
            icon="plus"
            onClick={() => onChange({ moreSources: [...all, { title: "", address: "" }] })}
          >
            {t("clockForm.addSource")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

export function ScopeFields({ draft, onChange }: Props) {
  const t = useText();
  const [search, setSearch] = useState("");
  const [isOne, setOne] = useState(draft.companyId !== null);
  const found = useOperation(
    organization.searchUnits,
    { search: search.trim() || "-", kind: "company", limit: 30 },
    { keep: true, enabled: search.trim() !== "" },
  );
  return (
    <Panel title={t("clockForm.scope")}>
      <div className="form wide clock-fields">
        {draft.versionOf === undefined ? (
          <>
            <Segmented<"all" | "one">
              label={t("clockForm.scope")}
              value={isOne ? "one" : "all"}
              choices={[
                { value: "all", label: t("clockRule.everyCompany") },
                { value: "one", label: t("clockForm.oneCompany") },
              ]}
              onChange={(to) => {
                setOne(to === "one");
                if (to === "all") onChange({ companyId: null });
              }}
            />
            {isOne ? (
              <Select
                label={t("clockRule.company")}
                placeholder={t("clockForm.chooseCompany")}
                searchable
                searchValue={search}
                onSearchChange={setSearch}
                filter={({ options }) => options}
                data={(found.data?.rows ?? []).map((unit) => ({
                  value: unit.id,
                  label: `${nameFor(unit)} · ${unit.code}`,
                }))}
                value={draft.companyId}
                onChange={(companyId) => onChange({ companyId })}
              />
            ) : null}
          </>
        ) : null}
        <div className="two">
          <TextField
            label={t("clockRule.jurisdiction")}
            hint={t("clockForm.jurisdictionHelp")}
            isCode
            value={draft.jurisdiction}
            maxLength={12}
            onChange={(typed) => onChange({ jurisdiction: typed.toUpperCase() })}
          />
          <SelectField
            label={t("clockRule.stage")}
            value={draft.stage}
            choices={stages.map((value) => ({ value, label: t(`clockStage.${value}`) }))}
            onChange={(stage) => onChange({ stage })}
          />
          <SelectField
            label={t("clockRule.subject")}
            value={draft.subject}
            choices={subjects.map((value) => ({ value, label: t(`clockSubject.${value}`) }))}
            onChange={(subject) => onChange({ subject })}
          />
        </div>
      </div>
    </Panel>
  );
}
