// How a control is meant and ways of doing it: folded, since it asks nothing; it says so where it is not in the reader's
// language.
import { currentLanguage, useText } from "#web/text/i18n.ts";
import { Tag } from "./small.tsx";

type Said = { text: string; lang: string };
type Wording = { guidance: Said | null; examples: readonly Said[] };

/** @param beside the same in another language, where the reader asked for it. */
export function Guidance({ of, beside = null }: { of: Wording; beside?: Wording | null }) {
  const t = useText();
  const { guidance, examples } = of;
  if (!guidance && examples.length === 0) return null;
  const kind = guidance ? (examples.length > 0 ? "both" : "guidance") : "examples";
  const all = [...(guidance ? [guidance] : []), ...examples];
  // Said once where it holds for all, else where it holds.
  const isAll = all.every(isOther);
  const isOfExamples = !isAll && examples.every(isOther);
  return (
    <details className="guidance">
      <summary>
        {t(`guidance.${kind}`, { count: examples.length })} {isAll ? <Marks of={all} /> : null}
      </summary>
      <p className="small soft">{t("guidance.note")}</p>
      {guidance ? <Text said={guidance} beside={beside?.guidance} isMarked={!isAll} /> : null}
      {examples.length > 0 ? (
        <>
          {guidance ? (
            <h4>
              {t("guidance.examples", { count: examples.length })}{" "}
              {isOfExamples ? <Marks of={examples} /> : null}
            </h4>
          ) : null}
          <ul className="bullets">
            {examples.map((one, at) => (
              // The texts of one control never move.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={at}>
                <Text said={one} beside={beside?.examples[at]} isMarked={!isAll && !isOfExamples} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </details>
  );
}

const isOther = ({ lang }: Said) => lang !== currentLanguage();

function Marks({ of }: { of: readonly Said[] }) {
  const t = useText();
  const languages = [...new Set(of.filter(isOther).map((one) => one.lang))];
  return languages.map((lang) => <Tag key={lang}>{t(`guidance.only.${lang as "en"}`)}</Tag>);
}

type TextProps = { said: Said; beside: Said | null | undefined; isMarked: boolean };

const Text = ({ said, beside, isMarked }: TextProps) => (
  <>
    <p lang={said.lang}>
      {isMarked ? <Marks of={[said]} /> : null}
      {said.text}
    </p>
    {beside && beside.text !== said.text ? (
      <p lang={beside.lang} className="original">
        {beside.text}
      </p>
    ) : null}
  </>
);
