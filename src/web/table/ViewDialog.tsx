// A view gets its name, and those who see it.
import { type FormEvent, useState } from "react";
import { type ListName, views } from "#modules/views/contract.ts";
import { useCommand } from "../api.ts";
import { FormError } from "../errors/ErrorState.tsx";
import { SelectField, TextField } from "../forms/fields.tsx";
import { useForm } from "../forms/useForm.ts";
import { useText } from "../text/i18n.ts";
import { nameFor } from "../text/names.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import type { ListedViews, SavedView } from "./saved-view.ts";

type Props = {
  list: ListName;
  /** The view to be changed; a new one where there is none. */
  view?: SavedView | undefined;
  /** What the list shows now. */
  search: string;
  places: ListedViews["places"];
  /** @param id of the view that was made; null when nothing was, or only another name given. */
  onDone: (id: string | null) => void;
};

export function ViewDialog({ list, view, search, places, onDone }: Props) {
  const t = useText();
  const form = useForm(views.saveView, { name: view?.name ?? "" });
  const [sharedAt, share] = useState(view?.sharedAt ?? "");
  const [refusal, setRefusal] = useState<unknown>(null);
  const save = useCommand(views.saveView, [views.listViews]);
  const change = useCommand(views.changeView, [views.listViews]);
  const refused = { onError: (error: unknown) => setRefusal(form.refuse(error)) };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!form.isReady()) return;
    const given = { name: form.values.name, sharedAt: sharedAt || null };
    if (view)
      change.mutate(
        { id: view.id, ...given, rowVersion: view.rowVersion },
        { ...refused, onSuccess: () => onDone(null) },
      );
    else save.mutate({ list, search, ...given }, { ...refused, onSuccess: ({ id }) => onDone(id) });
  };
  return (
    <Dialog isOpen size="s" onClose={() => onDone(null)} title={t(view ? "views.edit" : "views.save")}>
      <form className="form" onSubmit={submit}>
        {view ? null : <p className="soft">{t("views.whatIsKept")}</p>}
        <TextField
          label={t("views.name")}
          hint={t("views.nameHint")}
          value={form.values.name}
          maxLength={80}
          error={form.errorOf("name")}
          onChange={(name) => form.set({ name })}
          onLeave={() => form.leave("name")}
        />
        {places.length > 0 ? (
          <SelectField
            label={t("views.who")}
            hint={t("views.whoHint")}
            value={sharedAt}
            choices={[
              { value: "", label: t("views.onlyMe") },
              ...places.map((place) => ({
                value: place.unitId,
                label: t("views.withPlace", { place: nameFor(place) }),
              })),
            ]}
            onChange={share}
          />
        ) : null}
        <FormError error={refusal} />
        <div className="ends">
          <Button onClick={() => onDone(null)}>{t("action.cancel")}</Button>
          <Button type="submit" look="main" isBusy={save.isPending || change.isPending}>
            {t(view ? "views.keep" : "views.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
