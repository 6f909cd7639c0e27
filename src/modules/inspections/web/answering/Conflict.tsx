// Somebody else saved the same control, or the server refused: both are shown, nothing is overwritten silently.
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Diff } from "#web/ui/Diff.tsx";
import { type Fields, fieldsOf } from "./kept.ts";
import { useAnswering } from "./work.ts";

const shown = [
  "verdict",
  "missing",
  "coveragePercent",
  "exceptions",
  "owner",
  "dueOn",
  "reason",
  "maturity",
  "how",
] as const;

export function Conflict({ controlId }: { controlId: string }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { kept, drafts, refresh } = useAnswering();
  const draft = kept.drafts.get(controlId);
  if (draft?.state === "refused")
    return (
      <div className="note bad" role="alert">
        <p>{t("answering.refusedHelp", { reason: any(`errors.${draft.code ?? "fault"}`) })}</p>
        <Button size="s" onClick={() => void drafts.drop(controlId).then(() => refresh(controlId))}>
          {t("answering.dropMine")}
        </Button>
      </div>
    );
  if (draft?.state !== "conflict" || !draft.theirs) return null;
  const theirs = fieldsOf(draft.theirs);
  const say = (fields: Fields, name: (typeof shown)[number]): string => {
    const value = fields[name];
    if (value === null || value === undefined || value === "") return "–";
    if (name === "verdict") return t(`verdict.${fields.verdict}`);
    if (name === "dueOn") return format.day(String(value), "plain");
    return String(value);
  };
  const rows = shown
    .map((name) => ({
      label: t(name === "verdict" ? "verdict.choose" : `answering.field.${labelOf[name] ?? (name as "how")}`),
      mine: say(draft.fields, name),
      theirs: say(theirs, name),
    }))
    .filter((row) => row.mine !== "–" || row.theirs !== "–");
  return (
    <section className="conflict" aria-labelledby="conflict-title">
      <h3 id="conflict-title">{t("conflict.title")}</h3>
      <p>
        {t("answering.conflictBy", {
          who: draft.theirs.answeredByName || "–",
          at: format.moment(draft.theirs.answeredAt, "short"),
        })}
      </p>
      <Diff rows={rows} heads={{ mine: t("conflict.mine"), theirs: t("conflict.theirs") }} />
      <div className="row">
        <Button look="accent" onClick={() => void drafts.keepMine(controlId)}>
          {t("conflict.keepMine")}
        </Button>
        <Button onClick={() => void drafts.takeTheirs(controlId).then(() => refresh(controlId))}>
          {t("conflict.takeTheirs")}
        </Button>
      </div>
    </section>
  );
}

const labelOf: Partial<Record<(typeof shown)[number], "coverage" | "due">> = {
  coveragePercent: "coverage",
  dueOn: "due",
};
