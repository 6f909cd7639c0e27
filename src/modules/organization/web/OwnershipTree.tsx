// Who holds whom, from the parent down, one level at a time: the owner's share, and the group's where it passes through others.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { TreeRow } from "./TreeRow.tsx";

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
  const isThroughOthers =
    company.groupPercent !== null && company.groupPercent !== company.ownershipPercent && depth > 1;
  return (
    <TreeRow
      depth={depth}
      name={nameFor(company)}
      companyId={company.id}
      relation={company.relation}
      isBranch={company.ownedCount > 0}
      below={() => <Level ownerId={company.id} depth={depth + 1} />}
    >
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
    </TreeRow>
  );
}
