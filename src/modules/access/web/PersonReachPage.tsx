// What one person can see and do, today or as held on another day, from the rows that the checks themselves read.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { DateField } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam, useUrl } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { RightsList } from "./RightsList.tsx";

export default function PersonReachPage() {
  const t = useText();
  const format = useFormat();
  const id = useParam("id");
  const { today } = useSession();
  const mayReadAccounts = useMay("account.read");
  const mayReadPeople = useMay("person.read");
  const [url, setUrl] = useUrl<{ on: string }>();
  const on = url.on ?? today;
  const asked = useOperation(access.askRights, { id, ...(on === today ? {} : { asOf: on }) }, { keep: true });
  if (asked.isError) return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />;
  if (!asked.data) return <Loading rows={8} />;
  const { personName, rights } = asked.data;
  return (
    <Page
      title={t("rights.ofPerson", { name: personName })}
      crumbs={[
        { label: t("rail.accounts"), ...(mayReadAccounts ? { to: "/accounts" } : {}) },
        { label: personName },
      ]}
      actions={
        mayReadPeople ? (
          <GoButton to="/people/$id" params={{ id }}>
            {t("rights.toPerson")}
          </GoButton>
        ) : undefined
      }
    >
      <div className="cols">
        <Panel
          className="c8"
          title={t("rights.held", { count: rights.length })}
          more={on === today ? t("rights.today") : format.day(on, "plain")}
        >
          <RightsList rights={rights} none={t("rights.noneHelp")} />
        </Panel>
        <Panel className="c4" title={t("rights.asOf")}>
          <div className="form">
            <DateField
              label={t("rights.day")}
              value={on}
              hint={t("rights.asOfHelp")}
              onChange={(day) => setUrl({ on: day === today ? undefined : day })}
            />
            <p className="small mute">{t("rights.asked")}</p>
          </div>
        </Panel>
      </div>
    </Page>
  );
}
