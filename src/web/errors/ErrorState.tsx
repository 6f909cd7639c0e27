// What happened, what was kept, what to do. Only what is out of order has a number to quote; the rest is how things are.
import { useContext, useEffect } from "react";
import { ApiError } from "../api.ts";
import { InPage } from "../layout/in-page.ts";
import { GoButton, useRecordPage } from "../navigation.tsx";
import { useAnyText, useText } from "../text/i18n.ts";
import { Button, Note } from "../ui/parts.tsx";
import { errorKindOf } from "./kinds.ts";

/** Instead of a page it has the page's title; within one it is a part of it. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useText();
  const record = useRecordPage();
  const kind = errorKindOf(error);
  const given = error instanceof ApiError ? error : null;
  const title = kind === "moved" && given?.title ? given.title : t(`state.${kind}`);
  // Where trying again cannot help, the way leads on.
  const isPart = useContext(InPage);
  useEffect(() => {
    if (!isPart) document.title = `${title} · Yagura`;
  }, [isPart, title]);
  const isFinal = kind === "notFound" || kind === "denied" || kind === "moved";
  return (
    <div className="state" role="alert">
      {isPart ? <h2>{title}</h2> : <h1>{title}</h1>}
      <p>{t(`state.${kind}Advice`)}</p>
      {kind === "fault" && given?.requestId ? (
        <p className="mono">{t("state.quote", { number: given.requestId })}</p>
      ) : null}
      {isFinal ? (
        kind === "moved" && record ? (
          <GoButton {...record}>{t("state.whereNow")}</GoButton>
        ) : (
          <GoButton to="/">{t("state.toHome")}</GoButton>
        )
      ) : onRetry ? (
        <Button onClick={onRetry}>{t("action.tryAgain")}</Button>
      ) : null}
    </div>
  );
}

export type NameOf = (path: string) => string | null;

function FieldName({ path, nameOf }: { path: string; nameOf: NameOf | undefined }) {
  const name = nameOf?.(path);
  return name ? <b>{name}:</b> : <span className="mono">{path}</span>;
}

/** The refusal of a form, with one line per field problem; `nameOf` gives the label that a field has on the page. */
export function FormError({ error, nameOf }: { error: unknown; nameOf?: NameOf | undefined }) {
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
              <FieldName path={field.path.replace(/^(body|querystring|params)\.?/, "")} nameOf={nameOf} />{" "}
              {field.detail.startsWith("errors.") ? any(`errors.${field.code}`) : field.detail}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
