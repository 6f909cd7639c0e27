// To whom a notice goes: mail addresses, people, positions with their holder of the day, or words where no mail goes.
import { useState } from "react";
import { OwnerChoice } from "#modules/organization/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import { type Language, languages, type Recipient } from "./notice.ts";

type Props = {
  /** Whose people are offered. */
  companyId?: string | undefined;
  /** The language that is offered first: the text's. */
  first?: Language | undefined;
  recipients: readonly Recipient[];
  onChange: (recipients: Recipient[]) => void;
};
const kinds = ["address", "person", "position", "words"] as const;

export function RecipientsField({ companyId, first, recipients, onChange }: Props) {
  const t = useText();
  const format = useFormat();
  const [isAdding, setAdding] = useState(false);
  return (
    <fieldset className="field" aria-label={t("notice.recipients")}>
      <span className="label">{t("notice.recipients")}</span>
      <ul className="notice-list">
        {recipients.map((one, at) => (
          <li key={`${one.kind} ${one.id ?? ""} ${one.name} ${one.address ?? ""}`}>
            <LangText text={one.name} />
            {one.address ? <span className="soft">{one.address}</span> : null}
            <Tag>{format.tongue(one.language)}</Tag>
            <Button
              size="s"
              look="quiet"
              onClick={() => onChange(recipients.filter((_, other) => other !== at))}
            >
              {t("notice.form.removeRecipient", { name: one.name })}
            </Button>
          </li>
        ))}
      </ul>
      {isAdding ? (
        <NewRecipient
          first={first}
          companyId={companyId}
          onAdd={(one) => {
            onChange([...recipients, one]);
            setAdding(false);
          }}
        />
      ) : (
        <span className="row">
          <Button size="s" onClick={() => setAdding(true)}>
            {t("notice.form.addRecipient")}
          </Button>
        </span>
      )}
    </fieldset>
  );
}

function NewRecipient({
  companyId,
  first,
  onAdd,
}: {
  first: Language | undefined;
  companyId: string | undefined;
  onAdd: (one: Recipient) => void;
}) {
  const t = useText();
  const format = useFormat();
  const choices = useOperation(incidents.getNoticeChoices, {});
  const [kind, setKind] = useState<(typeof kinds)[number]>("address");
  const [language, setLanguage] = useState<Language>(first ?? format.language);
  const [name, setName] = useState("");
  const [address, setAddress] = useState("");
  const [id, setId] = useState("");
  const isNamed = kind === "person" || kind === "position";
  const positions = choices.data?.positions ?? [];
  const lack = isNamed
    ? id
      ? null
      : t("forms.first", { field: t(`notice.form.kind.${kind}`) })
    : !name.trim()
      ? t("forms.first", { field: t("notice.form.recipientName") })
      : kind === "address" && !address.includes("@")
        ? t("forms.first", { field: t("notice.form.recipientAddress") })
        : null;
  return (
    <div className="notice-new">
      <div className="two">
        <SelectField
          label={t("notice.form.recipientKind")}
          value={kind}
          choices={kinds.map((value) => ({ value, label: t(`notice.form.kind.${value}`) }))}
          onChange={(to) => {
            setKind(to);
            setId("");
            setName("");
          }}
        />
        <SelectField
          label={t("notice.form.recipientLanguage")}
          value={language}
          choices={languages.map((value) => ({ value, label: format.tongue(value) }))}
          onChange={setLanguage}
        />
      </div>
      {kind === "person" ? (
        <OwnerChoice
          label={t("notice.form.kind.person")}
          isLabelled
          companyId={companyId}
          chosen={id ? { id, name } : null}
          onChoose={(person) => {
            setId(person?.id ?? "");
            setName(person?.name ?? "");
          }}
        />
      ) : null}
      {kind === "position" ? (
        <SelectField
          label={t("notice.form.position")}
          value={id}
          emptyLabel=""
          choices={positions.map((one) => ({
            value: one.id,
            label: one.companyName ? `${one.name} – ${one.companyName}` : one.name,
          }))}
          onChange={(value) => {
            setId(value);
            setName(positions.find((one) => one.id === value)?.name ?? "");
          }}
        />
      ) : null}
      {isNamed ? null : (
        <div className="two">
          <TextField label={t("notice.form.recipientName")} value={name} maxLength={300} onChange={setName} />
          {kind === "address" ? (
            <TextField
              label={t("notice.form.recipientAddress")}
              type="email"
              isCode
              value={address}
              maxLength={254}
              onChange={setAddress}
            />
          ) : null}
        </div>
      )}
      <span className="row">
        <Button
          offBecause={lack}
          onClick={() =>
            onAdd({
              kind,
              name: name.trim(),
              language,
              ...(isNamed ? { id } : {}),
              ...(kind === "address" ? { address: address.trim() } : {}),
            })
          }
        >
          {t("notice.form.addRecipient")}
        </Button>
      </span>
    </div>
  );
}
