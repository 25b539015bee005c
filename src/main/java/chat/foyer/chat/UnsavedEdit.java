package chat.foyer.chat;

/**
 * An edit that was refused, as the room's page shows it to be sent again.
 *
 * @param seq the number of the message
 * @param text the text that was typed, cleaned
 * @param id the id under which it is sent
 */
record UnsavedEdit(long seq, String text, String id) {
}
