// The form of a lateral check: what was found, what is asked, of whom, by when; with whom that would be beside it.
import { type FormEvent, useState } from "react";
import { AudienceFields } from "#modules/instructions/web/parts.tsx";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField, SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { Go, useGo } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { lateralChecks } from "../contract.ts";
import { CompaniesRule } from "./CompaniesRule.tsx";
import { type Draft, type From, lackOf, sentOf } from "./draft.ts";
import { Preview, usePreview } from "./Preview.tsx";
import { type Issuers, type Language, refreshed, unitOf } from "./rows.ts";
import { QuestionsFields, WordsFields } from "./WordsFields.tsx";

type Props = { issuers: Issuers; start: Draft; from: From | null };

const kinds = [
  "ledgers",
  "all",
  "divisions",
  "tiers",
  "relations",
  "countries",
  "regions",
  "results",
  "units",
] as const;
const severities = ["critical", "high", "medium", "low"] as const;

export function LateralForm({ issuers, start, from }: Props) {
  const t = useText();
  const go = useGo();
  const [draft, setDraft] = useState(start);
  const [language, setLanguage] = useState<Language>(start.originalLanguage);
  const [isAsking, setAsking] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const issuer = issuers.find((one) => one.unitId === draft.issuerUnitId) ?? issuers[0];
  const sent = sentOf(draft);
  const asked = usePreview(sent).data?.asked ?? 0;
  if (!issuer) return null;
  const lack = lackOf(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsking(true);
  };
  return (
    <>
      <form className="cols lateral-new" onSubmit={submit}>
        <div className="c5 stack">
          {issuers.length > 1 ? (
            <Panel title={t("lateral.issuer")}>
              <SelectField
                label={t("lateral.issuerField")}
                value={draft.issuerUnitId}
                choices={issuers.map((one) => ({ value: one.unitId, label: unitOf(one) }))}
                onChange={(issuerUnitId) => change({ issuerUnitId, rules: [], exceptions: [] })}
              />
            </Panel>
          ) : null}
          <SourcePanel draft={draft} from={from} onChange={change} />
          <WordsFields draft={draft} language={language} onLanguage={setLanguage} onChange={change} />
          <QuestionsFields draft={draft} language={language} onChange={change} />
          <AudienceFields
            issuer={issuer}
            rules={draft.rules}
            kinds={kinds}
            title={t("lateral.whom")}
            help={<Fit draft={draft} onChange={change} />}
            units={(chosen, onChange) => <CompaniesRule chosen={chosen} onChange={onChange} />}
            onChange={(rules) => change({ rules })}
          />
          <DaysPanel draft={draft} onChange={change} />
          <div className="form">
            <FormEnds
              error={null}
              isBusy={false}
              offBecause={lack ? t(lack) : asked === 0 ? t("lateral.nobody") : null}
              onClose={() => go({ to: "/lateral-checks" })}
            >
              {t("lateral.ask", { count: asked })}
            </FormEnds>
          </div>
        </div>
        <div className="c7">
          <Preview of={sent} onExcept={(exceptions) => change({ exceptions })} />
        </div>
      </form>
      {isAsking ? <AskDialog draft={sent} asked={asked} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

type PartProps = { draft: Draft; onChange: (part: Partial<Draft>) => void };

function Fit({ draft, onChange }: PartProps) {
  const t = useText();
  if (draft.rules.length < 2) return <p className="soft">{t("lateral.whomHelp")}</p>;
  return (
    <Segmented<"any" | "all">
      label={t("lateral.fit")}
      value={draft.needsAll ? "all" : "any"}
      choices={[
        { value: "any", label: t("lateral.fit.any") },
        { value: "all", label: t("lateral.fit.all") },
      ]}
      onChange={(to) => onChange({ needsAll: to === "all" })}
    />
  );
}

function SourcePanel({ draft, from, onChange }: PartProps & { from: From | null }) {
  const t = useText();
  return (
    <Panel title={t("lateral.source")}>
      <div className="form">
        {from ? (
          <p>
            <Go to={from.kind === "incident" ? "/incidents/$id" : "/findings/$id"} params={{ id: from.id }}>
              {from.reference ? (
                <>
                  <span className="mono">{from.reference}</span> <LangText text={from.title} />
                </>
              ) : (
                t("lateral.sourceIncident")
              )}
            </Go>
            <span className="sub soft">
              <LangText text={from.companyName} />
            </span>
          </p>
        ) : (
          <TextField
            label={t("lateral.sourceWords")}
            isOptional
            value={draft.sourceWords}
            maxLength={300}
            onChange={(sourceWords) => onChange({ sourceWords })}
          />
        )}
        <Tick
          label={t(from ? "lateral.tellSource" : "lateral.tellWords")}
          isOn={draft.isSourceTold}
          onChange={(isSourceTold) => onChange({ isSourceTold })}
        />
        <p className="small soft">{t(draft.isSourceTold ? "lateral.isTold" : "lateral.isNotTold")}</p>
      </div>
    </Panel>
  );
}

function DaysPanel({ draft, onChange }: PartProps) {
  const t = useText();
  return (
    <Panel title={t("lateral.byWhen")}>
      <div className="form">
        <DateField label={t("lateral.dueOn")} value={draft.dueOn} onChange={(dueOn) => onChange({ dueOn })} />
        <SelectField
          label={t("lateral.severity")}
          hint={t("lateral.severityHelp")}
          value={draft.severity}
          choices={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
          onChange={(severity) => onChange({ severity })}
        />
        <TextField
          label={t("lateral.contact")}
          isOptional
          value={draft.contact}
          maxLength={200}
          onChange={(contact) => onChange({ contact })}
        />
      </div>
    </Panel>
  );
}

function AskDialog({ draft, asked, onClose }: { draft: Draft; asked: number; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const open = useCommand(lateralChecks.openLateralCheck, refreshed);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("lateral.ask", { count: asked })}
      effect={t("lateral.askEffect", { count: asked, day: format.day(draft.dueOn) })}
      action={t("lateral.ask", { count: asked })}
      isBusy={open.isPending}
      error={<FormError error={open.error} />}
      onConfirm={() =>
        open.mutate(draft, {
          onSuccess: ({ id, number, asked: count }) => {
            toast(t("lateral.askedToast", { number, count }));
            go({ to: "/lateral-checks/$id", params: { id } });
          },
        })
      }
    />
  );
}
