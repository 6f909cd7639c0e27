// One question about very many: the unknown things that one load brought to one company.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam, useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Loading } from "#web/ui/states.tsx";
import { ledgers } from "../contract.ts";
import { filterOf, type Url } from "./unknown-filter.ts";
import { UnknownList } from "./UnknownList.tsx";
import "./ledgers.css";

export default function UnknownAskPage() {
  const t = useText();
  const format = useFormat();
  const id = useParam("id");
  const [url, setUrl] = useUrl<Url>();
  const filter = { ...filterOf(url), askId: id };
  const ask = useOperation(ledgers.getUnknownAsk, { id });
  const count = useOperation(ledgers.countUnknowns, filter, { keep: true });
  if (ask.isError) return <ErrorState error={ask.error} onRetry={() => void ask.refetch()} />;
  if (!ask.data) return <Loading rows={9} />;
  const { waiting, things, sourceName, companyName, companyId } = ask.data;
  return (
    <Page
      title={t(waiting === 0 ? "unknown.titleAskDone" : "unknown.titleAsk", {
        waiting: format.number(waiting),
        things: format.number(things),
        source: sourceName,
        company: companyName,
      })}
      crumbs={[
        { label: t("ledgers.crumb"), to: "/ledgers" },
        { label: t("unknown.crumb"), to: "/ledgers/unknown" },
        { label: sourceName },
      ]}
    >
      <UnknownList url={url} filter={filter} setUrl={setUrl} counted={count.data} companyId={companyId} />
    </Page>
  );
}
