// What was typed while the device's database is still writing it: a page that goes away in between (reloaded, closed,
// crashed) loses not even the last letter. Browsers write these few lines at once, and databases do not.
type Kind = "draft" | "words";
type Keyed = { key: string };
const at = (kind: Kind, key: string) => `yagura.ahead.${kind}|${key}`;

/** Where the browser keeps nothing, the database says so as well. */
export function keepAhead(kind: Kind, one: Keyed): void {
  try {
    localStorage.setItem(at(kind, one.key), JSON.stringify(one));
  } catch {
    // Full or forbidden: the database is what counts.
  }
}

/** Lets go of exactly this: what was typed since stays. */
export function letGoAhead(kind: Kind, one: Keyed): void {
  if (localStorage.getItem(at(kind, one.key)) === JSON.stringify(one))
    localStorage.removeItem(at(kind, one.key));
}

/** What an earlier page of this person left behind; keys begin with the person. */
export function leftAhead<T extends Keyed>(kind: Kind, personId: string): T[] {
  return keysOf(kind, personId).flatMap((key) => {
    // Another tab may have let go of it in between.
    const text = localStorage.getItem(key);
    return text === null ? [] : [JSON.parse(text) as T];
  });
}

export function forgetAhead(personId: string): void {
  for (const kind of ["draft", "words"] as const)
    for (const key of keysOf(kind, personId)) localStorage.removeItem(key);
}

const keysOf = (kind: Kind, personId: string) =>
  Object.keys(localStorage).filter((key) => key.startsWith(at(kind, `${personId}|`)));
