// Lent to one's own page: links under which a calendar program reads one's duties.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { feeds } from "../contract.ts";
import "./feeds.css";

export function MyFeeds({ className }: { className: string }) {
  const t = useText();
  const list = useOperation(feeds.listMyFeeds, {});
  return (
    <Panel className={className} title={t("feed.title")}>
      <p className="soft feeds-lead">{t("feed.help")}</p>
      {list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <Loading rows={2} />
      ) : (
        <>
          {list.data.rows.length > 0 ? <Links /> : <p>{t("feed.empty")}</p>}
          <AddFeed isFull={list.data.rows.length >= list.data.most} most={list.data.most} />
        </>
      )}
    </Panel>
  );
}

function Links() {
  const t = useText();
  const format = useFormat();
  const list = useOperation(feeds.listMyFeeds, {});
  const end = useCommand(feeds.endMyFeed, [feeds.listMyFeeds]);
  return (
    <>
      <table className="grid stacked">
        <Heads of={[[t("feed.name")], [t("feed.made")], [t("feed.lastUsed")], [t("feed.end")]]} />
        <tbody>
          {list.data?.rows.map((row) => (
            <tr key={row.id}>
              <td>{row.name}</td>
              <td data-label={t("feed.made")}>{format.moment(row.madeAt)}</td>
              <td data-label={t("feed.lastUsed")}>
                {row.lastUsedAt ? format.moment(row.lastUsedAt) : t("feed.never")}
              </td>
              <td>
                <Button
                  size="s"
                  isBusy={end.isPending && end.variables?.id === row.id}
                  onClick={() => end.mutate({ id: row.id })}
                >
                  {t("feed.end")}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <FormError error={end.error} />
    </>
  );
}

function AddFeed({ isFull, most }: { isFull: boolean; most: number }) {
  const t = useText();
  const [name, setName] = useState("");
  const [isCopied, setCopied] = useState(false);
  const add = useCommand(feeds.addMyFeed, [feeds.listMyFeeds]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setCopied(false);
    add.mutate({ name: name.trim() }, { onSuccess: () => setName("") });
  };
  const address = add.data?.address;
  return (
    <form className="form feeds-add" onSubmit={submit}>
      {address ? (
        <>
          <Note kind="warn">{t("feed.once")}</Note>
          <div className="row">
            <input
              className="input mono grow"
              aria-label={t("feed.address")}
              value={address}
              readOnly
              onFocus={(event) => event.target.select()}
            />
            <Button
              icon={isCopied ? "check" : "file"}
              onClick={() => void navigator.clipboard?.writeText(address).then(() => setCopied(true))}
            >
              {t(isCopied ? "feed.copied" : "feed.copy")}
            </Button>
          </div>
        </>
      ) : null}
      <TextField
        label={t("feed.name")}
        hint={t("feed.nameHint")}
        value={name}
        maxLength={60}
        onChange={setName}
      />
      <FormError error={add.error} />
      <div>
        <Button
          type="submit"
          isBusy={add.isPending}
          offBecause={
            isFull
              ? t("feed.full", { count: most })
              : name.trim()
                ? null
                : t("forms.first", { field: t("feed.name") })
          }
        >
          {t("feed.add")}
        </Button>
      </div>
    </form>
  );
}
