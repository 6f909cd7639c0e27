// What a list is narrowed to, as tokens; a new one is chosen from the filters that the ledger declares.
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ColumnChooser } from "#web/table/ColumnChooser.tsx";
import type { Column } from "#web/table/columns.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { ledgers } from "../contract.ts";
import { states } from "../contract/words.ts";
import { type FieldName, fieldOf } from "../declared/fields.ts";
import type { Ledger, LedgerName } from "../declared/ledgers.ts";
import type { EntryRow } from "./entry-columns.tsx";
import { type Url, whereOf, withField } from "./ledger-filter.ts";
import { useClassName } from "./marks.tsx";
import { useFieldName } from "./values.tsx";

type Props = {
  ledger: Ledger;
  url: Partial<Url>;
  columns: readonly Column<EntryRow>[];
  shown: readonly Column<EntryRow>[];
  onChange: (part: { [K in keyof Url]?: Url[K] | undefined }) => void;
};

const wordsOf = (field: FieldName): readonly string[] => {
  const declared = fieldOf(field);
  return declared.type === "flag"
    ? ["true", "false", "none"]
    : declared.type === "word"
      ? [...declared.words, "none"]
      : [];
};

export function LedgerFilters({ ledger, url, columns, shown, onChange }: Props) {
  const t = useText();
  return (
    <div className="filters">
      <FindBox
        isOnKey
        label={t("list.find")}
        value={url.search ?? ""}
        onFind={(search) => onChange({ search })}
      />
      <CompanyFilter companyId={url.companyId} onChange={(companyId) => onChange({ companyId })} />
      <Tokens url={url} onChange={onChange} />
      <MoreFilters ledger={ledger} url={url} onChange={onChange} />
      <span className="end">
        <ColumnChooser columns={columns} shown={shown} onChange={(chosen) => onChange({ columns: chosen })} />
      </span>
    </div>
  );
}

function Tokens({ url, onChange }: Pick<Props, "url" | "onChange">) {
  const t = useText();
  const nameOf = useFieldName();
  const word = useWord();
  const className = useClassName();
  const tokens: [key: keyof Url, name: string, value: ReactNode][] = [
    ...(url.class
      ? [["class", t("entry.class"), className(url.class === "none" ? null : Number(url.class))] as const]
      : []),
    ...(url.state ? [["state", t("entry.state"), t(`entry.state.${url.state}`)] as const] : []),
    ...(url.withRetired ? [["withRetired", t("entry.state"), t("list.withRetired")] as const] : []),
    ...(url.owner ? [["owner", t("entry.owner"), t("entryForm.nobody")] as const] : []),
    ...(url.label ? [["label", t("entry.labels"), url.label] as const] : []),
  ].map(([key, name, value]) => [key, name, value]);
  const where = whereOf(url);
  return (
    <>
      {tokens.map(([key, name, value]) => (
        <Token key={key} name={name} value={value} onRemove={() => onChange({ [key]: undefined })} />
      ))}
      {where.map((one) => {
        const field = one.split(":")[0] as FieldName;
        return (
          <Token
            key={one}
            name={nameOf(field)}
            value={one
              .slice(field.length + 1)
              .split("|")
              .map((each) => word(field, each))
              .join(", ")}
            onRemove={() => onChange({ where: withField(where, field, null) })}
          />
        );
      })}
    </>
  );
}

function useWord(): (field: FieldName, word: string) => string {
  const t = useText();
  const any = useAnyText();
  return (field, word) => {
    if (word === "none") return t("value.unknown");
    if (word === "true") return t("value.yes");
    if (word === "false") return t("value.no");
    return any(`word.${field}.${word}`);
  };
}

function MoreFilters({ ledger, url, onChange }: Pick<Props, "ledger" | "url" | "onChange">) {
  const t = useText();
  const nameOf = useFieldName();
  const word = useWord();
  const className = useClassName();
  const where = whereOf(url);
  return (
    <AddFilter>
      {ledger.filters.map((field) => [
        <Menu.Label key={field}>{nameOf(field)}</Menu.Label>,
        ...wordsOf(field).map((one) => (
          <Menu.Item
            key={`${field}:${one}`}
            onClick={() => onChange({ where: withField(where, field, one) })}
          >
            {word(field, one)}
          </Menu.Item>
        )),
      ])}
      <Menu.Label>{t("entry.class")}</Menu.Label>
      {(["1", "2", "3", "none"] as const).map((rank) => (
        <Menu.Item key={rank} onClick={() => onChange({ class: rank })}>
          {className(rank === "none" ? null : Number(rank))}
        </Menu.Item>
      ))}
      <Menu.Label>{t("entry.state")}</Menu.Label>
      {states.map((state) => (
        <Menu.Item key={state} onClick={() => onChange({ state })}>
          {t(`entry.state.${state}`)}
        </Menu.Item>
      ))}
      <Menu.Item onClick={() => onChange({ withRetired: true })}>{t("list.withRetired")}</Menu.Item>
      <LabelItems ledger={ledger} companyId={url.companyId} onChoose={(label) => onChange({ label })} />
    </AddFilter>
  );
}

type LabelProps = { ledger: Ledger; companyId: string | undefined; onChoose: (label: string) => void };

/** The labels in use; read when the menu is opened. */
function LabelItems({ ledger, companyId, onChoose }: LabelProps) {
  const t = useText();
  const format = useFormat();
  const labels = useOperation(ledgers.listLabels, {
    ledger: ledger.name as LedgerName,
    ...(companyId ? { companyId } : {}),
  });
  const rows = labels.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <>
      <Menu.Label>{t("entry.labels")}</Menu.Label>
      {rows.map((one) => (
        <Menu.Item
          key={one.label}
          onClick={() => onChoose(one.label)}
          rightSection={<span className="small soft">{format.number(one.entries)}</span>}
        >
          {one.label}
        </Menu.Item>
      ))}
    </>
  );
}
