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

type Heads = { mine: string; theirs: string };

function useShown() {
  const format = useFormat();
  return (words: Words, field: Field) => {
    const value = words[field];
    if (value === null) return "";
    if (field === "dueOn") return format.day(String(value));
    if (field === "coveragePercent") return format.percent(Number(value) / 100);
    return String(value);
  };
}

type Said = Words & { proof: Row["newProof"] };

/** What two files would put there, field by field; of a proof that both name nothing differs. */
export function BothFiles({ mine, theirs, heads }: { mine: Said; theirs: Said; heads: Heads }) {
  const t = useText();
  const format = useFormat();
  const shown = useShown();
  const proofs = [
    { label: t("workbook.column.proofTitle"), of: ({ proof }: Said) => proof?.title ?? "" },
    { label: t("workbook.column.proofPlace"), of: ({ proof }: Said) => proof?.place ?? "" },
    {
      label: t("workbook.column.proofOn"),
      of: ({ proof }: Said) => (proof ? format.day(proof.validFrom) : ""),
    },
  ];
  return (
    <Diff
      heads={heads}
      rows={[
        {
          label: t("workbook.column.verdict"),
          mine: t(`verdict.${mine.verdict}`),
          theirs: t(`verdict.${theirs.verdict}`),
        },
        ...fields
          .filter((field) => mine[field] !== null || theirs[field] !== null)
          .map((field) => ({
            label: t(`workbook.column.${field}`),
            mine: shown(mine, field),
            theirs: shown(theirs, field),
          })),
        ...proofs
          .map(({ label, of }) => ({ label, mine: of(mine), theirs: of(theirs) }))
          .filter((one) => one.mine !== "" || one.theirs !== ""),
      ]}
    />
  );
}

export function BothAnswers({ row }: { row: Row }) {
  const t = useText();
  const format = useFormat();
  const shown = useShown();
  const { file, system, newProof } = row;
  if (!file || !system) return null;
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
