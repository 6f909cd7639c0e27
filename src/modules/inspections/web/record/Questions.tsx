// What the company asked the division, the open ones first, answered on the spot.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { inspections } from "../../contract.ts";

type Question = Output<typeof inspections.listQuestions>["rows"][number];

export function Questions({ id }: { id: string }) {
  const t = useText();
  const found = useOperation(inspections.listQuestions, { id });
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data || found.data.rows.length === 0) return null;
  const open = found.data.rows.filter((one) => one.answeredAt === null).length;
  return (
    <Panel title={t(open > 0 ? "questions.open" : "questions.allAnswered", { count: open })}>
      <ul className="questions">
        {found.data.rows.map((one) => (
          <li key={one.id}>
            <Asked question={one} />
            {one.answeredAt === null && found.data.mayReply ? (
              <Reply inspectionId={id} questionId={one.id} />
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Asked({ question }: { question: Question }) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      <p className="small soft">
        {question.controlId ? (
          <>
            <span className="mono">{question.controlId}</span> <LangText text={question.title ?? ""} />
            {" · "}
          </>
        ) : null}
        {question.saidByName || "–"} · {format.moment(question.saidAt, "short")}
      </p>
      <p>
        <LangText text={question.body} />
      </p>
      {question.reply ? (
        <p className="reply">
          <LangText text={question.reply} />
        </p>
      ) : null}
      {question.answeredAt ? (
        <p className="small soft">
          {t("questions.answered", {
            name: question.answeredByName || t("questions.division"),
            when: format.moment(question.answeredAt, "short"),
          })}
        </p>
      ) : null}
    </>
  );
}

const refreshes = [
  inspections.listQuestions,
  inspections.getAskedControl,
  duties.getMyWork,
  duties.listMyDuties,
];

/** The desk's answer to one question; it goes to the company and ends the desk's duty with the last open one. */
export function Reply({ inspectionId, questionId }: { inspectionId: string; questionId: string }) {
  const t = useText();
  const [body, setBody] = useState("");
  const reply = useCommand(inspections.replyToQuestion, refreshes);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        reply.mutate({ id: inspectionId, questionId, body: body.trim() }, { onSuccess: () => setBody("") });
      }}
    >
      <TextArea label={t("questions.reply")} value={body} maxLength={4000} onChange={setBody} />
      <FormError error={reply.error} />
      <div className="ends">
        <Button
          type="submit"
          isBusy={reply.isPending}
          offBecause={body.trim() === "" ? t("questions.replyFirst") : null}
        >
          {t("questions.send")}
        </Button>
      </div>
    </form>
  );
}
