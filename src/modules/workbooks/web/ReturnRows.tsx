// The other rows of a returned workbook: what cannot be read with its place, and what would be kept.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Go, useUrl } from "#web/navigation.tsx";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Verdict } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/parts.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { workbooks } from "../contract.ts";
import { BothAnswers } from "./BothAnswers.tsx";
import type { Returned } from "./returned.ts";

export function Problems({ of }: { of: Returned }) {
  const t = useText();
  const any = useAnyText();
  const [problem, setProblem] = useState<Error | null>(null);
  const save = () => void downloadFrom(workbooks.downloadUnreadCells, { id: of.id }).catch(setProblem);
  const found = [
    ...of.rows.flatMap((row) =>
      row.problems.map((problem) => ({ ...problem, sheet: row.sheet, row: row.row, what: row.controlId })),
    ),
    ...of.scope.flatMap((one) =>
      one.problems.map((problem) => ({ ...problem, sheet: one.sheet, row: one.row, what: one.condition })),
    ),
  ];
  if (found.length === 0) return null;
  return (
    <Panel
      className="c12"
      title={t("workbook.problems.title", { count: found.length })}
      more={t("workbook.problems.note")}
      footer={
        <>
          <Button size="s" icon="download" onClick={save}>
            {t("workbook.problems.download")}
          </Button>
          <FormError error={problem} />
        </>
      }
      isFlush
    >
      <div className="scroll-x">
        <table className="grid roomy">
          <thead>
            <tr>
              <th scope="col">{t("workbook.problems.control")}</th>
              <th scope="col">{t("workbook.problems.sheet")}</th>
              <th scope="col">{t("workbook.problems.cell")}</th>
              <th scope="col">{t("workbook.problems.what")}</th>
            </tr>
          </thead>
          <tbody>
            {found.map((one) => (
              <tr key={`${one.sheet}${one.row}${one.column}${one.code}`}>
                <th scope="row" className="mono">
                  {one.what}
                </th>
                <td>{one.sheet}</td>
                <td className="mono">{one.column ? `${one.column}${one.row}` : one.row}</td>
                <td>{any(`workbook.problem.${one.code}`, { given: one.given })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** Locked cells that were written over: told cell by cell, and not believed. */
export function ChangedWords({ of }: { of: Returned }) {
  const t = useText();
  const any = useAnyText();
  const cells = of.rows.flatMap((row) => row.changedWords.map((one) => ({ ...one, row })));
  if (cells.length === 0) return null;
  return (
    <Panel className="c12" title={t("workbook.words.title", { count: cells.length })}>
      <ul>
        {cells.map(({ code, given, row }) => (
          <li key={`${row.sheet}${given}`}>
            <span className="mono">{row.controlId}</span> {row.sheet}:{" "}
            {any(`workbook.problem.${code}`, { given })}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function ScopeChanges({ of }: { of: Returned }) {
  const t = useText();
  const changed = of.scope.filter((one) => one.kind === "new" || one.kind === "changed");
  if (changed.length === 0) return null;
  const word = (value: boolean | null) =>
    value === null ? "–" : t(value ? "workbook.sheet.yes" : "workbook.sheet.no");
  return (
    <Panel
      className="c12"
      title={t(changed.some((one) => one.now !== null) ? "workbook.scope.title" : "workbook.scope.titleNew", {
        count: changed.length,
      })}
      isFlush
    >
      <div className="scroll-x">
        <table className="grid roomy">
          <thead>
            <tr>
              <th scope="col">{t("workbook.sheet.question")}</th>
              <th scope="col">{t("workbook.conflict.system")}</th>
              <th scope="col">{t("workbook.conflict.file")}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map((one) => (
              <tr key={one.condition}>
                <th scope="row">{one.question}</th>
                <td>{word(one.now)}</td>
                <td>
                  <b className="strong">{word(one.isTrue)}</b> {one.note}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** What takes the place of an answer is read beside it, as where two answers stand against each other. */
function Replaced({ of, rows }: { of: Returned; rows: Returned["rows"] }) {
  const any = useAnyText();
  return (
    <div className="pad">
      {rows.map((row) => (
        <section key={`${row.controlId}${row.row}`} className="conflict" aria-label={row.title}>
          <p>
            <Go
              to="/inspections/$id/answer"
              params={{ id: of.inspectionId }}
              search={{ control: row.controlId }}
            >
              <span className="mono">{row.controlId}</span> {row.title}
            </Go>
          </p>
          <BothAnswers row={row} />
          {row.lacks.length > 0 ? (
            <p className="small soft">{row.lacks.map((code) => any(`errors.${code}`)).join(" ")}</p>
          ) : null}
        </section>
      ))}
    </div>
  );
}

const kinds = ["new", "changed", "confirmed", "same", "blank", "not_asked"] as const;
type Kind = (typeof kinds)[number];

export function Changes({ of }: { of: Returned }) {
  const t = useText();
  const any = useAnyText();
  const [url, setUrl] = useUrl<{ rows: Kind }>();
  const count = (kind: Kind) => of.rows.filter((row) => row.kind === kind).length;
  const fresh = count("new") + count("changed") + count("confirmed");
  const first = kinds.find((kind) => count(kind) > 0) ?? "new";
  const shown = kinds.includes(url.rows as Kind) ? (url.rows as Kind) : first;
  const rows = of.rows.filter((row) => row.kind === shown);
  return (
    <Panel
      className="c12"
      title={fresh > 0 ? t("workbook.rows.title", { count: fresh }) : t("workbook.rows.titleNone")}
      isFlush
    >
      <div className="pad">
        <Tabs
          label={t("workbook.rows.which")}
          value={shown}
          choices={kinds.map((kind) => ({
            value: kind,
            label: t(`workbook.kind.${kind}`),
            count: String(count(kind)),
          }))}
          onChange={(kind) => setUrl({ rows: kind })}
        />
      </div>
      {rows.length === 0 ? (
        <p className="soft pad">{t("workbook.rows.none")}</p>
      ) : shown === "changed" ? (
        <Replaced of={of} rows={rows} />
      ) : (
        <div className="scroll-x">
          <table className="grid roomy">
            <thead>
              <tr>
                <th scope="col">{t("workbook.problems.control")}</th>
                <th scope="col">{t("workbook.conflict.system")}</th>
                <th scope="col">{t("workbook.conflict.file")}</th>
                <th scope="col">{t("workbook.rows.words")}</th>
                <th scope="col">{t("workbook.rows.lacks")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.controlId}${row.row}`}>
                  <th scope="row">
                    {row.title ? (
                      <Go
                        to="/inspections/$id/answer"
                        params={{ id: of.inspectionId }}
                        search={{ control: row.controlId }}
                      >
                        <span className="mono">{row.controlId}</span> {row.title}
                      </Go>
                    ) : (
                      <span className="mono">{row.controlId}</span>
                    )}
                  </th>
                  <td>
                    <Verdict verdict={row.system?.verdict ?? null} isPast />
                  </td>
                  <td>{row.file ? <Verdict verdict={row.file.verdict} /> : "–"}</td>
                  <td>
                    {[row.file?.how, row.file?.missing, row.file?.reason].filter(Boolean).join(" · ")}
                    {row.newProof ? (
                      <div className="sub">
                        {row.newProof.title} · {row.newProof.place}
                      </div>
                    ) : null}
                  </td>
                  <td className="soft">{row.lacks.map((code) => any(`errors.${code}`)).join(" ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
