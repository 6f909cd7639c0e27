// One's own open sign-ins: with what, from where, by which way; one ended, or all others.
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { agentInWords } from "#web/identity/agent.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button, Loading, Note } from "#web/ui/parts.tsx";
import { access } from "../contract.ts";

/** Said of a way in; what stands for a check of ours is not. */
const said = ["pwd", "otp", "pop", "link", "recovery"];

export function MySessions() {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const sessions = useOperation(access.listMySessions, {});
  const end = useCommand(access.endSession, [access.listMySessions]);
  const endOthers = useCommand(access.endOtherSessions, [access.listMySessions]);
  if (!sessions.data) return <Loading rows={3} />;
  const { rows } = sessions.data;
  const misses = rows.find((row) => row.isThisOne)?.missesBefore ?? 0;
  return (
    <>
      {misses > 0 ? <Note kind="warn">{t("session.misses", { count: misses })}</Note> : null}
      <table className="grid stacked">
        <thead>
          <tr>
            <th scope="col">{t("session.with")}</th>
            <th scope="col">{t("session.by")}</th>
            <th scope="col">{t("session.since")}</th>
            <th scope="col">{t("session.lastSeen")}</th>
            <th scope="col" aria-label={t("session.end")} />
          </tr>
        </thead>
        <tbody>
          {rows.map((session) => (
            <tr key={session.id}>
              <td>
                {agentInWords(session.agent) ?? t("session.unknown")}
                {session.address ? <span className="mono mute small"> {session.address}</span> : null}
              </td>
              <td data-label={t("session.by")}>
                {format.list([
                  ...(session.provider === null ? [] : [session.provider]),
                  ...session.methods
                    .filter((method) => said.includes(method))
                    .map((method) => any(`method.${method}`)),
                ])}
              </td>
              <td data-label={t("session.since")}>{format.moment(session.createdAt)}</td>
              <td data-label={t("session.lastSeen")}>{format.moment(session.lastSeenAt)}</td>
              <td>
                {session.isThisOne ? (
                  <span className="badge tag">{t("session.this")}</span>
                ) : (
                  <Button size="s" onClick={() => end.mutate({ id: session.id })}>
                    {t("session.end")}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <FormError error={end.error ?? endOthers.error} />
      {rows.length > 1 ? (
        <p>
          <Button isBusy={endOthers.isPending} onClick={() => endOthers.mutate({})}>
            {t("session.endOthers")}
          </Button>
        </p>
      ) : null}
    </>
  );
}
