// One dialog for the dated changes of a company: what, from which day, and why.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField } from "#web/forms/fields.tsx";
import { beginsInThePast, ReasonField } from "#web/forms/ReasonField.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import type { Company } from "./company.ts";
import {
  type Draft,
  draftOf,
  NameFields,
  ParentFields,
  RelationFields,
  TierFields,
} from "./ChangeFields.tsx";
import { FactFields } from "./FactFields.tsx";
import { factsOf, TierThatFollows } from "./FactsForm.tsx";

export type ChangeKind = "facts" | "relation" | "name" | "supervision" | "tier" | "end";
const kinds: ChangeKind[] = ["facts", "relation", "supervision", "name", "tier", "end"];

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
  organization.listOwned,
  organization.countCompanies,
];

export function CompanyChanges({ company, kind, onChoose, onClose }: Props) {
  const t = useText();
  return (
    <Dialog
      isOpen={kind !== null}
      onClose={onClose}
      title={t("change.title", { name: nameFor(company) })}
      size="l"
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
    </Dialog>
  );
}

type Common = { id: string; from: string; rowVersion: number; reason?: string };

/** Sends what was changed to the operation it belongs to. */
function useSend(kind: ChangeKind) {
  const commands = {
    facts: useCommand(organization.changeFacts, refreshes),
    relation: useCommand(organization.changeRelation, refreshes),
    name: useCommand(organization.renameUnit, refreshes),
    supervision: useCommand(organization.moveUnit, refreshes),
    tier: useCommand(organization.setTier, refreshes),
    end: useCommand(organization.endCompany, refreshes),
  };
  const send = (common: Common, draft: Draft, facts: ReturnType<typeof factsOf>): Promise<unknown> => {
    switch (kind) {
      case "facts":
        return commands.facts.mutateAsync({ ...common, facts });
      case "relation":
        return commands.relation.mutateAsync({
          ...common,
          kind: draft.relation,
          ownershipPercent: draft.percent,
          ownerId: draft.ownerId,
        });
      case "name":
        return commands.name.mutateAsync({ ...common, ...draft.names });
      case "supervision":
        return commands.supervision.mutateAsync({ ...common, parentId: draft.parentId ?? "" });
      case "tier":
        return commands.tier.mutateAsync({
          ...common,
          basis: draft.basis,
          ...(draft.basis === "criteria" ? {} : { tier: draft.tier }),
          ...(draft.until ? { until: draft.until } : {}),
        });
      case "end": {
        const { id, from, rowVersion, reason = "" } = common;
        return commands.end.mutateAsync({ id, on: from, reason, rowVersion });
      }
    }
  };
  return { send, command: commands[kind] };
}

function ChangeForm({ company, kind, onClose }: { company: Company; kind: ChangeKind; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [from, setFrom] = useState(session.today);
  const [reason, setReason] = useState("");
  const [draft, setDraft] = useState<Draft>(() => draftOf(company));
  const [facts, setFacts] = useState(() => factsOf(company));
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const { send, command } = useSend(kind);
  const needsReason =
    kind === "end" || (kind === "tier" && draft.basis !== "criteria") || beginsInThePast(from, session.today);
  const missing =
    kind === "name" && !draft.names.name.trim()
      ? t("forms.first", { field: t("company.name") })
      : kind === "supervision" && !draft.parentId
        ? t("forms.first", { field: t("change.newParent") })
        : kind === "tier" && draft.basis === "lowered" && !draft.until
          ? t("forms.first", { field: t("change.until") })
          : from === ""
            ? t("forms.first", { field: t("change.from") })
            : needsReason && !reason.trim()
              ? t("dialog.reasonFirst")
              : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const common = { id: company.id, from, rowVersion: company.rowVersion };
    send(reason.trim() ? { ...common, reason: reason.trim() } : common, draft, facts).then(
      onClose,
      () => undefined,
    );
  };
  return (
    <form className="form wide below" onSubmit={submit}>
      {kind === "facts" ? (
        <FactFields facts={facts} onChange={(part) => setFacts({ ...facts, ...part })} />
      ) : null}
      {kind === "relation" ? <RelationFields company={company} draft={draft} set={set} /> : null}
      {kind === "name" ? <NameFields draft={draft} set={set} /> : null}
      {kind === "supervision" ? <ParentFields company={company} draft={draft} set={set} /> : null}
      {kind === "tier" ? <TierFields company={company} draft={draft} set={set} /> : null}
      <div className="two">
        <DateField label={t(kind === "end" ? "change.on" : "change.from")} value={from} onChange={setFrom} />
      </div>
      <ReasonField isBackdated={needsReason} value={reason} onChange={setReason} />
      {kind === "facts" && from ? <TierThatFollows company={company} facts={facts} from={from} /> : null}
      {kind === "end" ? <Note kind="warn">{t("change.endEffect")}</Note> : null}
      {kind === "supervision" ? <Note>{t("change.moveEffect")}</Note> : null}
      <FormError error={command.error} />
      <div className="ends">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button
          type="submit"
          look={kind === "end" ? "danger" : "main"}
          isBusy={command.isPending}
          offBecause={missing}
        >
          {t("change.submit", { day: from ? format.day(from, "plain") : "–" })}
        </Button>
      </div>
    </form>
  );
}
