// One dialog for the dated changes of a company: what, from which day, and why.
import { Modal, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button, Note, Segmented } from "#web/ui/parts.tsx";
import { organization } from "../contract.ts";
import { ParentChoice } from "./ParentChoice.tsx";

export type Company = Output<typeof organization.getCompany>;

export type ChangeKind = "relation" | "name" | "supervision" | "tier" | "end";
const kinds: ChangeKind[] = ["relation", "name", "supervision", "tier", "end"];

type Props = {
  company: Company;
  kind: ChangeKind | null;
  onChoose: (kind: ChangeKind) => void;
  onClose: () => void;
};
const refreshes = [
  organization.getCompany,
  organization.listCompanyHistory,
  organization.listCompanies,
  organization.listChildren,
  organization.countCompanies,
];

export function CompanyChanges({ company, kind, onChoose, onClose }: Props) {
  const t = useText();
  return (
    <Modal
      opened={kind !== null}
      onClose={onClose}
      title={t("change.title", { name: nameFor(company) })}
      size="lg"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {kind ? (
        <>
          <Segmented
            label={t("change.what")}
            value={kind}
            choices={kinds.map((one) => ({ value: one, label: t(`change.kind.${one}`) }))}
            onChange={onChoose}
          />
          <ChangeForm key={kind} company={company} kind={kind} onClose={onClose} />
        </>
      ) : null}
    </Modal>
  );
}

function ChangeForm({ company, kind, onClose }: { company: Company; kind: ChangeKind; onClose: () => void }) {
  const t = useText();
  const session = useSession();
  const [from, setFrom] = useState(session.today);
  const [reason, setReason] = useState("");
  const [value, setValue] = useState<Record<string, string | number | null>>(() => startOf(company, kind));
  const set = (part: Record<string, string | number | null>) =>
    setValue((before) => ({ ...before, ...part }));
  const commands = {
    relation: useCommand(organization.changeRelation, refreshes),
    name: useCommand(organization.renameUnit, refreshes),
    supervision: useCommand(organization.moveUnit, refreshes),
    tier: useCommand(organization.setTier, refreshes),
    end: useCommand(organization.endCompany, refreshes),
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const common = {
      id: company.id,
      from,
      rowVersion: company.rowVersion,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    };
    if (kind === "relation")
      await commands.relation.mutateAsync({
        ...common,
        kind: value["kind"] as never,
        ownershipPercent: value["percent"] === "" ? null : Number(value["percent"]),
      });
    if (kind === "name")
      await commands.name.mutateAsync({
        ...common,
        name: String(value["name"]),
        nameEn: String(value["nameEn"] ?? ""),
        nameJa: String(value["nameJa"] ?? ""),
        nameZh: String(value["nameZh"] ?? ""),
      });
    if (kind === "supervision")
      await commands.supervision.mutateAsync({ ...common, parentId: String(value["parentId"]) });
    if (kind === "tier")
      await commands.tier.mutateAsync({
        ...common,
        basis: value["basis"] as never,
        tier: value["tier"] as never,
        ...(value["until"] ? { until: String(value["until"]) } : {}),
      });
    if (kind === "end")
      await commands.end.mutateAsync({ id: company.id, on: from, reason, rowVersion: company.rowVersion });
    onClose();
  };
  const command = commands[kind];
  return (
    <form
      className="form"
      style={{ marginTop: 16 }}
      onSubmit={(event) => void submit(event).catch(() => undefined)}
    >
      <Fields company={company} kind={kind} value={value} set={set} />
      <TextInput
        type="date"
        label={t(kind === "end" ? "change.on" : "change.from")}
        value={from}
        onChange={(event) => setFrom(event.target.value)}
        required
      />
      <Textarea
        label={t("change.reason")}
        description={t("change.reasonRule")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        required={kind === "end" || from < session.today}
        autosize
        minRows={2}
        maxLength={500}
      />
      {kind === "end" ? <Note kind="warn">{t("change.endEffect")}</Note> : null}
      {kind === "supervision" ? <Note>{t("change.moveEffect")}</Note> : null}
      <FormError error={command.error} />
      <div className="row">
        <Button type="submit" look="main" isBusy={command.isPending}>
          {t("change.submit", { day: from })}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t("action.cancel")}
        </Button>
      </div>
    </form>
  );
}

function startOf(company: Company, kind: ChangeKind): Record<string, string | number | null> {
  if (kind === "relation")
    return {
      kind: company.relation?.kind ?? "consolidated",
      percent: company.relation?.ownershipPercent ?? "",
    };
  if (kind === "name")
    return { name: company.name, nameEn: company.nameEn, nameJa: company.nameJa, nameZh: company.nameZh };
  if (kind === "tier") return { basis: "raised", tier: company.tier?.tier ?? "T3", until: "" };
  return { parentId: null };
}

type FieldsProps = {
  company: Company;
  kind: ChangeKind;
  value: Record<string, string | number | null>;
  set: (part: Record<string, string | number | null>) => void;
};

function Fields({ company, kind, value, set }: FieldsProps) {
  const t = useText();
  const text = (name: string) => String(value[name] ?? "");
  if (kind === "relation") {
    const relations = ["parent", "consolidated", "equity_method", "joint_venture", "dealer"] as const;
    return (
      <div className="two">
        <Select
          label={t("company.relation")}
          data={relations.map((one) => ({ value: one, label: t(`relation.${one}`) }))}
          value={text("kind")}
          onChange={(one) => set({ kind: one })}
          allowDeselect={false}
        />
        <NumberInput
          label={t("company.ownership")}
          value={value["percent"] ?? ""}
          onChange={(percent) => set({ percent })}
          min={0}
          max={100}
          suffix=" %"
        />
      </div>
    );
  }
  if (kind === "name") {
    return (
      <>
        {(["name", "nameJa", "nameEn", "nameZh"] as const).map((name) => (
          <TextInput
            key={name}
            label={t(`company.${name}`)}
            value={text(name)}
            onChange={(event) => set({ [name]: event.target.value })}
            required={name === "name"}
            maxLength={200}
          />
        ))}
      </>
    );
  }
  if (kind === "supervision")
    return (
      <ParentChoice company={company} value={text("parentId")} onChange={(parentId) => set({ parentId })} />
    );
  if (kind === "tier") {
    const bases = ["raised", "lowered", "criteria"] as const;
    return (
      <>
        <Note>{t("change.tierByCriteria", { tier: company.tierByCriteria?.tier ?? "–" })}</Note>
        <div className="two">
          <Select
            label={t("change.basis")}
            data={bases.map((one) => ({ value: one, label: t(`tierBasis.${one}`) }))}
            value={text("basis")}
            onChange={(basis) => set({ basis })}
            allowDeselect={false}
          />
          <Select
            label={t("company.tier")}
            data={["T1", "T2", "T3", "T4"]}
            value={text("tier")}
            onChange={(tier) => set({ tier })}
            disabled={text("basis") === "criteria"}
            allowDeselect={false}
          />
        </div>
        <TextInput
          type="date"
          label={t("change.until")}
          value={text("until")}
          onChange={(event) => set({ until: event.target.value })}
          required={text("basis") === "lowered"}
        />
      </>
    );
  }
  return null;
}
