// Who holds whom, from the parent down, one level at a time: the owner's share, and the group's where it passes through others.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { langOf, nameFor } from "#web/text/names.ts";
import { Lang, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";

type Owned = Output<typeof organization.listOwned>["rows"][number];

export function OwnershipTree() {
  return <Level depth={0} />;
}

function Level({ ownerId, depth }: { ownerId?: string; depth: number }) {
  const t = useText();
  const owned = useOperation(organization.listOwned, { ...(ownerId ? { ownerId } : {}), ...useAsOf() });
  if (owned.isError) return <ErrorState error={owned.error} onRetry={() => void owned.refetch()} />;
  if (!owned.data) return <Loading rows={3} />;
  if (owned.data.rows.length === 0)
    return <EmptyState title={t("owned.none")}>{t("owned.noneHelp")}</EmptyState>;
  return (
    <ul>
      {owned.data.rows.map((company) => (
        <Branch key={company.id} company={company} depth={depth} />
      ))}
    </ul>
  );
}

function Branch({ company, depth }: { company: Owned; depth: number }) {
  const t = useText();
  const format = useFormat();
  const [isOpen, open] = useState(depth === 0);
  const label = nameFor(company);
  const isThroughOthers =
    company.groupPercent !== null && company.groupPercent !== company.ownershipPercent && depth > 1;
  return (
    <li>
      <div className="tree-row" style={{ paddingLeft: depth * 20 }}>
        {company.ownedCount > 0 ? (
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
        <Go to="/companies/$id" params={{ id: company.id }}>
          <Lang lang={langOf(label)}>{label}</Lang>
        </Go>
        {company.relation === "consolidated" ? null : <Tag>{t(`relation.${company.relation}`)}</Tag>}
        <span className="grow" />
        <span className="kind">
          {[
            company.ownedCount > 0 ? t("owned.holds", { count: company.ownedCount }) : "",
            company.tier ?? "",
            company.country ? format.country(company.country) : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <span className="share tn">
          {company.relation === "parent" ? "" : format.ratio(company.ownershipPercent) || "–"}
          {isThroughOthers ? (
            <small>{t("owned.group", { share: format.ratio(company.groupPercent) })}</small>
          ) : null}
        </span>
      </div>
      {isOpen && company.ownedCount > 0 ? <Level ownerId={company.id} depth={depth + 1} /> : null}
    </li>
  );
}
