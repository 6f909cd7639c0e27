import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { audits } from "../../contract.ts";
import { agendaKinds } from "../../report/rules.ts";
import { type AgendaLine, type Preparation, refreshedByWork } from "./report.ts";

type Line = Omit<AgendaLine, "begins"> & { key: number; begins: string };
const clock = /^([01]?[0-9]|2[0-3])[:.：]?([0-5][0-9])$/;

/** 9:30, 9.30 and 0930 are what people write for 09:30; null where it is no time of a day. */
function clockOf(written: string): string | null {
  const [, hours, minutes] = clock.exec(written.trim()) ?? [];
  return hours && minutes ? `${hours.padStart(2, "0")}:${minutes}` : null;
}
const isNoClock = (written: string) => written.trim() !== "" && clockOf(written) === null;

export function AgendaDialog({ of, onClose }: { of: Preparation; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const blank = (key: number, day: string): Line => ({
    key,
    kind: key === 0 ? "opening" : "walk",
    day,
    begins: "",
    place: "",
    what: "",
    who: "",
    minutes: "",
  });
  const [lines, setLines] = useState<Line[]>(
    of.agenda.length === 0
      ? [blank(0, today)]
      : of.agenda.map((line, key) => ({ ...line, begins: line.begins ?? "", key })),
  );
  const save = useCommand(audits.setAuditAgenda, refreshedByWork);
  const set = (key: number, part: Partial<Line>) =>
    setLines(lines.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const lacks = lines.some((one) => !one.day)
    ? t("audits.agenda.dayMissing")
    : lines.some((one) => isNoClock(one.begins))
      ? t("audits.agenda.clockWrong")
      : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      {
        id: of.visitId,
        agendaVersion: of.agendaVersion,
        lines: lines.map(({ key: _key, begins, ...line }) => ({ ...line, begins: clockOf(begins) })),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.agenda.edit")} size="l">
      <form className="form wide" onSubmit={submit}>
        {lines.map((line) => (
          <LineFields
            key={line.key}
            line={line}
            onChange={(part) => set(line.key, part)}
            onRemove={() => setLines(lines.filter((one) => one.key !== line.key))}
          />
        ))}
        <div>
          <Button
            look="quiet"
            onClick={() =>
              setLines([
                ...lines,
                blank(Math.max(0, ...lines.map((one) => one.key)) + 1, lines.at(-1)?.day || today),
              ])
            }
          >
            {t("audits.agenda.add")}
          </Button>
        </div>
        <FormEnds error={save.error} isBusy={save.isPending} offBecause={lacks} onClose={onClose}>
          {t("action.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

type LineProps = { line: Line; onChange: (part: Partial<Line>) => void; onRemove: () => void };

function LineFields({ line, onChange, onRemove }: LineProps) {
  const t = useText();
  const isMeeting = line.kind === "opening" || line.kind === "closing";
  return (
    <div className="agenda-line">
      <div className="three">
        <DateField label={t("audits.agenda.day")} value={line.day} onChange={(day) => onChange({ day })} />
        <TextField
          label={t("audits.agenda.begins")}
          isOptional
          isCode
          placeholder="09:30"
          value={line.begins}
          maxLength={5}
          error={isNoClock(line.begins) ? t("audits.agenda.clockWrong") : null}
          onChange={(begins) => onChange({ begins })}
        />
        <SelectField
          label={t("audits.agenda.kindLabel")}
          value={line.kind}
          choices={agendaKinds.map((value) => ({ value, label: t(`audits.agenda.kind.${value}`) }))}
          onChange={(kind) => onChange({ kind })}
        />
      </div>
      <div className="two">
        <TextField
          label={t("audits.agenda.what")}
          value={line.what}
          maxLength={500}
          onChange={(what) => onChange({ what })}
        />
        <TextField
          label={t("audits.agenda.place")}
          value={line.place}
          maxLength={200}
          onChange={(place) => onChange({ place })}
        />
      </div>
      <TextField
        label={t("audits.agenda.who")}
        value={line.who}
        maxLength={1000}
        onChange={(who) => onChange({ who })}
      />
      {isMeeting ? (
        <TextArea
          label={t("audits.agenda.minutes")}
          isOptional
          value={line.minutes}
          maxLength={8000}
          onChange={(minutes) => onChange({ minutes })}
        />
      ) : null}
      <div>
        <Button size="s" look="quiet" onClick={onRemove}>
          {t("audits.agenda.remove")}
        </Button>
      </div>
    </div>
  );
}
