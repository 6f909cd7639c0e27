// The smallest pieces: tags, people's marks, keys, text in another language.
import type { ReactNode } from "react";
import { initials, langOf, type PersonName, tongueOf } from "#core/text/format.ts";
import { useFormat } from "../text/format.ts";
import { currentLanguage } from "../text/i18n.ts";

/** A grey mark on a row ("lateral check"); `must` for mandatory controls. */
export function Tag({ children, isMust = false }: { children: ReactNode; isMust?: boolean }) {
  return <span className={isMust ? "badge tag must" : "badge tag"}>{children}</span>;
}

export const Count = ({ children }: { children: ReactNode }) => (
  <span className="badge count">{children}</span>
);

export const Kbd = ({ children }: { children: ReactNode }) => <kbd>{children}</kbd>;

/** A person's initials; the name stands beside it. */
export function Avatar({ person }: { person: PersonName }) {
  return (
    <span className="avatar" aria-hidden="true">
      {initials(person)}
    </span>
  );
}

const widestId = 13;

/** How wide a column of identifiers is: as the longest of them ("GV.OC-01"), up to a length from which they break. */
export const widthOfIds = (ids: Iterable<string>): string =>
  `${Math.min(widestId, Math.max(0, ...Array.from(ids, (id) => id.length)))}ch`;

/** Text in a language that may differ from the page's. */
export function Lang({
  lang,
  children,
  className,
}: {
  lang: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span lang={lang} className={className}>
      {children}
    </span>
  );
}

/** A name or title whose language is read off its letters; cut names keep a tip with the whole. */
export function LangText({
  text,
  className,
  isCut = false,
}: {
  text: string;
  className?: string;
  isCut?: boolean;
}) {
  return (
    <span
      lang={langOf(text, currentLanguage())}
      className={`${className ?? ""}${isCut ? " cut" : ""}`.trim() || undefined}
      title={isCut ? text : undefined}
    >
      {text}
    </span>
  );
}

/** Somebody's own words, which nobody translates: whoever reads another language is told which one they are in. */
export function Written({ text, className }: { text: string; className?: string }) {
  const format = useFormat();
  const tongue = tongueOf(text);
  return (
    <span className={className}>
      <span lang={tongue ?? langOf(text, format.language)}>{text}</span>
      {tongue === null || tongue === format.language ? null : (
        <span className="tongue"> {format.tongue(tongue)}</span>
      )}
    </span>
  );
}

/** The head of a plain table: its columns' names, each with the class of its cells. */
export function Heads({ of }: { of: readonly (readonly [name: string, className?: string])[] }) {
  return (
    <thead>
      <tr>
        {of.map(([name, className]) => (
          <th key={name} scope="col" className={className}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
