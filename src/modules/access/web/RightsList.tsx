// Rights in force, each with where it comes from, which companies it reaches and what it allows.
import type { Output } from "#core/contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import type { access } from "../contract.ts";
import { Permissions } from "./Permissions.tsx";
import { useRoleName } from "./words.ts";
import "./access.css";

type Right = Output<typeof access.getOwnRights>["rights"][number];

export function RightsList({ rights, none }: { rights: readonly Right[]; none: string }) {
  const t = useText();
  if (rights.length === 0) return <EmptyState title={t("rights.none")}>{none}</EmptyState>;
  return (
    <>
      {rights.map((right) => (
        <RightRow key={`${right.id}${right.via}`} right={right} />
      ))}
    </>
  );
}

/** By what somebody has a right, in words: in person, as holder of a position, as the deputy of somebody. */
export function useVia() {
  const t = useText();
  const any = useAnyText();
  return ({
    via,
    positionName,
    holderName,
  }: Pick<Right, "via" | "positionName"> & { holderName?: string | null }) =>
    [
      positionName
        ? t(via === "deputy" ? "rights.asDeputyOf" : "rights.asHolderOf", { position: positionName })
        : any(`rights.via.${via}`),
      ...(holderName ? [t("rights.standsFor", { name: holderName })] : []),
    ].join(" · ");
}

function RightRow({ right }: { right: Right }) {
  const t = useText();
  const format = useFormat();
  const roleName = useRoleName();
  const via = useVia();
  const beyond = right.companyCount - right.companies.length;
  return (
    <article className="right">
      <h3>
        <LangText text={roleName(right)} />
        {right.roleName ? <Tag>{t("role.own")}</Tag> : null}
        <small>
          <LangText text={right.unitName} /> · {t(right.withSubtree ? "grant.withSubtree" : "grant.onlyHere")}
        </small>
      </h3>
      <p className="soft">
        <LangText text={via(right)} /> ·{" "}
        {right.validTo
          ? t("rights.untilDay", { day: format.day(addDays(right.validTo, -1), "plain") })
          : t("rights.noEnd")}
      </p>
      <p className="where">
        {right.isGroup ? (
          t("rights.reachesWhole")
        ) : (
          <>
            {t("rights.companies", { count: right.companyCount })}
            {right.companies.length > 0 ? (
              <>
                : <LangText text={format.list(right.companies.slice(0, 12).map((one) => one.name))} />
              </>
            ) : null}
          </>
        )}
      </p>
      {right.isGroup || right.companyCount <= 12 ? null : (
        <details>
          <summary>{t("rights.allCompanies")}</summary>
          <p className="where">
            <LangText text={format.list(right.companies.map((one) => one.name))} />{" "}
            {beyond > 0 ? t("rights.more", { count: beyond }) : null}
          </p>
        </details>
      )}
      <details>
        <summary>{t("rights.allows", { count: right.permissions.length })}</summary>
        <Permissions of={right.permissions} />
      </details>
    </article>
  );
}
