// What became of each control since the edition before, with both wordings (T-10).
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Lang, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { standards } from "../contract.ts";
import { EditionFrame } from "./EditionFrame.tsx";

export default function ChangesPage() {
  const t = useText();
  const id = useParam("id");
  const changes = useOperation(standards.listEditionChanges, { id });
  const rows = changes.data?.rows ?? [];
  const count = (change: string) => rows.filter((row) => row.change === change).length;
  const previous = changes.data?.previous;
  return (
    <EditionFrame
      id={id}
      tab="editions"
      title={(edition) =>
        !changes.data
          ? edition.name.text
          : previous
            ? t("changes.title", {
                changed: count("changed"),
                new: count("new"),
                withdrawn: count("withdrawn"),
                edition: previous.edition,
              })
            : t("changes.first")
      }
    >
      {() =>
        changes.isError ? (
          <ErrorState error={changes.error} />
        ) : !changes.data ? (
          <Loading />
        ) : (
          <ChangeRows id={id} rows={rows.filter((row) => previous && row.change !== "unchanged")} />
        )
      }
    </EditionFrame>
  );
}

type Rows = readonly {
  controlId: string;
  change: "unchanged" | "changed" | "new" | "withdrawn";
  title: { text: string; lang: string };
  before: { text: string; lang: string } | null;
  after: { text: string; lang: string } | null;
}[];

function ChangeRows({ id, rows }: { id: string; rows: Rows }) {
  const t = useText();
  if (rows.length === 0) return <EmptyState title={t("changes.none")}>{t("changes.noneHelp")}</EmptyState>;
  return (
    <Panel isFlush>
      <table className="grid roomy diff-table">
        <thead>
          <tr>
            <th scope="col">{t("standard.control")}</th>
            <th scope="col">{t("changes.before")}</th>
            <th scope="col">{t("changes.after")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.controlId}>
              <td>
                {row.change === "withdrawn" ? (
                  <span className="mono">{row.controlId}</span>
                ) : (
                  <Go
                    to="/standards/$id/controls/$controlId"
                    params={{ id, controlId: row.controlId }}
                    className="mono"
                  >
                    {row.controlId}
                  </Go>
                )}{" "}
                <Lang lang={row.title.lang}>{row.title.text}</Lang>{" "}
                <Tag>{t(`control.change.${row.change}`)}</Tag>
              </td>
              <td lang={row.before?.lang}>{row.before?.text ?? "–"}</td>
              <td lang={row.after?.lang}>
                {row.before && row.before.text === row.after?.text
                  ? t("changes.sameWords")
                  : (row.after?.text ?? "–")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
