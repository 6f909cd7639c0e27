// Walking through a company: places along the top, one check at a time, the next one at the thumb.
import { useState } from "react";
import { useConnection } from "#web/connection.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { LangText } from "#web/ui/small.tsx";
import { AddCheck } from "./AddCheck.tsx";
import { CheckCard } from "./CheckCard.tsx";
import { asItIs, type Check, checksOf, isChecked, nextOpen, type Taken, type Whole } from "./entries.ts";
import { OfPlace } from "./OfPlace.tsx";
import { photoInput } from "./Photos.tsx";
import { OtherChecks } from "./OtherChecks.tsx";
import { useSync } from "./useClosing.ts";
import { useTitle } from "./useWords.ts";
import { Waiting } from "./Waiting.tsx";
import { change, close, type Work } from "./work.ts";

export function Walk({ work, sheet: taken }: { work: Work; sheet: Taken }) {
  const t = useText();
  useSync();
  const sheet = asItIs(taken, work.living, work.entries);
  const checks = checksOf(work.living, work.entries);
  const isDone = (id: string) => isChecked(work.living, work.entries, id);
  // Where one begins; from then on the check stays until somebody goes on, also once it is answered.
  const [chosen, setChosen] = useState(() => nextOpen(sheet, checks, isDone, null)?.id ?? null);
  /** A place where nothing is looked at yet. */
  const [bare, setBare] = useState<string | null>(null);
  const [isPending, showPending] = useState(false);
  // What another device had added here before stands for one's own.
  const standing = work.living.twins.find((one) => one.id === chosen)?.checkId ?? chosen;
  const here = bare ? undefined : (checks.find((one) => one.id === standing) ?? checks[0]);
  const next = nextOpen(sheet, checks, isDone, here?.id ?? null);
  const placeId = bare ?? here?.placeId ?? sheet.places[0]?.id;
  const place = sheet.places.find((one) => one.id === placeId);
  const goTo = (id: string) => {
    setChosen(id);
    setBare(null);
    showPending(false);
    window.scrollTo({ top: 0 });
  };
  const firstAt = (id: string) => {
    const there = checks.filter((one) => one.placeId === id);
    return (there.find((one) => !isDone(one.id)) ?? there[0])?.id;
  };
  const enterPlace = (id: string) => {
    const first = firstAt(id);
    if (first) return goTo(first);
    setBare(id);
    return showPending(false);
  };
  return (
    <div className="on-site">
      <Band work={work} onPending={() => showPending(!isPending)} />
      <Head sheet={sheet} done={checks.filter((one) => isDone(one.id)).length} total={checks.length} />
      <Places sheet={sheet} checks={checks} isDone={isDone} here={placeId} onGo={enterPlace} />
      <main>
        {isPending ? <Waiting work={work} /> : null}
        {work.isRearranged && !isPending ? <Rearranged /> : null}
        {place && !isPending ? (
          <OfPlace key={`${place.id}${here ? "" : " alone"}`} work={work} place={place} isAll={!here} />
        ) : null}
        {here && !isPending ? <CheckCard key={here.id} work={work} sheet={sheet} check={here} /> : null}
        {placeId && !isPending ? (
          <>
            <AddCheck
              key={placeId}
              sheet={sheet}
              others={taken.others}
              checks={checks}
              placeId={placeId}
              onAdded={goTo}
            />
            <OtherChecks
              work={work}
              sheet={sheet}
              checks={checks}
              placeId={placeId}
              here={here?.id}
              onGo={goTo}
            />
          </>
        ) : null}
      </main>
      <footer>
        <label className="shoot" htmlFor={photoInput} title={t("audits.onSite.addPhoto")}>
          <Icon name="camera" />
        </label>
        <Button
          look="main"
          size="l"
          offBecause={next ? null : t("audits.onSite.allDone")}
          onClick={() => next && goTo(next.id)}
        >
          {next ? <Next sheet={sheet} check={next} /> : t("audits.onSite.next")}
        </Button>
      </footer>
    </div>
  );
}

function Rearranged() {
  const t = useText();
  return (
    <div className="news" role="status">
      <span>{t("audits.onSite.rearranged")}</span>
      <Button size="s" onClick={() => change({ isRearranged: false })}>
        {t("audits.onSite.understood")}
      </Button>
    </div>
  );
}

function Next({ sheet, check }: { sheet: Whole; check: Check }) {
  const t = useText();
  const title = useTitle(sheet);
  return (
    <span className="next">
      <b>{t("audits.onSite.next")}</b>
      <small>{title(check)}</small>
      <Icon name="right" />
    </span>
  );
}

function Band({ work, onPending }: { work: Work; onPending: () => void }) {
  const t = useText();
  const format = useFormat();
  const { isUp, since } = useConnection();
  const conflicts = work.living.conflicts.length;
  const state = isUp
    ? t(work.sending.isBusy ? "audits.onSite.sending" : "audits.onSite.connected")
    : t("audits.onSite.offlineSince", {
        time: since ? format.moment(new Date(since).toISOString(), "time") : "–",
      });
  return (
    <div className="band" role="status">
      <Icon name={isUp ? "check" : "offline"} />
      <span>
        {state} ·{" "}
        {conflicts === 0
          ? t("audits.onSite.noConflicts")
          : t("audits.onSite.conflicts", { count: conflicts })}
      </span>
      <button type="button" onClick={onPending}>
        <b>{format.number(work.entries.length)}</b> {t("audits.onSite.toSend")}
      </button>
    </div>
  );
}

function Head({ sheet, done, total }: { sheet: Whole; done: number; total: number }) {
  const t = useText();
  return (
    <header>
      <button
        type="button"
        className="icon-btn"
        aria-label={t("audits.onSite.close")}
        title={t("audits.onSite.close")}
        onClick={() => void close()}
      >
        <Icon name="lock" />
      </button>
      <h1>
        <LangText text={sheet.companyName} />
        <small>{t("audits.onSite.head", { reference: sheet.reference, done, total })}</small>
      </h1>
    </header>
  );
}

const intoView = (button: HTMLButtonElement | null) =>
  button?.scrollIntoView({ block: "nearest", inline: "center" });

type PlacesProps = {
  sheet: Whole;
  checks: readonly Check[];
  isDone: (id: string) => boolean;
  here: string | undefined;
  onGo: (placeId: string) => void;
};

function Places({ sheet, checks, isDone, here, onGo }: PlacesProps) {
  const t = useText();
  return (
    <nav className="places" aria-label={t("audits.onSite.places")}>
      {sheet.places.map((place) => {
        const there = checks.filter((one) => one.placeId === place.id);
        const done = there.filter((one) => isDone(one.id)).length;
        const isHere = place.id === here;
        return (
          <button
            key={place.id}
            type="button"
            className={isHere ? "on" : ""}
            aria-current={isHere ? "step" : undefined}
            ref={isHere ? intoView : undefined}
            onClick={() => onGo(place.id)}
          >
            {done === there.length && there.length > 0 ? <Icon name="check" /> : null}
            <LangText text={place.name} />
            <small>
              {done}/{there.length}
            </small>
          </button>
        );
      })}
    </nav>
  );
}
