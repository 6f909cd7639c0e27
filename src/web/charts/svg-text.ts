// A drawing as an SVG document of its own, for files and for PDF: colours as values, no style sheet needed.
import { palette } from "./palette.ts";
import { type Drawing, markPath, type Paint, round, type Shape } from "./shapes.ts";

const font = "Inter, 'Noto Sans JP', 'Noto Sans SC', 'Hiragino Sans', 'Yu Gothic UI', sans-serif";

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const colour = (paint: Paint | "hatch" | undefined): string =>
  paint === undefined || paint === "none" ? "none" : paint === "hatch" ? "url(#hatch)" : palette[paint];

const attributes = (of: Record<string, string | number | undefined>) =>
  Object.entries(of)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === "string" ? escaped(value) : round(value ?? 0)}"`)
    .join("");

const stroked = (shape: { stroke?: Paint; width?: number; dash?: string }) => ({
  stroke: shape.stroke ? colour(shape.stroke) : undefined,
  "stroke-width": shape.width,
  "stroke-dasharray": shape.dash,
});

function element(shape: Shape): string {
  switch (shape.kind) {
    case "line":
      return `<line${attributes({ x1: shape.x1, y1: shape.y1, x2: shape.x2, y2: shape.y2, ...stroked(shape) })}/>`;
    case "path":
      return `<path${attributes({ d: shape.d, fill: colour(shape.fill), "fill-opacity": shape.opacity === undefined ? undefined : String(shape.opacity), "stroke-linejoin": "round", ...stroked(shape) })}/>`;
    case "rect":
      return `<rect${attributes({ x: shape.x, y: shape.y, width: shape.w, height: shape.h, rx: shape.r, fill: colour(shape.fill), ...stroked(shape) })}/>`;
    case "circle":
      return `<circle${attributes({ cx: shape.x, cy: shape.y, r: shape.r, fill: colour(shape.fill), ...stroked(shape) })}/>`;
    case "mark":
      return `<path${attributes({ d: markPath(shape.of, shape.x, shape.y, shape.size), ...(shape.of === "not_known" ? { fill: "none", stroke: colour(shape.fill), "stroke-width": 1.5 } : { fill: colour(shape.fill) }) })}/>`;
    case "text":
      return `<text${attributes({ x: shape.x, y: shape.y, fill: colour(shape.fill), "font-size": shape.size ?? 12, "font-weight": shape.weight === undefined ? undefined : String(shape.weight), "text-anchor": shape.anchor, "xml:lang": shape.lang })}>${escaped(shape.text)}</text>`;
  }
}

const hatch = `<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="${palette["unknown-soft"]}"/><rect width="1.6" height="5" fill="${palette["ink-3"]}" fill-opacity=".55"/></pattern></defs>`;

export type SvgHead = { title: string; summary: string };

/** Title and summary stand in the file too, for whoever cannot see it. */
export function svgText({ width, height, shapes }: Drawing, { title, summary }: SvgHead): string {
  const head = 34;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${width}" height="${height + head}" viewBox="0 0 ${width} ${height + head}" font-family="${escaped(font)}">`,
    `<title>${escaped(title)}</title><desc>${escaped(summary)}</desc>${hatch}`,
    `<rect width="${width}" height="${height + head}" fill="${palette.paper}"/>`,
    `<text x="8" y="21" font-size="14" font-weight="600" fill="${palette.ink}">${escaped(title)}</text>`,
    `<g transform="translate(0 ${head})">`,
    ...shapes.map(element),
    "</g></svg>",
  ].join("\n");
}
