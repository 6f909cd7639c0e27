// The signed answers of an inspection: those that were kept, a way to verify a file, and the page signed by hand.
import { useMutation } from "@tanstack/react-query";
import { History } from "#modules/trail/web/parts.tsx";
import { type ApiError, useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { languageNames, useAnyText, useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button, Loading, Note, Panel } from "#web/ui/parts.tsx";
import { inspections } from "#modules/inspections/contract.ts";
import { SignedFor } from "#modules/inspections/web/parts.tsx";
import { papers } from "../contract.ts";
import { LangText } from "#web/ui/small.tsx";
import { OnPaper } from "./OnPaper.tsx";
import type { Papers } from "./papers.ts";
import { Verification } from "./Verification.tsx";

const languages = ["ja", "en", "zh"] as const;

export default function PapersPage() {
  const id = useParam("id");
  const list = useOperation(papers.listPapers, { id });
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading rows={8} />;
  return <Signed of={list.data} onChange={() => void list.refetch()} />;
}

function Signed({ of, onChange }: { of: Papers; onChange: () => void }) {
  const t = useText();
  const format = useFormat();
  const count = of.rows.length;
  const { takenBack } = of;
  return (
    <Page
      title={
        count === 0
          ? t("paper.screen.titleNone", { company: of.companyName })
          : t("paper.screen.title", { company: of.companyName, count })
      }
      crumbs={[
        { label: of.roundName },
        { label: of.companyName, to: `/inspections/${of.inspectionId}` },
        { label: t("paper.screen.crumb") },
      ]}
    >
      {of.confirmedAt ? (
        <Note kind="good">
          {t("paper.screen.confirmed", {
            name: of.confirmedByName ?? "",
            at: format.moment(of.confirmedAt),
          })}
        </Note>
      ) : null}
      {takenBack ? <TakenBack {...takenBack} /> : null}
      <div className="cols" style={{ marginTop: 16 }}>
        <Entered id={of.inspectionId} onTakenBack={onChange} />
        {takenBack ? <OnPaper of={of} className="c12" onIssued={onChange} /> : null}
        <Kept of={of} />
        <Verification />
        {takenBack ? null : <OnPaper of={of} className="c6" onIssued={onChange} />}
      </div>
      <History kind="inspection" id={of.inspectionId} />
    </Page>
  );
}

/** Why the last confirmation by hand came to nothing, in the words of whoever took it back. */
function TakenBack({ at, side, reason, byName, signerName }: NonNullable<Papers["takenBack"]>) {
  const t = useText();
  const format = useFormat();
  return (
    <Note kind="bad">
      {t(side === "desk" ? "paper.screen.takenBackByDesk" : "paper.screen.disowned", {
        at: format.moment(at),
        by: byName ?? t(`paper.screen.by.${side}`),
        signer: signerName ?? "–",
      })}{" "}
      <q>
        <LangText text={reason} />
      </q>
    </Note>
  );
}

/** What was entered for somebody who signed by hand, to be compared with its scan by a second person. */
function Entered({ id, onTakenBack }: { id: string; onTakenBack: () => void }) {
  const inspection = useOperation(inspections.getInspection, { id });
  return inspection.data?.onPaper ? (
    <SignedFor className="c12" inspection={inspection.data} onTakenBack={onTakenBack} />
  ) : null;
}

function Kept({ of }: { of: Papers }) {
  const t = useText();
  const any = useAnyText();
  const make = useCommand(papers.makePaper, [papers.listPapers]);
  const fetch = useMutation<void, ApiError, { id: string; what: "paper" | "signature" }>({
    mutationFn: ({ id, what }) =>
      what === "paper"
        ? downloadFrom(papers.downloadPaper, { id })
        : downloadFrom(papers.downloadSignature, { id }),
  });
  const last = Math.max(0, ...of.rows.map((row) => row.eventId));
  const missing = languages.filter(
    (language) => !of.rows.some((row) => row.language === language && row.eventId === last),
  );
  return (
    <Panel
      className="c12"
      title={t(of.rows.length > 0 ? "paper.screen.kept" : "paper.screen.keptNone")}
      isFlush
      footer={
        of.can.make ? (
          <span className="small soft">{any(of.can.make)}</span>
        ) : (
          <span className="row">
            {missing.map((language) => (
              <Button
                key={language}
                size="s"
                isBusy={make.isPending && make.variables.language === language}
                onClick={() => make.mutate({ id: of.inspectionId, language })}
              >
                {t("paper.screen.make", { language: languageNames[language] })}
              </Button>
            ))}
          </span>
        )
      }
    >
      <FormError error={make.error ?? fetch.error} />
      {of.rows.length === 0 ? (
        <p className="soft pad">{t("paper.screen.keptNoneHelp")}</p>
      ) : (
        <PaperTable of={of} onFetch={(id, what) => fetch.mutate({ id, what })} />
      )}
    </Panel>
  );
}

function PaperTable({
  of,
  onFetch,
}: {
  of: Papers;
  onFetch: (id: string, what: "paper" | "signature") => void;
}) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (
    <div className="scroll-x">
      <table className="grid roomy">
        <thead>
          <tr>
            <th scope="col">{t("paper.screen.language")}</th>
            <th scope="col">{t("paper.screen.occasion")}</th>
            <th scope="col">{t("paper.screen.made")}</th>
            <th scope="col">{t("paper.screen.hash")}</th>
            <th scope="col">{t("paper.screen.fetch")}</th>
          </tr>
        </thead>
        <tbody>
          {of.rows.map((row) => (
            <tr key={row.id}>
              <th scope="row" lang={row.language}>
                {languageNames[row.language]}
              </th>
              <td>
                {any(`paper.kind.${row.verb.split(".")[1] ?? ""}`)}
                {row.isTakenBack ? <div className="sub">{t("paper.screen.takenBack")}</div> : null}
              </td>
              <td>{format.moment(row.madeAt)}</td>
              <td>
                <span className="mono" title={row.pdfSha256}>
                  {row.pdfSha256.slice(0, 16)}…
                </span>
                <div className="sub">{t("paper.screen.key", { id: row.keyId })}</div>
              </td>
              <td>
                <span className="row">
                  <Button size="s" onClick={() => onFetch(row.id, "paper")}>
                    {t("paper.screen.fetchOf", { language: languageNames[row.language] })}
                  </Button>
                  <Button size="s" look="quiet" onClick={() => onFetch(row.id, "signature")}>
                    {t("paper.screen.signature")}
                  </Button>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
