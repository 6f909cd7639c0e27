// One catalogue: what it says of itself, what is taken and what not, the steps that follow, and its items.
import { useMutation } from "@tanstack/react-query";
import type { Output } from "#core/contract.ts";
import { History } from "#modules/trail/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { FactStrip, Panel } from "#web/ui/Panel.tsx";
import { Lang, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { catalogues } from "../contract.ts";
import { DraftPanel } from "./DraftPanel.tsx";
import { ItemBrowser } from "./ItemBrowser.tsx";
import { ResolvedFrom } from "./ResolvedFrom.tsx";
import { TailoringsPanel } from "./TailoringsPanel.tsx";
import { TakePanel } from "./TakePanel.tsx";
import "./catalogues.css";

type Catalogue = Output<typeof catalogues.getCatalogue>;

export default function CataloguePage() {
  const t = useText();
  const id = useParam("id");
  const catalogue = useOperation(catalogues.getCatalogue, { id });
  const send = useMutation({
    mutationFn: (what: typeof catalogues.downloadCatalogue | typeof catalogues.downloadResolved) =>
      downloadFrom(what, { id }),
  });
  if (catalogue.isError)
    return <ErrorState error={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Loading rows={10} />;
  const one = catalogue.data;
  return (
    <Page
      title={titleOf(t, one)}
      after={<Tag isMust={one.state === "applied"}>{t(`catalogue.state.${one.state}`)}</Tag>}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: t("catalogue.tab"), to: "/standards/catalogues" },
        { label: `${one.title} ${one.version}` },
      ]}
      actions={
        one.can.take ? (
          <>
            <Button
              icon="download"
              isBusy={send.isPending}
              onClick={() => send.mutate(catalogues.downloadCatalogue)}
            >
              {t(one.resolvedFrom ? "catalogue.profileAsCame" : "catalogue.asCame")}
            </Button>
            {one.resolvedFrom ? (
              <Button
                icon="download"
                isBusy={send.isPending}
                onClick={() => send.mutate(catalogues.downloadResolved)}
              >
                {t("catalogue.resolvedDoc")}
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      <div className="stack">
        <FormError error={send.error} />
        <Facts one={one} />
        {one.resolvedFrom ? <ResolvedFrom one={one} sources={one.resolvedFrom} /> : null}
        <div className="cols">
          <Problems one={one} />
          {!one.can.take ? null : one.state === "checked" ? <TakePanel of={one} /> : <DraftPanel of={one} />}
        </div>
        {one.can.take && one.state === "applied" ? <TailoringsPanel id={id} items={one.items} /> : null}
        <ItemBrowser of={one} />
        <History kind="catalogue" id={id} isOfGroup />
      </div>
    </Page>
  );
}

/** With the headings, so that what is answered and what is not adds up to the controls. */
function titleOf(t: ReturnType<typeof useText>, one: Catalogue): string {
  const headings = one.classes
    .filter((each) => one.headings.includes(each.class))
    .reduce((sum, each) => sum + each.live, 0);
  const values = { items: one.items, withdrawn: one.withdrawn };
  return headings > 0
    ? t("catalogue.pageTitleHeadings", { ...values, headings })
    : t("catalogue.pageTitle", values);
}

/** What the profile calls in vain is named in full; of the rest a few. */
const shownOf = (kind: Catalogue["problems"][number]["kind"], examples: readonly string[]) =>
  kind === "missing_controls" ? examples : examples.slice(0, 6);

function Facts({ one }: { one: Catalogue }) {
  const t = useText();
  const format = useFormat();
  return (
    <FactStrip
      facts={[
        {
          label: t("catalogue.name"),
          value: <Lang lang={one.language}>{one.title}</Lang>,
          notes: [`${one.version} · OSCAL ${one.oscalVersion}`],
          isWide: true,
        },
        { label: t("catalogue.groups"), value: format.number(one.groups) },
        { label: t("catalogue.controls"), value: format.number(one.controls) },
        { label: t("catalogue.withdrawn"), value: format.number(one.withdrawn) },
        { label: t("catalogue.parameters"), value: format.number(one.parameters) },
        {
          label: t("catalogue.content"),
          value: (
            <span className="mono" title={t("catalogue.contentHelp")}>
              {one.contentSha256.slice(0, 12)}
            </span>
          ),
        },
      ]}
    />
  );
}

function Problems({ one }: { one: Catalogue }) {
  const t = useText();
  const { problems } = one;
  return (
    <Panel
      className={one.can.take ? "c6" : "c12"}
      title={
        problems.length === 0
          ? t("catalogue.noProblems")
          : t("catalogue.problems", { count: problems.length })
      }
    >
      <ul className="catalogue-problems">
        {problems.map(({ kind, count, examples }) => (
          <li key={kind}>
            {t(`catalogue.problem.${kind}`, { count })}
            {examples.length > 0 ? (
              <small>
                {t(kind === "missing_controls" ? "catalogue.problemNames" : "catalogue.problemExamples", {
                  names: shownOf(kind, examples).join(", "),
                })}
              </small>
            ) : null}
          </li>
        ))}
      </ul>
      <p className="small mute">{t("catalogue.keptWhole")}</p>
    </Panel>
  );
}
