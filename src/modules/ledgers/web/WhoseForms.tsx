// The five answers to "Whose is this?", each with what it needs and a button that names its effect.
import { type FormEvent, type ReactNode, useState } from "react";
import { OwnerChoice } from "#modules/organization/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../contract.ts";
import { refreshed, type Unknown } from "./unknown.ts";

export const answerKinds = ["takeIn", "merge", "pass", "dismiss", "switchOff"] as const;
export type AnswerKind = (typeof answerKinds)[number];

type Person = { id: string; name: string } | null;
type Props = { thing: Unknown };

export function AnswerForm({ kind, thing }: Props & { kind: AnswerKind }) {
  switch (kind) {
    case "takeIn":
      return <TakeIn thing={thing} />;
    case "merge":
      return <Merge thing={thing} />;
    case "pass":
      return <Pass thing={thing} />;
    case "dismiss":
      return <Dismiss thing={thing} />;
    case "switchOff":
      return <SwitchOff thing={thing} />;
  }
}

type FrameProps = {
  action: string;
  error: Error | null;
  isBusy: boolean;
  offBecause: string | null;
  onSubmit: () => void;
  children: ReactNode;
};

function Frame({ action, error, isBusy, offBecause, onSubmit, children }: FrameProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="form" onSubmit={submit}>
      {children}
      <FormError error={error} />
      <div className="ends">
        <Button type="submit" look="main" isBusy={isBusy} offBecause={offBecause}>
          {action}
        </Button>
      </div>
    </form>
  );
}

function useDone(): { onSuccess: () => void } {
  const t = useText();
  return { onSuccess: () => toast(t("unknown.done")) };
}

function TakeIn({ thing }: Props) {
  const t = useText();
  const done = useDone();
  const command = useCommand(ledgers.takeInUnknown, refreshed);
  const [owner, setOwner] = useState<Person>(
    thing.likelyId ? { id: thing.likelyId, name: thing.likelyName ?? "" } : null,
  );
  const [rank, setRank] = useState(thing.proposedClass === null ? "" : String(thing.proposedClass));
  return (
    <Frame
      action={t("unknown.do.takeIn")}
      error={command.error}
      isBusy={command.isPending}
      offBecause={owner ? null : t("unknown.ownerFirst")}
      onSubmit={() =>
        command.mutate(
          {
            id: thing.id,
            ownerId: owner?.id ?? "",
            class: rank === "" ? null : Number(rank),
            rowVersion: thing.rowVersion,
          },
          done,
        )
      }
    >
      <OwnerChoice
        label={t("unknown.owner")}
        companyId={thing.companyId}
        chosen={owner}
        onChoose={setOwner}
      />
      <SelectField
        label={t("entry.class")}
        value={rank}
        choices={[
          { value: "", label: t("list.noClass") },
          ...thing.classes.map((one) => ({ value: String(one.rank), label: one.name })),
        ]}
        onChange={setRank}
      />
    </Frame>
  );
}

function Merge({ thing }: Props) {
  const t = useText();
  const done = useDone();
  const command = useCommand(ledgers.mergeUnknown, refreshed);
  const because = thing.likelyBecause;
  const [search, setSearch] = useState(
    because?.ledger === thing.ledger && thing.likelyBy !== "neighbours" ? (because.name ?? "") : "",
  );
  const [into, setInto] = useState("");
  const found = useOperation(
    ledgers.listEntries,
    { ledger: thing.ledger, companyId: thing.companyId, search: search.trim(), limit: 9 },
    { enabled: search.trim() !== "", keep: true },
  );
  const rows = (search.trim() === "" ? [] : (found.data?.rows ?? [])).filter(
    (one) => one.id !== thing.entryId,
  );
  return (
    <Frame
      action={t("unknown.do.merge")}
      error={command.error}
      isBusy={command.isPending}
      offBecause={rows.some((one) => one.id === into) ? null : t("unknown.intoFirst")}
      onSubmit={() => command.mutate({ id: thing.id, intoId: into, rowVersion: thing.rowVersion }, done)}
    >
      <TextField
        label={t("unknown.intoFind")}
        type="search"
        value={search}
        maxLength={100}
        onChange={setSearch}
      />
      <fieldset className="people" aria-label={t("unknown.into")}>
        {rows.slice(0, 8).map((one) => (
          <label key={one.id} className="tick">
            <input
              type="radio"
              name="into"
              value={one.id}
              checked={into === one.id}
              onChange={() => setInto(one.id)}
            />
            <span>
              <LangText text={one.name} />{" "}
              <small className="soft">
                {[one.number, String(one.values.address ?? one.values.url ?? ""), one.ownerName ?? ""]
                  .filter(Boolean)
                  .join(" · ")}
              </small>
            </span>
          </label>
        ))}
      </fieldset>
      {found.data && search.trim() !== "" && rows.length === 0 ? (
        <p className="soft">{t("unknown.intoNone")}</p>
      ) : null}
    </Frame>
  );
}

function Pass({ thing }: Props) {
  const t = useText();
  const command = useCommand(ledgers.passUnknown, refreshed);
  const [to, setTo] = useState<Person>(null);
  const [reason, setReason] = useState("");
  return (
    <Frame
      action={to ? t("unknown.do.pass", { name: to.name }) : t("unknown.do.passKeepers")}
      error={command.error}
      isBusy={command.isPending}
      offBecause={
        reason.trim() === ""
          ? t("dialog.reasonFirst")
          : !to && thing.askedId === null
            ? t("unknown.ownerFirst")
            : null
      }
      onSubmit={() =>
        command.mutate(
          { id: thing.id, toId: to?.id ?? null, reason: reason.trim(), rowVersion: thing.rowVersion },
          { onSuccess: () => toast(t("unknown.passed")) },
        )
      }
    >
      <OwnerChoice label={t("unknown.to")} companyId={thing.companyId} chosen={to} onChoose={setTo} />
      <TextArea label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} />
    </Frame>
  );
}

function Dismiss({ thing }: Props) {
  const t = useText();
  const done = useDone();
  const command = useCommand(ledgers.dismissUnknown, refreshed);
  const [reason, setReason] = useState("");
  return (
    <Frame
      action={t("unknown.do.dismiss")}
      error={command.error}
      isBusy={command.isPending}
      offBecause={reason.trim() === "" ? t("dialog.reasonFirst") : null}
      onSubmit={() =>
        command.mutate({ id: thing.id, reason: reason.trim(), rowVersion: thing.rowVersion }, done)
      }
    >
      <TextArea label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} />
    </Frame>
  );
}

function SwitchOff({ thing }: Props) {
  const t = useText();
  const done = useDone();
  const { today } = useSession();
  const command = useCommand(ledgers.switchOffUnknown, refreshed);
  const [on, setOn] = useState(today);
  const [reason, setReason] = useState("");
  return (
    <Frame
      action={t("unknown.do.switchOff")}
      error={command.error}
      isBusy={command.isPending}
      offBecause={null}
      onSubmit={() =>
        command.mutate({ id: thing.id, on, reason: reason.trim(), rowVersion: thing.rowVersion }, done)
      }
    >
      <DateField label={t("unknown.since")} value={on} onChange={setOn} />
      <TextArea label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} isOptional />
    </Frame>
  );
}
