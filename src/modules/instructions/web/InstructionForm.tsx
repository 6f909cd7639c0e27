// The form of an instruction: what, by when, to whom, with whom that would be beside it.
import { type FormEvent, useState } from "react";
import { SelectField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { AudienceFields } from "./AudienceFields.tsx";
import { AudiencePreview } from "./AudiencePreview.tsx";
import { DaysFields } from "./DaysFields.tsx";
import { type Draft, lackOf, sentOf } from "./draft.ts";
import { type Issuers, unitOf } from "./rows.ts";
import { WordsFields } from "./WordsFields.tsx";

type Props = {
  issuers: Issuers;
  start: Draft;
  /** The last day of what is passed on. */
  latest: string | null;
  /** Whose it is stands: a draft, or the unit that passes on. */
  isIssuerFixed: boolean;
  error: unknown;
  isBusy: boolean;
  onSave: (draft: ReturnType<typeof sentOf>) => void;
  onClose: () => void;
};

export function InstructionForm({
  issuers,
  start,
  latest,
  isIssuerFixed,
  error,
  isBusy,
  onSave,
  onClose,
}: Props) {
  const t = useText();
  const [draft, setDraft] = useState(start);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const issuer = issuers.find((one) => one.unitId === draft.issuerUnitId) ?? issuers[0];
  if (!issuer) return null;
  const sent = sentOf(draft);
  const lack = lackOf(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(sent);
  };
  return (
    <form className="cols telling" onSubmit={submit}>
      <div className="c5 stack">
        {issuers.length > 1 && !isIssuerFixed ? (
          <Panel title={t("instruction.issuer")}>
            <SelectField
              label={t("instruction.issuerField")}
              value={draft.issuerUnitId}
              choices={issuers.map((one) => ({ value: one.unitId, label: unitOf(one) }))}
              onChange={(issuerUnitId) => change({ issuerUnitId, rules: [], exceptions: [] })}
            />
          </Panel>
        ) : null}
        <WordsFields draft={draft} onChange={change} />
        <AudienceFields issuer={issuer} rules={draft.rules} onChange={(rules) => change({ rules })} />
        <DaysFields draft={draft} latest={latest} onChange={change} />
        <FormEnds
          error={error}
          isBusy={isBusy}
          offBecause={lack ? t(lack) : latest && draft.dueOn > latest ? t("instruction.notAfterAbove") : null}
          onClose={onClose}
        >
          {t("instruction.save")}
        </FormEnds>
      </div>
      <div className="c7">
        <AudiencePreview
          issuerUnitId={issuer.unitId}
          rules={sent.rules}
          exceptions={draft.exceptions}
          onExcept={(exceptions) => change({ exceptions })}
        />
      </div>
    </form>
  );
}
