// From writing to publishing: sent, heard, approved by somebody else, or sent back; every opinion stays with its content.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { DateField, TextArea, TextField } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag, Written } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { standards } from "../../contract.ts";
import { draftReads } from "./reads.ts";

type Edition = Output<typeof standards.getEdition>;
type Review = Output<typeof standards.getReview>;
const reads = [...draftReads, standards.getReview, standards.listEditions, duties.getMyWork] as const;

export function ReviewPanel({ edition, canSend }: { edition: Edition; canSend: boolean }) {
  const t = useText();
  const review = useOperation(standards.getReview, { id: edition.id });
  if (review.isError) return <ErrorState error={review.error} />;
  if (!review.data) return <Loading rows={4} />;
  const { opinions, isApproved } = review.data;
  return (
    <Panel
      title={t(
        isApproved
          ? "review.approved"
          : edition.state === "in_review"
            ? "review.waitsForApproval"
            : opinions.length > 0
              ? "review.returned"
              : "review.notSent",
      )}
      more={opinions.length > 0 ? t("review.count", { count: opinions.length }) : undefined}
    >
      {opinions.length > 0 ? (
        <ol className="edition-opinions">
          {opinions.map((opinion) => (
            <Opinion key={opinion.id} opinion={opinion} />
          ))}
        </ol>
      ) : null}
      {edition.state === "draft" ? (
        <SendForm edition={edition} canSend={canSend} />
      ) : edition.state === "in_review" ? (
        <OpinionForm id={edition.id} review={review.data} />
      ) : null}
    </Panel>
  );
}

function Opinion({ opinion }: { opinion: Review["opinions"][number] }) {
  const t = useText();
  const format = useFormat();
  const who = format.person({ familyName: opinion.personFamilyName, givenName: opinion.personGivenName });
  return (
    <li>
      <span className="row">
        <Tag isMust={opinion.kind === "approved" && opinion.isOfThisContent}>
          {t(`review.kind.${opinion.kind}`)}
        </Tag>
        <LangText
          text={opinion.adviserName ? `${opinion.adviserName} (${opinion.adviserFirm ?? ""})` : who}
        />
        <span className="age">
          {format.day(opinion.givenOn, "plain")}
          {opinion.adviserName ? ` · ${t("review.recordedBy", { name: who })}` : ""}
          {opinion.isOfThisContent ? "" : ` · ${t("review.ofEarlier")}`}
        </span>
      </span>
      <p>
        <Written text={opinion.words} />
      </p>
    </li>
  );
}

function SendForm({ edition, canSend }: { edition: Edition; canSend: boolean }) {
  const t = useText();
  const [words, setWords] = useState("");
  const send = useCommand(standards.sendToReview, reads);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate({ id: edition.id, words: words.trim(), rowVersion: edition.rowVersion });
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextArea
        label={t("review.what")}
        hint={t("review.whatHint")}
        value={words}
        maxLength={4000}
        onChange={setWords}
      />
      <FormError error={send.error} />
      <div className="ends">
        <Button
          type="submit"
          look="main"
          isBusy={send.isPending}
          offBecause={canSend ? (words.trim() ? null : t("review.whatMissing")) : t("publish.notYet")}
        >
          {t("review.send")}
        </Button>
      </div>
    </form>
  );
}

const kinds = ["approved", "opinion", "adviser", "returned"] as const;
type Kind = (typeof kinds)[number];

function OpinionForm({ id, review }: { id: string; review: Review }) {
  const t = useText();
  const { today } = useSession();
  const why = review.can.approve;
  const [kind, setKind] = useState<Kind>(why === null && !review.isApproved ? "approved" : "opinion");
  const [form, setForm] = useState({ words: "", name: "", firm: "", givenOn: today });
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const give = useCommand(standards.giveOpinion, reads);
  const back = useCommand(standards.returnToDraft, reads);
  const isAdviser = kind === "adviser";
  const missing = !form.words.trim()
    ? t("forms.first", { field: t("review.words") })
    : isAdviser && !(form.name.trim() && form.firm.trim())
      ? t("forms.first", { field: t("review.adviserName") })
      : kind === "approved" && why !== null
        ? t(`review.cannot.${why}`)
        : null;
  const done = { onSuccess: () => set({ words: "", name: "", firm: "" }) };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const words = form.words.trim();
    if (kind === "returned") back.mutate({ id, words }, done);
    else
      give.mutate(
        {
          id,
          kind,
          words,
          ...(isAdviser
            ? { adviserName: form.name.trim(), adviserFirm: form.firm.trim(), givenOn: form.givenOn }
            : {}),
        },
        done,
      );
  };
  return (
    <form className="form" onSubmit={submit}>
      <Segmented
        label={t("review.kind")}
        value={kind}
        choices={kinds.map((value) => ({ value, label: t(`review.act.${value}`) }))}
        onChange={setKind}
      />
      {isAdviser ? (
        <div className="draft-facts">
          <TextField
            label={t("review.adviserName")}
            value={form.name}
            maxLength={200}
            onChange={(name) => set({ name })}
          />
          <TextField
            label={t("review.adviserFirm")}
            value={form.firm}
            maxLength={200}
            onChange={(firm) => set({ firm })}
          />
          <DateField
            label={t("review.givenOn")}
            value={form.givenOn}
            onChange={(givenOn) => set({ givenOn })}
          />
        </div>
      ) : null}
      <TextArea
        label={t("review.words")}
        hint={t(`review.hint.${kind}`)}
        value={form.words}
        maxLength={4000}
        onChange={(words) => set({ words })}
      />
      <FormError error={give.error ?? back.error} />
      <div className="ends">
        <Button
          type="submit"
          look={review.isApproved ? "outlined" : "main"}
          isBusy={give.isPending || back.isPending}
          offBecause={missing}
        >
          {t(`review.do.${kind}`)}
        </Button>
      </div>
    </form>
  );
}
