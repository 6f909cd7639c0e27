// Somebody raises a finding: at one company with all that it touches, or at several with the same words.
import { type FormEvent, useState } from "react";
import { CompanyChoice, useCompanyName } from "#modules/organization/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FilesField, type SentFile } from "#web/forms/FilesField.tsx";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Token } from "#web/ui/choices.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { findings } from "../contract.ts";
import { dueOf, saidSources, severities, type Severity } from "../rules.ts";
import { idsIn } from "./controls.ts";
import { refreshed } from "./finding.ts";

export default function NewFindingPage() {
  const t = useText();
  const go = useGo();
  const { today } = useSession();
  const [companyIds, setCompanyIds] = useState<readonly string[]>([]);
  const [title, setTitle] = useState("");
  const [detail, setDetail] = useState("");
  const [severity, setSeverity] = useState<Severity>("medium");
  const [source, setSource] = useState<(typeof saidSources)[number]>("noticed");
  const [sourceSaid, setSourceSaid] = useState("");
  const [foundOn, setFoundOn] = useState(today);
  const [controls, setControls] = useState("");
  const [files, setFiles] = useState<SentFile[]>([]);
  const raise = useCommand(findings.raiseFinding, refreshed);
  const rules = useOperation(findings.listFindingSeverities, {});
  const rule = rules.data?.rows.find((one) => one.severity === severity);
  const [only] = companyIds;
  const isOne = companyIds.length === 1;
  const controlIds = idsIn(controls);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    raise.mutate(
      {
        companyIds: [...companyIds],
        title: title.trim(),
        detail: detail.trim(),
        severity,
        source,
        sourceSaid: sourceSaid.trim(),
        foundOn,
        ...(controlIds.length > 0 ? { controlIds } : {}),
        ...(isOne ? { fileIds: files.map((one) => one.id) } : {}),
      },
      {
        onSuccess: ({ ids, references }) => {
          toast(
            references.length === 1
              ? t("finding.raise.done", { reference: references[0] ?? "" })
              : t("finding.raise.doneMany", { count: references.length }),
          );
          go(ids.length === 1 ? { to: "/findings/$id", params: { id: ids[0] ?? "" } } : { to: "/findings" });
        },
      },
    );
  };
  return (
    <Page
      title={t("finding.raise.title")}
      crumbs={[{ label: t("findings.crumb"), to: "/findings" }, { label: t("findings.raise") }]}
    >
      <form className="form" onSubmit={submit}>
        <Companies ids={companyIds} onChange={setCompanyIds} />
        <TextField label={t("finding.raise.what")} value={title} maxLength={300} onChange={setTitle} />
        <TextArea
          label={t("finding.raise.detail")}
          isOptional
          value={detail}
          maxLength={8000}
          onChange={setDetail}
        />
        <SelectField
          label={t("findings.severity")}
          value={severity}
          choices={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
          onChange={setSeverity}
        />
        <DateField label={t("findings.found")} value={foundOn} onChange={setFoundOn} />
        <SelectField
          label={t("findings.source")}
          value={source}
          choices={saidSources.map((value) => ({ value, label: t(`finding.source.${value}`) }))}
          onChange={setSource}
        />
        <TextField
          label={t("finding.raise.sourceSaid")}
          hint={t("finding.raise.sourceSaidHint")}
          isOptional
          value={sourceSaid}
          maxLength={300}
          onChange={setSourceSaid}
        />
        <TextField
          label={t("finding.about.controls")}
          hint={t("finding.about.controlsHint")}
          isOptional
          value={controls}
          maxLength={1000}
          onChange={setControls}
        />
        {isOne && only ? (
          <FilesField
            purpose="finding_proof"
            companyId={only}
            label={t("finding.files")}
            drop={t("finding.filesDrop")}
            files={files}
            onChange={setFiles}
          />
        ) : null}
        {rule && foundOn && companyIds.length > 0 ? (
          <Effect ids={companyIds} day={dueOf(rule, foundOn)} />
        ) : null}
        <FormError error={raise.error} />
        <div className="ends">
          <Button
            type="submit"
            look="main"
            isBusy={raise.isPending}
            offBecause={
              companyIds.length === 0
                ? t("forms.first", { field: t("finding.raise.companies") })
                : title.trim()
                  ? null
                  : t("forms.first", { field: t("finding.raise.what") })
            }
          >
            {t("finding.raise.do")}
          </Button>
        </div>
      </form>
    </Page>
  );
}

function Effect({ ids, day }: { ids: readonly string[]; day: string }) {
  const t = useText();
  const format = useFormat();
  const name = useCompanyName(ids.length === 1 ? ids[0] : undefined);
  return (
    <p className="note">
      {ids.length === 1
        ? t("finding.raise.effect", { company: name ?? "…", day: format.day(day, "plain") })
        : t("finding.raise.effectMany", { count: ids.length, day: format.day(day, "plain") })}
    </p>
  );
}

type CompaniesProps = { ids: readonly string[]; onChange: (ids: readonly string[]) => void };

function Companies({ ids, onChange }: CompaniesProps) {
  const t = useText();
  return (
    <div className="field">
      <CompanyChoice
        key={ids.length}
        label={t("finding.raise.companies")}
        value=""
        onChange={(id) => (id && !ids.includes(id) ? onChange([...ids, id]) : undefined)}
      />
      <div className="filters">
        {ids.map((id) => (
          <Company key={id} id={id} onRemove={() => onChange(ids.filter((one) => one !== id))} />
        ))}
      </div>
    </div>
  );
}

function Company({ id, onRemove }: { id: string; onRemove: () => void }) {
  const t = useText();
  const name = useCompanyName(id);
  return <Token name={t("findings.company")} value={name ?? "…"} onRemove={onRemove} />;
}
