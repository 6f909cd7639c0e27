// The standard, to be read: filters left, controls by area in the middle, the chosen one right. All of it is in the URL.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { GoButton, useParam, useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { download } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { standards } from "../contract.ts";
import { ControlFilters } from "./ControlFilters.tsx";
import { ControlList } from "./ControlList.tsx";
import { ControlPanel } from "./ControlPanel.tsx";
import { type Edition, EditionFrame } from "./EditionFrame.tsx";
import { NotHereNote } from "./errata/NotHere.tsx";
import { type Beside, type ControlUrl, filterNames, filterOf, hasFilter } from "./filters.ts";

export default function ControlsPage() {
  const t = useText();
  const id = useParam("id");
  const [url] = useUrl<ControlUrl>();
  const shown = useOperation(standards.listControls, { id, limit: 500, ...filterOf(url) }, { keep: true });
  return (
    <EditionFrame
      id={id}
      tab="controls"
      title={({ controls, mandatory }) =>
        hasFilter(url) && shown.data
          ? t("standard.titleFiltered", { shown: shown.data.total, controls })
          : t("standard.title", { controls, mandatory })
      }
      actions={(edition) => <Actions edition={edition} />}
    >
      {(edition) => (
        <>
          <NotHereNote id={id} />
          <div className={url.control ? "standard with-panel" : "standard"}>
            <ControlFilters edition={edition} />
            <section className="panel controls" aria-busy={shown.isPlaceholderData}>
              <ListHead edition={edition} />
              {shown.isError ? (
                <ErrorState error={shown.error} onRetry={() => void shown.refetch()} />
              ) : !shown.data ? (
                <Loading rows={12} />
              ) : shown.data.rows.length === 0 ? (
                <NoneMatch />
              ) : (
                <ControlList edition={edition} rows={shown.data.rows} />
              )}
            </section>
            {url.control ? <ControlPanel edition={edition} controlId={url.control} /> : null}
          </div>
        </>
      )}
    </EditionFrame>
  );
}

/** Which second language stands beside, and how the numbers are to be read. */
function ListHead({ edition }: { edition: Edition }) {
  const t = useText();
  const { language } = useFormat();
  const [url, set] = useUrl<ControlUrl>();
  const others = (["en", "ja", "zh"] as const).filter(
    (one) => one !== language && edition.languages.includes(one),
  );
  return (
    <div className="list-head">
      <span className="small mute">{t("standard.tierLegend")}</span>
      <span className="grow" />
      <Segmented<Beside | "">
        label={t("standard.beside")}
        value={url.beside ?? ""}
        choices={[
          { value: "", label: t("standard.beside.none") },
          ...others.map((one) => ({ value: one, label: t(`standard.beside.${one}`) })),
        ]}
        onChange={(beside) => set({ beside: beside || undefined })}
      />
    </div>
  );
}

function NoneMatch() {
  const t = useText();
  const [, set] = useUrl<ControlUrl>();
  const clear = Object.fromEntries(filterNames.map((name) => [name, undefined]));
  return (
    <EmptyState
      title={t("standard.noneMatch")}
      action={<Button onClick={() => set(clear)}>{t("standard.clear")}</Button>}
    >
      {t("standard.noneMatchHelp")}
    </EmptyState>
  );
}

function Actions({ edition }: { edition: Edition }) {
  const t = useText();
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    await download(`/editions/${edition.id}/controls.csv`).finally(() => setBusy(false));
  };
  return (
    <>
      <GoButton to="/standards/$id/print" params={{ id: edition.id }}>
        {t("standard.print")}
      </GoButton>
      <Button icon="download" isBusy={isBusy} onClick={() => void save()}>
        {t("standard.csv")}
      </Button>
      {edition.state === "draft" && edition.can.publish ? (
        <GoButton look="main" to="/standards/$id/publication" params={{ id: edition.id }}>
          {t("publish.action")}
        </GoButton>
      ) : null}
    </>
  );
}
