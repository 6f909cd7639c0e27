// What happened, what was kept, what to do; with a number to quote.
import { ApiError } from "../api.ts";
import { useAnyText, useText } from "../text/i18n.ts";
import { Button, Note } from "../ui/parts.tsx";

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useText();
  const isApi = error instanceof ApiError;
  const isMissing = isApi && error.status === 404;
  const isDown = isApi && error.status === 0;
  const title = isMissing
    ? t("state.notFound")
    : isDown
      ? t("state.offline")
      : isApi && error.title
        ? error.title
        : t("state.fault");
  const advice = isMissing
    ? t("state.notFoundAdvice")
    : isDown
      ? t("state.offlineAdvice")
      : t("state.faultAdvice");
  return (
    <div className="state" role="alert">
      <h2>{title}</h2>
      <p>{advice}</p>
      {isApi && error.requestId ? (
        <p className="mono">{t("state.quote", { number: error.requestId })}</p>
      ) : null}
      {onRetry ? <Button onClick={onRetry}>{t("action.tryAgain")}</Button> : null}
    </div>
  );
}

/** The refusal of a form, with one line per field problem. */
export function FormError({ error }: { error: unknown }) {
  const t = useText();
  const any = useAnyText();
  if (!error) return null;
  if (!(error instanceof ApiError)) return <Note kind="bad">{t("state.fault")}</Note>;
  if (error.status === 0) return <Note kind="bad">{t("state.offlineAdvice")}</Note>;
  const title = error.title && !error.title.startsWith("errors.") ? error.title : any(`errors.${error.code}`);
  return (
    <div className="note bad" role="alert">
      <p>{title}</p>
      {error.fields.length > 0 ? (
        <ul>
          {error.fields.map((field) => (
            <li key={`${field.path}${field.code}`}>
              <span className="mono">{field.path.replace(/^(body|querystring|params)\.?/, "")}</span>{" "}
              {field.detail.startsWith("errors.") ? any(`errors.${field.code}`) : field.detail}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
