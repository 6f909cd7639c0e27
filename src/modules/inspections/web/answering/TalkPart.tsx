// Talk about one control: among the company's people, or with the division.
import { ApiError, useCommand } from "#web/api.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { LangText } from "#web/ui/small.tsx";
import { useRef } from "react";
import { inspections } from "../../contract.ts";
import type { WholeControl } from "./kept.ts";
import { useWords } from "./useWords.ts";
import { useAnswering } from "./work.ts";

export function TalkPart({ whole }: { whole: WholeControl }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { inspection, refresh } = useAnswering();
  const [words, setWords] = useWords(`talk|${inspection.id}|${whole.controlId}`);
  const field = useRef<HTMLTextAreaElement>(null);
  const say = useCommand(inspections.say);
  useKey({ key: "m", label: t("answering.keys.talk"), run: () => field.current?.focus() });
  const send = (asksDivision: boolean) =>
    say.mutate(
      { id: inspection.id, controlId: whole.controlId, body: words.trim(), asksDivision },
      {
        onSuccess: () => {
          setWords("");
          void refresh(whole.controlId);
        },
      },
    );
  const isEmpty = words.trim() === "";
  return (
    <section>
      <h2>{t("answering.talk")}</h2>
      {whole.talks.map((talk) => (
        <div className="msg" key={talk.id}>
          <small>
            {talk.saidByName || "–"} · {format.moment(talk.saidAt, "short")}
            {talk.asksDivision ? ` · ${t("answering.toDivision")}` : ""}
            {talk.isReply ? ` · ${t("questions.fromDivision")}` : ""}
          </small>
          <LangText text={talk.body} />
          {talk.asksDivision ? (
            <small>
              {talk.answeredAt
                ? t("questions.answered", {
                    name: talk.answeredByName || t("questions.division"),
                    when: format.moment(talk.answeredAt, "short"),
                  })
                : t("questions.waiting")}
            </small>
          ) : null}
        </div>
      ))}
      <textarea
        ref={field}
        className="input s"
        rows={1}
        aria-label={t("answering.talkWrite")}
        placeholder={t("answering.talkWrite")}
        maxLength={4000}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {isEmpty ? null : (
        <div className="prop">
          <Button size="s" isBusy={say.isPending} onClick={() => send(true)}>
            {t("answering.askDivision")}
          </Button>
          <Button size="s" isBusy={say.isPending} onClick={() => send(false)}>
            {t("answering.noteInside")}
          </Button>
        </div>
      )}
      {say.error instanceof ApiError ? (
        <p className="small over" role="alert">
          {say.error.status === 0 ? t("answering.talkKept") : any(`errors.${say.error.code}`)}
        </p>
      ) : null}
    </section>
  );
}
