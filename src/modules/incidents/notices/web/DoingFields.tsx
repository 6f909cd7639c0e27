// What a line asks for: who tells whom, by which way, until when, with whose approval and which proof.
import { organization } from "#modules/organization/contract.ts";
import { OwnerChoice } from "#modules/organization/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { SelectField } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { incidents } from "../../contract.ts";
import { anchors, audiences, channels, proofs } from "../rules.ts";
import type { Draft, FieldsProps } from "./line-draft.ts";

type Who = Draft["owner"];
const ways = ["assess", "manage", "rule", "head", "position", "person"] as const;

export function DoingFields({ line, onChange }: FieldsProps) {
  const t = useText();
  return (
    <Panel title={t("noticeLine.what")}>
      <div className="form">
        <div className="two">
          <SelectField
            label={t("noticeTable.whom")}
            value={line.audience}
            choices={audiences.map((value) => ({ value, label: t(`notice.audience.${value}`) }))}
            onChange={(audience) => onChange({ audience })}
          />
          <SelectField
            label={t("notice.prove.channel")}
            value={line.channel}
            choices={channels.map((value) => ({ value, label: t(`notice.channel.${value}`) }))}
            onChange={(channel) => onChange({ channel })}
          />
          <NumberField
            label={t("noticeLine.hours")}
            value={line.hours}
            onChange={(hours) => onChange({ hours: Math.min(8784, Math.max(1, hours ?? 1)) })}
          />
          <SelectField
            label={t("noticeLine.anchor")}
            value={line.anchor}
            choices={anchors.map((value) => ({ value, label: t(`notice.anchor.${value}`) }))}
            onChange={(anchor) => onChange({ anchor })}
          />
        </div>
        <WhoField label={t("notice.owner")} value={line.owner} onChange={(owner) => onChange({ owner })} />
        <div className="two">
          <SelectField
            label={t("noticeLine.approvals")}
            value={String(line.approvals)}
            choices={["0", "1", "2"].map((value) => ({ value, label: value }))}
            onChange={(value) =>
              onChange({ approvals: Number(value), approver: line.approver ?? { by: "manage" } })
            }
          />
          <SelectField
            label={t("notice.proofs")}
            value={line.proof}
            choices={proofs.map((value) => ({ value, label: t(`notice.proof.${value}`) }))}
            onChange={(proof) => onChange({ proof })}
          />
        </div>
        {line.approvals > 0 ? (
          <WhoField
            label={t("notice.approver")}
            value={line.approver ?? { by: "manage" }}
            onChange={(approver) => onChange({ approver })}
          />
        ) : null}
      </div>
    </Panel>
  );
}

function WhoField({ label, value, onChange }: { label: string; value: Who; onChange: (who: Who) => void }) {
  const t = useText();
  const choices = useOperation(incidents.getNoticeChoices, {}, { enabled: value.by === "position" });
  return (
    <>
      <SelectField
        label={label}
        value={value.by}
        choices={ways.map((by) => ({ value: by, label: t(`notice.by.${by}`) }))}
        onChange={(by) => onChange({ by })}
      />
      {value.by === "position" ? (
        <SelectField
          label={t("notice.form.position")}
          value={value.id ?? ""}
          emptyLabel=""
          choices={(choices.data?.positions ?? []).map((one) => ({
            value: one.id,
            label: one.companyName ? `${one.name} – ${one.companyName}` : one.name,
          }))}
          onChange={(id) => onChange({ by: "position", id })}
        />
      ) : null}
      {value.by === "person" ? <PersonField label={label} value={value} onChange={onChange} /> : null}
    </>
  );
}

function PersonField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Who;
  onChange: (who: Who) => void;
}) {
  const format = useFormat();
  const id = value.id ?? "";
  const person = useOperation(organization.getPerson, { id }, { enabled: id !== "" });
  return (
    <OwnerChoice
      label={label}
      isLabelled
      chosen={person.data ? { id, name: format.person(person.data) } : null}
      onChoose={(person) => onChange({ by: "person", id: person?.id ?? null })}
    />
  );
}
