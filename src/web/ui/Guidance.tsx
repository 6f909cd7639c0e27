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
  const written = [...(guidance ? [guidance] : []), ...examples].map((one) => one.lang);
  const others = [...new Set(written)].filter((lang) => lang !== currentLanguage());
  const kind = guidance ? (examples.length > 0 ? "both" : "guidance") : "examples";
  return (
    <details className="guidance">
      <summary>
        {t(`guidance.${kind}`, { count: examples.length })}{" "}
        {others.map((lang) => (
          <Tag key={lang}>{t(`guidance.only.${lang as "en"}`)}</Tag>
        ))}
      </summary>
      <p className="small soft">{t("guidance.note")}</p>
      {guidance ? <Text said={guidance} beside={beside?.guidance} /> : null}
      {examples.length > 0 ? (
        <>
          {guidance ? <h4>{t("guidance.examples", { count: examples.length })}</h4> : null}
          <ul className="bullets">
            {examples.map((one, at) => (
              // The texts of one control never move.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={at}>
                <Text said={one} beside={beside?.examples[at]} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </details>
  );
}

const Text = ({ said, beside }: { said: Said; beside: Said | null | undefined }) => (
  <>
    <p lang={said.lang}>{said.text}</p>
    {beside && beside.text !== said.text ? (
      <p lang={beside.lang} className="original">
        {beside.text}
      </p>
    ) : null}
  </>
);
