// The start page of somebody from outside: what they are engaged for, and when it ends.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";
import { Covers } from "./EngagementsTable.tsx";

type Mine = Output<typeof engagements.listMyEngagements>["rows"][number];

export function EngagedHome() {
  const t = useText();
  const read = useOperation(engagements.listMyEngagements, {});
  return (
    <Page title={t("engaged.title")}>
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : !read.data ? (
        <Loading />
      ) : read.data.rows.length === 0 ? (
        <EmptyState icon="lock" title={t("engaged.none")}>
          {t("engaged.noneHelp")}
        </EmptyState>
      ) : (
        <div className="stack">
          {read.data.rows.map((one) => (
            <MyEngagement key={one.id} of={one} />
          ))}
          <p className="soft">{t("engaged.read")}</p>
        </div>
      )}
    </Page>
  );
}

const day = 86_400_000;

function MyEngagement({ of }: { of: Mine }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const left = Math.max(1, (Date.parse(of.lastDay) - Date.parse(today)) / day + 1);
  const isComing = of.state === "coming";
  return (
    <Panel
      title={<LangText text={of.title} />}
      more={
        isComing
          ? t("engaged.beginsAt", { at: format.moment(of.beginsAt) })
          : t("engaged.endsIn", { count: left, at: format.moment(of.endsAt) })
      }
    >
      <div className="stack s">
        <KeyValue
          rows={[
            [t("outside.purpose"), <LangText key="purpose" text={of.purpose} />],
            [t("outside.orderedBy"), of.orderedByName ?? ""],
            [t("engaged.may"), t(`outside.role.${of.roleId}`)],
            [
              t("outside.fromUntil"),
              `${format.day(of.validFrom)} – ${format.day(of.lastDay)} (${of.timeZone})`,
            ],
            ...(isComing ? [] : [[t("outside.covers"), <Covers key="covers" of={of} />] as const]),
          ]}
        />
        {isComing ? null : (
          <div>
            <GoButton to="/engaged/$id" params={{ id: of.id }} look="main">
              {t("engaged.open")}
            </GoButton>
          </div>
        )}
      </div>
    </Panel>
  );
}
