// The head that all pages of one edition share: which edition, its standing, the tabs.
import type { ReactNode } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { type Crumb, Page } from "#web/layout/Page.tsx";
import { StandardTabs } from "#web/layout/StandardTabs.tsx";
import { Go, useGo } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { standards } from "../contract.ts";
import { DraftTabs } from "./draft/DraftTabs.tsx";
import "./standards.css";

export type Edition = Output<typeof standards.getEdition>;
export type EditionTab = "controls" | "coverage" | "rules" | "editions";

const pathOf: Record<Exclude<EditionTab, "editions">, string> = {
  controls: "/standards/$id",
  coverage: "/standards/$id/coverage",
  rules: "/standards/$id/rules",
};

type Props = {
  id: string;
  tab: EditionTab;
  title: (edition: Edition) => string;
  crumbs?: (edition: Edition) => Crumb[];
  actions?: (edition: Edition) => ReactNode;
  children: (edition: Edition) => ReactNode;
};

export function EditionFrame({ id, tab, title, crumbs, actions, children }: Props) {
  const t = useText();
  const edition = useOperation(standards.getEdition, { id });
  if (edition.isError) return <ErrorState error={edition.error} onRetry={() => void edition.refetch()} />;
  if (!edition.data) return <Loading rows={10} />;
  const one = edition.data;
  return (
    <Page
      title={title(one)}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        ...(crumbs?.(one) ?? [{ label: one.name.text }]),
      ]}
      after={<Standing edition={one} />}
      actions={
        <>
          <EditionChoice id={id} tab={tab} />
          {actions?.(one)}
        </>
      }
    >
      {tab === "editions" && (one.state === "draft" || one.state === "in_review") ? (
        <DraftTabs id={id} tab="changes" />
      ) : (
        <EditionTabs id={id} tab={tab} />
      )}
      {children(one)}
    </Page>
  );
}

/** Draft, in force since, takes effect on: beside the title of every page of an edition. */
export function Standing({ edition }: { edition: Pick<Edition, "state" | "effectiveOn" | "edition"> }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  if (!edition.effectiveOn || (edition.state !== "published" && edition.state !== "retired"))
    return (
      <Tag>
        {edition.edition} ·{" "}
        {t(edition.state === "draft" ? "standard.isDraft" : `editions.state.${edition.state}`)}
      </Tag>
    );
  const isNow = edition.effectiveOn <= today;
  return (
    <span className="age">
      {edition.edition} ·{" "}
      {t(isNow ? "standard.inForce" : "standard.inForceFrom", {
        day: format.day(edition.effectiveOn, "plain"),
      })}
    </span>
  );
}

function EditionTabs({ id, tab }: { id: string; tab: EditionTab }) {
  const t = useText();
  return (
    <StandardTabs {...(tab === "editions" ? { at: "/standards/editions" } : {})}>
      {(["controls", "coverage", "rules"] as const).map((one) => (
        <Go
          key={one}
          to={pathOf[one]}
          params={{ id }}
          className={one === tab ? "on" : ""}
          {...(one === tab ? { isCurrent: true } : {})}
        >
          {t(`standard.tab.${one}`)}
        </Go>
      ))}
    </StandardTabs>
  );
}

/** Another edition on the same tab; only where there is more than one. */
function EditionChoice({ id, tab }: { id: string; tab: EditionTab }) {
  const t = useText();
  const go = useGo();
  const editions = useOperation(standards.listEditions, {});
  const rows = editions.data?.rows ?? [];
  if (rows.length < 2) return null;
  return (
    <select
      className="find"
      aria-label={t("standard.chooseEdition")}
      value={id}
      onChange={(event) =>
        go({ to: tab === "editions" ? pathOf.controls : pathOf[tab], params: { id: event.target.value } })
      }
    >
      {rows.map((row) => (
        <option key={row.id} value={row.id}>
          {row.standard} {row.edition}
          {row.state === "draft" ? ` (${t("standard.isDraft")})` : ""}
        </option>
      ))}
    </select>
  );
}
