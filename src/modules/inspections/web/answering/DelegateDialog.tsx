// Hands one control or a whole area to a person of the company.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import { PersonChoice } from "#web/forms/PersonChoice.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { inspections } from "../../contract.ts";
import type { Row } from "./rules.ts";
import { useAnswering } from "./work.ts";

export function DelegateDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useText();
  const { inspection, refresh } = useAnswering();
  const [what, setWhat] = useState<"control" | "area">("control");
  const [personId, setPersonId] = useState("");
  const [dueOn, setDueOn] = useState(inspection.dueOn);
  const [note, setNote] = useState("");
  const give = useCommand(inspections.delegate);
  const area = inspection.areas.find((one) => one.id === row.area)?.name ?? row.area;
  const save = () =>
    give.mutate(
      {
        id: inspection.id,
        personId,
        ...(what === "area" ? { area: row.area } : { controlId: row.controlId }),
        ...(dueOn ? { dueOn } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      },
      {
        onSuccess: () => {
          void refresh(row.controlId);
          onClose();
        },
      },
    );
  return (
    <Dialog isOpen onClose={onClose} title={t("answering.delegateTitle")}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (personId) save();
        }}
      >
        <Segmented
          label={t("answering.delegateWhat")}
          value={what}
          onChange={setWhat}
          choices={[
            { value: "control", label: row.controlId },
            { value: "area", label: t("answering.delegateArea", { area }) },
          ]}
        />
        <Helpers chosen={personId} onChoose={setPersonId} />
        <div className="two">
          <DateField label={t("answering.delegateDue")} value={dueOn} onChange={setDueOn} />
        </div>
        <TextArea
          label={t("answering.delegateNote")}
          isOptional
          value={note}
          maxLength={1000}
          onChange={setNote}
        />
        <FormEnds
          error={give.error}
          isBusy={give.isPending}
          offBecause={personId ? null : t("answering.delegateChoose")}
          onClose={onClose}
        >
          {t("answering.delegateGive")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

function Helpers({ chosen, onChoose }: { chosen: string; onChoose: (personId: string) => void }) {
  const t = useText();
  const format = useFormat();
  const { inspection } = useAnswering();
  const [search, setSearch] = useState("");
  const people = useOperation(
    inspections.listHelpers,
    { id: inspection.id, ...(search.trim() ? { search: search.trim() } : {}) },
    { keep: true },
  );
  const rows = people.data?.rows ?? [];
  return (
    <PersonChoice
      label={t("answering.delegateWho")}
      findLabel={t("answering.delegateFind")}
      search={search}
      onSearch={setSearch}
      people={rows.map((one) => ({
        id: one.personId,
        name: format.person(one),
        note: one.title,
        warning: one.canAnswer ? null : t("answering.delegateNoRight"),
      }))}
      isThere={people.data !== undefined}
      chosen={chosen}
      onChoose={({ id }) => onChoose(id)}
      nobody={t("answering.delegateNobody")}
    />
  );
}
