// What the file says of a control beside what stands there, field by field.
import { answerFields } from "#modules/inspections/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Diff } from "#web/ui/Diff.tsx";
import type { Returned } from "./returned.ts";

type Row = Returned["rows"][number];
type Words = NonNullable<Row["file"]>;
type Field = Exclude<(typeof answerFields)[number], "verdict">;

const fields = answerFields.filter((name): name is Field => name !== "verdict");

export function BothAnswers({ row }: { row: Row }) {
  const t = useText();
  const format = useFormat();
  const { file, system, newProof } = row;
  if (!file || !system) return null;
  const shown = (words: Words, field: Field) => {
    const value = words[field];
    if (value === null) return "";
    if (field === "dueOn") return format.day(String(value));
    if (field === "coveragePercent") return format.percent(Number(value) / 100);
    return String(value);
  };
  return (
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
  );
}
