// What goes to and fro with whoever reported: they read it by the secret of their report, and are not told who wrote.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { intake } from "../contract.ts";
import { type Intake, refreshed } from "./intake.ts";

export function IntakeTalk({ one }: { one: Intake }) {
  const t = useText();
  const format = useFormat();
  const read = useCommand(intake.readSenderWords, refreshed);
  return (
    <Panel title={t("intake.one.talk")}>
      {one.words.length === 0 ? <p className="soft">{t("intake.one.talkNone")}</p> : null}
      <ol className="intake-talk">
        {one.words.map((words) => (
          <li key={words.id} className={words.isSenders ? "" : "mine"}>
            <span className="small mute">
              {words.isSenders ? t("intake.one.sender") : (words.byName ?? t("intake.company"))} ·{" "}
              {format.moment(words.at)}
            </span>
            <p className="inc-words">
              <LangText text={words.said} />
            </p>
          </li>
        ))}
      </ol>
      {one.words.at(-1)?.isSenders ? (
        <p>
          <Button size="s" isBusy={read.isPending} onClick={() => read.mutate({ id: one.id })}>
            {t("intake.one.read")}
          </Button>
        </p>
      ) : null}
      <FormError error={read.error} />
      {one.canAnswer ? <Ask id={one.id} /> : <p className="small soft">{t("intake.one.noWay")}</p>}
    </Panel>
  );
}

function Ask({ id }: { id: string }) {
  const t = useText();
  const [said, setSaid] = useState("");
  const ask = useCommand(intake.askSender, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate(
      { id, said: said.trim() },
      {
        onSuccess: () => {
          setSaid("");
          toast(t("intake.one.asked"));
        },
      },
    );
  };
  return (
    <form className="form wide" onSubmit={submit}>
      <TextArea
        label={t("intake.one.ask")}
        hint={t("intake.one.askHint")}
        value={said}
        maxLength={4000}
        onChange={setSaid}
      />
      <FormError error={ask.error} />
      <Button
        type="submit"
        isBusy={ask.isPending}
        offBecause={said.trim() ? null : t("forms.first", { field: t("intake.one.ask") })}
      >
        {t("intake.one.askDo")}
      </Button>
    </form>
  );
}
