// Two sides entered the same field differently: both are shown, and a person decides. The decision is an entry like any other.
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import type { Field, Value } from "../../visits/rules.ts";
import type { Conflict } from "./entries.ts";
import { enter, type Work } from "./work.ts";

/** What a field says, in words. */
export function useValueWords(): (field: Field, value: Value) => string {
  const any = useAnyText();
  const format = useFormat();
  return (field, value) => {
    if (value === null || value === "") return "–";
    if (field === "verdict") return any(`verdict.${value}`);
    if (field === "test") return any(`audits.test.${value}`);
    return typeof value === "number" ? format.number(value) : value;
  };
}

export function Conflicts({ work, checkId }: { work: Work; checkId: string }) {
  // Once it is decided here, it is shown no more; the server hears of it with the rest.
  const decided = new Set(work.entries.flatMap((one) => (one.kind === "op" && one.after ? [one.after] : [])));
  const open = work.living.conflicts.filter((one) => one.checkId === checkId && !decided.has(one.opId));
  return open.map((one) => (
    <Decision key={one.opId} conflict={one} onKeep={(value) => void enter(checkId, one.field, value)} />
  ));
}

export function Decision({ conflict, onKeep }: { conflict: Conflict; onKeep: (value: Value) => void }) {
  const t = useText();
  const words = useValueWords();
  const { field, value, holds } = conflict;
  return (
    <div
      className="conflict"
      role="group"
      aria-label={t("audits.conflict.title", { field: t(`audits.field.${field}`) })}
    >
      <b>{t("audits.conflict.title", { field: t(`audits.field.${field}`) })}</b>
      <Side says={words(field, holds.value)} by={holds} onKeep={() => onKeep(holds.value)} />
      <Side says={words(field, value)} by={conflict} onKeep={() => onKeep(value)} />
    </div>
  );
}

type SideProps = {
  says: string;
  by: { byName: string; device: string; enteredAt: string };
  onKeep: () => void;
};

function Side({ says, by, onKeep }: SideProps) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="side">
      <span>
        {says}
        <small className="soft">
          {by.byName} {by.device ? `· ${by.device}` : ""} · {format.moment(by.enteredAt)}
        </small>
      </span>
      <Button onClick={onKeep}>{t("audits.conflict.keep")}</Button>
    </div>
  );
}
