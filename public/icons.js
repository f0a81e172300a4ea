/** Waits before another try, milliseconds. */
const WAITS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 60_000];

/**
 * Puts the icons into the page: browsers read a file of icons anew for nearly every place that points into it.
 * Some controls have nothing else to be seen, so it is tried again.
 */
export async function bringIcons(address) {
  for (const wait of WAITS) {
    try {
      const answer = await fetch(address, { priority: "low" });
      const icons = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
      // What is in the body changes with the page, and nothing in the head is drawn.
      if (answer.ok && icons.nodeName === "svg") return document.head.append(icons);
    } catch {
      // The line is down.
    }
    await new Promise((again) => setTimeout(again, wait));
  }
}
