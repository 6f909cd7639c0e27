// Everybody who was told, with how far each is; those chosen are reminded.
import { Menu } from "@mantine/core";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Go, useGo, useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { BulkBar } from "#web/ui/BulkBar.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { instructions } from "../contract.ts";
import { type Instruction, type Recipient, refreshed, unitOf } from "./rows.ts";
import { Progress } from "./State.tsx";

const steps = ["sent", "acknowledged", "late", "done", "accepted", "left"] as const;
type Url = { progress: (typeof steps)[number]; divisionId: string; find: string };

export function RecipientsTable({ of }: { of: Instruction }) {
  const t = useText();
  const go = useGo();
  const [{ progress, divisionId, find }, set] = useUrl<Url>();
  const filter = {
    ...(steps.some((one) => one === progress) && progress ? { progress } : {}),
    ...(divisionId ? { divisionId } : {}),
    ...(find ? { search: find } : {}),
  };
  const pages = usePages<Recipient>(instructions.listRecipients, { id: of.id, ...filter });
  const save = (format: "csv" | "xlsx") =>
    void downloadFrom(instructions.exportRecipients, { id: of.id, format, ...filter }).catch(() =>
      toast(t("instruction.exportFailed")),
    );
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <section aria-label={t("instruction.recipients")}>
      <div className="filters">
        <FindBox
          label={t("instruction.findUnit")}
          value={find ?? ""}
          onFind={(words) => set({ find: words })}
        />
        {filter.progress ? (
          <Token
            name={t("instruction.progress")}
            value={t(`instruction.progress.${filter.progress}`)}
            onRemove={() => set({ progress: undefined })}
          />
        ) : null}
        {divisionId ? (
          <Token
            name={t("instruction.division")}
            value={t("instruction.oneDivision")}
            onRemove={() => set({ divisionId: undefined })}
          />
        ) : null}
        <AddFilter>
          <Menu.Label>{t("instruction.progress")}</Menu.Label>
          {steps.map((one) => (
            <Menu.Item key={one} onClick={() => set({ progress: one })}>
              {t(`instruction.progress.${one}`)}
            </Menu.Item>
          ))}
        </AddFilter>
        <span className="grow" />
        <Button size="s" icon="download" onClick={() => save("csv")}>
          CSV
        </Button>
        <Button size="s" icon="download" onClick={() => save("xlsx")}>
          {t("instruction.excel")}
        </Button>
      </div>
      <DataTable
        label={t("instruction.recipients")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.id}
        total={isNarrowed ? undefined : of.told}
        onOpen={(row) => go({ to: "/instructions/received/$id", params: { id: row.id } })}
        bulk={
          of.can.correct === null
            ? (rows, clear) => <Remind id={of.id} rows={rows} onClear={clear} />
            : undefined
        }
        empty={<EmptyState title={t("instruction.noneFit")}>{t("instruction.noneFitHelp")}</EmptyState>}
      />
    </section>
  );
}

function Remind({ id, rows, onClear }: { id: string; rows: readonly Recipient[]; onClear: () => void }) {
  const t = useText();
  const remind = useCommand(instructions.remindRecipients, refreshed);
  const open = rows.filter((row) => row.doneAt === null && row.leftOn === null);
  return (
    <BulkBar
      isFloating
      title={t("instruction.selected", { count: rows.length })}
      effect={t("instruction.remindEffect", { count: open.length })}
      onClear={onClear}
    >
      <FormError error={remind.error} />
      <Button
        look="main"
        isBusy={remind.isPending}
        offBecause={open.length === 0 ? t("instruction.nobodyOpen") : null}
        onClick={() =>
          remind.mutate(
            { id, recipientIds: open.slice(0, 500).map((row) => row.id) },
            {
              onSuccess: ({ reminded, rested }) => {
                toast(t("instruction.reminded", { count: reminded, rested }));
                onClear();
              },
            },
          )
        }
      >
        {t("instruction.remind", { count: open.length })}
      </Button>
    </BulkBar>
  );
}

function useColumns(): Column<Recipient>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return [
    {
      id: "code",
      head: t("instruction.code"),
      width: "110px",
      isWideOnly: true,
      cell: (row) => row.unitCode,
    },
    {
      id: "unit",
      head: t("instruction.unit"),
      cell: (row) => (
        <>
          <Go to="/instructions/received/$id" params={{ id: row.id }}>
            <LangText text={unitOf(row)} />
          </Go>{" "}
          {row.unitKind === "company" ? null : <Tag>{t(`instruction.kind.${row.unitKind}`)}</Tag>}
          <span className="sub narrow-only">{format.day(row.dueOn, "plain")}</span>
        </>
      ),
    },
    {
      id: "division",
      head: t("instruction.division"),
      width: "16%",
      isWideOnly: true,
      cell: (row) => (row.divisionName ? <LangText text={row.divisionName} /> : "–"),
    },
    {
      id: "rule",
      head: t("instruction.byRule"),
      width: "15%",
      isWideOnly: true,
      cell: (row) => (
        <span className="soft">
          {row.pickedBy.map((kind) => any(`instruction.rule.${kind}`)).join(t("list.comma"))}
        </span>
      ),
    },
    {
      id: "progress",
      head: t("instruction.progress"),
      width: "140px",
      cell: (row) => (
        <>
          <Progress of={row.progress} />
          {row.below > 0 ? (
            <span className="sub small mute">
              {" "}
              {t("instruction.belowShort", { done: row.belowDone, count: row.below })}
            </span>
          ) : null}
        </>
      ),
    },
    {
      id: "proofs",
      head: t("instruction.proofs"),
      width: "80px",
      isNumber: true,
      isWideOnly: true,
      cell: (row) => format.number(row.proofs),
    },
    {
      id: "due",
      head: t("instruction.dueOn"),
      width: "150px",
      isWideOnly: true,
      cell: (row) => <span className={row.isLate ? "told-late" : ""}>{format.day(row.dueOn, "plain")}</span>,
    },
  ];
}
