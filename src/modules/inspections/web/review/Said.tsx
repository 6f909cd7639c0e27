// What the company said and what it shows for it.
import type { Output } from "#core/contract.ts";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { LangText } from "#web/ui/small.tsx";
import type { inspections } from "../../contract.ts";
import { Reply } from "../record/Questions.tsx";

type Control = Output<typeof inspections.getAskedControl>;

export function Said({
  control,
  replyAt,
}: {
  control: Control /** Null where questions are not the reader's to answer. */;
  replyAt: string | null;
}) {
  const t = useText();
  const format = useFormat();
  const { answer, inherited } = control;
  const said = [
    [t("review.said.how"), answer?.how],
    [t("review.said.missing"), answer?.missing],
    [t("review.said.reason"), answer?.reason],
    [t("review.said.exceptions"), answer?.exceptions],
    [
      t("review.said.coverage"),
      answer?.coveragePercent == null ? null : format.percent(answer.coveragePercent / 100),
    ],
    [t("review.said.maturity"), answer?.maturity == null ? null : String(answer.maturity)],
    [
      t("review.said.owner"),
      [answer?.owner, answer?.dueOn ? format.day(answer.dueOn, "plain") : null].filter(Boolean).join(" · ") ||
        null,
    ],
  ].filter((pair): pair is [string, string] => Boolean(pair[1]));
  return (
    <>
      {said.length > 0 || inherited ? (
        <section>
          <h3>{t("review.said.title")}</h3>
          <dl className="kv">
            {said.map(([name, text]) => (
              <Pair key={name} name={name} text={text} />
            ))}
            {inherited ? (
              <Pair
                name={t("review.said.provider")}
                text={t("review.said.providerSays", {
                  provider: inherited.providerName,
                  verdict: t(`verdict.${inherited.answer.verdict}`),
                  share: format.percent(inherited.sharePercent / 100),
                })}
              />
            ) : null}
            {control.backing ? (
              <Pair
                name={t("review.said.backing")}
                text={t(`backing.${control.backing.state}`, {
                  day:
                    control.backing.state === "stands" && control.backing.until
                      ? format.day(control.backing.until, "plain")
                      : format.momentDay(control.backing.since, "plain"),
                })}
              />
            ) : null}
          </dl>
        </section>
      ) : null}
      <Evidence control={control} />
      {control.talks.length > 0 ? (
        <section>
          <h3>{t("review.talk", { count: control.talks.length })}</h3>
          <ul className="lines">
            {control.talks
              .filter((one, at, all) => at >= all.length - 3 || (one.asksDivision && !one.answeredAt))
              .map((talk) => (
                <li key={talk.id}>
                  <span>
                    <LangText text={talk.body} />
                    <small>
                      {talk.saidByName} · {format.moment(talk.saidAt, "short")}
                      {talk.isReply ? ` · ${t("questions.fromDivision")}` : ""}
                    </small>
                    {replyAt && talk.asksDivision && talk.answeredAt === null ? (
                      <Reply inspectionId={replyAt} questionId={talk.id} />
                    ) : null}
                  </span>
                </li>
              ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

const Pair = ({ name, text }: { name: string; text: string }) => (
  <>
    <dt>{name}</dt>
    <dd>
      <LangText text={text} />
    </dd>
  </>
);

function Evidence({ control }: { control: Control }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  if (control.evidence.length === 0)
    return (
      <section>
        <h3>{t("review.proof", { count: 0 })}</h3>
        <p className="soft small">{t("review.noProof")}</p>
      </section>
    );
  return (
    <section>
      <h3>{t("review.proof", { count: control.evidence.length })}</h3>
      <ul className="lines">
        {control.evidence.map((one) => (
          <li key={one.id}>
            <span>
              {one.fileId ? (
                <button type="button" className="linkish" onClick={() => void downloadFile(one.fileId ?? "")}>
                  <LangText text={one.fileName ?? one.title} />
                </button>
              ) : (
                <LangText text={one.title} />
              )}
              <small>
                {one.place && !one.fileId ? `${one.place} · ` : ""}
                {t(`assurance.${one.kind}`)}
              </small>
            </span>
            <span className={one.validUntil < today ? "end wrong" : "end"}>
              {t(one.validUntil < today ? "review.expiredOn" : "review.validTo", {
                day: format.day(one.validUntil, "plain"),
              })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
