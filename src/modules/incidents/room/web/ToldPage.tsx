// What one's own company was told of an incident elsewhere, and that somebody has taken note.
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { refreshedRoom } from "./within.tsx";
import "./room.css";

export default function ToldPage() {
  const t = useText();
  const format = useFormat();
  const id = useParam("id");
  const read = useOperation(incidents.getTold, { id });
  const note = useCommand(incidents.noteTold, [...refreshedRoom, incidents.getTold]);
  const told = read.data;
  return (
    <Page
      title={told ? t("room.toldTitle", { company: told.companyName }) : t("room.toldCrumb")}
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("room.toldCrumb") }]}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : told ? (
        <div className="stack room-brief">
          {told.isExercise ? <Note kind="warn">{t("incident.exerciseNote")}</Note> : null}
          {told.leftAt ? (
            <Note>{t("room.leftAs", { moment: format.moment(told.leftAt), why: told.leftBecause })}</Note>
          ) : null}
          <Panel
            footer={
              <span className="soft">
                {format.momentWithZone(told.toldAt)} · {told.toldByName ?? t("trail.itself")}
              </span>
            }
          >
            <Tag>{t(`room.affectedRole.${told.role}`)}</Tag>
            <p>
              <LangText text={told.told} />
            </p>
          </Panel>
          <FormError error={note.error} />
          {told.notedAt ? (
            <p className="soft">
              {t("room.notedBy", { name: told.notedByName ?? "", moment: format.moment(told.notedAt) })}
            </p>
          ) : told.mayNote ? (
            <div>
              <Button look="main" isBusy={note.isPending} onClick={() => note.mutate({ id })}>
                {t("room.noteTold")}
              </Button>
            </div>
          ) : null}
        </div>
      ) : (
        <Loading rows={4} />
      )}
    </Page>
  );
}
