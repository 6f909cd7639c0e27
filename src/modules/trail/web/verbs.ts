// The kinds of events that can be looked for: those that have words.
import words from "../text.ja.json";
import access from "#modules/access/text.ja.json";

const prefix = "events.";

export const verbs: readonly string[] = [...new Set([...Object.keys(words), ...Object.keys(access)])]
  .filter((key) => key.startsWith(prefix))
  .map((key) => key.slice(prefix.length));
