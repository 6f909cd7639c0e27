// Of one report, for whoever has its secret: how far it is in a word, what its company asks, and room to answer.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { LonePage } from "#web/layout/LonePage.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { intake } from "../contract.ts";
import { NotHere } from "./NotHere.tsx";
import { Urgent } from "./Urgent.tsx";
import { newId } from "../../web/report/new-id.ts";
import "../../web/incidents.css";
import "./intake.css";

type Status = Output<typeof intake.readReportStatus>;

/** The secret stands behind # and so reaches no server log. */
export default function StatusPage() {
  const t = useText();
  const [secret] = useState(() => location.hash.slice(1));
  const status = useOperation(
    intake.readReportStatus,
    { secret: /^[A-Za-z0-9_-]{43}$/.test(secret) ? secret : "-".repeat(43) },
    { refetchEvery: 30_000 },
  );
  if (status.isError && !status.data)
    return (
      <NotHere
        title={t("intake.statusPlain")}
        error={status.error}
        what="report_status"
        onRetry={() => void status.refetch()}
      />
    );
  if (!status.data)
    return (
      <LonePage title={t("intake.statusPlain")}>
        <Loading />
      </LonePage>
    );
  const { number } = status.data;
  return (
    <LonePage title={t("intake.statusTitle", { number })} isWide>
      <Shown status={status.data} secret={secret} />
    </LonePage>
  );
}

function Shown({ status, secret }: { status: Status; secret: string }) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="inc-form intake-form">
      <p className="soft">
        <LangText text={status.companyName} /> · {t("intake.sentAt", { at: format.moment(status.sentAt) })}
      </p>
      <Note>
        <b>{t(`intake.state.${status.state}`)}</b>
      </Note>
      {status.photos > 0 ? <p>{t("intake.photosArrived", { count: status.photos })}</p> : null}
      {status.phone ? (
        <p>
          <Urgent phone={status.phone} />
        </p>
      ) : null}
      <section>
        <h2>{t("intake.talk")}</h2>
        {status.words.length === 0 ? <p className="soft">{t("intake.talkNone")}</p> : null}
        <ol className="intake-talk">
          {status.words.map((one) => (
            <li key={one.id} className={one.isMine ? "mine" : ""}>
              <span className="small mute">
                {one.isMine ? t("intake.me") : t("intake.company")} · {format.moment(one.at)}
              </span>
              <p className="inc-words">
                <LangText text={one.said} />
              </p>
            </li>
          ))}
        </ol>
        {status.mayAdd ? <Add secret={secret} /> : <p className="soft">{t("intake.addFull")}</p>}
      </section>
    </div>
  );
}

function Add({ secret }: { secret: string }) {
  const t = useText();
  const [said, setSaid] = useState("");
  const [wordsId, setWordsId] = useState(newId);
  const add = useCommand(intake.addToSentReport, [intake.readReportStatus]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { secret, wordsId, said: said.trim() },
      {
        onSuccess: () => {
          setSaid("");
          setWordsId(newId());
        },
      },
    );
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextArea label={t("intake.add")} value={said} maxLength={4000} onChange={setSaid} />
      {add.error ? <Note kind="warn">{t("intake.notSent")}</Note> : null}
      <FormError error={add.error} />
      <Button
        type="submit"
        look="main"
        isBusy={add.isPending}
        offBecause={said.trim() ? null : t("forms.first", { field: t("intake.add") })}
      >
        {t("intake.addDo")}
      </Button>
    </form>
  );
}
