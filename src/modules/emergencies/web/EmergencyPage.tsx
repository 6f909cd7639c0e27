// One emergency: why, what was done and looked at, and the second person's word.
import { useState } from "react";
import { access } from "#modules/access/contract.ts";
import { History } from "#modules/trail/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag, Written } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { emergencies } from "../contract.ts";
import { JudgePanel } from "./JudgePanel.tsx";
import { type Emergency, StateTag } from "./parts.tsx";

export default function EmergencyPage() {
  const t = useText();
  const any = useAnyText();
  const id = useParam("id");
  const read = useOperation(emergencies.getEmergency, { id });
  const [isEnding, setEnding] = useState(false);
  const of = read.data;
  const title = of ? `${any(`role.${of.roleId}`)} · ${of.unitName}` : t("emergency.title");
  return (
    <Page
      title={title}
      after={of ? <StateTag of={of} /> : null}
      crumbs={[{ label: t("rail.emergencies"), to: "/emergencies" }, { label: title }]}
      actions={
        of && of.can.end === null ? (
          <Button look="danger" onClick={() => setEnding(true)}>
            {t("emergency.end")}
          </Button>
        ) : null
      }
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : of ? (
        <div className="stack">
          <div className="cols">
            <Facts of={of} />
            <JudgePanel of={of} />
          </div>
          <DonePanel of={of} />
          <History kind="emergency" id={of.id} isOfGroup />
          {isEnding ? <EndDialog id={of.id} onClose={() => setEnding(false)} /> : null}
        </div>
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function Facts({ of }: { of: Emergency }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (
    <Panel className="c6" title={t("emergency.what")}>
      <KeyValue
        rows={[
          [t("emergency.person"), <LangText key="person" text={of.personName} />],
          [t("emergency.role"), any(`role.${of.roleId}`)],
          [t("emergency.unit"), <LangText key="unit" text={of.unitName} />],
          [
            t("emergency.when"),
            `${format.moment(of.beganAt)} – ${format.moment(of.endsAt)}${
              of.endedByName ? ` · ${t("emergency.endedEarly", { name: of.endedByName })}` : ""
            }`,
          ],
          [t("emergency.reason"), <Written key="reason" text={of.reason} />],
        ]}
      />
    </Panel>
  );
}

function DonePanel({ of }: { of: Emergency }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  if (of.done.length === 0)
    return (
      <Panel title={t("emergency.done")}>
        <p className="soft">{t("emergency.nothingDone")}</p>
      </Panel>
    );
  return (
    <Panel title={t("emergency.done")}>
      {of.doneCount > of.done.length ? (
        <p className="small soft">
          {t("emergency.doneOf", {
            shown: format.number(of.done.length),
            count: format.number(of.doneCount),
          })}
        </p>
      ) : null}
      <ul className="lines">
        {inARow(of.done).map(({ one, times }) => (
          <li key={one.id}>
            <span>
              {one.verb === "emergency.looked" ? (
                <>
                  <span className="soft">{t("emergency.looked")}</span> {any(`permission.${one.permission}`)}
                </>
              ) : (
                <b>{any(`events.${one.verb}`)}</b>
              )}
              {times > 1 ? <Tag>×{format.number(times)}</Tag> : null}
              {one.companyName ? (
                <small>
                  <LangText text={one.companyName} />
                </small>
              ) : null}
            </span>
            <span className="end small mute">{format.moment(one.at)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type Done = Emergency["done"][number];

/** What stands one below the other and is the same, once, with how often. */
function inARow(done: readonly Done[]): { one: Done; times: number }[] {
  const rows: { one: Done; times: number }[] = [];
  for (const one of done) {
    const last = rows.at(-1);
    if (
      last &&
      last.one.verb === one.verb &&
      last.one.permission === one.permission &&
      last.one.companyName === one.companyName
    )
      last.times += 1;
    else rows.push({ one, times: 1 });
  }
  return rows;
}

function EndDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText();
  const end = useCommand(emergencies.endEmergency, [
    access.getSession,
    emergencies.getEmergency,
    emergencies.listEmergencies,
    emergencies.getEmergencyOffer,
  ]);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("emergency.end")}
      effect={t("emergency.endEffect")}
      action={t("emergency.end")}
      isBusy={end.isPending}
      error={<FormError error={end.error} />}
      onConfirm={() => end.mutate({ id }, { onSuccess: onClose })}
    />
  );
}
