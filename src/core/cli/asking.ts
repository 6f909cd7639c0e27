// Asking whoever sits at the terminal for something that must not stand on the screen.
import { StringDecoder } from "node:string_decoder";

/** Of a terminal, what asking needs. */
export type Terminal = {
  isTTY?: boolean | undefined;
  setRawMode(isRaw: boolean): unknown;
  on(event: "data", then: (bytes: Buffer) => void): unknown;
  off(event: "data", then: (bytes: Buffer) => void): unknown;
  resume(): unknown;
  pause(): unknown;
};

const [interrupt, endOfText, backspace, erase] = ["\u0003", "\u0004", "\u0008", "\u007f"];
const longest = 1000;

/** Shows the question and nothing of the answer. @returns null where it was broken off. */
export function askHidden(
  question: string,
  terminal: Terminal = process.stdin,
  show: (text: string) => void = (text) => process.stderr.write(text),
): Promise<string | null> {
  show(question);
  const decoder = new StringDecoder("utf8");
  terminal.setRawMode(true);
  terminal.resume();
  return new Promise((done) => {
    let typed = "";
    const end = (answer: string | null) => {
      terminal.off("data", take);
      terminal.setRawMode(false);
      terminal.pause();
      show("\n");
      done(answer);
    };
    const take = (bytes: Buffer) => {
      for (const sign of decoder.write(bytes)) {
        if (sign === "\r" || sign === "\n") return end(typed);
        if (sign === interrupt || sign === endOfText) return end(null);
        if (sign === backspace || sign === erase) typed = [...typed].slice(0, -1).join("");
        else if (sign >= " " && typed.length < longest) typed += sign;
      }
    };
    terminal.on("data", take);
  });
}
