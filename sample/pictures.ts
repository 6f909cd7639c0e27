// Photos of the sample's visits: drawn, so that nobody's machine room is in them. A rack with a cable that hangs out, a door that stands open.
import { crc32, deflateSync } from "node:zlib";

type Colour = readonly [red: number, green: number, blue: number];
type Paint = (x: number, y: number) => Colour;
const [width, height] = [960, 640];

const lit = (colour: Colour, by: number): Colour => [colour[0] * by, colour[1] * by, colour[2] * by];
const inside = (x: number, y: number, left: number, top: number, right: number, bottom: number) =>
  x >= left && x < right && y >= top && y < bottom;

/** Light from above, falling off to the sides. */
const shade = (x: number, y: number) =>
  0.72 + 0.34 * (1 - Math.hypot((x - width / 2) / width, (y - 80) / height));

const rack: Paint = (x, y) => {
  const cable = 300 + 180 * Math.sin((y - 180) / 130);
  if (y > 170 && y < 560 && Math.abs(x - 330 - cable * 0.5) < 7) return [206, 84, 42];
  if (inside(x, y, 250, 60, 710, 570)) {
    const unit = Math.floor((y - 60) / 34);
    const within = (y - 60) % 34;
    if (x < 266 || x >= 694) return lit([58, 64, 74], shade(x, y));
    if (within < 3) return lit([22, 25, 30], shade(x, y));
    if (unit % 4 === 3) return lit([34, 38, 45], shade(x, y));
    if (inside(x, within, 290, 12, 300, 20)) return unit % 3 === 0 ? [236, 176, 62] : [88, 208, 128];
    if (inside(x, within, 312, 13, 320, 19)) return [88, 208, 128];
    if (x > 420 && x < 660 && within > 9 && within < 25 && Math.floor(x / 12) % 2 === 0)
      return lit([30, 34, 40], shade(x, y));
    return lit([92, 101, 114], shade(x, y));
  }
  if (y > 560)
    return lit(
      Math.floor(x / 120) % 2 === Math.floor(y / 60) % 2 ? [150, 156, 163] : [140, 146, 153],
      shade(x, y),
    );
  return lit([196, 202, 208], shade(x, y));
};

const door: Paint = (x, y) => {
  if (inside(x, y, 330, 90, 630, 580)) {
    // It stands open by a hand: behind it the room is lit.
    if (x > 590 - (y - 90) * 0.02) return [246, 226, 160];
    if (inside(x, y, 548, 320, 572, 344)) return [60, 62, 66];
    if (inside(x, y, 360, 130, 560, 300) || inside(x, y, 360, 350, 560, 540))
      return lit([116, 132, 150], shade(x, y));
    return lit([132, 149, 168], shade(x, y));
  }
  if (inside(x, y, 315, 75, 645, 580)) return lit([84, 92, 102], shade(x, y));
  // The reader beside it, its lamp dark.
  if (inside(x, y, 690, 300, 734, 372))
    return inside(x, y, 706, 312, 718, 320) ? [70, 30, 30] : lit([44, 48, 55], shade(x, y));
  if (y > 580) return lit([128, 122, 114], shade(x, y));
  return lit([214, 211, 203], shade(x, y));
};

export const scenes = { rack, door } as const;

/** As PNG, the same bytes each time. */
export function pictureOf(scene: keyof typeof scenes): Buffer {
  const paint = scenes[scene];
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      // A little grain, as cameras have it.
      const grain = ((x * 7919 + y * 104_729) % 13) - 6;
      const at = y * (1 + width * 3) + 1 + x * 3;
      paint(x, y).forEach((value, channel) => {
        rows[at + channel] = Math.max(0, Math.min(255, Math.round(value) + grain));
      });
    }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
