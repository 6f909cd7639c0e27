// Proof in words (where it can be seen), for one or many controls; what the company has given already; or a rule of its ledgers.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { DateField, SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Assurance } from "#web/ui/marks.tsx";
import { inspections } from "../../contract.ts";
import type { Proof, WholeControl } from "./kept.ts";
import type { Row } from "./rules.ts";
import { Rules } from "./RulesAsProof.tsx";
import { useAnswering } from "./work.ts";

type Props = { row: Row; whole: WholeControl; onClose: () => void };

export function EvidenceDialog({ row, whole, onClose }: Props) {
  const t = useText();
  const { isContributor } = useAnswering();
  const [way, setWay] = useState<"new" | "known" | "rule">("new");
  return (
    <Dialog isOpen onClose={onClose} title={t("answering.evidenceFor", { control: row.controlId })}>
      <div className="form">
        <Segmented
          label={t("answering.evidenceWay")}
          value={way}
          onChange={setWay}
          choices={[
            { value: "new", label: t("answering.evidenceNew") },
            { value: "known", label: t("answering.evidenceKnown") },
            ...(isContributor ? [] : [{ value: "rule" as const, label: t("answering.evidenceRule") }]),
          ]}
        />
        {way === "new" ? (
          <NewProof row={row} onClose={onClose} />
        ) : way === "known" ? (
          <Known row={row} whole={whole} />
        ) : (
          <Rules row={row} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

function NewProof({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useText();
  const { inspection, rows, drafts } = useAnswering();
  const { personId } = useSession();
  const [title, setTitle] = useState("");
  const [place, setPlace] = useState("");
  const [kind, setKind] = useState<Proof["kind"]>("declared");
  const [validFrom, setValidFrom] = useState(inspection.today);
  const [also, setAlso] = useState<readonly string[]>([]);
  const area = rows.filter((one) => one.area === row.area && one.controlId !== row.controlId);
  const missing =
    title.trim() === "" || place.trim() === "" || validFrom === ""
      ? t("answering.evidenceMissing")
      : validFrom > inspection.today
        ? t("answering.evidenceDayAhead")
        : null;
  const save = () => {
    void drafts.addProof({
      id: crypto.randomUUID(),
      personId,
      inspectionId: inspection.id,
      companyId: inspection.companyId,
      controlIds: [row.controlId, ...also],
      title: title.trim(),
      kind,
      place: place.trim(),
      validFrom,
      file: null,
      fileName: null,
      since: Date.now(),
      code: null,
    });
    onClose();
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) save();
      }}
    >
      <TextField label={t("answering.evidenceTitle")} value={title} maxLength={200} onChange={setTitle} />
      <TextField
        label={t("answering.evidencePlace")}
        hint={t("answering.evidencePlaceHint")}
        value={place}
        maxLength={1000}
        onChange={setPlace}
      />
      <div className="two">
        <SelectField
          label={t("answering.evidenceKind")}
          value={kind}
          onChange={setKind}
          choices={(["declared", "documented", "measured"] as const).map((value) => ({
            value,
            label: t(`assurance.${value}`),
          }))}
        />
        <DateField label={t("answering.evidenceFrom")} value={validFrom} onChange={setValidFrom} />
      </div>
      <details>
        <summary>{t("answering.evidenceAlso", { count: also.length })}</summary>
        <div className="ticks">
          {area.map((one) => (
            <Tick
              key={one.controlId}
              label={`${one.controlId} ${one.title}`}
              isOn={also.includes(one.controlId)}
              onChange={(isOn) =>
                setAlso(isOn ? [...also, one.controlId] : also.filter((id) => id !== one.controlId))
              }
            />
          ))}
        </div>
      </details>
      <div className="ends">
        <Button type="submit" look="main" offBecause={missing}>
          {t("answering.evidenceAdd", { count: also.length + 1 })}
        </Button>
      </div>
    </form>
  );
}

function Known({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const format = useFormat();
  const { inspection, refresh } = useAnswering();
  const [search, setSearch] = useState("");
  const found = useOperation(
    inspections.listEvidence,
    { companyId: inspection.companyId, ...(search.trim() ? { search: search.trim() } : {}) },
    { keep: true },
  );
  // oxlint-disable-next-line react/hooks
  const take = useCommand(inspections.useEvidence);
  const used = new Set(whole.evidence.map((one) => one.id));
  const rows = found.data?.rows ?? [];
  return (
    <>
      <TextField label={t("answering.evidenceFind")} type="search" value={search} onChange={setSearch} />
      {found.data && rows.length === 0 ? <p className="soft">{t("answering.evidenceNone")}</p> : null}
      <ul className="lines known">
        {rows.map((one) => (
          <li key={one.id}>
            <Assurance level={one.kind} isBare />
            <span>
              {one.title}
              <small>
                {format.day(one.validFrom, "plain")} · {t("answering.evidenceUses", { count: one.useCount })}
              </small>
            </span>
            <span className="end">
              <Button
                size="s"
                offBecause={used.has(one.id) ? t("answering.evidenceUsed") : null}
                isBusy={take.isPending && take.variables?.evidenceId === one.id}
                onClick={() =>
                  take.mutate(
                    { id: inspection.id, controlId: row.controlId, evidenceId: one.id },
                    { onSuccess: () => void refresh(row.controlId) },
                  )
                }
              >
                {t("answering.evidenceUse")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
