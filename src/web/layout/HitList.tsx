// A field and what it finds, walked with the arrow keys: the unit switcher and the search are made of it.
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { Icon, type IconName } from "../ui/icons.tsx";
import { LangText } from "../ui/small.tsx";

export type Hit = { id: string; label: string; note?: string; icon: IconName; run: () => void };
export type HitSection = { title: string | null; hits: readonly Hit[] };

type Props = {
  label: string;
  words: string;
  onWords: (words: string) => void;
  sections: readonly HitSection[];
  /** Said when nothing was found; null while nothing was asked or the answer is on its way. */
  none: string | null;
  foot?: ReactNode;
  onClose: () => void;
};

export function HitList({ label, words, onWords, sections, none, foot, onClose }: Props) {
  const id = useId();
  const [at, setAt] = useState(0);
  const shown = sections.filter((section) => section.hits.length > 0);
  const hits = shown.flatMap((section) => section.hits);
  const current = hits[Math.min(at, hits.length - 1)];
  const press = (event: KeyboardEvent) => {
    // A Japanese or Chinese input method is still composing: Enter chooses a word there.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setAt(Math.min(hits.length - 1, at + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
    else if (event.key === "Enter") current?.run();
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
  };
  return (
    <div className="picker">
      <input
        className="input"
        type="search"
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={id}
        aria-activedescendant={current ? `${id}-${current.id}` : undefined}
        aria-label={label}
        placeholder={label}
        value={words}
        data-autofocus
        onKeyDown={press}
        onChange={(event) => {
          setAt(0);
          onWords(event.target.value);
        }}
      />
      <div className="hits" id={id} role="listbox" aria-label={label}>
        {shown.map((section) => (
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a group of options, not of fields
          <div key={section.title ?? ""} role="group" aria-label={section.title ?? label}>
            {section.title ? <h3 aria-hidden="true">{section.title}</h3> : null}
            {section.hits.map((hit) => (
              <button
                key={hit.id}
                id={`${id}-${hit.id}`}
                type="button"
                className="hit"
                role="option"
                tabIndex={-1}
                aria-selected={hit === current}
                onClick={hit.run}
              >
                <Icon name={hit.icon} />
                <LangText text={hit.label} />
                {hit.note ? <small>{hit.note}</small> : null}
              </button>
            ))}
          </div>
        ))}
      </div>
      {none && hits.length === 0 ? (
        <p className="foot" role="status">
          {none}
        </p>
      ) : null}
      {foot ? <div className="foot">{foot}</div> : null}
    </div>
  );
}
