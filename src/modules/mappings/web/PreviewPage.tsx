// A mapping that was uploaded and not adopted yet: its ends, its columns, what would be taken and what not.
import { useState } from "react";
import { ApiError, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useParam, useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Loading, Note } from "#web/ui/states.tsx";
import { mappings } from "../contract.ts";
import { AdoptPanel } from "./AdoptPanel.tsx";
import { ColumnsPanel } from "./ColumnsPanel.tsx";
import { EndsPanel } from "./EndsPanel.tsx";
import { Problems } from "./Problems.tsx";
import { PreviewLines } from "./PreviewLines.tsx";
import type { Choices, Preview } from "./preview.ts";
import "./mappings.css";

export default function PreviewPage() {
  const t = useText();
  const fileId = useParam("fileId");
  const [url] = useUrl<{ show: "left" }>();
  const [choices, setChoices] = useState<Choices>({});
  const preview = useOperation(
    mappings.previewMapping,
    { fileId, ...choices, ...(url.show ? { show: url.show } : {}) },
    { keep: true },
  );
  if (preview.error instanceof ApiError && preview.error.code === "mapping.is_catalogue")
    return <Elsewhere />;
  if (preview.isError) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />;
  if (!preview.data) return <Loading rows={10} />;
  const one = preview.data;
  const isOpen = one.parts.some((part) => part.source === null || part.target === null);
  const sum = (of: (part: Preview["parts"][number]) => number) =>
    one.parts.reduce((total, part) => total + of(part), 0);
  const counts = { taken: sum((part) => part.taken), given: sum((part) => part.given) };
  const change = (part: Choices) => setChoices({ ...choices, ...part });
  return (
    <Page
      title={isOpen ? t("mapping.previewOpen", { name: one.title }) : t("mapping.previewTitle", counts)}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: t("mapping.tab"), to: "/standards/mappings" },
        { label: one.fileName },
      ]}
    >
      <div className="stack">
        {one.adoptedId ? (
          <Note kind="warn">
            {t("mapping.already")}{" "}
            <Go to="/standards/mappings/$id" params={{ id: one.adoptedId }}>
              {t("mapping.alreadyOpen")}
            </Go>
          </Note>
        ) : null}
        <div className="cols">
          <EndsPanel of={one} chosen={choices.ends} onChoose={(ends) => change({ ends })} />
          {isOpen ? null : <Problems className="c6" problems={one.parts.flatMap((part) => part.problems)} />}
        </div>
        {one.recognised ? (
          <ColumnsPanel
            of={one.recognised}
            fields={["source", "relation", "target", "confidence", "remark"]}
            needed={["source", "relation", "target"]}
            labelOf={(field) => t(`mapping.column.${field}`)}
            onChoose={(sheet) => change({ sheet })}
          />
        ) : null}
        {isOpen ? null : <PreviewLines of={one} />}
        <AdoptPanel of={one} fileId={fileId} choices={choices} taken={counts.taken} isOpen={isOpen} />
      </div>
    </Page>
  );
}

/** A catalogue or a profile that was dropped here. */
function Elsewhere() {
  const t = useText();
  return (
    <Page
      title={t("mapping.isCatalogue")}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: t("mapping.tab"), to: "/standards/mappings" },
      ]}
    >
      <Note kind="warn">
        {t("errors.mapping.is_catalogue")} <Go to="/standards/catalogues">{t("mapping.toCatalogues")}</Go>
      </Note>
    </Page>
  );
}
