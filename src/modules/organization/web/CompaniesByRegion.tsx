// The same companies in another order than the supervision tree: by region.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { langOf, nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Lang, Loading } from "#web/ui/parts.tsx";
import { organization } from "../contract.ts";

type Count = Output<typeof organization.countCompanies>["rows"][number];
type Company = Output<typeof organization.listCompanies>["rows"][number];

export function CompaniesByRegion({ counts }: { counts: Count[] }) {
  const groups = counts.filter((row) => row.by === "region").sort((a, b) => b.companies - a.companies);
  return (
    <ul>
      {groups.map((group) => (
        <Group key={group.key} group={group} />
      ))}
    </ul>
  );
}

function Group({ group }: { group: Count }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const [isOpen, open] = useState(false);
  const isSet = group.key !== "-";
  const label = isSet ? any(`region.${group.key}`) : t("group.notSet");
  return (
    <li>
      <div className="tree-row">
        {isSet ? (
          <button
            type="button"
            className="twist"
            aria-expanded={isOpen}
            aria-label={t(isOpen ? "tree.close" : "tree.open", { name: label })}
            onClick={() => open(!isOpen)}
          >
            {isOpen ? "▾" : "▸"}
          </button>
        ) : (
          <span className="twist" />
        )}
        <strong>{label}</strong>
        <span className="grow" />
        <span className="kind">
          {t("group.companies", { count: format.number(group.companies) })}
          {" · "}
          {t("group.people", { count: format.number(group.workers) })}
        </span>
      </div>
      {isOpen ? <Companies region={group.key} /> : null}
    </li>
  );
}

function Companies({ region }: { region: string }) {
  const t = useText();
  const format = useFormat();
  const asOf = useAsOf();
  const pages = usePages<Company>(organization.listCompanies, { region, ...asOf });
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  if (!pages.data) return <Loading rows={3} />;
  return (
    <>
      <ul>
        {pages.data.pages
          .flatMap((page) => page.rows)
          .map((company) => (
            <li key={company.id} className="tree-row" style={{ paddingLeft: 40 }}>
              <Link to="/companies/$id" params={{ id: company.id } as never} search={asOf as never}>
                <Lang lang={langOf(nameFor(company))}>{nameFor(company)}</Lang>
              </Link>
              {company.relation && company.relation !== "consolidated" ? (
                <span className="badge tag">{t(`relation.${company.relation}`)}</span>
              ) : null}
              <span className="grow" />
              <span className="kind">
                {company.tier ? `${company.tier} · ` : ""}
                {company.country ? `${format.country(company.country)} · ` : ""}
                {t("group.people", { count: format.number(company.workers ?? 0) })}
              </span>
            </li>
          ))}
      </ul>
      {pages.hasNextPage ? (
        <div className="tools">
          <Button isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("group.showMore")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
