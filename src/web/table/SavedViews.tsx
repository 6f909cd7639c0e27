// The views of a list: its filter, order and columns kept under a name. The URL is the truth; a view is a copy of what it
// says of the list, and opening one writes it there. `saved` in the URL only says which name is open.
import { useEffect, useRef, useState } from "react";
import { type ListName, views } from "#modules/views/contract.ts";
import { readSearch, writeSearch } from "#modules/views/rules.ts";
import { useCommand, useOperation } from "../api.ts";
import { FormError } from "../errors/ErrorState.tsx";
import { useUrl } from "../navigation.tsx";
import { useText } from "../text/i18n.ts";
import { type Action, ActionMenu } from "../ui/ActionMenu.tsx";
import { Button } from "../ui/Button.tsx";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { toast } from "../ui/Toasts.tsx";
import type { SavedView } from "./saved-view.ts";
import { ViewDialog } from "./ViewDialog.tsx";

type Url = Record<string, unknown> & { saved?: string };

/** In the URL for the list without any view, where another is the default. */
const plain = "all";

type SavedViewsProps = {
  list: ListName;
  /** What the URL says of the list: names of filters, order and columns. */
  names: readonly string[];
};

export function SavedViews({ list, names }: SavedViewsProps) {
  const t = useText();
  const listed = useOperation(views.listViews, { list });
  const [now, open, go] = useOpenView(listed.data?.rows, names);
  const [asked, ask] = useState<"new" | "edit" | "remove" | null>(null);
  if (listed.isError)
    return (
      <div className="view-bar" role="alert">
        <span className="age">{t("views.unread")}</span>
        <Button size="s" onClick={() => void listed.refetch()}>
          {t("action.tryAgain")}
        </Button>
      </div>
    );
  if (!listed.data) return null;
  const { rows, places } = listed.data;
  const isKept = open ? open.search === now : now === "{}";
  // Nothing was kept yet, and a plain list is nothing to keep.
  if (rows.length === 0 && isKept) return null;
  return (
    <div className="view-bar">
      {rows.length > 0 ? (
        <fieldset className="chips" aria-label={t("views.of")}>
          <ViewChip name={t("views.plain")} isOpen={!open} onOpen={() => go(null)} />
          {rows.map((view) => (
            <ViewChip
              key={view.id}
              name={view.name}
              view={view}
              isOpen={view.id === open?.id}
              isChanged={view.id === open?.id && !isKept}
              onOpen={() => go(view)}
            />
          ))}
        </fieldset>
      ) : null}
      {open ? (
        <ViewActions
          list={list}
          view={open}
          now={now}
          onEdit={() => ask("edit")}
          onRemove={() => ask("remove")}
        />
      ) : null}
      {isKept ? null : (
        <Button size="s" look="quiet" icon="plus" onClick={() => ask("new")}>
          {t("views.save")}
        </Button>
      )}
      {asked === "new" || asked === "edit" ? (
        <ViewDialog
          list={list}
          view={asked === "edit" ? open : undefined}
          search={now}
          places={places}
          onDone={(id) => {
            ask(null);
            if (id) go({ id, search: now });
          }}
        />
      ) : null}
      {asked === "remove" && open ? (
        <RemoveDialog
          view={open}
          onDone={(isGone) => {
            ask(null);
            if (isGone) go(null);
          }}
        />
      ) : null}
    </div>
  );
}

/** What the URL says now, which view that is, and how to go to another. A list arrived at without anything opens with its default. */
function useOpenView(
  rows: readonly SavedView[] | undefined,
  names: readonly string[],
): [string, SavedView | undefined, (view: Pick<SavedView, "id" | "search"> | null) => void] {
  const [url, set] = useUrl<Url>();
  const now = writeSearch(url, names);
  const standard = rows?.find((view) => view.isDefault);
  const open =
    url.saved === plain
      ? undefined
      : (rows?.find((view) => view.id === url.saved) ?? rows?.find((view) => view.search === now));
  const write = (view: Pick<SavedView, "id" | "search"> | null, push: boolean) =>
    set(
      {
        ...Object.fromEntries(names.map((name) => [name, undefined])),
        ...(view ? readSearch(view.search, names) : {}),
        saved: view?.id ?? (standard ? plain : undefined),
      },
      { push },
    );
  const isArriving = useRef(true);
  useEffect(() => {
    if (!rows || !isArriving.current) return;
    isArriving.current = false;
    if (standard && now === "{}" && url.saved === undefined) write(standard, false);
  });
  return [now, open, (view) => write(view, true)];
}

type ViewChipProps = {
  name: string;
  view?: SavedView;
  isOpen: boolean;
  isChanged?: boolean;
  onOpen: () => void;
};

function ViewChip({ name, view, isOpen, isChanged = false, onOpen }: ViewChipProps) {
  const t = useText();
  return (
    <button type="button" className="chip" aria-pressed={isOpen} onClick={onOpen}>
      {view?.isDefault ? <Icon name="home" /> : null}
      {name}
      {view?.isDefault ? <span className="unseen">{t("views.isDefault")}</span> : null}
      {view?.sharedAt ? <small>{t(view.isOwn ? "views.isShared" : "views.fromOther")}</small> : null}
      {isChanged ? <small>{t("views.changed")}</small> : null}
    </button>
  );
}

type ViewActionsProps = {
  list: ListName;
  view: SavedView;
  now: string;
  onEdit: () => void;
  onRemove: () => void;
};

function ViewActions({ list, view, now, onEdit, onRemove }: ViewActionsProps) {
  const t = useText();
  const change = useCommand(views.changeView, [views.listViews]);
  const choose = useCommand(views.chooseDefaultView, [views.listViews]);
  const isKept = view.search === now;
  const own: Action[] = [
    {
      label: t("views.keepNow"),
      icon: "check",
      offBecause: isKept ? t("views.keptAlready") : null,
      onClick: () => change.mutate({ id: view.id, search: now, rowVersion: view.rowVersion }),
    },
    { label: t("views.edit"), onClick: onEdit },
  ];
  const actions: Action[] = [
    ...(view.isOwn ? own : []),
    {
      label: t(view.isDefault ? "views.noDefault" : "views.makeDefault"),
      icon: "home",
      onClick: () => choose.mutate({ list, viewId: view.isDefault ? null : view.id }),
    },
    {
      label: t("views.copyLink"),
      onClick: () =>
        void navigator.clipboard.writeText(location.href).then(() => toast(t("views.copied"), view.name)),
    },
    ...(view.isOwn ? [{ label: t("views.remove"), isDanger: true, onClick: onRemove }] : []),
  ];
  return (
    <>
      <ActionMenu label={t("views.actionsOf", { name: view.name })} actions={actions} />
      <FormError error={change.error ?? choose.error} />
    </>
  );
}

function RemoveDialog({ view, onDone }: { view: SavedView; onDone: (isGone: boolean) => void }) {
  const t = useText();
  const remove = useCommand(views.removeView, [views.listViews]);
  return (
    <ConfirmDialog
      isOpen
      onClose={() => onDone(false)}
      title={t("views.removeTitle", { name: view.name })}
      effect={t(view.sharedAt ? "views.removeShared" : "views.removeOwn")}
      action={t("views.remove")}
      isDanger
      isBusy={remove.isPending}
      error={<FormError error={remove.error} />}
      onConfirm={() => remove.mutate({ id: view.id }, { onSuccess: () => onDone(true) })}
    />
  );
}
