// Behind a short link: report without signing in, on a telephone, in a minute.
import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import type { Output } from "#core/contract.ts";
import { ApiError, call, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { LonePage } from "#web/layout/LonePage.tsx";
import { useParam } from "#web/navigation.tsx";
import { preferredLanguage, showIn, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { KindTiles, Questions, Step, WhenNoticed } from "../../web/report/parts.tsx";
import { intake } from "../contract.ts";
import { fewestSeconds, typedCode } from "../rules.ts";
import { type Draft, dropDraft, keepDraft, loadDraft } from "./draft.ts";
import { NotHere } from "./NotHere.tsx";
import { type Photo, PhotosField } from "./PhotosField.tsx";
import { SentView } from "./SentView.tsx";
import { solve } from "./solve.ts";
import { Urgent } from "./Urgent.tsx";
import "../../web/incidents.css";
import "./intake.css";

type Form = Output<typeof intake.readReportLink>;
type Sent = Output<typeof intake.sendByLink> & { secret: string; photos: Photo[] };

export default function SendPage() {
  const t = useText();
  const code = typedCode(useParam("code"));
  const form = useOperation(intake.readReportLink, { code }, { keep: true });
  const [sent, setSent] = useState<Sent | null>(null);
  if (sent) return <SentView sent={sent} onAnother={() => setSent(null)} />;
  if (form.isError && !form.data)
    return (
      <NotHere
        title={t("intake.titlePlain")}
        error={form.error}
        what="report_link"
        onRetry={() => void form.refetch()}
      />
    );
  if (!form.data)
    return (
      <LonePage title={t("intake.titlePlain")}>
        <Loading />
      </LonePage>
    );
  return (
    <LonePage title={t("intake.title", { company: form.data.companyName })} isWide>
      <SendForm code={code} form={form.data} onSent={setSent} />
    </LonePage>
  );
}

/** The task is solved while somebody writes; asked for anew where the form was open for too long. */
function useTask(code: string, first: Pick<Form, "task" | "bits">) {
  const solving = useRef<{ task: string; solution: Promise<string> } | null>(null);
  const ending = useRef<AbortController | null>(null);
  const begin = useCallback((task: string, bits: number) => {
    ending.current?.abort();
    const control = new AbortController();
    ending.current = control;
    solving.current = { task, solution: solve(task, bits, control.signal) };
  }, []);
  // The first one: a form that is read anew in another language keeps it.
  const [{ task, bits }] = useState(first);
  useEffect(() => {
    begin(task, bits);
    return () => ending.current?.abort();
  }, [begin, task, bits]);
  return async (more: More) => {
    if (more === "anew") {
      const [next] = await Promise.all([call(intake.readReportLink, { code }), pause()]);
      begin(next.task, next.bits);
    } else if (more !== "as it is") begin(solving.current?.task ?? "", more.bits);
    const now = solving.current;
    return { task: now?.task ?? "", solution: (await now?.solution) ?? "" };
  };
}

/** How often it is solved further in a rush, before the sender is told to try again. */
const mostTries = 4;
type More = "as it is" | "anew" | { bits: number };
/** A form whose task is new is no form that was filled in within seconds. */
const pause = () => new Promise((done) => setTimeout(done, (fewestSeconds + 1) * 1000));

/** What to do about a task that is not taken: another, or the same solved further, since more came by the link meanwhile. */
function moreOf(error: unknown): More | null {
  if (!(error instanceof ApiError)) return null;
  if (error.code === "report_link.task_over") return "anew";
  const { bits } = error.extra;
  return error.code === "report_link.task_further" && typeof bits === "number" ? { bits } : null;
}

const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

type Props = { code: string; form: Form; onSent: (sent: Sent) => void };

function SendForm({ code, form, onSent }: Props) {
  const t = useText();
  const [draft, setDraft] = useState(() => {
    const kept = loadDraft(code);
    return kept.task ? kept : { ...kept, task: form.task, bits: form.bits };
  });
  const [photos, setPhotos] = useState<Photo[]>([]);
  const [website, setWebsite] = useState("");
  const [isKept, setKept] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const solved = useTask(code, draft);
  const [zone] = useState(zoneHere);
  // Whose browser asks for none of our languages reads the first that it was put up in; everybody else their own.
  const [offered] = useState(form.languages);
  useEffect(() => {
    const [first] = offered;
    if (first && preferredLanguage() === null) void showIn(first);
  }, [offered]);
  const set = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    setKept(keepDraft(code, next));
  };
  const send = async (more: More): Promise<void> => {
    const { sendingId, secret, kind, answers, at, what, name, contact } = draft;
    if (!kind) return;
    const answer = await call(intake.sendByLink, {
      code,
      sendingId,
      secret,
      ...(await solved(more)),
      kind,
      answers,
      what: what.trim(),
      discoveredAt: at,
      zone,
      name: name.trim(),
      contact: contact.trim(),
      website,
      photos: photos.length,
    });
    dropDraft(code);
    onSent({ ...answer, secret, photos });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailed(null);
    try {
      let more: More | null = "as it is";
      for (let tries = 1; more !== null; tries += 1)
        more = await send(more).then(
          () => null,
          (error: unknown) => {
            const next = tries < mostTries ? moreOf(error) : null;
            if (next === null) throw error;
            return next;
          },
        );
    } catch (error) {
      setFailed(error);
    } finally {
      setBusy(false);
    }
  };
  const missing = !draft.kind ? t("report.what") : !draft.at ? t("report.when") : null;
  return (
    <form className="inc-form intake-form" onSubmit={(event) => void submit(event)}>
      {form.placeName ? <p className="soft">{form.placeName}</p> : null}
      <p>{t("intake.lead")}</p>
      {form.phone ? (
        <Note>
          <Urgent phone={form.phone} />
        </Note>
      ) : null}
      <Step title={t("report.what")} isDone={draft.kind !== null}>
        <KindTiles value={draft.kind} onChange={(kind) => set({ kind, answers: {} })} />
      </Step>
      {draft.kind ? (
        <Questions kind={draft.kind} answers={draft.answers} onChange={(answers) => set({ answers })} />
      ) : null}
      <Step title={t("report.when")} isDone={draft.at !== ""}>
        <WhenNoticed at={draft.at} when={draft.when} zone={zone} onChange={(at, when) => set({ at, when })} />
      </Step>
      <TextArea
        label={t("report.words")}
        hint={t("report.wordsHint")}
        isOptional
        value={draft.what}
        maxLength={8000}
        onChange={(what) => set({ what })}
      />
      <PhotosField photos={photos} onChange={setPhotos} />
      <TextField
        label={t("intake.who")}
        hint={t("intake.whoHint")}
        isOptional
        value={draft.name}
        maxLength={120}
        onChange={(name) => set({ name })}
      />
      <TextField
        label={t("intake.reach")}
        hint={t("intake.reachHint")}
        isOptional
        value={draft.contact}
        maxLength={160}
        onChange={(contact) => set({ contact })}
      />
      {/* Seen and reached by nobody: what fills it in is a program. */}
      <div className="intake-trap" aria-hidden="true">
        <label>
          Website
          <input
            type="text"
            name="website"
            tabIndex={-1}
            autoComplete="off"
            value={website}
            onChange={({ target }) => setWebsite(target.value)}
          />
        </label>
      </div>
      {failed ? <Note kind="warn">{t("intake.notSent")}</Note> : null}
      <FormError error={failed} />
      <div className="inc-foot">
        <Button
          type="submit"
          look="main"
          size="l"
          isBusy={isBusy}
          offBecause={missing ? t("forms.first", { field: missing }) : null}
        >
          {t("intake.send")}
        </Button>
        {isKept ? <p className="small soft">✓ {t("intake.kept")}</p> : null}
      </div>
    </form>
  );
}
