// The same answer for many unknown things: what it would do is told before it is given, and given for exactly as many.
import { type FormEvent, useState } from "react";
import type { Input } from "#core/contract.ts";
import { OwnerChoice } from "#modules/organization/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { SelectField, TextArea, Tick } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../contract.ts";
import { refreshed, type UnknownRow } from "./unknown.ts";
import type { Filter } from "./unknown-filter.ts";

type Answer = Input<typeof ledgers.answerUnknowns>["answer"];
type Kind = "takeIn" | "pass" | "dismiss";
type Person = { id: string; name: string } | null;

type Props = {
  rows: readonly UnknownRow[];
  filter: Filter;
  total: { count: number; isMore: boolean } | undefined;
  onClose: (isDone: boolean) => void;
};

export function UnknownBulk({ rows, filter, total, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const classes = useOperation(ledgers.listClasses, {});
  const [kind, setKind] = useState<Kind>("takeIn");
  const [isAll, all] = useState(false);
  // Whoever is likely for all of them is proposed.
  const [first] = rows;
  const [person, setPerson] = useState<Person>(
    first?.likelyId && rows.every((one) => one.likelyId === first.likelyId)
      ? { id: first.likelyId, name: first.likelyName ?? "" }
      : null,
  );
  const [rank, setRank] = useState("");
  const [reason, setReason] = useState("");
  const answer = answerOf(kind, person, rank, reason.trim());
  const asked = { ...(isAll ? { filter } : { ids: rows.map((one) => one.id) }), answer: answer ?? {} };
  const preview = useOperation(ledgers.previewUnknowns, asked, { enabled: answer !== null, keep: true });
  const give = useCommand(ledgers.answerUnknowns, refreshed);
  const effect = answer === null ? undefined : preview.data;
  const companyId = isAll ? filter.companyId : first?.companyId;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give.mutate(
      { ...asked, expected: effect?.things ?? 0 },
      {
        onSuccess: ({ answered }) => {
          toast(t("unknown.bulkDone", { count: answered }));
          onClose(true);
        },
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={() => onClose(false)}
      title={t("unknown.bulkTitle", { count: isAll ? (total?.count ?? rows.length) : rows.length })}
    >
      <form className="form" onSubmit={submit}>
        {total && total.count > rows.length && !total.isMore ? (
          <Tick label={t("list.allOfFilter", { count: total.count })} isOn={isAll} onChange={all} />
        ) : null}
        <Segmented<Kind>
          label={t("unknown.answer")}
          value={kind}
          choices={(["takeIn", "pass", "dismiss"] as const).map((value) => ({
            value,
            label: t(`unknown.answer.${value}`),
          }))}
          onChange={setKind}
        />
        <p className="soft">{t(`unknown.help.${kind}`)}</p>
        {kind === "dismiss" ? null : (
          <OwnerChoice
            label={t(kind === "takeIn" ? "unknown.owner" : "unknown.to")}
            companyId={companyId}
            chosen={person}
            onChoose={setPerson}
          />
        )}
        {kind === "takeIn" ? (
          <SelectField
            label={t("entry.class")}
            value={rank}
            choices={[
              { value: "", label: t("bulk.keep") },
              ...(classes.data?.rows ?? []).map((one) => ({
                value: String(one.rank),
                label: one.name[format.language],
              })),
            ]}
            onChange={setRank}
          />
        ) : (
          <TextArea label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} />
        )}
        {effect ? <output className="soft">{effectWords(t, effect)}</output> : null}
        <FormEnds
          error={give.error ?? (answer ? preview.error : null)}
          isBusy={give.isPending}
          offBecause={missing(t, kind, person, reason) ?? (effect ? null : t("errors.unknown.one_answer"))}
          onClose={() => onClose(false)}
        >
          {t("unknown.bulkDo", { count: effect?.things ?? rows.length })}
        </FormEnds>
      </form>
    </Dialog>
  );
}

function answerOf(kind: Kind, person: Person, rank: string, reason: string): Answer | null {
  if (kind === "takeIn")
    return person ? { takeIn: { ownerId: person.id, class: rank ? Number(rank) : null } } : null;
  if (reason === "") return null;
  if (kind === "dismiss") return { dismiss: { reason } };
  return person ? { pass: { toId: person.id, reason } } : null;
}

type Text = ReturnType<typeof useText>;

function missing(t: Text, kind: Kind, person: Person, reason: string): string | null {
  if (kind !== "dismiss" && !person) return t("unknown.ownerFirst");
  return kind !== "takeIn" && reason.trim() === "" ? t("dialog.reasonFirst") : null;
}

type Effect = { things: number; companies: number; samples: { name: string; companyName: string }[] };

const effectWords = (t: Text, { things, companies, samples }: Effect) => {
  const names = samples.map((one) => one.name).join(", ");
  return companies > 1
    ? t("unknown.effectMany", { count: things, companies, names })
    : t("unknown.effect", { count: things, company: samples[0]?.companyName ?? "", names });
};
