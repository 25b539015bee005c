const title = document.title;
const icon = document.querySelector("link[rel=icon]");
const quietIcon = icon.href;
const MOST = 9;
let told = 0;

/** Tells in the title and the icon of the page how many messages wait to be read. */
export function tellUnread(count) {
  if (count === told) {
    return;
  }
  told = count;
  document.title = count > 0 ? `(${count}) ${title}` : title;
  const name = count > MOST ? "more" : count;
  icon.href = count > 0 ? new URL(`unread/${name}.svg`, quietIcon).href : quietIcon;
}
