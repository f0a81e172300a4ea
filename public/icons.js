/** Puts the icons into the page: browsers read a file of icons anew for nearly every place that points into it. */
export async function bringIcons(address) {
  const answer = await fetch(address, { priority: "low" });
  if (!answer.ok) return;
  const icons = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  // What is in the body changes with the page, and nothing in the head is drawn.
  document.head.append(icons);
}
