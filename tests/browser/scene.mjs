// A large board, the same each time: 40 % ink, 20 % notes, the rest rectangles, ellipses, arrows and text, spread evenly.
// Lengths are pixels at 100 %.

/** Where the things of a scene lie: all of it is seen at about 10 %. */
export const area = { x: -2_500, y: -1_500, w: 7_800, h: 4_000 };

/** Chance that comes out the same each time. */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** 60 to 100 points, 2 to 10 pixels apart, bending slowly; the first is where the stroke begins. */
function stroke(next) {
  let way = next() * 2 * Math.PI;
  const points = [[0, 0]];
  for (let left = 60 + Math.floor(next() * 40); left > 0; left -= 1) {
    way += (next() - 0.5) * 0.8;
    const [x, y] = points.at(-1);
    const length = 2 + next() * 8;
    points.push([x + Math.round(Math.cos(way) * length * 8) / 8, y + Math.round(Math.sin(way) * length * 8) / 8]);
  }
  return points;
}

/** So many things. */
export function scene(count, seed = 7) {
  const next = chance(seed);
  return Array.from({ length: count }, (_, n) => {
    const [x, y] = [area.x + Math.floor(next() * (area.w - 200)), area.y + Math.floor(next() * (area.h - 150))];
    const [w, h] = [80 + Math.floor(next() * 100), 60 + Math.floor(next() * 60)];
    const color = Math.floor(next() * 5);
    const kind = Math.floor(next() * 100);
    if (kind < 40) return { kind: "ink", x, y, color, points: stroke(next) };
    if (kind < 60) return { kind: "note", x, y, w, h, color, text: `Note ${n} says what we heard` };
    if (kind < 75) return { kind: "rectangle", x, y, w, h, color, text: `Box ${n}` };
    if (kind < 83) return { kind: "ellipse", x, y, w, h, color, text: `Round ${n}` };
    if (kind < 92) return { kind: "arrow", x, y, w, h, color };
    return { kind: "text", x, y, w, h, color, text: `Words ${n} without paper` };
  });
}

/** The things as a board of ours knows them on the clipboard: postcard, in hexadecimal. */
export function clip(things) {
  const bytes = [];
  const varint = (n) => {
    for (let left = BigInt(n); ; left >>= 7n) {
      if (left < 128n) return bytes.push(Number(left));
      bytes.push(Number(left & 127n) | 128);
    }
  };
  const signed = (n) => varint(n < 0 ? -2 * n - 1 : 2 * n);
  const spot = (x, y) => [x, y].forEach((n) => signed(Math.round(n * 8)));
  const text = (words) => {
    const letters = Buffer.from(words);
    varint(letters.length);
    bytes.push(...letters);
  };
  const kinds = {
    note: (thing) => (varint(0), text(thing.text)),
    text: (thing) => (varint(1), text(thing.text)),
    ink: ({ points }) => {
      varint(2);
      varint((points.length - 1) * 2);
      points.slice(1).forEach(([x, y], n) => spot(x - points[n][0], y - points[n][1]));
      varint(24);
      bytes.push(0);
      varint(0); // no pen told how hard it was pressed
    },
    rectangle: (thing) => (varint(4), varint(0), text(thing.text)),
    ellipse: (thing) => (varint(4), varint(1), text(thing.text)),
    arrow: ({ x, y, w, h }) => {
      varint(5);
      for (const [endX, endY] of [[x, y], [x + w, y + h]]) {
        spot(endX, endY);
        bytes.push(0);
      }
      bytes.push(1);
    },
  };
  varint(things.length);
  things.forEach((thing, n) => {
    varint(n);
    kinds[thing.kind](thing);
    spot(thing.x, thing.y);
    const sized = thing.kind !== "ink" && thing.kind !== "arrow";
    spot(sized ? thing.w : 0, sized ? thing.h : 0);
    bytes.push(thing.color);
    signed(n);
    bytes.push(0);
  });
  return Buffer.from(bytes).toString("hex");
}
