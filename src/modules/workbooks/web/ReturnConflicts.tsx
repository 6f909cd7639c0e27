// Rows for which somebody answered meanwhile: both answers side by side, one is chosen for each or for all.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button, Panel, Segmented } from "#web/ui/parts.tsx";
import { BothAnswers } from "./BothAnswers.tsx";
import type { Returned } from "./returned.ts";

export type Take = "file" | "system";
type Row = Returned["rows"][number];

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
  const { system } = row;
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
      <BothAnswers row={row} />
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
