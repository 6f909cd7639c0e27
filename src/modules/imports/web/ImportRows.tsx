// The rows of the file with their verdicts: filtered, searched, decided about, read page by page.
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { BulkBar } from "#web/ui/BulkBar.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Tabs, Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { imports } from "../contract.ts";
import { ApplyDialog } from "./ApplyDialog.tsx";
import { type Import, refreshed } from "./one-import.ts";
import { useProblemText, useValueText } from "./problem-text.ts";

type Row = Output<typeof imports.listImportRows>["rows"][number];
type Verdict = Row["verdict"];
type Filter = { verdict: Verdict; problem: string; search: string };

const verdicts = ["new", "change", "error", "conflict", "same", "left_out"] as const;
const countOf = (counts: Import["counts"], verdict: Verdict) =>
  verdict === "left_out" ? counts.leftOut : counts[verdict];

export function ImportRows({ load }: { load: Import }) {
  const t = useText();
  const format = useFormat();
  const [filter, setFilter] = useUrl<Filter>();
  const { verdict, problem, search } = filter;
  const pages = usePages<Row>(imports.listImportRows, {
    id: load.id,
    ...(verdict ? { verdict } : {}),
    ...(problem ? { problem } : {}),
    ...(search ? { search } : {}),
  });
  const total = verdict ? countOf(load.counts, verdict) : load.counts.rows;
  return (
    <div>
      <Tabs<Verdict | "all">
        label={t("import.verdict")}
        value={verdict ?? "all"}
        onChange={(value) => setFilter({ verdict: value === "all" ? undefined : value, problem: "" })}
        choices={[
          { value: "all", label: t("import.all"), count: format.number(load.counts.rows) },
          ...verdicts
            .filter((one) => countOf(load.counts, one) > 0)
            .map((one) => ({
              value: one,
              label: t(`import.verdict.${one}`),
              count: format.number(countOf(load.counts, one)),
            })),
        ]}
      />
      <div className="filters">
        <FindBox
          isOnKey
          label={t("import.findRow")}
          value={search ?? ""}
          onFind={(words) => setFilter({ search: words })}
        />
        {problem ? <ProblemToken code={problem} onRemove={() => setFilter({ problem: "" })} /> : null}
      </div>
      <DataTable
        label={t("import.rowsHead")}
        columns={useColumns(load)}
        pages={pages}
        keyOfRow={(row) => String(row.rowNumber)}
        total={problem || search ? undefined : total}
        bulk={(rows, clear) => <Bulk load={load} rows={rows} onDone={clear} />}
        empty={<EmptyState title={t("import.noRows")}>{t("import.noRowsHelp")}</EmptyState>}
      />
    </div>
  );
}

function ProblemToken({ code, onRemove }: { code: string; onRemove: () => void }) {
  const t = useText();
  const say = useProblemText();
  return (
    <Token name={t("import.whatToDo")} value={say({ field: "", code, given: "…" })} onRemove={onRemove} />
  );
}

function Bulk({ load, rows, onDone }: { load: Import; rows: Row[]; onDone: () => void }) {
  const t = useText();
  const decide = useCommand(imports.decideRows, refreshed);
  const act = (decision: "leave_out" | "take_back") =>
    decide.mutate(
      { id: load.id, rowNumbers: rows.slice(0, 500).map((row) => row.rowNumber), decision },
      { onSuccess: onDone },
    );
  const [isApplying, setApplying] = useState(false);
  const open = rows.filter((row) => row.did === null && (row.verdict === "new" || row.verdict === "change"));
  return (
    <BulkBar title={t("import.selected", { count: rows.length })} onClear={onDone}>
      <Button offBecause={open.length > 0 ? null : t("import.nothingOff")} onClick={() => setApplying(true)}>
        {t("import.applySelected", { count: open.length })}
      </Button>
      {isApplying ? (
        <ApplyDialog
          load={load}
          only={open.slice(0, 5000)}
          onClose={() => {
            setApplying(false);
            onDone();
          }}
        />
      ) : null}
      <Button isBusy={decide.isPending} onClick={() => act("leave_out")}>
        {t("import.leaveOut")}
      </Button>
      <Button
        isBusy={decide.isPending}
        offBecause={rows.some((row) => row.isDecided) ? null : "–"}
        onClick={() => act("take_back")}
      >
        {t("import.takeBack")}
      </Button>
    </BulkBar>
  );
}

const toneOf: Record<Verdict, string> = {
  new: "badge meets",
  change: "badge accepted",
  same: "badge",
  conflict: "badge improve",
  error: "badge serious",
  left_out: "badge tag",
};

function useColumns(load: Import): Column<Row>[] {
  const t = useText();
  // A column of its own would stand beyond the edge there, and make each row as tall as its words are long.
  const isPhone = useMediaQuery("(max-width: 720px)", false, { getInitialValueInEffect: false });
  const verdict = {
    id: "verdict",
    head: t("import.verdict"),
    width: "clamp(84px, 9vw, 120px)",
    cell: (row: Row) => <span className={toneOf[row.verdict]}>{t(`import.verdict.${row.verdict}`)}</span>,
  };
  const what = { id: "what", head: t("import.what"), width: "44%", cell: (row: Row) => <What row={row} /> };
  return [
    {
      id: "row",
      head: t("import.row"),
      width: "clamp(40px, 6vw, 64px)",
      isNumber: true,
      cell: (row) => row.rowNumber,
    },
    ...(isPhone ? [] : [verdict]),
    {
      id: "code",
      head: t("import.code"),
      width: "120px",
      isWideOnly: true,
      cell: (row) => (row.verdict === "left_out" ? null : <span className="mono mute">{row.code}</span>),
    },
    {
      id: "name",
      head:
        load.kind === "plans"
          ? `${t("import.name")} · ${t("import.field.findingNumber")} · ${t("import.field.what")}`
          : load.kind === "findings"
            ? `${t("import.name")} · ${t("import.field.ownNumber")} · ${t("import.field.headline")}`
            : load.kind === "audits"
              ? `${t("import.name")} · ${t("import.field.heldOn")}`
              : load.kind === "history"
                ? `${t("import.name")} · ${t("import.field.year")}`
                : t(load.kind === "people" ? "people.name" : "import.name"),
      ...(isPhone ? {} : { width: "36%" }),
      cell: (row) => (
        <>
          {isPhone ? verdict.cell(row) : null}
          <LangText
            text={row.name || row.cells.filter(Boolean).slice(0, 3).join(" · ")}
            className="two-lines"
          />
          {isPhone ? <What row={row} /> : null}
        </>
      ),
    },
    ...(isPhone ? [] : [what]),
  ];
}

function What({ row }: { row: Row }) {
  const t = useText();
  const any = useAnyText();
  const say = useProblemText();
  const value = useValueText();
  const because = row.notAppliedBecause;
  const done =
    row.did === null
      ? []
      : [
          because
            ? `${t(`import.did.${row.did}`)}: ${any(because.startsWith("import.") ? because.replace(/^import\./, "import.problem.") : `errors.${because}`)}`
            : t(`import.did.${row.did}`),
        ];
  const lines = [
    ...row.problems.map((problem) => say(problem)),
    ...row.differences.map((one) =>
      [
        `${any(`import.field.${one.field}`)}:`,
        ...(row.verdict === "new" ? [] : [value(one.before, one.field), "→"]),
        value(one.after, one.field),
      ].join(" "),
    ),
    ...(row.parentRow === null || row.did !== null ? [] : [t("import.belowRow", { row: row.parentRow })]),
    ...done,
  ];
  return (
    <div className="over-text">
      {lines.map((line) => (
        <div key={line} className="small soft">
          {line}
        </div>
      ))}
    </div>
  );
}
