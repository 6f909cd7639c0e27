import { type Drawing as DrawingData, markPath, type Paint, type Shape } from "./shapes.ts";

const colour = (paint: Paint | "hatch" | undefined) =>
  paint === undefined || paint === "none" ? "none" : paint === "hatch" ? "url(#hatch)" : `var(--${paint})`;

const stroked = (shape: { stroke?: Paint; width?: number; dash?: string }) => ({
  ...(shape.stroke ? { stroke: colour(shape.stroke) } : {}),
  strokeWidth: shape.width,
  strokeDasharray: shape.dash,
});

export function ShapeMark({ shape }: { shape: Shape }) {
  switch (shape.kind) {
    case "line":
      return <line x1={shape.x1} y1={shape.y1} x2={shape.x2} y2={shape.y2} {...stroked(shape)} />;
    case "path":
      return (
        <path
          d={shape.d}
          fill={colour(shape.fill)}
          fillOpacity={shape.opacity}
          strokeLinejoin="round"
          {...stroked(shape)}
        />
      );
    case "rect":
      return (
        <rect
          x={shape.x}
          y={shape.y}
          width={shape.w}
          height={shape.h}
          rx={shape.r}
          fill={colour(shape.fill)}
          {...stroked(shape)}
        />
      );
    case "circle":
      return <circle cx={shape.x} cy={shape.y} r={shape.r} fill={colour(shape.fill)} {...stroked(shape)} />;
    case "mark":
      return shape.of === "not_known" ? (
        <path
          d={markPath(shape.of, shape.x, shape.y, shape.size)}
          fill="none"
          stroke={colour(shape.fill)}
          strokeWidth={1.5}
        />
      ) : (
        <path d={markPath(shape.of, shape.x, shape.y, shape.size)} fill={colour(shape.fill)} />
      );
    case "text":
      return (
        <text
          x={shape.x}
          y={shape.y}
          fill={colour(shape.fill)}
          fontSize={shape.size ?? 12}
          fontWeight={shape.weight}
          textAnchor={shape.anchor}
          lang={shape.lang}
        >
          {shape.text}
        </text>
      );
  }
}

/** The pattern of "not known", once per drawing. */
export const Hatch = () => (
  <defs>
    <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="5" height="5" fill="var(--unknown-soft)" />
      <rect width="1.6" height="5" fill="var(--ink-3)" fillOpacity=".55" />
    </pattern>
  </defs>
);

/** A drawing in the colours of the page. `label` is what a reader hears instead. */
export function Drawing({ drawing, label }: { drawing: DrawingData; label: string }) {
  return (
    <svg
      className="drawing"
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      width={drawing.width}
      height={drawing.height}
      role="img"
      aria-label={label}
    >
      {drawing.shapes.map((shape, index) => (
        // A drawing has no identity beyond the order of its shapes.
        // oxlint-disable-next-line react/no-array-index-key
        <ShapeMark key={index} shape={shape} />
      ))}
    </svg>
  );
}
