// Unknown things that wait for an answer: whose they probably are and why, answered one by one or many together.
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { useText } from "#web/text/i18n.ts";
import { useFormat } from "#web/text/format.ts";
import { ledgers } from "../contract.ts";
import { LedgerTabs } from "./LedgerTabs.tsx";
import { useWaited } from "./likely.ts";
import { filterOf, type Url } from "./unknown-filter.ts";
import { UnknownList } from "./UnknownList.tsx";
import "./ledgers.css";

export default function UnknownPage() {
  const t = useText();
  const format = useFormat();
  const waited = useWaited();
  const [url, setUrl] = useUrlOfUnit<Url>("divisionId");
  const filter = filterOf(url);
  const isAll = Object.keys(filter).length === 0;
  const count = useOperation(ledgers.countUnknowns, filter, { keep: true });
  const counted = count.data;
  const title = !counted
    ? t("unknown.crumb")
    : counted.count === 0 && isAll
      ? t("unknown.titleNone")
      : isAll && counted.oldestAt
        ? t(counted.isMore ? "unknown.titleMore" : "unknown.title", {
            count: counted.count,
            shown: format.number(counted.count),
            age: waited(counted.oldestAt),
          })
        : t("unknown.titleFit", { count: counted.count });
  return (
    <Page
      title={title}
      crumbs={[{ label: t("ledgers.crumb"), to: "/ledgers" }, { label: t("unknown.crumb") }]}
    >
      <LedgerTabs at="/ledgers/unknown" />
      <p className="soft lead-in">{t("unknown.lead")}</p>
      <UnknownList url={url} filter={filter} setUrl={setUrl} counted={counted} />
    </Page>
  );
}
