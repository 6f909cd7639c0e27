// The signed pages of many companies: scans go to their companies by name, signers are chosen, all are confirmed at once.
import { type Dispatch, type SetStateAction, useEffect, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { type Pages, usePages } from "#web/table/usePages.ts";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { Button, EmptyState, Note, Panel, Progress } from "#web/ui/parts.tsx";
import { LangText } from "#web/ui/small.tsx";
import { papers } from "../contract.ts";
import { companyOfScan, isScan, scanTypes } from "../rules.ts";
import { useBringing } from "./bringing.ts";
import { Confirming, type Signer, type ToConfirm } from "./Confirming.tsx";
import { SignerCell } from "./SignerCell.tsx";

type Row = Output<typeof papers.listWaiting>["rows"][number];
type Chosen<T> = Readonly<Record<string, T>>;

export function SignedPages({ roundId, unit }: { roundId: string; unit: { divisionId?: string } }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const pages = usePages<Row>(papers.listWaiting, { id: roundId, ...unit });
  useAll(pages);
  const codes = useOperation(papers.listCodes, { id: roundId });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const [scans, setScans] = useState<Chosen<File>>({});
  const [signers, setSigners] = useState<Chosen<Signer | undefined>>({});
  const [unmatched, setUnmatched] = useState<string[]>([]);
  const [others, setOthers] = useState<string[]>([]);
  const bringing = useBringing(roundId);
  const take = (files: readonly File[]) => {
    // A folder brings along whatever lies in it.
    setOthers(files.filter((file) => !isScan(file.name)).map((file) => file.name));
    const matched = files
      .filter((file) => isScan(file.name))
      .map((file) => ({
        file,
        row: companyOfScan(file.name, rows, codes.data?.codes ?? []),
      }));
    setScans((before) => ({
      ...before,
      ...Object.fromEntries(matched.flatMap(({ file, row }) => (row ? [[row.inspectionId, file]] : []))),
    }));
    setUnmatched(matched.flatMap(({ file, row }) => (row ? [] : [file.name])));
  };
  const [isAsked, ask] = useState(false);
  const ready = rows.flatMap((row): ToConfirm[] => {
    const file = scans[row.inspectionId];
    const signer = signers[row.inspectionId];
    return file && signer && !row.isPageOld ? [{ ...row, file, signer, personId: signer.id }] : [];
  });
  // Who signed is seen on the scan; for most of three hundred it is the one who stands first.
  const likely = rows.flatMap((row) => {
    const [first] = row.signers;
    const lacks = scans[row.inspectionId] && !signers[row.inspectionId] && !row.isPageOld;
    return lacks && first?.mayHaveSigned ? [[row.inspectionId, first] as const] : [];
  });
  const { done, total, error, refused, isBusy } = bringing;
  const refusedNames = rows.filter((row) => refused.has(row.inspectionId)).map((row) => row.name);
  return (
    <Panel className="c12" title={t("paper.pages.backTitle")}>
      <div className="stack s">
        <p className="soft">{t("paper.pages.backAbout")}</p>
        {codes.data && !pages.hasNextPage ? (
          <FileDrop accept={scanTypes.join(",")} isMultiple takesFolders onFiles={take}>
            {t("paper.pages.drop")}
          </FileDrop>
        ) : null}
        {unmatched.length > 0 ? (
          <Note kind="warn">
            {t("paper.pages.unmatched", {
              count: unmatched.length,
              names: format.list(unmatched.slice(0, 5)),
            })}
          </Note>
        ) : null}
        {others.length > 0 ? (
          <Note kind="warn">
            {t("paper.pages.notScans", { count: others.length, names: format.list(others.slice(0, 5)) })}
          </Note>
        ) : null}
        {isBusy ? (
          <Progress done={done} total={total} label={t("paper.pages.sending", { done, total })} />
        ) : null}
        {!isBusy && refused.size > 0 ? (
          <Note kind="bad">
            {t("paper.pages.notConfirmed", {
              count: refused.size,
              names: format.list(refusedNames.slice(0, 5)),
            })}
          </Note>
        ) : null}
        {!isBusy && done > refused.size ? (
          <Note kind="good">{t("paper.pages.done", { count: done - refused.size })}</Note>
        ) : null}
        <FormError error={error ?? codes.error} />
        <div className="row">
          <Button
            look="main"
            isBusy={isBusy}
            offBecause={ready.length === 0 ? t("paper.pages.confirmOff") : null}
            onClick={() => ask(true)}
          >
            {ready.length === 0
              ? t("paper.pages.confirmNone")
              : t("paper.pages.confirm", { count: ready.length })}
          </Button>
          {likely.length > 0 ? (
            <Button onClick={() => setSigners((before) => ({ ...before, ...Object.fromEntries(likely) }))}>
              {t("paper.pages.likely", { count: likely.length })}
            </Button>
          ) : null}
        </div>
        <DataTable
          label={t("paper.pages.backTitle")}
          columns={columnsOf({ t, any, scans, signers, setSigners, refused })}
          pages={pages}
          keyOfRow={(row) => row.inspectionId}
          empty={
            <EmptyState title={t("paper.pages.nobodyWaits")}>{t("paper.pages.nobodyWaitsHelp")}</EmptyState>
          }
        />
        {isAsked && ready.length > 0 ? (
          <Confirming
            pages={ready}
            onClose={() => ask(false)}
            onConfirm={(confirmed) => {
              ask(false);
              bringing.bring(confirmed);
            }}
          />
        ) : null}
      </div>
    </Panel>
  );
}

/** A scan may belong to any company that waits, not only to those that were scrolled to. */
function useAll({ hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage }: Pages<Row>): void {
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
}

type Shown = {
  t: ReturnType<typeof useText>;
  any: ReturnType<typeof useAnyText>;
  scans: Chosen<File>;
  signers: Chosen<Signer | undefined>;
  setSigners: Dispatch<SetStateAction<Chosen<Signer | undefined>>>;
  refused: ReadonlyMap<string, string>;
};

function columnsOf({ t, any, scans, signers, setSigners, refused }: Shown): Column<Row>[] {
  const scanOf = (row: Row) => {
    const code = refused.get(row.inspectionId);
    if (code)
      return (
        <span className="over-text">
          {t("paper.pages.refused")}: {any(`errors.${code}`)}
        </span>
      );
    if (row.isPageOld) return t("paper.pages.old");
    return scans[row.inspectionId]?.name ?? <span className="mute">{t("paper.pages.noScan")}</span>;
  };
  return [
    {
      id: "company",
      head: t("paper.pages.company"),
      width: "34%",
      cell: (row) => (
        <>
          <span className="row">
            <span className="mono mute wide-only">{row.code}</span>
            <Go to="/inspections/$id/papers" params={{ id: row.inspectionId }}>
              <LangText text={row.name} />
            </Go>
          </span>
          <span className="small soft narrow-only">{scanOf(row)}</span>
        </>
      ),
    },
    {
      id: "scan",
      head: t("paper.pages.scan"),
      width: "28%",
      isWideOnly: true,
      cell: scanOf,
    },
    {
      id: "signer",
      head: t("paper.pages.signer"),
      cell: (row) => (
        <SignerCell
          row={row}
          chosen={signers[row.inspectionId]}
          onChoose={(signer) => setSigners((before) => ({ ...before, [row.inspectionId]: signer }))}
        />
      ),
    },
  ];
}
