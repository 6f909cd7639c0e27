// Mappings that the group adopted, bringing one in, and taking the standard's own references out.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { SelectField } from "#web/forms/fields.tsx";
import { UploadPanel } from "#web/forms/UploadPanel.tsx";
import { Page } from "#web/layout/Page.tsx";
import { StandardTabs } from "#web/layout/StandardTabs.tsx";
import { Go, useGo } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { mappings } from "../contract.ts";
import "./mappings.css";

type List = Output<typeof mappings.listMappings>;

export default function MappingsPage() {
  const t = useText();
  const list = useOperation(mappings.listMappings, {});
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data?.rows ?? [];
  const adopted = rows.filter((row) => row.state === "adopted").length;
  return (
    <Page
      title={
        !list.data
          ? t("mapping.tab")
          : adopted > 0
            ? t("mapping.title", { count: adopted })
            : t("mapping.titleNone")
      }
      crumbs={[{ label: t("rail.standards"), to: "/standards" }, { label: t("mapping.tab") }]}
    >
      <StandardTabs />
      {!list.data ? (
        <Loading />
      ) : (
        <div className="stack">
          {rows.length > 0 ? (
            <Panel title={t("mapping.tab")} isFlush>
              <MappingTable rows={rows} />
            </Panel>
          ) : (
            <EmptyState icon="standards" title={t("mapping.bring")} example={t("mapping.example")}>
              {t("mapping.noneHelp")}
            </EmptyState>
          )}
          <div className="cols">
            {list.data.can.adopt ? (
              <>
                <BringIn of="mapping" />
                <BringIn of="checkSheet" />
              </>
            ) : null}
            <TakeOut spaces={list.data.spaces} />
          </div>
        </div>
      )}
    </Page>
  );
}

function MappingTable({ rows }: { rows: List["rows"] }) {
  const t = useText();
  const format = useFormat();
  const said = (row: List["rows"][number]) =>
    t("mapping.adoptedBy", { day: format.moment(row.adoptedAt), name: row.adoptedBy ?? "–" });
  return (
    <div className="scroll">
      <table className="grid roomy lifts">
        <Heads
          of={[
            [t("mapping.name")],
            [t("mapping.from"), "wide-only"],
            [t("mapping.to"), "wide-only"],
            [t("mapping.links"), "num"],
            [t("mapping.state")],
            [t("mapping.adoptedOn"), "wide-only"],
          ]}
        />
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Go to="/standards/mappings/$id" params={{ id: row.id }} className="strong">
                  <LangText text={row.title} />
                </Go>{" "}
                <small className="mute">
                  {row.version} {t(`mapping.format.${row.format}`)}
                </small>
                <div className="narrow-only small soft">
                  {row.ends.map(({ source, target }) => (
                    <p key={`${source.space} ${target.space}`}>
                      <LangText text={source.name} /> → <LangText text={target.name} />
                    </p>
                  ))}
                  {said(row)}
                </div>
              </td>
              <td className="wide-only">
                {row.ends.map(({ source }) => (
                  <div key={source.space}>
                    <LangText text={source.name} />
                  </div>
                ))}
              </td>
              <td className="wide-only">
                {row.ends.map(({ target }) => (
                  <div key={target.space}>
                    <LangText text={target.name} />
                  </div>
                ))}
              </td>
              <td className="num">{format.number(row.links)}</td>
              <td>
                <Tag isMust={row.state === "adopted"}>{t(`mapping.state.${row.state}`)}</Tag>
              </td>
              <td className="nowrap wide-only">{said(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const places = {
  mapping: { to: "/standards/mappings/new/$fileId", accept: ".json,.csv,.xlsx,.txt,.tsv" },
  checkSheet: { to: "/standards/check-sheets/new/$fileId", accept: ".csv,.xlsx,.txt,.tsv" },
} as const;

function BringIn({ of }: { of: keyof typeof places }) {
  const t = useText();
  const go = useGo();
  return (
    <UploadPanel
      className="c6"
      purpose="mapping"
      accept={places[of].accept}
      title={t(`${of}.bring`)}
      help={t(`${of}.bringHelp`)}
      drop={t(`${of}.drop`)}
      sending={t("mapping.uploading")}
      onSent={({ id }) => go({ to: places[of].to, params: { fileId: id } })}
    />
  );
}

function TakeOut({ spaces }: { spaces: List["spaces"] }) {
  const t = useText();
  const editions = spaces.filter((one) => one.space.startsWith("edition:"));
  const [chosen, setChosen] = useState(editions[0]?.space ?? "");
  const [failed, setFailed] = useState<Error | null>(null);
  const id = chosen.slice("edition:".length);
  const refersTo = editions.find((one) => one.space === chosen)?.refersTo ?? [];
  const sets = spaces.filter((one) => refersTo.includes(one.space.slice("set:".length)));
  const [set, setSet] = useState("");
  // A sheet is taken back between two sets: it holds the rows of one.
  const space = sets.find((one) => one.space === set)?.space ?? sets[0]?.space;
  const setId = space?.slice("set:".length);
  const offBecause = id === "" ? t("mapping.outNone") : null;
  const save = (format: "oscal" | "xlsx") => {
    setFailed(null);
    downloadFrom(mappings.exportReferences, {
      id,
      format,
      ...(format === "xlsx" && setId ? { setId } : {}),
    }).catch(setFailed);
  };
  return (
    <Panel className="c12" title={t("mapping.out")}>
      <div className="form">
        <p className="soft">{t("mapping.outHelp")}</p>
        {editions.length > 0 ? (
          <SelectField
            label={t("mapping.outEdition")}
            value={chosen}
            onChange={setChosen}
            choices={editions.map(({ space, name }) => ({ value: space, label: name }))}
          />
        ) : null}
        {space ? (
          <SelectField
            label={t("mapping.outSet")}
            value={space}
            onChange={setSet}
            choices={sets.map((one) => ({ value: one.space, label: one.name }))}
          />
        ) : null}
        <FormError error={failed} />
        <div className="row">
          <Button icon="download" offBecause={offBecause} onClick={() => save("xlsx")}>
            {t("mapping.outSheet")}
          </Button>
          <Button icon="download" offBecause={offBecause} onClick={() => save("oscal")}>
            {t("mapping.outOscal")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
