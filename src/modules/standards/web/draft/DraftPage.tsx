// Writing an edition: its controls with what is still to be done on the left, the chosen one in all its languages beside.
import { useEffect, useRef, useState } from "react";
import { History } from "#modules/trail/web/parts.tsx";
import { ApiError, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { LeaveGuard } from "#web/layout/LeaveGuard.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam, useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Tag } from "#web/ui/small.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { type Control, standards } from "../../contract.ts";
import { ControlEditor, type Unsaved } from "./ControlEditor.tsx";
import { ControlLines } from "./ControlLines.tsx";
import { DraftTabs } from "./DraftTabs.tsx";
import { isFound } from "./found.ts";
import { NotWritten } from "./NotWritten.tsx";
import { NewControl } from "./NewControl.tsx";
import type { Draft } from "./reads.ts";
import "../standards.css";

type Row = Draft["controls"][number];
type Url = { control: string; show: "all" | "open"; search: string };

/** Whether something is still to be done about a control before the edition can be reviewed, or read everywhere. */
const isUnfinished = (corrected: ReadonlySet<string>) => (row: Row) =>
  row.isUndecided || row.untranslated.length > 0 || row.outdated.length > 0 || corrected.has(row.id);

export default function DraftPage() {
  const id = useParam("id");
  const draft = useOperation(standards.getDraft, { id });
  const edition = useOperation(standards.getEdition, { id });
  const errata = useOperation(standards.listDraftErrata, { id });
  const error = draft.error ?? edition.error;
  if (error instanceof ApiError && error.code === "edition.not_a_draft") return <NotWritten id={id} />;
  if (error) return <ErrorState error={error} onRetry={() => void draft.refetch()} />;
  if (!draft.data || !edition.data) return <Loading rows={12} />;
  return (
    <Writing
      id={id}
      draft={draft.data}
      name={edition.data.name.text}
      isStill={edition.data.state !== "draft"}
      corrected={new Set(errata.data?.rows.flatMap((row) => [row.controlId, ...row.origins]))}
    />
  );
}

/** Scrolls the list alone, never the page; the list may end below the window. */
function showIn(list: Element, row: Element): void {
  const [around, own] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
  const top = row.closest("section")?.parentElement?.querySelector(".list-head")?.clientHeight ?? 0;
  const end = Math.min(around.bottom, window.innerHeight);
  if (own.top >= around.top + top && own.bottom <= end) return;
  list.scrollTop += own.top - (around.top + end) / 2;
}

type Props = {
  id: string;
  draft: Draft;
  name: string;
  isStill: boolean;
  /** Controls with words that an erratum of the edition before has corrected since. */
  corrected: ReadonlySet<string>;
};

function Writing({ id, draft, name, isStill, corrected }: Props) {
  const t = useText();
  const [url, set] = useUrl<Url>();
  const [isAdding, add] = useState(false);
  const [unsaved, setUnsaved] = useState<ReadonlyMap<string, Unsaved>>(new Map());
  const keep = (controlId: string) => (one: Unsaved | null) =>
    setUnsaved((before) => {
      const next = new Map(before);
      if (one) next.set(controlId, one);
      else next.delete(controlId);
      return next;
    });
  const saved = (controlId: string) => (sent: Control, rowVersion: number) =>
    setUnsaved((before) => {
      const next = new Map(before);
      const now = before.get(controlId);
      if (now && now.control !== sent) next.set(controlId, { ...now, rowVersion });
      else next.delete(controlId);
      return next;
    });
  // The button that withdrew it has gone with its control: the hand goes on at the one that is shown instead.
  const list = useRef<HTMLElement>(null);
  const focusChosen = useRef(false);
  useEffect(() => {
    if (!focusChosen.current) return;
    focusChosen.current = false;
    list.current?.querySelector<HTMLElement>("[aria-current]")?.focus();
  });
  // Opened by its address or by a key, it stands somewhere among a hundred others.
  const scrolledFor = useRef("");
  useEffect(() => {
    const now = [url.control, url.search, url.show].join(" ");
    if (scrolledFor.current === now) return;
    scrolledFor.current = now;
    const row = list.current?.querySelector("[aria-current]");
    if (list.current && row) showIn(list.current, row);
  });
  const { edition } = draft.frame.standard;
  const touched = draft.controls.filter((row) => row.change !== "unchanged").length + draft.withdrawn.length;
  const unfinished = draft.controls.filter(isUnfinished(corrected));
  const goneOpen = draft.withdrawn.filter((one) => one.isUndecided);
  const found = isFound(url.search ?? "");
  const shown = (url.show === "open" ? unfinished : draft.controls).filter(found);
  const gone = (url.show === "open" ? goneOpen : draft.withdrawn).filter(found);
  const at = shown.findIndex((row) => row.id === url.control);
  const chosen = draft.controls.find((row) => row.id === url.control);
  const step = (to: number) => {
    const row = shown[to];
    return row ? () => set({ control: row.id }) : undefined;
  };
  const [previous, next] = [step(at - 1), step(at + 1)];
  useKey(previous ? { key: "k", label: t("control.previous"), run: previous } : null);
  useKey(next ? { key: "j", label: t("control.next"), run: next } : null);
  return (
    <Page
      title={
        draft.previous === null
          ? t("draft.titleFirst", { name, edition, count: draft.controls.length })
          : t("draft.title", { name, edition, count: touched })
      }
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: t("editions.title"), to: "/standards/editions" },
        { label: edition },
      ]}
      after={<Tag>{t(isStill ? "editions.state.in_review" : "editions.state.draft")}</Tag>}
      actions={
        <>
          <Button icon="plus" offBecause={isStill ? t("draft.still") : null} onClick={() => add(true)}>
            {t("draft.addControl")}
          </Button>
          <GoButton look="main" to="/standards/$id/publication" params={{ id }}>
            {t("draft.toReview")}
          </GoButton>
        </>
      }
    >
      <DraftTabs id={id} tab="controls" />
      <LeaveGuard
        isOn={unsaved.size > 0}
        what={t("draft.wouldLose", { controls: [...unsaved.keys()].join(", ") })}
      />
      {isStill ? <Note>{t("draft.stillHelp")}</Note> : null}
      <div className="draft">
        <nav ref={list} className="panel draft-list" aria-label={t("standard.tab.controls")}>
          <div className="list-head">
            <FindBox
              label={t("standard.find")}
              value={url.search ?? ""}
              onFind={(search) => set({ search: search || undefined })}
              isOnKey
            />
            <Segmented
              label={t("draft.show")}
              value={url.show ?? "all"}
              choices={[
                { value: "all", label: t("draft.all", { count: draft.controls.length }) },
                {
                  value: "open",
                  label: t("draft.open", { count: unfinished.length + goneOpen.length }),
                },
              ]}
              onChange={(show) => set({ show: show === "all" ? undefined : show })}
            />
          </div>
          <ControlLines
            id={id}
            draft={draft}
            rows={shown}
            withdrawn={gone}
            isSearched={Boolean(url.search)}
            chosen={url.control}
            unsaved={unsaved}
            corrected={corrected}
            onChoose={(control) => set({ control })}
          />
        </nav>
        {chosen ? (
          <ControlEditor
            key={chosen.id}
            id={id}
            controlId={chosen.id}
            draft={draft}
            isStill={isStill}
            unsaved={unsaved.get(chosen.id)}
            onKeep={keep(chosen.id)}
            onSaved={saved(chosen.id)}
            onRemoved={() => {
              keep(chosen.id)(null);
              focusChosen.current = true;
              set({ control: (shown[at + 1] ?? shown[at - 1])?.id });
            }}
          />
        ) : (
          <section className="panel">
            <EmptyState icon="standards" title={t("draft.choose")}>
              {t("draft.chooseHelp")}
            </EmptyState>
          </section>
        )}
      </div>
      {isAdding ? (
        <NewControl
          id={id}
          draft={draft}
          behind={chosen?.id}
          onAdded={(control) => {
            add(false);
            set({ control, show: undefined, search: undefined });
          }}
          onClose={() => add(false)}
        />
      ) : null}
      <History kind="edition" id={id} isOfGroup />
    </Page>
  );
}
