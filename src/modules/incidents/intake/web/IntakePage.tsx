// One report by link or mail: what was said and by whom as far as that is known, its files, what went to and fro, what to do with it.
import type { ReactNode } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { questionsOf } from "../../rules.ts";
import { intake } from "../contract.ts";
import { IntakeActs } from "./IntakeActs.tsx";
import { IntakeFiles } from "./IntakeFiles.tsx";
import { IntakeTalk } from "./IntakeTalk.tsx";
import type { Intake } from "./intake.ts";
import { Sender } from "./Sender.tsx";
import "../../web/incidents.css";
import "./intake.css";

export default function IntakePage() {
  const t = useText();
  const id = useParam("id");
  // What has just arrived is dealt with within seconds (../dealing.ts).
  const found = useOperation(
    intake.getIntake,
    { id },
    { refetchEvery: (last) => (last?.state === "arrived" ? 2_000 : 30_000) },
  );
  if (found.isError && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={6} />;
  const one = found.data;
  const { incidentId, incidentReference: reference } = one;
  return (
    <Page
      title={one.title || t(`incident.kind.${one.kind}`)}
      crumbs={[
        { label: t("incidents.crumb"), to: "/incidents" },
        { label: t("intake.list.crumb"), to: "/incidents/intake" },
        { label: one.number },
      ]}
      actions={
        <>
          {incidentId && reference ? (
            <GoButton to="/incidents/$id" params={{ id: incidentId }}>
              {t("intake.one.open", { reference })}
            </GoButton>
          ) : null}
          <IntakeActs one={one} />
        </>
      }
    >
      <Standing one={one} />
      <div className="cols">
        <div className="c7">
          <Panel title={t("intake.one.said")}>
            <p className="inc-words">
              {one.what ? (
                <LangText text={one.what} />
              ) : (
                <span className="soft">{t("intake.one.nothing")}</span>
              )}
            </p>
            <Facts one={one} />
          </Panel>
          <IntakeTalk one={one} />
        </div>
        <div className="c5">
          <Panel title={t("intake.one.how")}>
            <Origin one={one} />
          </Panel>
          <IntakeFiles one={one} />
        </div>
      </div>
    </Page>
  );
}

/** Where it stands, and why it waits. */
function Standing({ one }: { one: Intake }) {
  const t = useText();
  const format = useFormat();
  if (one.state === "held" && one.heldBecause)
    return (
      <Note kind="warn">
        {t("intake.is.held")}: {t(`intake.why.${one.heldBecause}`)}
      </Note>
    );
  if (one.state === "to_assign") return <Note kind="warn">{t("intake.is.to_assign")}</Note>;
  if (one.sameAs)
    return (
      <Note>
        <Go to="/incidents/intake/$id" params={{ id: one.sameAs.id }}>
          {t("intake.one.sameAs", { number: one.sameAs.number })}
        </Go>
      </Note>
    );
  if (one.state !== "set_aside") return null;
  return (
    <Note>
      {t("intake.is.set_aside")}
      {one.dealtByName ? ` · ${one.dealtByName}` : ""}
      {one.dealtAt ? ` · ${format.moment(one.dealtAt)}` : ""}
      {one.dealtBecause ? <span className="inc-line">{one.dealtBecause}</span> : null}
    </Note>
  );
}

type Line = [name: string, value: ReactNode];

function Lines({ of }: { of: readonly Line[] }) {
  return (
    <dl className="inc-facts">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Facts({ one }: { one: Intake }) {
  const t = useText();
  const format = useFormat();
  const answered = questionsOf(one.kind).flatMap((question): Line[] => {
    const answer = one.answers[question];
    return answer ? [[t(`incident.ask.${question}`), t(`incident.said.${answer}`)]] : [];
  });
  return (
    <Lines
      of={[
        [t("incidents.kind"), t(`incident.kind.${one.kind}`)],
        ...answered,
        [t("intake.one.noticed"), format.momentWithZone(one.discoveredAt, one.zone)],
        [t("intake.list.due"), format.moment(one.reportDueAt)],
      ]}
    />
  );
}

function Origin({ one }: { one: Intake }) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      <Lines
        of={[
          [
            t("intake.list.sent"),
            `${format.moment(one.sentAt)} · ${
              one.channel === "mail"
                ? t("intake.channel.mail")
                : t("intake.channel.link", { label: one.linkLabel ?? "–" })
            }`,
          ],
          [t("intake.list.from"), <Sender key="from" of={one} />],
          ...(one.fromAddress ? [[t("intake.channel.mail"), one.fromAddress] as Line] : []),
          ...(one.saidContact ? [[t("intake.one.reach"), one.saidContact] as Line] : []),
          [
            t("intake.list.company"),
            one.companyName ? (
              <span key="company">
                <LangText text={one.companyName} />
                {one.placeName ? ` · ${one.placeName}` : ""}
              </span>
            ) : (
              "–"
            ),
          ],
        ]}
      />
      {one.channel === "mail" ? (
        <p className="small soft">{t(one.isVouched ? "intake.one.vouched" : "intake.one.notVouched")}</p>
      ) : null}
    </>
  );
}
