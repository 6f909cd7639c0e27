// Rows for which somebody answered meanwhile: both answers side by side, one is chosen for each or for all.
import { answerFields } from "#modules/inspections/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Diff } from "#web/ui/Diff.tsx";
import { Button, Panel, Segmented } from "#web/ui/parts.tsx";
import type { Returned } from "./returned.ts";

export type Take = "file" | "system";
type Row = Returned["rows"][number];
type Words = NonNullable<Row["file"]>;

const fields = answerFields.filter((name) => name !== "verdict");

type ConflictsProps = {
  of: Returned;
  choices: ReadonlyMap<string, Take>;
  onChoose: (keys: readonly string[], take: Take) => void;
};

export function Conflicts({ of, choices, onChoose }: ConflictsProps) {
  const t = useText();
  const rows = of.rows.filter((row) => row.kind === "conflict");
  const scope = of.scope.filter((one) => one.kind === "conflict");
  const keys = [...rows.map((row) => row.controlId), ...scope.map((one) => `scope:${one.condition}`)];
  if (keys.length === 0) return null;
  const open = keys.filter((key) => !choices.has(key)).length;
  return (
    <Panel
      className="c12"
      title={t("workbook.conflict.title", { count: keys.length })}
      more={t("workbook.conflict.open", { count: open })}
      footer={
        keys.length < 2 ? null : (
          <span className="row">
            <Button size="s" onClick={() => onChoose(keys, "file")}>
              {t("workbook.conflict.allFile", { count: keys.length })}
            </Button>
            <Button size="s" onClick={() => onChoose(keys, "system")}>
              {t("workbook.conflict.allSystem", { count: keys.length })}
            </Button>
          </span>
        )
      }
    >
      {scope.map((one) => (
        <section key={one.condition} className="conflict" aria-label={one.question}>
          <p>
            <b className="strong">{one.question}</b>
          </p>
          <p className="small soft">
            {t("workbook.conflict.scope", {
              file: t(one.isTrue ? "workbook.sheet.yes" : "workbook.sheet.no"),
              system: t(one.now ? "workbook.sheet.yes" : "workbook.sheet.no"),
            })}
          </p>
          <Choice
            name={one.question}
            choice={choices.get(`scope:${one.condition}`)}
            onChoose={(take) => onChoose([`scope:${one.condition}`], take)}
          />
        </section>
      ))}
      {rows.map((row) => (
        <Conflict
          key={row.controlId}
          row={row}
          choice={choices.get(row.controlId)}
          onChoose={(take) => onChoose([row.controlId], take)}
        />
      ))}
    </Panel>
  );
}

function Conflict({
  row,
  choice,
  onChoose,
}: {
  row: Row;
  choice: Take | undefined;
  onChoose: (take: Take) => void;
}) {
  const t = useText();
  const format = useFormat();
  if (!row.file || !row.system) return null;
  const shown = (words: Words, field: (typeof fields)[number]) => {
    const value = words[field];
    if (value === null) return "";
    if (field === "dueOn") return format.day(String(value));
    if (field === "coveragePercent") return format.percent(Number(value) / 100);
    return String(value);
  };
  const { file, system, newProof } = row;
  return (
    <section className="conflict" aria-label={row.title}>
      <p>
        <b className="strong">
          <span className="mono">{row.controlId}</span> {row.title}
        </b>{" "}
        {system.answeredByName ? (
          <span className="small soft">
            {t("workbook.conflict.by", {
              name: system.answeredByName,
              at: format.moment(system.answeredAt),
            })}
          </span>
        ) : null}
      </p>
      <Diff
        heads={{ mine: t("workbook.conflict.file"), theirs: t("workbook.conflict.system") }}
        rows={[
          {
            label: t("workbook.column.verdict"),
            mine: t(`verdict.${file.verdict}`),
            theirs: t(`verdict.${system.verdict}`),
          },
          ...fields
            .filter((field) => file[field] !== null || system[field] !== null)
            .map((field) => ({
              label: t(`workbook.column.${field}`),
              mine: shown(file, field),
              theirs: shown(system, field),
            })),
          ...(newProof
            ? [
                { label: t("workbook.column.proofTitle"), mine: newProof.title },
                { label: t("workbook.column.proofPlace"), mine: newProof.place },
                { label: t("workbook.column.proofOn"), mine: format.day(newProof.validFrom) },
              ].map((one) => ({ ...one, theirs: "" }))
            : []),
        ]}
      />
      <Choice name={row.title} choice={choice} onChoose={onChoose} />
    </section>
  );
}

function Choice({
  name,
  choice,
  onChoose,
}: {
  name: string;
  choice: Take | undefined;
  onChoose: (take: Take) => void;
}) {
  const t = useText();
  return (
    <Segmented<Take | "">
      label={t("workbook.conflict.choose", { name })}
      value={choice ?? ""}
      choices={[
        { value: "file", label: t("workbook.conflict.takeFile") },
        { value: "system", label: t("workbook.conflict.takeSystem") },
      ]}
      onChange={(take) => take && onChoose(take)}
    />
  );
}
